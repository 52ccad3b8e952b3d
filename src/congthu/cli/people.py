"""The commands on people: add, find, show, correct, move, list. Each does one thing, and none another by the way."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.audit.acts import Cause
from congthu.cli.acting import As, AuthorityCode, acting_as, authority_named, clock, organisation_coded
from congthu.cli.answers import Json, Unreadable, console, document
from congthu.cli.directory_records import appointment_json, person_json
from congthu.cli.options import Limit, Paper, Reason
from congthu.directory.acts import people
from congthu.directory.acts.grounds import local_day
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Person
from congthu.directory.queries import (
    SeveralPeople,
    access_person,
    find_person,
    search_people,
    visible_people,
)
from congthu.directory.roles import Actor
from congthu.regulations.schema import Rank
from congthu.vietnamese import particulars

person_app = typer.Typer(help="Người trong danh bạ.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="N", help="Số của người trong danh bạ.")]
Agency = Annotated[str, typer.Option(metavar="CODE", help="Mã hoặc đường dẫn mã của cơ quan.")]
FullName = Annotated[str, typer.Option("--name", help="Họ và tên.")]
Unit = Annotated[str, typer.Option(help="Phòng, ban.")]
Position = Annotated[str, typer.Option(help="Chức vụ.")]
RankName = Annotated[str, typer.Option(help=f"Cấp bậc: {', '.join(Rank)}.")]
BirthDate = Annotated[str, typer.Option(metavar="DATE", help="Ngày sinh.")]
NationalId = Annotated[str, typer.Option(help="Số CCCD; lưu mã hóa.")]
Phone = Annotated[str, typer.Option(help="Điện thoại; lưu mã hóa.")]
OtpPhone = Annotated[str, typer.Option(help="Di động nhận mã OTP; lưu mã hóa.")]
Employment = Annotated[str, typer.Option(help="Cán bộ, công chức, viên chức, người lao động.")]
Family = Annotated[str, typer.Option("--family", help="Họ, khi hệ thống tách sai.")]
Middle = Annotated[str, typer.Option("--middle", help="Tên đệm, khi hệ thống tách sai.")]
Given = Annotated[str, typer.Option("--given", help="Tên, khi hệ thống tách sai.")]


def person_numbered(number: int, acting: Actor) -> Person:
    """The person of that number; raises Unreadable."""
    try:
        return access_person(number, acting=acting)
    except Person.DoesNotExist:
        raise Unreadable(f"Không có người số {number} trong danh bạ; tìm: directory person find.") from None


@person_app.command("add")
def add_person(
    *,
    authority: AuthorityCode,
    agency: Agency,
    name: FullName,
    unit: Unit = "",
    position: Position = "",
    rank: RankName = "",
    birth_date: BirthDate = "",
    national_id: NationalId = "",
    phone: Phone = "",
    otp_phone: OtpPhone = "",
    employment: Employment = "",
    family: Family = "",
    middle: Middle = "",
    given: Given = "",
    paper: Paper = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi một người chưa có; người đã có không bao giờ bị ghi đè."""
    acting = acting_as(as_)
    office = organisation_coded(authority_named(authority, acting), agency, acting)
    told = _read(
        full_name=name,
        unit_name=unit,
        position=position,
        rank=rank,
        birth_date=birth_date,
        national_id=national_id,
        phone=phone,
        otp_phone=otp_phone,
        employment=employment,
        family_name=family,
        middle_name=middle,
        given_name=given,
    )
    cause = Cause(document=paper, reason=reason)
    made = people.enter_person(office, PersonFacts(**told), acting=acting, now=clock(), cause=cause)
    _tell(made, as_json=as_json)


