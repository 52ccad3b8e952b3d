"""How do people call what stands in the trail: events, questions, facts, and the values of a decision?"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from congthu.audit.acts import Basis, Question
from congthu.regulations.asks import Action
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI
from congthu.regulations.fields import FIELDS
from congthu.regulations.pattern_words import pattern_in_words
from congthu.regulations.reports import MonthDay
from congthu.regulations.route import STAGES, Channel, Party, Step
from congthu.regulations.schema import parameters
from congthu.regulations.states import IN_WORDS
from congthu.regulations.terms import Size, Term, YearlyDate
from congthu.regulations.values import Source
from congthu.regulations.vocabulary import Forwarding, LetterClass, Word

# A regulation names what time does to a mailbox as it likes; its gist stands beside as the reason.
OF_TIME = "Chuyển trạng thái khi đến hạn"
EVENTS = {
    "mailbox.reminded": "Đã nhắc trước",
    "mailbox.told_of_step": "Đã báo",
    "authority.established": "Lập địa phương",
    "authority.updated": "Cập nhật địa phương",
    "regulation.loaded": "Nạp quy chế",
    "decision.proposed": "Nhập quyết định",
    "decision.approved": "Duyệt quyết định",
    "decision.rejected": "Từ chối quyết định",
    "decision.in_force": "Quyết định có hiệu lực",
    "clock.moved": "Đổi đồng hồ của hệ thống thử",
    "account.opened": "Mở tài khoản",
    "account.given": "Giao tài khoản chức danh",
    "account.password_issued": "Cấp mật khẩu",
    "account.password_changed": "Đổi mật khẩu",
    "account.signed_in": "Đăng nhập",
    "account.sign_in_failed": "Đăng nhập sai mật khẩu",
    "app_password.created": "Tạo mật khẩu ứng dụng",
    "app_password.revoked": "Thu hồi mật khẩu ứng dụng",
    "mailbox.issued": "Cấp hộp thư",
    "mailbox.taken_over": "Nhập hộp thư cấp trước",
    "account.taken_over": "Nhập tài khoản cấp trước",
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
    "mailbox.request_again": "Cấp lại cho người cũ",
    "mailbox.quota_changed": "Thay đổi dung lượng",
    "mailbox.handed_over": "Bàn giao người quản lý",
    "mailbox.custodian_appointed": "Cử người quản lý",
    "mailbox.handover_asked": "Yêu cầu bàn giao",
    "mailbox.handover_recorded": "Ghi nhận đã bàn giao",
    "mailbox.moved": "Chuyển theo người sang cơ quan khác",
    "mailbox.destruction_proposed": "Đề nghị hủy",
    "mailbox.member_added": "Thêm thành viên nhóm",
    "mailbox.member_removed": "Bớt thành viên nhóm",
    "mailbox.group_announced": "Đã báo các cơ quan về nhóm",
    "mailbox.evidence_read": "Xem bằng chứng",
    "mailbox.alias_added": "Thêm bí danh",
    "mailbox.alias_ended": "Bỏ bí danh",
    "address.reserved": "Dành riêng địa chỉ",
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
    "request.line": "Thực hiện một dòng của phiếu",
    "request.line_completed": "Bổ sung một dòng của phiếu",
    "request.approved": "Cơ quan quản lý duyệt",
    "request.withdrawn": "Cơ quan rút yêu cầu",
    "request.resubmitted": "Cơ quan gửi lại phiếu đã sửa",
    "directory.imported": "Nhập danh bạ từ tệp",
    "organisation.established": "Ghi tổ chức vào danh bạ",
    "organisation.corrected": "Sửa thông tin tổ chức",
    "organisation.renamed": "Đổi tên tổ chức",
    "organisation.moved": "Chuyển tổ chức sang cấp trên khác",
    "organisation.merged": "Sáp nhập tổ chức",
    "organisation.dissolved": "Giải thể tổ chức",
    "person.entered": "Ghi người vào danh bạ",
    "person.corrected": "Sửa thông tin người",
    "person.moved": "Chuyển cơ quan",
    "role.granted": "Giao vai trò",
    "role.ended": "Kết thúc vai trò",
    "any": "Việc không được phép",
}
REFUSED = ".refused"

QUESTIONS: Mapping[Question, str] = {
    Question.NAMING: "Hộp thư mang địa chỉ nào?",
    Question.SECOND: "Đã có hộp thư loại này chưa?",
    Question.STEP: "Từ trạng thái này bước được sang đâu?",
    Question.TIME: "Thời gian làm gì với hộp thư?",
    Question.LOCK_GROUND: "Đây có phải căn cứ tạm khóa không?",
    Question.RESTORE: "Có được khôi phục không?",
    Question.LEAVING: "Hộp thư của người rời cơ quan được giữ bao lâu?",
    Question.QUOTA: "Dung lượng này có được không?",
    Question.FIRST_QUOTA: "Hộp thư mới được bao nhiêu dung lượng?",
    Question.EXCUSED: "Có được miễn do vắng mặt không?",
    Question.HANDOVER: "Có được bàn giao không?",
    Question.PASSWORD: "Mật khẩu vi phạm quy định nào?",
    Question.FAILURES: "Nhập sai bao nhiêu lần thì tạm khóa?",
    Question.DUE: "Yêu cầu phải xong khi nào?",
    Question.ROUTE: "Yêu cầu đang ở bước này thì làm việc này được không?",
    Question.GIVEN: "Phiếu đã đủ thông tin chưa?",
    Question.OWN_SUBTREE: "Cơ quan có được đề nghị cho hộp thư này không?",
    Question.CHANNEL: "Yêu cầu có được gửi theo đường này không?",
    Question.TRANSFER: "Cơ quan này có được đề nghị chuyển công tác không?",
    Question.SENDER: "Phiếu có được gửi từ hộp thư này không?",
}

FACTS: Mapping[str, str] = {
    **{name: called.name for name, called in FIELDS.items()},
    "kind": "loại hộp thư",
    "kinds": "việc đề nghị",
    "full_name": "họ và tên",
    "ho": "họ",
    "ten_lot": "tên lót",
    "ten": "tên",
    "dob": "ngày sinh",
    "birth_date": "ngày sinh",
    "national_id": "số CCCD",
    "phone": "điện thoại",
    "otp_phone": "điện thoại nhận OTP",
    "numbers": "điện thoại, số giấy tờ",
    "org_code": "mã cơ quan",
    "org_name": "cơ quan",
    "parent_name": "tổ chức cấp trên",
    "employment": "diện cán bộ",
    "org_sector": "lĩnh vực",
    "dept_code": "mã đơn vị",
    "code": "mã tổ chức",
    "parent_code": "mã tổ chức cấp trên",
    "name": "tên tổ chức",
    "title": "chức danh",
    "chosen": "tên do đơn vị vận hành chọn",
    "taken": "đã cấp hoặc dành riêng",
    "state": "trạng thái",
    "event": "việc xảy ra",
    "step": "bước",
    "issued_on": "được báo cấp",
    "password_changed_on": "người giữ đổi mật khẩu",
    "last_login_on": "đăng nhập lần cuối",
    "last_sent_on": "gửi thư lần cuối",
    "last_received_on": "nhận thư lần cuối",
    "locked_on": "tạm khóa",
    "entered_on": "vào trạng thái này",
    "left_on": "người giữ rời cơ quan",
    "use_recorded_from": "bắt đầu ghi nhận việc sử dụng",
    "handover": "đã bàn giao",
    "leaving": "trạng thái trước khi bị khóa",
    "pending": "đề nghị đang chờ giải quyết",
    "restored_on": "khôi phục",
    "decision_on": "ngày của quyết định",
    "agency_notified_on": "đã báo cơ quan",
    "excused_until": "được miễn đến hết",
    "handover_done": "đã bàn giao",
    "handover_asked": "có yêu cầu bàn giao",
    "rank": "cấp bậc",
    "as_of": "xét đến ngày",
    "on": "từ ngày",
    "contested": "có đề nghị khôi phục đang chờ",
    "clause": "điều khoản nêu ra",
    "document": "văn bản",
    "reason": "lý do",
    "evidence": "có bằng chứng",
    "forbidden_act": "hành vi bị cấm được dẫn chiếu",
    "asked_by": "tổ chức đề nghị",
    "may_ask": "tổ chức này được đề nghị",
    "keepers": "số người quản lý sau việc này",
    "lowering": "xác nhận giảm dung lượng",
    "ground": "căn cứ tạm khóa",
    "cleaned": "đã xử lý xong mất an toàn",
    "quota": "dung lượng đề nghị",
    "personal": "hộp thư cá nhân",
    "same_authority": "người nhận cùng địa phương",
    "same_agency": "người nhận cùng cơ quan",
    "whose": "của",
    "current": "dung lượng hiện có",
    "failures": "số lần sai liên tiếp",
    "complete_at": "đủ thông tin lúc",
    "agency": "cơ quan đề nghị",
    "organisation": "cơ quan của hộp thư",
    "within": "thuộc cơ quan đề nghị",
    "given": "phiếu đã ghi",
    "parameter": "quy định được hỏi",
    "label": "trạng thái",
    "act": "việc xảy ra",
    "sender": "gửi từ",
    "sender_kind": "loại hộp thư gửi",
    "channel": "kênh nhận",
    "received_in": "gửi vào hộp thư",
    "locked_out": "chính các hộp thư đó đang không gửi được",
    "asked": "việc đề nghị",
    "stage": "yêu cầu đang",
    "passed": "bước không cần nữa",
    "request": "yêu cầu số",
    "focal_point": "tổ chức đầu mối",
    "form_clause": "nơi quy chế in biểu mẫu",
    "of_focal_point": "gửi từ hộp thư của tổ chức đầu mối",
    "filed_by_sender": "cơ quan cũ gửi",
    "receiver": "cơ quan tiếp nhận",
    "held": "hộp thư đang có",
    "roles": "vai trò đang giữ",
    "wanted": "vai trò cần có",
    "until": "đến hết",
    "target": "trạng thái sau",
    "address": "địa chỉ",
}

# What is told first; the rest follows as it comes.
FIRST = (
    "full_name",
    "name",
    "kind",
    "rank",
    "label",
    "state",
    "act",
    "as_of",
    "issued_on",
    "entered_on",
    "password_changed_on",
    "last_login_on",
    "last_sent_on",
    "last_received_on",
    "locked_on",
    "agency_notified_on",
    "decision_on",
    "left_on",
    "clause",
    "ground",
    "document",
)

# The entries of every closed list of the law, as people call them.
TOKENS: Mapping[str, str] = {
    **{entry.value: entry.words for words in Word.__subclasses__() for entry in words},
    LetterClass.UPPER: "chữ hoa",
    LetterClass.LOWER: "chữ thường",
    LetterClass.DIGIT: "chữ số",
    LetterClass.SPECIAL: "ký tự đặc biệt",
    Forwarding.OWN_DOMAINS: "chỉ trong tên miền của tỉnh",
    Forwarding.NOT_PUBLIC: "không đến hộp thư công cộng",
    **{action.value: action.in_words().lower() for action in Action},
    **{step.value: step.in_words() for step in Step},
    **{stage.value: words[0].lower() + words[1:] for stage, words in STAGES.items()},
    **{channel.value: channel.in_words() for channel in Channel},
    **{party.value: party.in_words() for party in Party},
    **{act.value: words for act, words in IN_WORDS.items()},
}


ORDER = {name: place for place, name in enumerate(FIRST)}


def event_in_words(event: str) -> str:
    """What was done; a refused act says so; an event without words here is told as in the data."""
    act = event.removesuffix(REFUSED)
    said = EVENTS.get(act, OF_TIME if act.startswith("mailbox.") else act)
    return said if act == event else f"Không được: {said[0].lower()}{said[1:]}"


def question_in_words(question: str) -> str:
    """What was asked."""
    return QUESTIONS[Question(question)] if question in set(Question) else question


def fact_in_words(name: str) -> str:
    """How people call a fact."""
    return FACTS.get(name, name)


def facts_in_words(facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every fact that says something, by its name and in words; of a state its label, not its name in the data."""
    hidden = {"state"} if "label" in facts else set()
    for name, value in sorted(facts.items(), key=lambda one: ORDER.get(one[0], len(ORDER))):
        if name in hidden or value in (None, "", []):
            continue
        match name:
            case "kind":
                said = _descriptions().get(f"naming.{value}", str(value)).lower()
            case "given":
                said = ", ".join(fact_in_words(one) for one in value)
            case "parameter":
                said = _descriptions().get(str(value), str(value)).lower()
            case _:
                said = value_in_words(value)
        yield fact_in_words(name), said


