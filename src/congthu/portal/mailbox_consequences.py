"""What follows from doing something with a mailbox, said before it is done, with the days and the clauses?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.lifecycle.machine import IllegalTransition, step
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.outlook import REMAINS, Coming, coming, coming_after, kept_from, proposed_destruction
from congthu.mailboxes.proposals import address_names_agency
from congthu.mailboxes.timers import trail_of
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.states import Act, Effect, Phase, StateRule

OLD_ONES_END = "Mật khẩu cũ và mọi mật khẩu ứng dụng hết hiệu lực; mật khẩu mới hiện một lần ở trang kế tiếp."
NEVER_AGAIN = "Địa chỉ này không bao giờ được cấp cho người khác."

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A mailbox under its regulation, today.

    *decided_on* is the day of the decision, *left_on* that on which somebody left, *ground* the clause of a lock: each
    once it was typed.
    """

    box: Mailbox
    policy: Policy
    today: date
    decided_on: date | None = None
    left_on: date | None = None
    ground: str = ""

    @property
    def counted(self) -> date:
        """The day from which a term counts: that of the decision, today for an example."""
        return self.decided_on or self.today

    def after(self, act: Act) -> list[Coming]:
        """What time would do after *act*; nothing where the regulation knows no such step."""
        try:
            return coming_after(
                self.box,
                act,
                today=self.today,
                decided_on=self.decided_on,
                left_on=self.left_on,
                ground=self.ground,
            )
        except IllegalTransition:
            return []

    def permits(self, act: Act) -> list[str]:
        """What the state after *act* permits; nothing where the regulation knows no such step."""
        trail = replace(trail_of(self.box), ground=self.ground)
        try:
            target = step(self.box.state, act, policy=self.policy, trail=trail).target
        except IllegalTransition:
            return []
        return list(_permits(self.policy.states.state[target], held=self.box.kind not in GROUPS))


def _told(found: list[Coming]) -> list[str]:
    """The next thing that time will do, with its day and clause."""
    return [
        f"Nếu không có việc gì khác, hộp thư chuyển sang “{one.label}” ngày {one.on:%d/%m/%Y} "
        f"({in_words(one.clause) or 'mặc định của hệ thống'})."
        for one in found[:1]
    ]


def _permits(rule: StateRule, *, held: bool) -> Iterator[str]:
    """What a state permits, an effect a sentence; *held* says that somebody signs in to the mailbox."""
    if held:
        yield _permits_holder(rule)
    yield "Thư đến vẫn được nhận và giữ lại." if rule.has(Effect.RECEIVE) else "Thư gửi đến bị trả lại."
    if not rule.has(Effect.LISTED):
        yield "Hộp thư ra khỏi danh bạ."


def _permits_holder(rule: StateRule) -> str:
    if not rule.has(Effect.SIGN_IN):
        return "Người giữ hộp thư không đăng nhập và không gửi được thư, kể cả trên điện thoại."
    where = ", chỉ qua trình duyệt" if rule.has(Effect.WEB_ONLY) else ""
    if rule.has(Effect.SEND):
        return f"Người giữ hộp thư đọc và gửi thư được{where}."
    reads = "đọc và chuyển thư" if rule.has(Effect.FORWARD) else "đọc thư"
    return f"Người giữ hộp thư không gửi được thư nữa; vẫn {reads} được{where}."


def lock(case: Case) -> Lines:
    """Shut, as far as the regulation says."""
    return (
        *case.permits(Act.LOCK),
        "Cơ quan của người giữ hộp thư được báo ngay, và có thể đề nghị khôi phục.",
        *_told(case.after(Act.LOCK)),
    )


def record_notice(case: Case) -> Lines:
    """The term begins to run."""
    before, case.box.agency_notified_at = (
        case.box.agency_notified_at,
        datetime.combine(case.today, time(), HANOI),
    )
    found = coming(case.box, today=case.today)
    case.box.agency_notified_at = before
    return ("Văn bản đã báo cơ quan được ghi vào nhật ký.", *_told(found))


def restore(case: Case) -> Lines:
    """Open again, under another password."""
    if case.box.kind in GROUPS:
        return ("Thư gửi đến nhóm lại đến mọi thành viên.",)
    return (
        OLD_ONES_END,
        "Người giữ hộp thư đăng nhập bằng mật khẩu mới, và phải đổi ngay lần đầu.",
        "Thư đã nhận trong thời gian tạm khóa vẫn còn nguyên.",
    )


def password(_: Case) -> Lines:
    """Another password."""
    return (OLD_ONES_END, "Người giữ phải đổi mật khẩu mới ở lần đăng nhập đầu tiên.")


def revoke(case: Case) -> Lines:
    """Kept for handing over where somebody leaves and the regulation says so; ended at once otherwise."""
    if case.box.kind == MailboxKind.PERSON and case.policy.leaving.kept is not None:
        return (
            *case.permits(Act.LEAVE),
            *_leaving(case),
            NEVER_AGAIN,
        )
    kept, last = case.policy.retention.revoked_data, kept_from(case.today, case.policy)
    return (
        *case.permits(Act.REVOKE),
        f"Dữ liệu còn giữ đến hết ngày {last:%d/%m/%Y} ({kept.origin()}); hủy là việc riêng.",
        NEVER_AGAIN,
    )


