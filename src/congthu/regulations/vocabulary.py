"""Which words may a regulation use where it chooses from a list?

Every list is closed: the type checker knows it, so that a rule which forgets an entry does not pass. A regulation that
needs another word gets it here, together with the code that acts on it.
"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """An entry of a list with what people call it."""

    words: str

    def __new__(cls, value: str, words: str = "") -> Self:
        entry = str.__new__(cls, value)
        entry._value_ = value
        entry.words = words
        return entry

    def in_words(self) -> str:
        """What people call it, within a sentence."""
        return self.words


class MailboxKind(StrEnum):
    """The kinds of mailboxes that a regulation names differently."""

    AGENCY = "agency"
    DEPARTMENT = "department"
    LOCALITY = "locality"
    LOCALITY_UNIT = "locality_unit"
    LOCALITY_DEPARTMENT = "locality_department"
    PARTY_COMMITTEE = "party_committee"
    COUNCIL = "council"
    FRONT = "front"
    OTHER_BODY = "other_body"
    OTHER_BODY_UNIT = "other_body_unit"
    VAN_THU = "van_thu"
    KY_THUAT = "ky_thuat"
    GROUP_CITY = "group_city"
    GROUP_AGENCY = "group_agency"
    SYSTEM = "system"
    PERSON = "person"
    TITLE = "title"


class AccountClass(Word):
    """For whom a rule about accounts is stricter or milder. An administrator is one whatever else they are."""

    ADMINISTRATOR = "administrator", "quản trị viên"
    PERSON = "person", "cá nhân"
    ORGANISATION = "organisation", "tổ chức"


class Rank(Word):
    """How high a post is, as far as a regulation distinguishes."""

    CITY_LEADER = "city-leader", "lãnh đạo tỉnh, thành phố"
    AGENCY_HEAD = "agency-head", "thủ trưởng cơ quan"
    AGENCY_DEPUTY = "agency-deputy", "cấp phó của thủ trưởng"
    UNIT_LEADER = "unit-leader", "lãnh đạo phòng, ban"
    STAFF = "staff", "công chức, viên chức, người lao động"


class Employment(Word):
    """What somebody is employed as."""

    CADRE = "cadre", "cán bộ"
    CIVIL_SERVANT = "civil-servant", "công chức"
    PUBLIC_EMPLOYEE = "public-employee", "viên chức"
    WORKER = "worker", "người lao động"


class Sector(Word):
    """The sector of a public facility, where a regulation treats its people differently; OTHER is no such facility."""

    EDUCATION = "education", "cơ sở giáo dục công lập"
    HEALTH = "health", "cơ sở y tế công lập"
    OTHER = "other", "cơ quan quản lý, cơ sở ngoài công lập"


class LetterClass(StrEnum):
    """A class of characters that a password must contain."""

    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    SPECIAL = "special"


class Activity(Word):
    """What counts as use of a mailbox."""

    SIGN_IN = "sign-in", "đăng nhập"
    SENT = "sent", "gửi thư"
    RECEIVED = "received", "nhận thư"


class Forwarding(StrEnum):
    """Where a mailbox may forward its mail on its own."""

    OWN_DOMAINS = "own-domains"
    NOT_PUBLIC = "not-public"


class Protocol(StrEnum):
    """A way in which people reach their mailbox."""

    WEB = "web"
    IMAP = "imap"
    POP = "pop"
    SMTP = "smtp"


class Handling(Word):
    """What becomes of a message that has something in it."""

    ALLOW = "allow", "cho phép"
    WARN = "warn", "cảnh báo"
    REFUSE = "refuse", "từ chối"


class Severity(Word):
    """How grave an incident is."""

    ORDINARY = "ordinary", "thông thường"
    SERIOUS = "serious", "nghiêm trọng"
    CRITICAL = "critical", "đặc biệt nghiêm trọng"


class Occasion(Word):
    """What happened to a person or a body, so that its agency has to ask for something."""

    FOUNDED = "founded", "thành lập"
    DISSOLVED = "dissolved", "giải thể, sáp nhập"
    CHANGED = "changed", "thay đổi thông tin"
    HIRED = "hired", "tuyển dụng, tiếp nhận"
    PROMOTED = "promoted", "thay đổi vị trí, chức danh"
    MOVED = "moved", "chuyển công tác trong tỉnh"
    LEFT = "left", "chuyển đi, nghỉ việc"
    RETIRED = "retired", "nghỉ hưu"


class Office(Word):
    """Who owes something, or to whom it is owed."""

    ISSUER = "issuer", "cơ quan ban hành"
    DEPARTMENT = "department", "cơ quan quản lý"
    OPERATOR = "operator", "đơn vị vận hành"
    PROVIDER = "provider", "bên cung cấp dịch vụ"
    AGENCY = "agency", "cơ quan"
    HEAD = "head", "thủ trưởng"
    HOLDER = "holder", "người giữ hộp thư"
    POLICE = "police", "công an"


class Unit(Word):
    """The period that a report is about."""

    MONTH = "month", "tháng"
    QUARTER = "quarter", "quý"
    HALF_YEAR = "half-year", "sáu tháng"
    NINE_MONTHS = "nine-months", "chín tháng"
    YEAR = "year", "năm"
