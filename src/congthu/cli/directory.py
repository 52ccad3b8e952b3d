"""The commands on the directory: bring a file in, and keep organisations and roles in order."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.audit.acts import Cause
from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock, organisation_coded
from congthu.cli.answers import Json, Unreadable, console, document, one_of
from congthu.cli.directory_files import file_app
from congthu.cli.directory_records import (
    appointment_json,
    organisation_json,
    person_json,
)
from congthu.cli.options import Limit, Paper, Reason
from congthu.cli.people import person_app, person_numbered
from congthu.directory.acts import organisations, roles
from congthu.directory.acts.grounds import local_day
from congthu.directory.facts import Codes
from congthu.directory.models import Appointment, Organisation, OrganisationKind
from congthu.directory.queries import (
    access_appointment,
    roles_held,
    search_organisations,
)
from congthu.directory.roles import Role
from congthu.mailboxes.queries import live_under
from congthu.vietnamese import particulars

directory_app = typer.Typer(help="Danh bạ: cơ quan, người, vai trò.", no_args_is_help=True)
directory_app.add_typer(file_app)
directory_app.add_typer(person_app, name="person")

Code = Annotated[str, typer.Argument(metavar="CODE", help="Mã hoặc đường dẫn mã, ví dụ sotp/vanphong.")]
DecidedOn = Annotated[
    str, typer.Option("--decided-on", metavar="DATE", help="Ngày của quyết định; mặc định hôm nay.")
]
Name = Annotated[str, typer.Option(help="Tên đầy đủ.")]
Identifier = Annotated[str, typer.Option(help="Mã định danh điện tử, ví dụ H14.05.")]
Category = Annotated[str, typer.Option(help="Nhóm đối tượng áp dụng của quy chế.")]
Sector = Annotated[str, typer.Option(help="Lĩnh vực, ví dụ giáo dục công lập.")]
Seat = Annotated[str, typer.Option(help="Địa chỉ trụ sở.")]
Phone = Annotated[str, typer.Option(help="Điện thoại.")]
Focal = Annotated[str, typer.Option(metavar="CODE", help="Tổ chức đầu mối.")]
OwnBox = Annotated[str, typer.Option("--own", help="Phần trước @ của hộp thư cơ quan.")]
UnitSuffix = Annotated[str, typer.Option(help="Phần chỉ cơ quan trong địa chỉ của phòng, ban.")]
PersonSuffix = Annotated[str, typer.Option(help="Phần chỉ cơ quan trong địa chỉ của cá nhân.")]


# --- organisations -----------------------------------------------------------------------------------------------


@directory_app.command("list")
def list_organisations(
    *,
    authority: AuthorityCode,
    text: Annotated[str, typer.Option(help="Tên, mã, mã định danh; không cần dấu.")] = "",
    under: Annotated[str, typer.Option(metavar="CODE", help="Chỉ những tổ chức dưới cơ quan này.")] = "",
    ended: Annotated[bool, typer.Option("--ended", help="Cả những tổ chức đã kết thúc.")] = False,
    limit: Limit = 200,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Các tổ chức trong danh bạ."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    above = organisation_coded(where, under, acting) if under else None
    found = search_organisations(where, acting=acting, text=text, under=above, ended=ended)[:limit]
    if as_json:
        document({"organisations": [organisation_json(one) for one in found]})
        return
    table = Table("Mã", "Tên", "Loại", "Hộp thư", box=None, pad_edge=False)
    for one in found:
        told = organisation_json(one)
        table.add_row(told["code"], escape(one.name), told["kind_label"], one.own_local_part)
    console.print(table)


@directory_app.command("show")
def show_organisation(code: Code, *, authority: AuthorityCode, as_: As = "", as_json: Json = False) -> None:
    """Một tổ chức: mã, đơn vị, người, vai trò."""
    acting = acting_as(as_)
    one = organisation_coded(authority_named(authority, acting), code, acting)
    told = organisation_json(one) | {
        "units": [organisation_json(unit) for unit in one.units.filter(valid_to=None)],
        "people": [person_json(person) for person in one.people.select_related("authority", "organisation")],
        "roles": [appointment_json(role) for role in roles_held(one, now=clock())],
    }
    if as_json:
        document(told)
        return
    _print(told)
    for part, words in (("units", "Đơn vị"), ("people", "Người"), ("roles", "Vai trò")):
        console.print(f"[bold]{words}: {len(told[part])}[/bold]")
        for line in told[part]:
            name = line.get("name") or line["full_name"]
            console.print(
                escape(f"  {line.get('code') or line['id']}  {name}  {line.get('role') or ''}".rstrip())
            )


@directory_app.command("add")
def add_organisation(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Mã gọi tắt trong địa chỉ thư, ví dụ sotp.")],
    *,
    authority: AuthorityCode,
    name: Name,
    kind: Annotated[str, typer.Option(help=f"Loại: {', '.join(OrganisationKind.values)}.")],
    parent: Annotated[str, typer.Option(metavar="CODE", help="Cấp trên.")] = "",
    focal: Focal = "",
    own: OwnBox = "",
    unit_suffix: UnitSuffix = "",
    person_suffix: PersonSuffix = "",
    identifier: Identifier = "",
    category: Category = "",
    sector: Sector = "",
    seat: Seat = "",
    phone: Phone = "",
    valid_from: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Từ ngày; mặc định hôm nay.")
    ] = "",
    paper: Paper = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi một tổ chức."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    made = organisations.establish_organisation(
        where,
        name=name,
        kind=OrganisationKind(one_of(OrganisationKind, kind, "loại tổ chức")),
        codes=Codes(code, own, unit_suffix, person_suffix),
        valid_from=day_of(valid_from, "--from"),
        parent=organisation_coded(where, parent, acting) if parent else None,
        focal=organisation_coded(where, focal, acting) if focal else None,
        identifier=identifier,
        category=category,
        sector=sector,
        seat=seat,
        phone=phone,
        acting=acting,
        now=clock(),
        cause=Cause(document=paper, reason=reason),
    )
    _tell(made, as_json=as_json)


@directory_app.command("correct")
def correct_organisation(
    code: Code,
    *,
    authority: AuthorityCode,
    kind: Annotated[str, typer.Option(help=f"Loại: {', '.join(OrganisationKind.values)}.")] = "",
    focal: Focal = "",
    own: OwnBox = "",
    unit_suffix: UnitSuffix = "",
    person_suffix: PersonSuffix = "",
    identifier: Identifier = "",
    category: Category = "",
    sector: Sector = "",
    seat: Seat = "",
    phone: Phone = "",
    paper: Paper = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Sửa những thông tin được nêu; địa chỉ đã cấp không đổi."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    given = {
        "own_local_part": own,
        "unit_suffix": unit_suffix,
        "person_suffix": person_suffix,
        "identifier": identifier,
        "category": category,
        "sector": sector,
        "seat": seat,
        "phone": phone,
    }
    facts: dict[str, Any] = {key: value for key, value in given.items() if value}
    if kind:
        facts["kind"] = OrganisationKind(one_of(OrganisationKind, kind, "loại tổ chức"))
    if focal:
        facts["focal"] = organisation_coded(where, focal, acting)
    one = organisation_coded(where, code, acting)
    cause = Cause(document=paper, reason=reason)
    _tell(
        organisations.correct_organisation(one, acting=acting, now=clock(), cause=cause, **facts),
        as_json=as_json,
    )


@directory_app.command("rename")
def rename_organisation(
    code: Code,
    *,
    authority: AuthorityCode,
    name: Name,
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Đổi tên theo quyết định; mã và địa chỉ giữ nguyên."""
    acting = acting_as(as_)
    one = organisation_coded(authority_named(authority, acting), code, acting)
    cause = Cause(document=paper)
    _tell(
        organisations.rename_organisation(one, name=name, acting=acting, now=clock(), cause=cause),
        as_json=as_json,
    )