@cache
def _descriptions() -> Mapping[str, str]:
    steps = {f"route.{step}": f"Ai {step.in_words()}" for step in Step}
    return {**{name: description for name, description, _ in parameters()}, **steps}


def basis_in_words(basis: Basis) -> str:
    """A value of the law, its name and its source: "Thời gian không hoạt động: 03 tháng (điểm a khoản 2 Điều 8)"."""
    said = _descriptions().get(basis.parameter, basis.parameter)
    if not basis.source:
        return f"{said}: không ai quy định"
    return f"{said}: {_basis_value(basis)} ({source_in_words(basis)})"


def _basis_value(basis: Basis) -> str:
    """The value of a basis; patterns and grounds read as on the page of the regulation."""
    match basis.parameter, basis.value:
        case "lock.grounds", dict() as grounds:
            return "; ".join(f"{in_words(one['clause'])} {one['gist'].lower()}" for one in grounds.values())
        case _, [*forms] if basis.parameter.startswith("naming.") and all("{" in str(one) for one in forms):
            return ", ".join(pattern_in_words(str(one)) for one in forms)
        case _, value:
            return value_in_words(value)


def source_in_words(basis: Basis) -> str:
    """On whose word a value holds."""
    match basis.source:
        case Source.OPERATOR:
            return f"quyết định {basis.decision} của đơn vị vận hành"
        case Source.PLATFORM:
            return "mặc định của hệ thống, quy chế không quy định"
        case _:
            return in_words(basis.clause) if basis.clause else "quy chế"


