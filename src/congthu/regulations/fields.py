"""What does a request say about a mailbox and its holder, and how do people call each piece of it?

The one vocabulary of fields: forms fill them, execution demands them, screens and documents name them, and a line that
asks for a change names in words which of them it means. Nothing else spells a field's Vietnamese name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class RowField(StrEnum):
    """The fields of a row, the same for the forms of every regulation."""

    FULL_NAME = "full_name"
    ORG_NAME = "org_name"
    UNIT = "unit"
    POSITION = "position"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    NATIONAL_ID_DATE = "national_id_date"
    NATIONAL_ID_PLACE = "national_id_place"
    PHONE = "phone"
    OTP_PHONE = "otp_phone"
    ADDRESS = "address"
    SEAT = "seat"
    DECISION_NO = "decision_no"
    DECISION_ON = "decision_on"
    LEFT_ON = "left_on"
    REPRESENTATIVE = "representative"
    OLD_VALUE = "old_value"
    NEW_VALUE = "new_value"
    REASON = "reason"
    REMARKS = "remarks"
    RANK = "rank"
    EMPLOYMENT = "employment"


@dataclass(frozen=True, slots=True)
class Called:
    """How a field is called.

    ``name`` completes a sentence ("thiếu số CCCD/CMND"), ``label`` stands before a value where room is short, ``also``
    are other wordings by which a line names what it wants changed. ``private``: it identifies a person beyond their
    office, so it is kept under seal and masked on screen.
    """

    name: str
    label: str
    private: bool = False
    also: tuple[str, ...] = ()


FIELDS: Final[Mapping[str, Called]] = MappingProxyType(
    {
        RowField.FULL_NAME: Called("họ và tên", "Họ tên", also=("họ tên", "tên người dùng", "tên cá nhân")),
        RowField.ORG_NAME: Called(
            "tên cơ quan, đơn vị",
            "Tên tổ chức",
            also=("tên cơ quan", "tên đơn vị", "tên tổ chức", "đổi tên cơ quan"),
        ),
        RowField.UNIT: Called(
            "đơn vị công tác",
            "Đơn vị",
            also=(
                "cơ quan công tác",
                "nơi công tác",
                "đơn vị",
                "phòng ban",
                "bộ phận",
                "chuyển đến",
                "chuyển về",
                "chuyển công tác",
                "điều động",
                "tiếp nhận",
                "luân chuyển",
                "cơ quan, đơn vị nơi công tác",
            ),
        ),
        RowField.POSITION: Called(
            "chức vụ", "Chức vụ", also=("chức danh", "vị trí công tác", "vị trí việc làm", "bổ nhiệm")
        ),
        RowField.BIRTH_DATE: Called(
            "ngày sinh", "Ngày sinh", private=True, also=("ngày tháng năm sinh", "năm sinh")
        ),
        RowField.NATIONAL_ID: Called(
            "số CMND/CCCD",
            "CCCD",
            private=True,
            also=("cccd", "cmnd", "căn cước", "căn cước công dân", "số định danh"),
        ),
        RowField.NATIONAL_ID_DATE: Called("ngày cấp CCCD", "Ngày cấp", private=True),
        RowField.NATIONAL_ID_PLACE: Called("nơi cấp CCCD", "Nơi cấp", private=True),
        RowField.PHONE: Called(
            "số điện thoại", "ĐT", private=True, also=("điện thoại", "sđt", "di động", "số máy")
        ),
        RowField.OTP_PHONE: Called(
            "số điện thoại đăng ký OTP",
            "ĐT nhận OTP",
            private=True,
            also=(
                "điện thoại đăng ký otp",
                "điện thoại nhận otp",
                "số điện thoại otp",
                "điện thoại otp",
                "số otp",
                "otp",
            ),
        ),
        RowField.ADDRESS: Called("địa chỉ hộp thư", "Hộp thư"),
        RowField.SEAT: Called("địa chỉ trụ sở", "Trụ sở", also=("trụ sở", "địa chỉ cơ quan")),
        RowField.DECISION_NO: Called("số quyết định", "QĐ"),
        RowField.DECISION_ON: Called("ngày quyết định", "Ngày QĐ"),
        RowField.LEFT_ON: Called("ngày rời cơ quan", "Ngày rời"),
        RowField.REPRESENTATIVE: Called(
            "người đại diện",
            "Đại diện",
            also=("người đại diện sử dụng", "người quản lý", "người sử dụng", "người phụ trách", "bàn giao"),
        ),
        RowField.OLD_VALUE: Called("thông tin cũ", "Cũ", private=True),
        RowField.NEW_VALUE: Called("thông tin đề nghị điều chỉnh", "Mới", private=True),
        RowField.REASON: Called("lý do", "Lý do"),
        RowField.REMARKS: Called("nội dung đề nghị, ghi chú", "Ghi chú"),
        RowField.RANK: Called("cấp bậc", "Cấp bậc"),
        RowField.EMPLOYMENT: Called(
            "diện cán bộ, công chức, viên chức hay người lao động", "Diện", also=("loại lao động",)
        ),
    }
)

PRIVATE: Final = frozenset(str(field) for field, called in FIELDS.items() if called.private)

OF_PERSON: Final = (
    RowField.FULL_NAME,
    RowField.BIRTH_DATE,
    RowField.NATIONAL_ID,
    RowField.PHONE,
    RowField.OTP_PHONE,
    RowField.POSITION,
    RowField.UNIT,
    RowField.EMPLOYMENT,
)
"""What a line may ask to have changed of a person."""
OF_ORGANISATION: Final = (
    RowField.ORG_NAME,
    RowField.REPRESENTATIVE,
    RowField.PHONE,
    RowField.OTP_PHONE,
    RowField.SEAT,
)
"""What a line may ask to have changed of an organisation's mailbox."""


def name_of(field: str) -> str:
    """How a sentence calls *field*; itself where nobody has named it."""
    return FIELDS[field].name if field in FIELDS else field


def names_of(fields: Iterable[str]) -> str:
    """Several fields in one sentence."""
    return ", ".join(name_of(field) for field in fields)


def label_of(field: str) -> str:
    """What stands before a value of *field* where room is short."""
    return FIELDS[field].label if field in FIELDS else field


def wordings(among: Iterable[RowField]) -> dict[str, RowField]:
    """Every wording by which a line names one of the fields *among*."""
    return {wording: field for field in among for wording in (FIELDS[field].name, *FIELDS[field].also)}
