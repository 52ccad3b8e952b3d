"""What can be done in the directory from a page of its own: in which words, and by whom?"""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form

from congthu.directory.roles import Role
from congthu.portal import directory_forms as forms

OPERATOR = (Role.OPERATOR,)
GRANTORS = (Role.OPERATOR, Role.MANAGING)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: *name* in its address, what it is called, what it leads to."""

    name: str
    verb: str
    icon: str
    form: Callable[..., Form]
    consequences: tuple[str, ...]
    done: str
    roles: tuple[Role, ...] = OPERATOR
    irreversible: bool = False


def _named(*acts: Act) -> dict[str, Act]:
    return {act.name: act for act in acts}


ORGANISATION_ACTS = _named(
    Act(
        "them-nguoi",
        "Ghi thêm người",
        "plus",
        forms.PersonForm,
        (
            "Người được ghi vào danh bạ của cơ quan này; chưa có hộp thư nào được cấp.",
            "Người đã ghi với cùng số CCCD không bị ghi đè: hệ thống cho biết người đó đang ở đâu.",
        ),
        "Đã ghi",
    ),
    Act(
        "sua",
        "Sửa thông tin",
        "edit",
        forms.CorrectOrganisationForm,
        (
            "Ô để trống không xóa điều đã ghi.",
            "Địa chỉ đã cấp không đổi; mã mới dùng cho hộp thư cấp từ nay.",
        ),
        "Đã sửa",
    ),
    Act(
        "doi-ten",
        "Đổi tên",
        "edit",
        forms.RenameForm,
        ("Mã và địa chỉ hộp thư giữ nguyên.", "Phiếu đề nghị được nhận ra theo tên mới."),
        "Đã đổi tên",
    ),
    Act(
        "chuyen",
        "Chuyển cấp trên",
        "move",
        forms.MoveOrganisationForm,
        (
            "Mọi đơn vị bên trong đi cùng.",
            "Hộp thư đã cấp giữ địa chỉ; hộp thư cấp từ nay theo cấp trên mới.",
            "Người có vai trò ở cấp trên mới có vai trò đối với tổ chức này.",
        ),
        "Đã chuyển",
    ),
    Act(
        "sap-nhap",
        "Sáp nhập",
        "forward",
        forms.MergeForm,
        (
            "Người và đơn vị sang tổ chức nhận; vai trò ở tổ chức này kết thúc.",
            "Hộp thư giữ địa chỉ, thuộc phạm vi của tổ chức nhận.",
        ),
        "Đã sáp nhập",
        irreversible=True,
    ),
    Act(
        "giai-the",
        "Giải thể",
        "stop",
        forms.DissolveForm,
        (
            "Tổ chức ra khỏi danh bạ; vai trò ở đây kết thúc.",
            "Hộp thư không tự thu hồi: đó là yêu cầu riêng.",
        ),
        "Đã ghi giải thể",
        irreversible=True,
    ),
)
PERSON_ACTS = _named(
    Act(
        "cap-hop-thu",
        "Cấp hộp thư để đăng nhập",
        "key",
        forms.NothingForm,
        (
            "Hộp thư được cấp theo văn bản giao vai trò, vì người này phải đăng nhập để làm việc được giao.",
            "Mật khẩu chỉ hiện một lần, ở trang ngay sau đây.",
        ),
        "Đã cấp hộp thư",
    ),
    Act(
        "giao-vai-tro",
        "Giao vai trò",
        "sign",
        forms.AppointForm,
        (
            "Người này làm được việc của vai trò ngay từ lần tải trang kế tiếp.",
            "Văn bản giao việc được ghi vào nhật ký.",
        ),
        "Đã giao vai trò",
        roles=GRANTORS,
    ),
    Act(
        "sua",
        "Sửa thông tin",
        "edit",
        forms.CorrectPersonForm,
        ("Ô để trống không xóa điều đã ghi.", "Địa chỉ hộp thư không đổi theo tên."),
        "Đã sửa",
    ),
    Act(
        "chuyen",
        "Chuyển cơ quan",
        "move",
        forms.MovePersonForm,
        (
            "Vai trò ở cơ quan cũ kết thúc.",
            "Hộp thư chưa thay đổi gì: đó là yêu cầu của cơ quan.",
        ),
        "Đã chuyển cơ quan",
    ),
)
