"""How is an entry of the trail told to people?"""

from collections.abc import Iterable

from congthu.audit.models import AuditEntry
from congthu.portal.components.timeline import Moment, Timeline

WORDS = {
    "mailbox.issued": "Cấp hộp thư",
    "mailbox.set_password": "Người giữ đặt mật khẩu",
    "mailbox.reissue_password": "Cấp lại mật khẩu",
    "mailbox.lock": "Tạm khóa",
    "mailbox.too_many_failures": "Tạm khóa do nhập sai mật khẩu liên tiếp",
    "mailbox.default_kept": "Tạm khóa do chưa đổi mật khẩu được cấp",
    "mailbox.idle": "Tạm khóa do không sử dụng",
    "mailbox.password_too_old": "Mật khẩu hết thời hạn",
    "mailbox.restore": "Khôi phục",
    "mailbox.transfer": "Chuyển công tác",
    "mailbox.leave": "Thu hồi, chờ hủy",
    "mailbox.revoke": "Thu hồi",
    "mailbox.lock_uncontested": "Thu hồi do không có đề nghị khôi phục",
    "mailbox.transfer_ended": "Hết thời gian duy trì sau chuyển công tác",
    "mailbox.hold_ended": "Hủy khi hết thời gian giữ",
    "mailbox.destroy": "Hủy",
    "mailbox.request_again": "Đăng ký lại",
    "mailbox.quota_changed": "Thay đổi dung lượng",
    "mailbox.handed_over": "Bàn giao người quản lý",
    "mailbox.alias_added": "Thêm bí danh",
    "mailbox.agency_notified": "Đã báo cơ quan",
    "mailbox.excused": "Ghi lý do không sử dụng",
    "request.received": "Nhận phiếu đề nghị",
    "request.confirmed": "Thủ trưởng xác nhận",
    "request.forwarded": "Đầu mối chuyển",
    "request.agency_assigned": "Xác định cơ quan",
    "request.accepted": "Tiếp nhận",
    "request.returned": "Trả lại để bổ sung",
    "request.executed": "Thực hiện",
    "request.replied": "Trả lời cơ quan",
}


def timeline(entries: Iterable[AuditEntry]) -> Timeline:
    """The entries as they come, newest first; an act without words here shows its name in the data."""
    return Timeline(
        tuple(
            Moment(
                at=entry.at,
                what=WORDS.get(entry.event, entry.event),
                who=_who(entry.actor),
                why=". ".join(part.rstrip(".") for part in (entry.reason, entry.document) if part),
                clause=entry.clause,
            )
            for entry in entries
        )
    )


def _who(actor: str) -> str:
    kind, _, name = actor.partition(":")
    match kind:
        case "console":
            return f"{name} (trên máy chủ)"
        case "system":
            return "hệ thống"
        case _:
            return actor