def value_in_words(value: Any) -> str:
    """A value as people write it: days, moments, terms, yes and no, lists."""
    match value:
        case None | "":
            return "không có"
        case bool():
            return "có" if value else "không"
        case int() | float():
            return str(value)
        case list() | tuple():
            return ", ".join(map(value_in_words, value)) or "không có"
        case dict():
            told = (
                f"{_key_in_words(str(name))}{value_in_words(one)}"
                for name, one in value.items()
                if one not in (None, "", [], False)
            )
            return "; ".join(told) or "không có"
        case _:
            return _text_in_words(str(value))


def _key_in_words(name: str) -> str:
    """What a value belongs to; "" is everybody for whom nothing else holds."""
    return f"{TOKENS.get(name) or fact_in_words(name)}: " if name else ""


def _text_in_words(text: str) -> str:
    for read in (_day, _moment, _term):
        if said := read(text):
            return said
    return TOKENS.get(text, text)


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}" if len(text) == len("2026-03-02") else ""
    except ValueError:
        return ""


def _moment(text: str) -> str:
    try:
        return f"{datetime.fromisoformat(text).astimezone(HANOI):%H:%M %d/%m/%Y}" if "T" in text else ""
    except ValueError:
        return ""


def _term(text: str) -> str:
    for parse in (Term.parse, YearlyDate.parse, MonthDay.parse, Size.parse):
        try:
            return str(parse(text).in_words())
        except ValueError:
            continue
    return ""
