"""Which sheets and columns does a directory file have? The one place: reader, template and manual follow it.

A heading is recognised without accents, capitals and what stands in brackets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from congthu.vietnamese.names import fold, normalise


class Sheet(StrEnum):
    """The three sheets, in the order in which they are read; the value is the name on the tab."""

    ORGANISATIONS = "Cơ quan"
    PEOPLE = "Người"
    ROLES = "Vai trò"


class Choices(StrEnum):
    """From which list a column takes its values."""

    KIND = "kind"
    CATEGORY = "category"
    SECTOR = "sector"
    RANK = "rank"
    EMPLOYMENT = "employment"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field that it fills, its heading, what to write there, and whether every line needs it."""

    field: str
    heading: str
    note: str
    required: bool = False
    also: tuple[str, ...] = ()
    choices: Choices | None = None
    example: str = ""


ORGANISATION_COLUMNS: Final = (
    Column(
        "code",
        "Mã",
        "Mã gọi tắt trong địa chỉ thư: chữ thường không dấu, số, dấu chấm, gạch dưới. Do đơn vị vận hành quyết định.",
        required=True,
        also=("Mã cơ quan", "Mã gọi tắt"),
        example="sotp",
    ),
    Column("name", "Tên", "Tên đầy đủ.", required=True, also=("Tên cơ quan",), example="Sở Tư pháp"),
    Column(
        "kind",
        "Loại",
        "Quyết định địa chỉ hộp thư theo mẫu nào của quy chế.",
        required=True,
        choices=Choices.KIND,
        example="cơ quan, đơn vị",
    ),
    Column(
        "parent",
        "Cấp trên",
        "Mã của cơ quan cấp trên; trùng mã thì ghi cả đường dẫn, ví dụ sotp/vanphong. Trống: thuộc tỉnh.",
        also=("Mã cấp trên", "Trực thuộc"),
    ),
    Column(
        "focal",
        "Đầu mối",
        "Mã của tổ chức đầu mối, nơi yêu cầu của cơ quan này đi qua.",
        also=("Tổ chức đầu mối",),
    ),
    Column(
        "own_local_part",
        "Tên hộp thư",
        "Phần trước @ của hộp thư cơ quan, khi khác với mã.",
        also=("Tên hộp thư cơ quan",),
    ),
    Column(
        "unit_suffix",
        "Mã cho đơn vị",
        "Phần chỉ cơ quan trong địa chỉ của phòng, ban, khi khác với mã.",
        also=("Hậu tố đơn vị",),
    ),
    Column(
        "person_suffix",
        "Mã cho cá nhân",
        "Phần chỉ cơ quan trong địa chỉ của cá nhân, khi khác với mã; của phòng, ban là mã của cơ quan.",
        also=("Hậu tố cá nhân",),
    ),
    Column(
        "identifier",
        "Mã định danh",
        "Mã định danh điện tử của cơ quan, ví dụ H14.05.",
        also=("Mã định danh điện tử",),
    ),
    Column(
        "category",
        "Nhóm đối tượng",
        "Nhóm cơ quan trong phạm vi áp dụng của quy chế.",
        also=("Đối tượng áp dụng",),
        choices=Choices.CATEGORY,
    ),
    Column(
        "sector",
        "Lĩnh vực",
        "Khi quy chế loại trừ một lĩnh vực, ví dụ giáo dục công lập, y tế công lập.",
        choices=Choices.SECTOR,
    ),
    Column("seat", "Trụ sở", "Địa chỉ trụ sở.", also=("Địa chỉ", "Địa chỉ trụ sở")),
    Column("phone", "Điện thoại", "Di động hoặc máy bàn có mã vùng.", also=("Số điện thoại",)),
    Column(
        "valid_from", "Từ ngày", "Ngày thành lập; trống: ngày nhập.", also=("Hiệu lực từ", "Ngày thành lập")
    ),
    Column("valid_to", "Đến ngày", "Ngày giải thể, nếu đã giải thể.", also=("Hiệu lực đến", "Ngày giải thể")),
    Column(
        "document",
        "Văn bản",
        "Số, ký hiệu và ngày của quyết định; phải có khi đổi tên cơ quan đã ghi.",
        also=("Quyết định", "Số quyết định"),
    ),
)

