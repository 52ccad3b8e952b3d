"""What does a person read when a page cannot be shown: what happened, why, what to do."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(status: int, *, what: str, why: str, cure: str) -> HttpResponse:
    # Without the request: these pages must come out also when the session or the database does not answer.
    words = {"status": status, "what": what, "why": why, "cure": cure}
    return HttpResponse(render_to_string("portal/refused_page.html", words), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 400."""
    return _page(
        400,
        what="Không đọc được yêu cầu của trình duyệt",
        why="Địa chỉ hoặc dữ liệu gửi lên không đúng dạng mà hệ thống nhận.",
        cure="Hãy quay lại trang trước và làm lại. Nếu vẫn gặp, báo đơn vị vận hành kèm địa chỉ của trang.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 403: the person is known and may not."""
    return _page(
        403,
        what="Bạn không có quyền mở trang này",
        why="Trang này dành cho vai trò khác hoặc cơ quan khác.",
        cure="Nếu bạn được giao việc này, hãy đề nghị thủ trưởng cơ quan báo đơn vị vận hành ghi nhận.",
    )


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 403: the form does not come from a page of this session."""
    return _page(
        403,
        what="Phiên làm việc trên trang này đã cũ",
        why="Trang được mở từ lâu, hoặc trình duyệt không gửi cookie bảo vệ biểu mẫu.",
        cure="Hãy mở lại trang rồi gửi lần nữa. Nếu vẫn gặp, hãy cho phép cookie trong trình duyệt.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 404: not there, or not for this person; which of the two is not told."""
    return _page(
        404,
        what="Không có trang này",
        why="Địa chỉ không đúng, hoặc nội dung thuộc phạm vi mà bạn không được xem.",
        cure="Hãy kiểm tra lại địa chỉ, hoặc về trang đầu và tìm từ đó.",
    )


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 500."""
    return _page(
        500,
        what="Hệ thống đang gặp trục trặc",
        why="Việc bạn vừa làm chưa được ghi nhận. Thư đi và đến không bị ảnh hưởng.",
        cure="Hãy thử lại sau ít phút. Nếu vẫn gặp, báo đơn vị vận hành kèm giờ xảy ra.",
    )