def _leaving(case: Case) -> list[str]:
    kept = case.policy.leaving.kept
    cited = f" ({in_words(kept.cited)})" if kept else ""
    waits = " sau khi đã bàn giao" if case.box.handover_asked else ""
    left = case.left_on and case.left_on > case.counted
    counted = (
        f"tính từ ngày rời {case.left_on:%d/%m/%Y}"
        if left
        else f"tính từ quyết định ngày {case.counted:%d/%m/%Y}"
    )
    ends = [
        f"Hộp thư chuyển sang “{one.label}” ngày {one.on:%d/%m/%Y}{waits}, {counted}{cited}."
        for one in case.after(Act.LEAVE)[:1]
    ]
    return ends + (["Quyết định sớm hơn thì ngày đó đến sớm hơn."] if ends and not case.decided_on else [])


def transfer(case: Case) -> Lines:
    """A new mailbox there and the old one for a term; or the same one, where no address names the agency."""
    if not address_names_agency(case.policy):
        return (
            "Địa chỉ giữ nguyên: địa chỉ của cá nhân không có mã cơ quan.",
            "Người và hộp thư thuộc cơ quan mới trong danh bạ; vai trò ở cơ quan cũ kết thúc.",
        )
    kept = case.policy.leaving.transfer_kept
    whose = kept.origin() if kept else "không ai quy định"
    return (
        "Người này được cấp hộp thư mới ở cơ quan tiếp nhận; mật khẩu hiện một lần ở trang kế tiếp.",
        "Hộp thư cũ còn nhận và đọc thư, không gửi được; thư gửi đến đó cũng đến hộp thư mới.",
        *(
            f"Hộp thư cũ chuyển sang “{one.label}” ngày {one.on:%d/%m/%Y}, "
            f"tính từ quyết định ngày {case.counted:%d/%m/%Y} ({whose})."
            for one in case.after(Act.TRANSFER)[:1]
        ),
        "Vai trò ở cơ quan cũ kết thúc.",
    )


def hand_over(case: Case) -> Lines:
    """Whoever kept it gets in no more."""
    whose = "Người giữ chức danh" if case.box.kind == MailboxKind.TITLE else "Người quản lý"
    shut = case.box.phase == Phase.LOCKED
    return (
        f"{whose} trước không vào được hộp thư nữa, trên mọi máy.",
        "Hộp thư vẫn bị khóa; mật khẩu mới được cấp khi khôi phục." if shut else OLD_ONES_END,
        "Thư trong hộp thư giữ nguyên.",
    )


def appoint(case: Case) -> Lines:
    """One more who keeps it."""
    most = case.policy.custody.delegates
    return (
        "Người này gửi được thư thay mặt tổ chức từ hộp thư của mình, cùng những người đang quản lý.",
        *([f"Nhiều nhất {most.value} người ({most.origin()})."] if most else []),
    )


def ask_handover(_: Case) -> Lines:
    """The end waits."""
    return ("Hộp thư không bị hủy trước khi ghi nhận đã bàn giao, dù đã hết thời gian giữ.",)


def record_handover(case: Case) -> Lines:
    """The end waits no more."""
    before, case.box.handover_done = case.box.handover_done, True
    found = coming(case.box, today=case.today)
    case.box.handover_done = before
    return ("Biên bản, người nhận và nội dung bàn giao được ghi vào nhật ký.", *_told(found))


def propose_destruction(_: Case) -> Lines:
    """Nothing yet."""
    return (
        "Một người khác, hoặc cơ quan quản lý, phải duyệt thì hộp thư mới bị hủy.",
        f"Khi hủy: {REMAINS}.",
        "Địa chỉ không bao giờ cấp lại cho ai, kể cả người cũ.",
    )


def destroy(case: Case) -> Lines:
    """What somebody else has proposed."""
    wanted = proposed_destruction(case.box)
    why = (
        [f"{wanted.proposed_by.full_name} đề nghị, theo {wanted.document}: {wanted.reason}"] if wanted else []
    )
    return (*why, *propose_destruction(case)[1:])


def quota(case: Case) -> Lines:
    """More room, or less."""
    raised = case.policy.quota.raised_by
    return (
        "Có hiệu lực ngay với thư đến tiếp theo.",
        *([f"{raised.value} quyết định việc tăng dung lượng ({raised.origin()})."] if raised else []),
    )


def absence(case: Case) -> Lines:
    """No lock for want of use."""
    return (
        "Đến hết ngày ghi dưới đây hộp thư không bị khóa vì lâu không sử dụng.",
        *_told(coming(case.box, today=case.today)),
    )


def alias(_: Case) -> Lines:
    """Another address."""
    return (
        "Thư gửi đến địa chỉ thứ hai đến hộp thư này; người giữ gửi được từ cả hai.",
        "Địa chỉ thứ hai không bao giờ cấp cho ai khác.",
    )


def end_alias(_: Case) -> Lines:
    """One address less."""
    return ("Thư gửi đến bí danh bị trả lại.", "Bí danh không bao giờ cấp cho ai khác.")


def add_member(case: Case) -> Lines:
    """Mail to the group goes there, too."""
    none = "" if case.box.members.exists() else "Nhóm chưa có thành viên: thư gửi đến nhóm bị trả lại."
    return (
        "Có hiệu lực với thư gửi đến nhóm từ nay.",
        "Chọn theo loại thì hộp thư cấp sau này cũng thuộc nhóm.",
        *([none] if none else []),
    )


def remove_member(_: Case) -> Lines:
    """Mail to the group goes there no more."""
    return ("Thành viên này không nhận thư gửi đến nhóm nữa.",)
