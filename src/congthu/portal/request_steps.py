"""Which steps can a request take, and what does each one bring about?"""

from collections.abc import Mapping
from dataclasses import dataclass

from congthu.directory.roles import Role


@dataclass(frozen=True, slots=True)
class StepInWords:
    """A step as a page of its own tells it; *step* is its name in :data:`congthu.requests.acts.steps.STEPS`."""

    step: str
    verb: str
    icon: str
    roles: tuple[Role, ...]
    consequences: tuple[str, ...]
    done: str = ""
    irreversible: bool = False
    primary: bool = False


STEPS_IN_WORDS: Mapping[str, StepInWords] = {
    "xac-nhan": StepInWords(
        "confirm",
        "Xác nhận",
        "sign",
        (Role.HEAD,),
        (
            "Bạn xác nhận đề nghị này với tư cách thủ trưởng cơ quan; tên bạn và giờ xác nhận được ghi vào nhật ký.",
            "Đơn vị vận hành được phép tiếp nhận và thực hiện từng dòng.",
        ),
        "Đã xác nhận yêu cầu.",
        primary=True,
    ),
    "chuyen": StepInWords(
        "forward",
        "Chuyển đơn vị vận hành",
        "forward",
        (Role.FOCAL, Role.CLERK),
        ("Yêu cầu đã được thủ trưởng xác nhận đi qua đầu mối đến đơn vị vận hành.",),
        "Đã chuyển yêu cầu đến đơn vị vận hành.",
        primary=True,
    ),
    "tiep-nhan": StepInWords(
        "accept",
        "Tiếp nhận",
        "check",
        (Role.OPERATOR,),
        (
            "Cơ quan thấy yêu cầu đã được tiếp nhận.",
            "Dòng đủ thông tin được thực hiện ở bước sau; dòng còn thiếu đứng lại, không chặn dòng khác.",
        ),
        "Đã tiếp nhận yêu cầu.",
        primary=True,
    ),
    "co-quan": StepInWords(
        "assign",
        "Chọn cơ quan",
        "search",
        (Role.OPERATOR,),
        (
            "Yêu cầu thuộc về cơ quan này: thủ trưởng của cơ quan thấy và xác nhận được.",
            "Địa chỉ của từng dòng được đề xuất theo mã của cơ quan.",
        ),
        "Đã ghi nhận cơ quan gửi yêu cầu.",
        primary=True,
    ),
    "thuc-hien": StepInWords(
        "execute", "Thực hiện", "done", (Role.OPERATOR,), (), irreversible=True, primary=True
    ),
    "tra-loi": StepInWords(
        "reply",
        "Ghi văn bản trả lời",
        "file",
        (Role.OPERATOR,),
        ("Yêu cầu kết thúc với văn bản trả lời này.",),
        "Đã ghi văn bản trả lời.",
        irreversible=True,
    ),
    "tra-lai": StepInWords(
        "return",
        "Trả lại để bổ sung",
        "return",
        (Role.OPERATOR, Role.HEAD, Role.FOCAL),
        (
            "Cơ quan thấy lý do và gửi lại phiếu đã sửa thành yêu cầu mới.",
            "Thời hạn của yêu cầu này dừng lại; phiếu mới có thời hạn mới.",
        ),
        "Đã trả lại yêu cầu.",
        irreversible=True,
    ),
}
