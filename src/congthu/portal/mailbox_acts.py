"""What can be done with a mailbox from a page of its own: in which words, by whom, when, and what follows from it?"""

from collections.abc import Callable
from dataclasses import dataclass

from congthu.decisions.queries import policy_of
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts.steps import knows
from congthu.mailboxes.kinds import GROUPS
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.outlook import proposed_destruction
from congthu.mailboxes.proposals import address_names_agency
from congthu.portal import mailbox_consequences as after
from congthu.portal import mailbox_forms as forms
from congthu.portal.mailbox_consequences import Case, Lines
from congthu.regulations.states import LIVE, Phase
from congthu.regulations.states import Act as Doing

OPERATOR = (Role.OPERATOR,)
AGENCY_TOO = (Role.OPERATOR, Role.HEAD, Role.FOCAL)
BOTH_SIDES = (Role.OPERATOR, Role.MANAGING)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: *name* in its address, what it is called, when it can be done, what it leads to.

    *fits*: whether it can be done with the mailbox as it stands; *main*: whether it stands before the others.
    """

    name: str
    verb: str
    icon: str
    form: Callable[..., forms.GroundForm]
    done: str
    fits: Callable[[Mailbox], bool]
    consequences: Callable[[Case], Lines]
    roles: tuple[Role, ...] = OPERATOR
    irreversible: bool = False
    main: bool = True

    def may(self, acting: Actor, box: Mailbox) -> bool:
        """Whether *acting* has a role in which this is done."""
        return acting.has(*self.roles, authority=box.authority.code, organisation=box.organisation_id)


def _knows(*acts: Doing) -> Callable[[Mailbox], bool]:
    return lambda box: any(knows(box, act) for act in acts)


def _live(box: Mailbox) -> bool:
    return box.phase in {phase.value for phase in LIVE}


def _of_office(box: Mailbox) -> bool:
    return _live(box) and box.kind not in {MailboxKind.PERSON, *GROUPS}


def _excusable(box: Mailbox) -> bool:
    excused = policy_of(box.authority).inactivity.excused
    return excused is not None and excused.value and box.phase == Phase.OPEN and box.kind not in GROUPS


def _leaver(box: Mailbox) -> bool:
    """Whether what is in the mailbox may be asked for: somebody has it, and did not take it along to another agency."""
    kept = policy_of(box.authority).leaving.kept
    return box.kind == MailboxKind.PERSON and kept is not None and _live(box) and box.successor_id is None


ACTS = {
    act.name: act
    for act in (
        Act("tam-khoa", "Tạm khóa", "lock", forms.LockForm, "Đã tạm khóa", _knows(Doing.LOCK), after.lock),
        Act(
            "khoi-phuc",
            "Khôi phục",
            "unlock",
            forms.RestoreForm,
            "Đã khôi phục",
            _knows(Doing.RESTORE),
            after.restore,
        ),
        Act(
            "cap-lai-mat-khau",
            "Cấp lại mật khẩu",
            "key",
            forms.GroundForm,
            "Đã cấp lại mật khẩu của",
            lambda box: box.kind not in GROUPS and knows(box, Doing.REISSUE_PASSWORD),
            after.password,
        ),
        Act(
            "ban-giao",
            "Bàn giao",
            "forward",
            forms.HandOverForm,
            "Đã bàn giao",
            _of_office,
            after.hand_over,
            roles=(Role.OPERATOR, Role.HEAD),
        ),
        Act(
            "cu-nguoi-quan-ly",
            "Cử người quản lý",
            "person",
            forms.AppointForm,
            "Đã cử người quản lý",
            lambda box: _of_office(box) and box.kind != MailboxKind.TITLE,
            after.appoint,
            roles=(Role.OPERATOR, Role.HEAD),
        ),
        Act(
            "chuyen-co-quan",
            "Chuyển cơ quan",
            "move",
            forms.TransferForm,
            "Đã chuyển",
            lambda box: (
                box.kind == MailboxKind.PERSON
                and (
                    knows(box, Doing.TRANSFER)
                    or (_live(box) and not address_names_agency(policy_of(box.authority)))
                )
            ),
            after.transfer,
        ),
        Act(
            "thu-hoi",
            "Thu hồi",
            "stop",
            forms.LeaveForm,
            "Đã thu hồi",
            _knows(Doing.REVOKE, Doing.LEAVE),
            after.revoke,
            irreversible=True,
        ),
        Act(
            "da-bao-co-quan",
            "Ghi nhận đã báo cơ quan",
            "done",
            forms.NoticeForm,
            "Đã ghi nhận báo cơ quan về",
            lambda box: box.phase == Phase.LOCKED and box.agency_notified_at is None,
            after.record_notice,
            main=False,
        ),
        Act(
            "yeu-cau-ban-giao",
            "Yêu cầu bàn giao dữ liệu",
            "return",
            forms.AskHandoverForm,
            "Đã ghi yêu cầu bàn giao",
            lambda box: _leaver(box) and not box.handover_asked,
            after.ask_handover,
            roles=AGENCY_TOO,
            main=False,
        ),
        Act(
            "ghi-ban-giao",
            "Ghi nhận bàn giao dữ liệu",
            "done",
            forms.RecordHandoverForm,
            "Đã ghi nhận bàn giao",
            lambda box: (
                _leaver(box) and (box.handover_asked or box.phase == Phase.LEAVING) and not box.handover_done
            ),
            after.record_handover,
            roles=AGENCY_TOO,
            main=False,
        ),
        Act(
            "de-nghi-huy",
            "Đề nghị hủy",
            "cross",
            forms.GroundForm,
            "Đã đề nghị hủy",
            lambda box: knows(box, Doing.DESTROY) and proposed_destruction(box) is None,
            after.propose_destruction,
            roles=BOTH_SIDES,
        ),
        Act(
            "duyet-huy",
            "Duyệt hủy",
            "cross",
            forms.ApproveForm,
            "Đã hủy",
            lambda box: knows(box, Doing.DESTROY) and proposed_destruction(box) is not None,
            after.destroy,
            roles=BOTH_SIDES,
            irreversible=True,
        ),
        Act(
            "them-thanh-vien",
            "Thêm thành viên",
            "plus",
            forms.AddMemberForm,
            "Đã thêm thành viên của",
            lambda box: box.kind in GROUPS and _live(box),
            after.add_member,
            roles=AGENCY_TOO,
        ),
        Act(
            "bot-thanh-vien",
            "Bớt thành viên",
            "cross",
            forms.RemoveMemberForm,
            "Đã bớt thành viên của",
            lambda box: box.kind in GROUPS and box.members.exists(),
            after.remove_member,
            roles=AGENCY_TOO,
        ),
        Act(
            "dung-luong",
            "Đổi dung lượng",
            "edit",
            forms.QuotaForm,
            "Đã đổi dung lượng của",
            lambda box: _live(box) and box.kind not in GROUPS,
            after.quota,
            roles=BOTH_SIDES,
            main=False,
        ),
        Act(
            "vang-mat",
            "Ghi lý do vắng mặt",
            "clock",
            forms.AbsenceForm,
            "Đã ghi lý do vắng mặt của",
            _excusable,
            after.absence,
            roles=AGENCY_TOO,
            main=False,
        ),
        Act(
            "bi-danh",
            "Thêm bí danh",
            "plus",
            forms.AliasForm,
            "Đã thêm bí danh của",
            _live,
            after.alias,
            main=False,
        ),
        Act(
            "bo-bi-danh",
            "Bỏ bí danh",
            "cross",
            forms.EndAliasForm,
            "Đã bỏ bí danh của",
            lambda box: box.aliases.filter(until=None).exists(),
            after.end_alias,
            main=False,
        ),
    )
}
"""In the order in which a page offers them; those that are not *main* stand behind the others."""
