"""The commands that find a mailbox, and those that issue, lock, restore and end one.

Who acts, and when, is `congthu.cli.acting`'s to say. What is set at a mailbox stands in `congthu.cli.mailbox_settings`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.audit.acts import Cause
from congthu.cli import mailbox_file, mailbox_settings
from congthu.cli.acting import As, AuthorityCode, acting_as, clock, organisation_coded
from congthu.cli.answers import Json, Unreadable, console, document, known, one_of
from congthu.cli.mailbox_found import (
    Address,
    authority_meant,
    mailbox_at,
    person_named,
    tell_mailbox,
)
from congthu.cli.options import Clause, DecidedOn, Late, Limit, Paper, Reason, Sheet, day_of
from congthu.cli.papers import write_sheet
from congthu.cli.records import mailbox_json
from congthu.directory.queries import visible_authorities
from congthu.directory.roles import Actor
from congthu.identity import holding
from congthu.identity.holding import Handed
from congthu.mailboxes.acts.evidence import LARGEST, MIB, Shown
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.queries import count_by_state, state_rule, states_of
from congthu.mailboxes.queries import search as search_mailboxes
from congthu.regulations.schema import Rank
from congthu.trial.answers import cannot_open

mailbox_app = typer.Typer(help="Hộp thư.", no_args_is_help=True)
for name, command in mailbox_settings.COMMANDS.items():
    mailbox_app.command(name)(command)
mailbox_app.command("import")(mailbox_file.import_file)

Choose = Annotated[str, typer.Option(metavar="NAME", help="Phần trước @, khi quy chế cho chọn.")]
Code = Annotated[str, typer.Option(metavar="CODE", help="Mã cơ quan, đơn vị trong danh bạ.")]


def _known_state(state: str, authority: str, acting: Actor) -> str:
    """*state*, where a regulation in use, or a mailbox, has it; raises Unreadable with those that are known."""
    among = [authority_meant(authority, acting)] if authority else list(visible_authorities(acting))
    return known(
        (*states_of(among), *(name for one in among for name in count_by_state(one))), state, "trạng thái"
    )


@mailbox_app.command("list")
def list_mailboxes(
    *,
    authority: AuthorityCode = "",
    state: Annotated[str, typer.Option(help="Trạng thái, ví dụ locked.")] = "",
    untold: Annotated[
        bool, typer.Option("--untold", help="Chỉ hộp thư bị khóa mà cơ quan chưa được báo.")
    ] = False,
    kind: Annotated[str, typer.Option(help="Loại hộp thư, ví dụ van_thu.")] = "",
    text: Annotated[str, typer.Option(help="Tên hoặc địa chỉ; không cần dấu.")] = "",
    after: Annotated[str, typer.Option(help="Tiếp sau địa chỉ này.")] = "",
    limit: Limit = 100,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Các hộp thư theo thứ tự địa chỉ."""
    acting = acting_as(as_)
    found = search_mailboxes(
        acting=acting,
        authority=authority_meant(authority, acting).code if authority else "",
        state=_known_state(state, authority, acting) if state else "",
        untold=untold,
        kind=one_of(MailboxKind, kind, "loại hộp thư") if kind else "",
        text=text,
        after=after,
    )[:limit]
    if as_json:
        document({"mailboxes": [mailbox_json(one) for one in found]})
        return
    table = Table("Địa chỉ", "Người giữ", "Cơ quan", "Trạng thái", box=None, pad_edge=False)
    for one in found:
        table.add_row(one.address, escape(one.holder), escape(one.organisation.name), state_rule(one).label)
    console.print(table)


@mailbox_app.command("show")
def show_mailbox(address: Address, as_: As = "", as_json: Json = False) -> None:
    """Một hộp thư: trạng thái, căn cứ, dung lượng, các mốc thời gian và việc quy chế sẽ làm tiếp."""
    tell_mailbox(mailbox_at(address, acting_as(as_)), as_json=as_json)


