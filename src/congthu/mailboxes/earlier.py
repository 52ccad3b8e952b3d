"""What do the lines of a file of earlier mailboxes say, and which cells are wrong before anything is looked up?"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.terms import Size
from congthu.vietnamese import particulars
from congthu.vietnamese.names import fold, normalise

Cells = list[str | int]


class Standing(StrEnum):
    """Where an earlier mailbox stands."""

    ACTIVE = "active"
    ISSUED = "issued"
    LOCKED = "locked"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, its heading, how else it may be headed, and whether every line needs it."""

    field: str
    heading: str
    also: tuple[str, ...] = ()
    required: bool = False


COLUMNS: Final = (
    Column("address", "Địa chỉ", ("Địa chỉ thư", "Hộp thư", "Email"), required=True),
    Column("organisation", "Cơ quan", ("Mã cơ quan",), required=True),
    Column("kind", "Loại", ("Loại hộp thư",)),
    Column("full_name", "Họ và tên", ("Người giữ", "Họ tên")),
    Column("national_id", "Số CCCD", ("CCCD", "CMND/CCCD", "Số định danh")),
    Column("issued_on", "Ngày cấp", ("Cấp ngày",), required=True),
    Column("last_login_on", "Đăng nhập gần nhất", ("Lần đăng nhập cuối",)),
    Column("password_changed_on", "Đổi mật khẩu gần nhất", ("Ngày đổi mật khẩu", "Đổi mật khẩu")),
    Column("standing", "Tình trạng", ("Trạng thái",)),
    Column("ground", "Căn cứ khóa", ("Căn cứ",)),
    Column("password", "Mật khẩu băm", ("Mật khẩu", "Password hash")),
    Column("quota", "Dung lượng"),
)
HEADINGS: Final = {column.field: column.heading for column in COLUMNS}
HEADINGS_WITHIN: Final = 15
STANDINGS: Final[Mapping[str, Standing]] = {
    fold(word): standing
    for standing, words in {
        Standing.ACTIVE: ("active", "đang dùng", "đang hoạt động", "hoạt động"),
        Standing.ISSUED: ("issued", "chưa đổi mật khẩu", "chưa đổi mật khẩu cấp", "mới cấp"),
        Standing.LOCKED: ("locked", "tạm khóa", "khóa"),
        Standing.GONE: ("gone", "đã thu hồi", "thu hồi", "đã hủy", "hủy"),
    }.items()
    for word in words
}
KINDS: Final[Mapping[str, MailboxKind]] = {
    fold(word): kind
    for kind, words in {
        MailboxKind.PERSON: ("cá nhân", "người"),
        MailboxKind.TITLE: ("chức danh",),
        MailboxKind.VAN_THU: ("văn thư",),
        MailboxKind.KY_THUAT: ("kỹ thuật",),
    }.items()
    for word in words
}
OF_THE_ORGANISATION: Final = frozenset({"co quan", "to chuc", "don vi"})


class NotOurs(Exception):
    """The file has no sheet of earlier mailboxes; the message says what is missing."""


@dataclass(slots=True)
class EarlierLine:
    """A filled line with its values by field (days as ISO), and what is wrong with it, by column."""

    number: int
    values: dict[str, str]
    problems: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of the field *name*, "" where there is none."""
        return self.values.get(name, "")

    def day(self, name: str) -> date | None:
        """The day in the field *name*."""
        return date.fromisoformat(self.values[name]) if self.values.get(name) else None

    def refuse(self, name: str, message: str) -> None:
        """Keep the line out for what stands in the field *name*."""
        self.problems.append((HEADINGS.get(name, name), message))

    @property
    def standing(self) -> Standing:
        """Where the mailbox stands; in use where nothing is said."""
        return Standing(self.values.get("standing", Standing.ACTIVE))


def parse(sheets: Iterable[tuple[str, list[Cells]]], *, today: date) -> list[EarlierLine]:
    """Return the filled lines of the sheets that have an address and an organisation.

    Raises:
        NotOurs: no sheet has, or a column that every line needs is missing.
    """
    lines: list[EarlierLine] = []
    seen = False
    for name, rows in sheets:
        for place, row in enumerate(rows[:HEADINGS_WITHIN]):
            where = _places([str(cell) for cell in row])
            if {"address", "organisation"} <= where.keys():
                missing = [c.heading for c in COLUMNS if c.required and c.field not in where]
                if missing:
                    words = ", ".join(f"“{one}”" for one in missing)
                    raise NotOurs(f"Tờ “{name}” thiếu cột {words}.")
                lines += _lines(rows[place + 1 :], where, place + 2, today)
                seen = True
                break
    if not seen:
        needed = ", ".join(c.heading for c in COLUMNS if c.required)
        raise NotOurs(f"Không thấy tờ nào có các cột: {needed}.")
    return lines


def _places(headings: list[str]) -> dict[str, int]:
    keys = [_key(heading) for heading in headings]
    found: dict[str, int] = {}
    for column in COLUMNS:
        wanted = [_key(one) for one in (column.heading, *column.also)]
        place = next((keys.index(one) for one in wanted if one in keys), None)
        if place is not None:
            found[column.field] = place
    return found


def _key(heading: str) -> str:
    bare = fold(normalise(heading.partition("(")[0]))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def _lines(rows: list[Cells], where: Mapping[str, int], first: int, today: date) -> Iterator[EarlierLine]:
    for number, row in enumerate(rows, first):
        given = {name: row[at] for name, at in where.items() if at < len(row) and str(row[at]).strip()}
        if not given:
            continue
        line = EarlierLine(number, {})
        for column in COLUMNS:
            if column.field in given:
                _read(line, column.field, given[column.field], today)
            elif column.required:
                line.refuse(column.field, f"Thiếu “{column.heading}”.")
        yield line


def _read(line: EarlierLine, name: str, given: str | int, today: date) -> None:
    text = normalise(str(given))
    match name:
        case "standing":
            _choose(
                line,
                name,
                STANDINGS.get(fold(text)),
                "đang dùng, chưa đổi mật khẩu, tạm khóa, đã thu hồi",
                text,
            )
        case "kind":
            known = KINDS.get(fold(text)) or (text if text in set(MailboxKind) else None)
            own = "organisation" if fold(text) in OF_THE_ORGANISATION else None
            _choose(line, name, known or own, "cá nhân, cơ quan, văn thư, kỹ thuật, chức danh", text)
        case "quota":
            try:
                line.values[name] = str(int(Size.parse(text)))
            except ValueError as wrong:
                line.refuse(name, str(wrong))
        case _ if name in CHECKS:
            read = CHECKS[name](given)
            if read.wrong:
                line.refuse(name, read.wrong)
            elif name.endswith("_on") and date.fromisoformat(read.value) > today:
                line.refuse(name, "Ngày chưa đến; hãy kiểm tra lại.")
            else:
                line.values[name] = read.value
        case _:
            line.values[name] = text.lower() if name == "address" else text


def _choose(line: EarlierLine, name: str, found: str | None, known: str, text: str) -> None:
    if found is None:
        line.refuse(name, f"“{text}” không có trong danh sách; có: {known}.")
    else:
        line.values[name] = str(found)


CHECKS: Final[Mapping[str, Callable[[str | int], particulars.Read]]] = {
    "full_name": particulars.name,
    "national_id": particulars.national_id,
    "issued_on": particulars.day,
    "last_login_on": particulars.day,
    "password_changed_on": particulars.day,
}