PEOPLE_COLUMNS: Final = (
    Column(
        "organisation",
        "Cơ quan",
        "Mã cơ quan nơi công tác; trùng mã thì ghi cả đường dẫn, ví dụ sotp/vanphong.",
        required=True,
        also=("Mã cơ quan", "Đơn vị công tác"),
        example="sotp",
    ),
    Column(
        "full_name",
        "Họ và tên",
        "Như trên giấy tờ.",
        required=True,
        also=("Họ tên",),
        example="Phạm Ngọc Diễm",
    ),
    Column("unit_name", "Phòng, ban", "Tên phòng, ban trong cơ quan.", also=("Bộ phận",)),
    Column("position", "Chức vụ", "Chức vụ, chức danh.", also=("Chức danh",), example="Chánh Văn phòng"),
    Column("rank", "Cấp bậc", "Trống: theo chức vụ.", choices=Choices.RANK),
    Column("birth_date", "Ngày sinh", "ngày/tháng/năm."),
    Column(
        "national_id",
        "Số CCCD",
        "Nhận ra một người khi trùng tên; lưu mã hóa, chỉ hiện ba số cuối. Định dạng cột là Văn bản.",
        also=("CCCD", "CMND/CCCD", "Số CMND/CCCD", "Số định danh", "Số định danh cá nhân"),
    ),
    Column("phone", "Điện thoại", "Lưu mã hóa. Định dạng cột là Văn bản.", also=("Số điện thoại",)),
    Column("otp_phone", "Điện thoại OTP", "Di động nhận mã OTP.", also=("Số điện thoại OTP",)),
    Column(
        "employment",
        "Diện",
        "Cán bộ, công chức, viên chức, người lao động.",
        choices=Choices.EMPLOYMENT,
        also=("Diện biên chế",),
    ),
    Column("family_name", "Họ", "Chỉ khi hệ thống tách sai, ví dụ tên không theo thứ tự họ, đệm, tên."),
    Column("middle_name", "Tên đệm", "Như trên.", also=("Tên lót", "Chữ lót", "Đệm")),
    Column("given_name", "Tên", "Như trên.", also=("Tên gọi",)),
    Column(
        "document",
        "Văn bản",
        "Số, ký hiệu của quyết định điều động; phải có khi người đã ghi ở cơ quan khác.",
        also=("Quyết định", "Số quyết định"),
    ),
    Column("decided_on", "Ngày văn bản", "Ngày của quyết định điều động.", also=("Ngày quyết định",)),
)

ROLE_COLUMNS: Final = (
    Column(
        "organisation",
        "Cơ quan",
        "Mã cơ quan nơi người này công tác.",
        required=True,
        also=("Mã cơ quan",),
        example="sotp",
    ),
    Column(
        "full_name",
        "Họ và tên",
        "Như ở tờ Người.",
        required=True,
        also=("Họ tên",),
        example="Phạm Ngọc Diễm",
    ),
    Column(
        "national_id",
        "Số CCCD",
        "Chỉ cần khi cơ quan có hai người trùng tên.",
        also=("CCCD", "CMND/CCCD", "Số CMND/CCCD", "Số định danh", "Số định danh cá nhân"),
    ),
    Column(
        "role", "Vai trò", "Việc được giao.", required=True, choices=Choices.ROLE, example="cán bộ đầu mối"
    ),
    Column(
        "over",
        "Phạm vi",
        "Mã cơ quan mà vai trò có hiệu lực; trống: cơ quan nơi công tác. Vai trò toàn tỉnh thì để trống.",
        also=("Phụ trách",),
    ),
    Column(
        "document",
        "Văn bản",
        "Số, ký hiệu và ngày của văn bản giao việc.",
        required=True,
        also=("Văn bản giao việc", "Quyết định"),
        example="12/QĐ-STP ngày 02/3/2026",
    ),
)

COLUMNS: Final[Mapping[Sheet, tuple[Column, ...]]] = {
    Sheet.ORGANISATIONS: ORGANISATION_COLUMNS,
    Sheet.PEOPLE: PEOPLE_COLUMNS,
    Sheet.ROLES: ROLE_COLUMNS,
}


def key_of(heading: str) -> str:
    """The form in which headings are compared."""
    return " ".join(
        "".join(c if c.isalnum() else " " for c in fold(normalise(heading.partition("(")[0]))).split()
    )


def places(sheet: Sheet, headings: list[str]) -> dict[str, int]:
    """Where each field of *sheet* stands among *headings*; a heading that stands twice counts where it stands first."""
    keys = [key_of(heading) for heading in headings]
    found: dict[str, int] = {}
    for column in COLUMNS[sheet]:
        wanted = [key_of(one) for one in (column.heading, *column.also)]
        place = next((keys.index(one) for one in wanted if one in keys), None)
        if place is not None:
            found[column.field] = place
    return found


def heading_of(sheet: Sheet, field: str) -> str:
    """The heading of *field*, for messages."""
    return next((column.heading for column in COLUMNS[sheet] if column.field == field), field)