@mailbox_app.command("issue")
def issue_mailbox(
    *,
    kind: Annotated[str, typer.Option(metavar="KIND", help="Loại: " + ", ".join(MailboxKind) + ".")],
    organisation: Code,
    person: Annotated[
        str, typer.Option(metavar="ID|NAME", help="Người giữ: số hoặc họ tên trong danh bạ.")
    ] = "",
    title: Annotated[
        str, typer.Option(metavar="NAME", help="Tên chức danh, nhóm, hoặc hộp thư mà quy chế nêu.")
    ] = "",
    choose: Choose = "",
    authority: AuthorityCode = "",
    reason: Reason = "",
    paper: Paper = "",
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Cấp hộp thư theo tên của quy chế; mật khẩu chỉ hiện một lần, hoặc nằm trong phiếu giao."""
    acting, now = acting_as(as_), clock()
    wanted = one_of(MailboxKind, kind, "loại hộp thư")
    where = authority_meant(authority, acting)
    office = organisation_coded(where, organisation)
    if wanted in PERSONAL and not person:
        raise Unreadable(f"Hộp thư loại «{wanted}» cần --person: số hoặc họ tên trong danh bạ.")
    handed = holding.issue(
        office,
        wanted,
        person=person_named(person, where, within=office) if person else None,
        title=title,
        chosen=choose,
        acting=acting,
        now=now,
        cause=Cause(document=paper, reason=reason),
    )
    _tell_handed(handed, paper, sheet, as_json=as_json)


@mailbox_app.command("lock")
def lock_mailbox(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    clause: Clause = "",
    forbidden_act: Annotated[
        str, typer.Option("--act", help="Hành vi bị cấm mà căn cứ dẫn chiếu, ví dụ Đ4.2.")
    ] = "",
    evidence: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Cảnh báo, bằng chứng mà căn cứ đòi hỏi.")
    ] = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Tạm khóa: không đăng nhập, không gửi, vẫn nhận thư."""
    acting, now = acting_as(as_), clock()
    handed = holding.lock(
        mailbox_at(address, acting),
        cause=Cause(clause, paper, reason),
        forbidden_act=forbidden_act,
        evidence=_file(evidence) if evidence else None,
        acting=acting,
        now=now,
    )
    tell_mailbox(handed.mailbox, as_json=as_json)


@mailbox_app.command("told")
def record_notice(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    late: Late = False,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi nhận đã báo cơ quan bằng văn bản rằng hộp thư bị khóa, khi không hộp thư nào của cơ quan nhận được."""
    acting, now = acting_as(as_), clock()
    one, cause = mailbox_at(address, acting), Cause(document=paper, reason=reason)
    handed = holding.record_notice(one, late=late, cause=cause, acting=acting, now=now)
    tell_mailbox(handed.mailbox, as_json=as_json)


@mailbox_app.command("restore")
def restore_mailbox(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    cleaned: Annotated[bool, typer.Option("--cleaned", help="Đã xử lý xong mã độc, lộ lọt.")] = False,
    asked_by: Annotated[
        str, typer.Option("--asked-by", metavar="CODE", help="Cơ quan đề nghị; mặc định cơ quan của hộp thư.")
    ] = "",
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Khôi phục và cấp mật khẩu mới; mật khẩu chỉ hiện một lần."""
    acting, now = acting_as(as_), clock()
    one = mailbox_at(address, acting)
    handed = holding.restore(
        one,
        cause=Cause(document=paper, reason=reason),
        cleaned=cleaned,
        asked_by=organisation_coded(one.authority, asked_by) if asked_by else None,
        acting=acting,
        now=now,
    )
    _tell_handed(handed, paper, sheet, as_json=as_json)


@mailbox_app.command("password")
def reissue_password(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Cấp lại mật khẩu cho người quên; mật khẩu cũ và mọi mật khẩu ứng dụng hết hiệu lực."""
    acting, now = acting_as(as_), clock()
    cause = Cause(document=paper, reason=reason)
    handed = holding.reissue_password(mailbox_at(address, acting), cause=cause, acting=acting, now=now)
    _tell_handed(handed, paper, sheet, as_json=as_json)


@mailbox_app.command("revoke")
def revoke_mailbox(
    address: Address,
    *,
    reason: Reason = "",
    paper: Paper = "",
    decided_on: DecidedOn = "",
    late: Late = False,
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thu hồi; hộp thư cá nhân được giữ một thời gian kể từ ngày quyết định nếu quy chế định như vậy."""
    acting, now = acting_as(as_), clock()
    handed = holding.revoke(
        mailbox_at(address, acting),
        cause=Cause(document=paper, reason=reason),
        decision_on=day_of(decided_on, "--decided-on") if decided_on else None,
        late=late,
        acting=acting,
        now=now,
    )
    _tell_handed(handed, paper, sheet, as_json=as_json)


@mailbox_app.command("leave")
def leave_mailbox(
    address: Address,
    *,
    decided_on: DecidedOn,
    rank: Annotated[
        str, typer.Option(help="Cấp bậc theo quyết định, khi danh bạ ghi khác: " + ", ".join(Rank) + ".")
    ] = "",
    left_on: Annotated[
        str,
        typer.Option(
            help="Ngày người đó thực sự rời cơ quan, khi quy chế tính thời hạn từ ngày này.", metavar="DATE"
        ),
    ] = "",
    reason: Reason = "",
    paper: Paper = "",
    late: Late = False,
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Người giữ nghỉ hưu, nghỉ việc, chuyển đi: giữ để bàn giao theo cấp bậc, kể từ ngày quyết định, rồi hủy."""
    acting, now = acting_as(as_), clock()
    handed = holding.leave(
        mailbox_at(address, acting),
        decided_on=day_of(decided_on, "--decided-on"),
        left_on=day_of(left_on, "--left-on") if left_on else None,
        rank=one_of(Rank, rank, "cấp bậc") if rank else None,
        late=late,
        cause=Cause(document=paper, reason=reason),
        acting=acting,
        now=now,
    )
    _tell_handed(handed, paper, sheet, as_json=as_json)


@mailbox_app.command("transfer")
def transfer_mailbox(
    address: Address,
    *,
    to: Annotated[str, typer.Option(metavar="CODE", help="Cơ quan tiếp nhận.")],
    decided_on: DecidedOn,
    position: Annotated[str, typer.Option(help="Chức vụ ở cơ quan mới.")] = "",
    unit: Annotated[str, typer.Option(help="Phòng, ban ở cơ quan mới.")] = "",
    asked_by: Annotated[
        str, typer.Option("--asked-by", metavar="CODE", help="Cơ quan đề nghị; mặc định cơ quan tiếp nhận.")
    ] = "",
    choose: Choose = "",
    reason: Reason = "",
    paper: Paper = "",
    late: Late = False,
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Người giữ chuyển sang cơ quan khác cùng địa phương: hộp thư mới ở đó, hộp thư cũ còn nhận thư một thời gian."""
    acting, now = acting_as(as_), clock()
    one = mailbox_at(address, acting)
    handed = holding.transfer(
        one,
        to=organisation_coded(one.authority, to),
        decided_on=day_of(decided_on, "--decided-on"),
        asked_by=organisation_coded(one.authority, asked_by) if asked_by else None,
        position=position or None,
        unit_name=unit,
        chosen=choose,
        late=late,
        cause=Cause(document=paper, reason=reason),
        acting=acting,
        now=now,
    )
    # Where no address names the agency it is the same mailbox in the same state: its ground says nothing of the move.
    moved = {"to": to, "decision_on": decided_on, "document": paper, "reason": reason}
    _tell_handed(handed, paper, sheet, as_json=as_json, more={} if handed.former else {"moved": moved})


@mailbox_app.command("handover")
def hand_over(
    address: Address,
    *,
    to: Annotated[
        str,
        typer.Option(
            metavar="ID|NAME", help="Người nhận: người quản lý mới, hoặc ai đã nhận dữ liệu (--done)."
        ),
    ] = "",
    of: Annotated[
        str, typer.Option(metavar="ID|NAME", help="Người bàn giao, khi nhiều người cùng quản lý.")
    ] = "",
    beside: Annotated[bool, typer.Option("--beside", help="Cử thêm, những người khác vẫn quản lý.")] = False,
    ask: Annotated[
        bool, typer.Option("--ask", help="Cơ quan yêu cầu người nghỉ bàn giao: hộp thư chờ đến khi xong.")
    ] = False,
    done: Annotated[bool, typer.Option("--done", help="Ghi nhận người nghỉ đã bàn giao.")] = False,
    what: Annotated[str, typer.Option(help="Nội dung đã bàn giao (--done).")] = "",
    reason: Reason = "",
    paper: Paper = "",
    late: Late = False,
    sheet: Sheet = None,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Bàn giao hộp thư của tổ chức, chức danh (--to); hoặc dữ liệu của người nghỉ (--ask, --done)."""
    if [bool(to) and not done, ask, done].count(True) != 1:
        raise Unreadable("Hãy chọn một: --to NGƯỜI, --ask, hoặc --done --to NGƯỜI --what NỘI-DUNG.")
    acting, now = acting_as(as_), clock()
    one, cause = mailbox_at(address, acting), Cause(document=paper, reason=reason)
    if ask:
        holding.ask_handover(one, cause=cause, acting=acting, now=now)
        tell_mailbox(one, as_json=as_json)
        return
    if done:
        holding.record_handover(one, to=to, what=what, late=late, cause=cause, acting=acting, now=now)
        tell_mailbox(one, as_json=as_json)
        return
    receiver = person_named(to, one.authority, within=one.organisation)
    if beside:
        handed = holding.appoint_custodian(one, to=receiver, cause=cause, acting=acting, now=now)
    else:
        former = person_named(of, one.authority, within=one.organisation) if of else None
        handed = holding.hand_over(one, to=receiver, of=former, cause=cause, acting=acting, now=now)
    _tell_handed(handed, paper, sheet, as_json=as_json)


@mailbox_app.command("destroy")
def destroy_mailbox(
    address: Address,
    *,
    approve: Annotated[
        bool, typer.Option("--approve", help="Duyệt điều người khác đã đề nghị: không hoàn tác được.")
    ] = False,
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Đề nghị hủy hộp thư đã thu hồi; người khác duyệt bằng --approve. Địa chỉ không bao giờ cấp lại."""
    acting, now = acting_as(as_), clock()
    one = mailbox_at(address, acting)
    if approve:
        holding.destroy(one, acting=acting, now=now)
    else:
        cause = Cause(document=paper, reason=reason)
        holding.propose_destruction(one, cause=cause, acting=acting, now=now)
    tell_mailbox(mailbox_at(address, acting), as_json=as_json)


def _file(path: Path) -> Shown:
    try:
        # One byte more than can be kept is enough to be refused.
        with path.open("rb") as file:
            return Shown(path.name, file.read(LARGEST + MIB))
    except OSError as wrong:
        raise cannot_open(path, wrong) from None


def _tell_handed(
    handed: Handed, paper: str, sheet: Path | None, *, as_json: bool, more: Mapping[str, Any] | None = None
) -> None:
    """Tell what was done, with *more* of it; the password once, or where the sheet with it stands."""
    more = {**({"former": handed.former.address} if handed.former else {}), **(more or {})}
    if handed.password and sheet is not None:
        more |= {"sheet": str(write_sheet(sheet, handed, document=paper))}
    elif handed.password:
        more |= {"password": handed.password}
    tell_mailbox(handed.mailbox, as_json=as_json, more=more)
