"""Which request forms does a regulation prescribe, and how are they recognised and read?

``forms.toml`` of a regulation is one `FormBook`. A form has tables (one row per mailbox) and sometimes
entries in the text above them; a column says which field it fills and what its value has to look like. Labels
are compared without accents, punctuation, footnote marks and common abbreviations, so `accept` lists only
wordings that really differ.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from congthu.regulations.asks import Action, Subject
from congthu.regulations.clauses import Clause
from congthu.regulations.fields import RowField
from congthu.regulations.values import READING, Frozen, Readings

__all__ = [
    "Action",
    "Check",
    "Column",
    "Entry",
    "Form",
    "FormBook",
    "Requester",
    "RowField",
    "Subject",
    "Table",
]


class Check(StrEnum):
    """What a value has to look like."""

    TEXT = "text"
    NAME = "name"
    SUBJECT = "subject"
    DATE = "date"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    IDENTITY = "identity"
    PHONE = "phone"
    MOBILE = "mobile"
    ADDRESS = "address"
    DECISION = "decision"


class Column(Frozen):
    """One column of a table, or one entry in the text above it."""

    label: str = Field(description="Tên cột đúng như mẫu in")
    accept: tuple[str, ...] = Field((), description="Cách ghi khác của tên cột mà cơ quan thường dùng")
    field: RowField | None = Field(
        None, description="Trường dữ liệu mà cột điền vào; trống khi cột là ô đánh dấu"
    )
    tick: Action | None = Field(None, description="Việc được đề nghị khi ô được đánh dấu")
    check: Check = Field(
        Check.TEXT,
        description=(
            "Giá trị phải như thế nào: text, name (họ tên), subject (họ tên hoặc tên tổ chức), date, "
            "birth_date, national_id (CCCD/CMND), identity (số, ngày cấp, nơi cấp trong một ô), phone, "
            "mobile, address (hộp thư), decision (số quyết định, có thể kèm ngày)"
        ),
    )
    required: Clause | None = Field(
        None, description="Điều khoản buộc mỗi dòng phải có giá trị; trống khi không buộc"
    )
    only: Subject | None = Field(
        None, description="Chỉ ghi cho cá nhân (person) hoặc chỉ cho tổ chức (organisation)"
    )
    asks: bool = Field(
        default=False, description="Khi không ô nào được đánh dấu, chữ trong cột này nói việc được đề nghị"
    )
    printed: bool = Field(default=True, description="Mẫu in có cột này; false là cột cơ quan thường thêm vào")
    prompts: tuple[str, ...] = Field(
        (), description="Chữ in sẵn để gợi ý trong ô của mẫu, không phải là giá trị"
    )

    @property
    def labels(self) -> tuple[str, ...]:
        """Every accepted wording, the printed one first."""
        return (self.label, *self.accept)

    @model_validator(mode="after")
    def _fills_something(self) -> Self:
        if (self.field is None) == (self.tick is None):
            raise ValueError(f"cột «{self.label}» phải có đúng một trong hai: field hoặc tick")
        return self


class Table(Frozen):
    """One table of a form."""

    subject: Subject = Field(
        description="Dòng nói về cá nhân (person), tổ chức (organisation) hay cả hai (either)"
    )
    action: Action | None = Field(
        None, description="Việc được đề nghị; trống khi ô đánh dấu của từng dòng quyết định"
    )
    when_locked: Action | None = Field(
        None, description="Việc được đề nghị thay cho action khi hộp thư đang tạm khóa, ví dụ restore"
    )
    caption: tuple[str, ...] = Field(
        (), description="Chữ trong câu đứng trên bảng, phân biệt bảng này với bảng khác"
    )
    keeps_ticks: bool = Field(default=False, description="Ghi lại các ô đã đánh dấu vào trường requested")
    columns: tuple[Column, ...] = Field(
        min_length=1, description="Các cột, đúng thứ tự của mẫu in, trừ cột số thứ tự"
    )

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        """No two printed columns are called alike under one head, and no two boxes ask for the same."""
        ticks = [column.tick for column in self.columns if column.tick]
        if doubled := {one for one in ticks if ticks.count(one) > 1}:
            raise ValueError(f"hai cột cùng đánh dấu «{min(doubled)}»; mỗi việc một cột")
        labels = [column.label.casefold() for column in self.columns]
        if alike := {one for one in labels if labels.count(one) > 1}:
            raise ValueError(f"hai cột cùng tên «{min(alike)}»; ghi thêm chữ in để phân biệt")
        return self


class Entry(Frozen):
    """One mailbox asked for in the text above the tables."""

    subject: Subject = Field(description="Cá nhân (person) hay tổ chức (organisation)")
    action: Action = Field(description="Việc được đề nghị")
    lines: tuple[Column, ...] = Field(min_length=1, description="Các dòng «nhãn: giá trị»")


class Form(Frozen):
    """One form of the appendix."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Tên ngắn, ví dụ mau-03")
    printed: str = Field(description="Tên trên mẫu in, ví dụ Mẫu số 03")
    title: str = Field(description="Mẫu dùng để làm gì")
    clause: Clause = Field(description="Vị trí trong quy chế, ví dụ PL.M03")
    reading: Readings = Field((), description=READING)
    words: tuple[str, ...] = Field(
        (), description="Chữ trong trích yếu giúp nhận ra mẫu khi các cột giống nhau"
    )
    title_asks: bool = Field(
        default=False,
        description="Việc không có ô trên mẫu in được nhận từ trích yếu, cho dòng không đánh dấu ô nào",
    )
    entries: tuple[Entry, ...] = Field((), description="Đối tượng ghi trong lời văn phía trên bảng")
    tables: tuple[Table, ...] = Field(min_length=1, description="Các bảng của mẫu")

    @property
    def asks_for(self) -> frozenset[Action]:
        """What the form has a list or a box for."""
        told = [
            *(entry.action for entry in self.entries),
            *(table.action for table in self.tables),
            *(table.when_locked for table in self.tables),
            *(column.tick for table in self.tables for column in table.columns),
        ]
        return frozenset(one for one in told if one is not None)


