"""How does a page tell what a step of a request brings about? Which steps there are, and whose, the route says."""

from collections.abc import Mapping
from dataclasses import dataclass

from congthu.regulations.route import Step


@dataclass(frozen=True, slots=True)
class StepInWords:
    """A step as a page of its own tells it; *step* None is one that no route knows, such as choosing the agency."""

    step: Step | None
    verb: str
    icon: str
    consequences: tuple[str, ...]
    done: str = ""
    irreversible: bool = False
    primary: bool = False


STEPS_IN_WORDS: Mapping[str, StepInWords] = {
    "xac-nhan": StepInWords(
        Step.CONFIRM,
        "Xác nhận",
        "sign",
        (
            "Bạn xác nhận đề nghị này với tư cách thủ trưởng cơ quan; tên bạn và giờ xác nhận được ghi vào nhật ký.",
            "Đơn vị vận hành được phép tiếp nhận và thực hiện từng dòng.",
        ),
        "Đã xác nhận yêu cầu.",
        primary=True,
    ),
    "chuyen": StepInWords(
        Step.FORWARD,
        "Chuyển đơn vị vận hành",
        Step.FORWARD,
        ("Yêu cầu đã được thủ trưởng xác nhận đi qua đầu mối đến đơn vị vận hành.",),
        "Đã chuyển yêu cầu đến đơn vị vận hành.",
        primary=True,
    ),
    "duyet": StepInWords(
        Step.APPROVE,
        "Duyệt",
        "sign",
        (
            "Bạn duyệt yêu cầu này thay mặt cơ quan quản lý; tên bạn và giờ duyệt được ghi vào nhật ký.",
            "Đơn vị vận hành được phép thực hiện từng dòng.",
        ),
        "Đã duyệt yêu cầu.",
        primary=True,
    ),
    "tiep-nhan": StepInWords(
        Step.ACCEPT,
        "Tiếp nhận",
        "check",
        (
            "Cơ quan thấy yêu cầu đã được tiếp nhận.",
            "Dòng đủ thông tin được thực hiện ở bước sau; dòng còn thiếu đứng lại, không chặn dòng khác.",
        ),
        "Đã tiếp nhận yêu cầu.",
        primary=True,
    ),
    "co-quan": StepInWords(
        None,
        "Chọn cơ quan",
        "search",
        (
            "Yêu cầu thuộc về cơ quan này: thủ trưởng của cơ quan thấy và xác nhận được.",
            "Địa chỉ của từng dòng được đề xuất theo mã của cơ quan.",
        ),
        "Đã ghi nhận cơ quan gửi yêu cầu.",
        primary=True,
    ),
    "thuc-hien": StepInWords(Step.EXECUTE, "Thực hiện", "done", (), irreversible=True, primary=True),
    "tra-loi": StepInWords(
        Step.REPLY,
        "Ghi văn bản trả lời",
        "file",
        ("Yêu cầu kết thúc với văn bản trả lời này.",),
        "Đã ghi văn bản trả lời.",
        irreversible=True,
    ),
    "tra-lai": StepInWords(
        Step.RETURN,
        "Trả lại để bổ sung",
        Step.RETURN,
        (
            "Cơ quan thấy lý do và gửi lại phiếu đã sửa thành yêu cầu mới.",
            "Thời hạn của yêu cầu này dừng lại; phiếu mới có thời hạn mới.",
        ),
        "Đã trả lại yêu cầu.",
        irreversible=True,
    ),
    "rut": StepInWords(
        Step.WITHDRAW,
        "Rút yêu cầu",
        "cross",
        ("Yêu cầu dừng ở đây, không dòng nào được thực hiện.", "Cần lại thì gửi phiếu mới."),
        "Đã rút yêu cầu.",
        irreversible=True,
    ),
}
SLUGS: Mapping[Step | None, str] = {told.step: slug for slug, told in STEPS_IN_WORDS.items()}
"""Where the page of a step is."""