@directory_app.command("move")
def move_organisation(
    code: Code,
    *,
    authority: AuthorityCode,
    to: Annotated[str, typer.Option(metavar="CODE", help="Cấp trên mới; “-”: trực thuộc tỉnh, thành phố.")],
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Chuyển một tổ chức cùng mọi đơn vị của nó sang cấp trên khác."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    one = organisation_coded(where, code, acting)
    above = None if to == "-" else organisation_coded(where, to, acting)
    cause = Cause(document=paper)
    _tell(
        organisations.move_organisation(one, to=above, acting=acting, now=clock(), cause=cause),
        as_json=as_json,
    )


@directory_app.command("merge")
def merge_organisation(
    code: Code,
    *,
    authority: AuthorityCode,
    into: Annotated[str, typer.Option(metavar="CODE", help="Sáp nhập vào tổ chức này.")],
    decided_on: DecidedOn = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Sáp nhập: người và đơn vị sang tổ chức nhận, vai trò cũ kết thúc, hộp thư giữ địa chỉ."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    one = organisation_coded(where, code, acting)
    organisations.merge_organisation(
        one,
        into=organisation_coded(where, into, acting),
        decided_on=day_of(decided_on, "--decided-on"),
        acting=acting,
        now=clock(),
        cause=Cause(document=paper),
    )
    _tell(one, as_json=as_json)


@directory_app.command("dissolve")
def dissolve_organisation(
    code: Code,
    *,
    authority: AuthorityCode,
    decided_on: DecidedOn = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi giải thể một tổ chức không còn đơn vị trực thuộc."""
    acting = acting_as(as_)
    one = organisation_coded(authority_named(authority, acting), code, acting)
    day, cause = day_of(decided_on, "--decided-on"), Cause(document=paper)
    organisations.dissolve_organisation(one, decided_on=day, acting=acting, now=clock(), cause=cause)
    _tell(one, as_json=as_json)


# --- roles -------------------------------------------------------------------------------------------------------


@directory_app.command("appoint")
def appoint(
    person: Annotated[int, typer.Argument(metavar="PERSON", help="Số của người: directory person find.")],
    role: Annotated[str, typer.Argument(metavar="ROLE", help=f"Vai trò: {', '.join(Role)}.")],
    *,
    over: Annotated[str, typer.Option(metavar="CODE", help="Cơ quan mà vai trò có hiệu lực.")] = "",
    paper: Paper = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Giao vai trò theo văn bản; vai trò trong cơ quan mặc định ở cơ quan của người đó."""
    acting = acting_as(as_)
    office, who = one_of(Role, role, "vai trò"), person_numbered(person, acting)
    scope = roles.default_scope(who, office)
    if over:
        scope = organisation_coded(who.authority, over, acting)
    cause = Cause(document=paper, reason=reason)
    made = roles.appoint(who, office, organisation=scope, acting=acting, now=clock(), cause=cause)
    _tell_role(made, as_json=as_json)


@directory_app.command("dismiss")
def dismiss(
    number: Annotated[int, typer.Argument(metavar="N", help="Số của vai trò: directory show, person show.")],
    *,
    paper: Paper = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Kết thúc vai trò theo văn bản."""
    acting = acting_as(as_)
    try:
        held = access_appointment(number, acting=acting)
    except Appointment.DoesNotExist:
        raise Unreadable(f"Không có vai trò số {number}.") from None
    roles.dismiss(held, acting=acting, now=clock(), cause=Cause(document=paper, reason=reason))
    _tell_role(held, as_json=as_json)


def _tell_role(one: Appointment, *, as_json: bool) -> None:
    told = appointment_json(one)
    if as_json:
        document(told)
    else:
        _print(told)


def day_of(text: str, option: str) -> date:
    """The day that an option tells, today where it tells none; raises Unreadable."""
    if not text:
        return local_day(clock())
    read = particulars.day(text)
    if read.wrong:
        raise Unreadable(f"{option} {text}: hãy ghi ngày/tháng/năm hoặc năm-tháng-ngày, ví dụ 2026-03-02.")
    return date.fromisoformat(read.value)


def _tell(one: Organisation, *, as_json: bool) -> None:
    """The organisation as it is now, and how many mailboxes keep the address that they have."""
    told = organisation_json(one) | {"mailboxes": live_under(one)}
    if as_json:
        document(told)
        return
    _print(told)
    if told["mailboxes"]:
        console.print(
            f"{told['mailboxes']} hộp thư đang dùng của tổ chức này giữ nguyên địa chỉ; "
            "đổi địa chỉ là yêu cầu riêng của cơ quan."
        )


def _print(told: dict[str, Any]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in told.items():
        if value not in (None, "", False) and not isinstance(value, list):
            table.add_row(name, escape(str(value)))
    console.print(table)