class Requester(Frozen):
    """The labels behind which the letter names the person who asks."""

    full_name: tuple[str, ...] = Field(description="Họ tên")
    position: tuple[str, ...] = Field(description="Chức vụ")
    unit: tuple[str, ...] = Field(description="Cơ quan, đơn vị")
    phone: tuple[str, ...] = Field(description="Điện thoại")
    email: tuple[str, ...] = Field((), description="Thư điện tử")


class FormBook(Frozen):
    """The forms of one regulation."""

    clause: Clause | None = Field(
        None, description="Vị trí của danh mục các mẫu, ví dụ PL.0; trống khi không có"
    )
    signed_by: str = Field(description="Chức danh ký mẫu, đúng như mẫu in")
    requester: Requester = Field(description="Nhãn của khối thông tin người yêu cầu")
    requester_must_give: tuple[str, ...] = Field((), description="Thông tin người yêu cầu bắt buộc phải có")
    forms: tuple[Form, ...] = Field(min_length=1, description="Các mẫu, mỗi mẫu một [[forms]]")
    letters: tuple[Form, ...] = Field(
        (),
        description="Danh sách kèm văn bản cho việc không có mẫu, mỗi danh sách một [[letters]]; chỉ nhận khi "
        "trích yếu có một trong các chữ ở words",
    )

    binding: bool = Field(
        default=True, description="false: mẫu tham khảo, cột bắt buộc chỉ nhắc; do chương trình ghi"
    )

    def as_pattern(self) -> Self:
        """These forms where nothing prescribes them: read like any, but what they demand is only recommended."""
        return self.model_copy(update={"binding": False})

    @property
    def everything(self) -> tuple[Form, ...]:
        """What can be read: the forms, and the lists that come with a letter where there is no form."""
        return (*self.forms, *self.letters)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [form.id for form in self.everything]
        if doubled := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"hai mẫu có cùng tên ngắn: {', '.join(sorted(doubled))}")
        return self

    def cited(self) -> Iterator[tuple[str, Clause]]:
        """Every form, and the list of them, with each clause that it cites, as a parameter."""
        if self.clause:
            yield "forms", self.clause
        for form in self.everything:
            yield "forms", form.clause
            columns = [column for table in form.tables for column in table.columns]
            columns += [line for entry in form.entries for line in entry.lines]
            yield from (("forms", column.required) for column in columns if column.required)

    def form(self, form_id: str) -> Form:
        """Give the form called *form_id*; raise `KeyError` if the regulation has none of that name."""
        for form in self.everything:
            if form.id == form_id:
                return form
        raise KeyError(form_id)