@person_app.command("find")
def find(
    *,
    authority: AuthorityCode,
    national_id: NationalId = "",
    name: FullName = "",
    agency: Agency = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Tìm đúng một người: theo số CCCD, hoặc theo tên trong một cơ quan."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    within = organisation_coded(where, agency, acting) if agency else None
    if not national_id and (not name or within is None):
        raise Unreadable("Hãy ghi --national-id, hoặc cả --name và --agency.")
    told = _read(national_id=national_id)
    try:
        found = find_person(where, national_id=told.get("national_id", ""), name=name, within=within)
    except SeveralPeople as several:
        listed = "; ".join(f"số {one.pk}, {one.position or one.organisation.name}" for one in several.people)
        raise Unreadable(f"{several}: {listed}. Hãy tìm theo số CCCD, hoặc dùng số của người.") from None
    if found is None or not visible_people(acting).filter(pk=found.pk).exists():
        raise Unreadable("Không có người nào như vậy trong danh bạ.")
    _tell(found, as_json=as_json)


@person_app.command("show")
def show_person(number: Number, as_: As = "", as_json: Json = False) -> None:
    """Một người cùng vai trò đang giữ."""
    _tell(person_numbered(number, acting_as(as_)), as_json=as_json)


@person_app.command("list")
def list_people(
    *,
    authority: AuthorityCode,
    agency: Agency = "",
    text: Annotated[str, typer.Option(help="Tên; không cần dấu.")] = "",
    limit: Limit = 200,
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Người trong danh bạ, theo thứ tự tiếng Việt."""
    acting = acting_as(as_)
    where = authority_named(authority, acting)
    within = organisation_coded(where, agency, acting) if agency else None
    found = list(search_people(text, acting=acting, authority=where, within=within)[:limit])
    if as_json:
        document({"people": [person_json(one) for one in found]})
        return
    table = Table("Số", "Họ và tên", "Chức vụ", "Cơ quan", box=None, pad_edge=False)
    for one in found:
        table.add_row(str(one.pk), escape(one.full_name), escape(one.position), escape(one.organisation.name))
    console.print(table)


@person_app.command("correct")
def correct_person(
    number: Number,
    *,
    name: FullName = "",
    unit: Unit = "",
    position: Position = "",
    rank: RankName = "",
    birth_date: BirthDate = "",
    national_id: NationalId = "",
    phone: Phone = "",
    otp_phone: OtpPhone = "",
    employment: Employment = "",
    family: Family = "",
    middle: Middle = "",
    given: Given = "",
    clear: Annotated[
        list[str], typer.Option(metavar="FIELD", help="Xóa trắng: unit, position, phone, otp_phone…")
    ] = [],  # noqa: B006  # typer's way
    paper: Paper = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Sửa những thông tin được nêu, không đụng đến thông tin khác; sửa được cả cách tách họ, đệm, tên."""
    acting = acting_as(as_)
    told = _read(
        full_name=name,
        unit_name=unit,
        position=position,
        rank=rank,
        birth_date=birth_date,
        national_id=national_id,
        phone=phone,
        otp_phone=otp_phone,
        employment=employment,
        family_name=family,
        middle_name=middle,
        given_name=given,
    )
    for field in clear:
        known = CLEARABLE.get(field)
        if known is None:
            raise Unreadable(f"--clear {field}: chỉ xóa được {', '.join(CLEARABLE)}.")
        told[known] = None if known == "birth_date" else ""
    if not told:
        raise Unreadable("Hãy nêu ít nhất một thông tin cần sửa.")
    one = person_numbered(number, acting)
    cause = Cause(document=paper, reason=reason)
    _tell(people.correct_person(one, acting=acting, now=clock(), cause=cause, **told), as_json=as_json)


@person_app.command("move")
def move_person(
    number: Number,
    *,
    to: Annotated[str, typer.Option(metavar="CODE", help="Cơ quan nhận.")],
    unit: Unit = "",
    position: Annotated[str | None, typer.Option(help="Chức vụ mới.")] = None,
    decided_on: Annotated[
        str, typer.Option("--decided-on", metavar="DATE", help="Ngày của quyết định; mặc định hôm nay.")
    ] = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Chuyển cơ quan theo quyết định; vai trò ở cơ quan cũ kết thúc, hộp thư là việc riêng."""
    acting = acting_as(as_)
    one = person_numbered(number, acting)
    day = _read(decided_on=decided_on).get("decided_on", local_day(clock()))
    moved = people.move_person(
        one,
        to=organisation_coded(one.authority, to, acting),
        unit_name=unit,
        position=position,
        decided_on=day,
        acting=acting,
        now=clock(),
        cause=Cause(document=paper),
    )
    _tell(moved, as_json=as_json)


CLEARABLE = {
    "unit": "unit_name",
    "position": "position",
    "birth_date": "birth_date",
    "national_id": "national_id",
    "phone": "phone",
    "otp_phone": "otp_phone",
    "employment": "employment",
    "middle": "middle_name",
}
CHECKS = {
    "full_name": particulars.name,
    "national_id": particulars.national_id,
    "phone": particulars.phone,
    "otp_phone": particulars.mobile,
    "decided_on": particulars.day,
}


def _read(**given: str) -> dict[str, Any]:
    """What was told, each as its kind of value; raises Unreadable for what is none."""
    told: dict[str, Any] = {}
    for name, text in given.items():
        if not text:
            continue
        if name == "birth_date":
            read = particulars.birth_date(text, today=local_day(clock()))
        else:
            read = CHECKS[name](text) if name in CHECKS else particulars.Read(text)
        if read.wrong:
            raise Unreadable(read.wrong)
        told[name] = date.fromisoformat(read.value) if name in {"birth_date", "decided_on"} else read.value
    return told


def _tell(one: Person, *, as_json: bool) -> None:
    held = one.appointments.filter(until=None).select_related("organisation__parent", "person")
    told = person_json(one) | {"roles": [appointment_json(role) for role in held]}
    if as_json:
        document(told)
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in told.items():
        if value not in (None, "", []) and name != "roles":
            table.add_row(name, escape(str(value)))
    for role in told["roles"]:
        over = role["over"] or one.authority.name
        table.add_row("role", escape(f"{role['role']} ({over}), số {role['id']}, {role['document']}"))
    console.print(table)
