"""What is known about whoever gets an address, and which of what was typed cannot be right?

Facts come as a mapping from forms, commands and files; they are read once, here, and are values from then on. A fact
that is there but cannot be right is told rather than guessed at, and a key that nobody knows is told with the nearest.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from congthu.directory.scope import employed_as, sector_meant
from congthu.mailboxes.naming.patterns import CODES, Known
from congthu.regulations.addresses import LONGEST_LOCAL_PART, is_local_part
from congthu.regulations.duties import HANOI
from congthu.regulations.faults import closest
from congthu.regulations.pattern_words import FACTS
from congthu.regulations.terms import Months, Term
from congthu.regulations.vocabulary import Employment, Rank, Sector
from congthu.regulations.words import Words
from congthu.vietnamese.names import PersonName, normalise, words

LONGEST_AGO = datetime.min.replace(tzinfo=HANOI)
BIRTH_DATE = re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>\d{4})")
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ].*)?")
# A name is letters in words; an apostrophe or a hyphen stands inside one: H'Hen, Bích-Ngọc.
NAME = re.compile(r"[^\W\d_]+(?:['’ʼ`-]?[^\W\d_]+)*(?: [^\W\d_]+(?:['’ʼ`-]?[^\W\d_]+)*)*")
CONTRACT_WORDS = re.compile(r"(?P<count>\d{1,3})\s*(?P<unit>tháng|năm)")
IDENTITY_LENGTHS = (9, 12)

KEYS: Mapping[str, tuple[str, ...]] = {
    "full_name": ("ho_ten", "ho_va_ten"),
    "ho": ("family_name",),
    "ten_lot": ("middle_name",),
    "ten": ("given_name",),
    "dob": ("birth_date", "ngay_sinh"),
    "national_id": ("cccd", "cmnd"),
    "phone": ("otp_phone", "dien_thoai"),
    "title": ("chuc_danh",),
    "org_code": ("agency_code",),
    "org_name": ("agency", "agency_name"),
    "dept_code": ("unit_code",),
    "code": ("body_code",),
    "name": ("body_name",),
    "parent_code": (),
    "parent_name": (),
    "place_code": (),
    "proposer": (),
    "employment": (),
    "org_sector": ("sector",),
    "contract": (),
    "domain": (),
    "import_existing": (),
    "issued_at": ("issued_on",),
    "rank": (),
    "received_at": (),
}
"""Every key that facts may have, with the other ways in which it is written."""
# Facts of a row that naming does not ask for.
BESIDE = frozenset({"position", "unit", "batch", "existing_addresses"})

NAME_FACT, BIRTH_FACT = "person.full_name", "person.birth_year"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fact that is there but cannot be right; *fact* as patterns name it, or the key."""

    fact: str
    message: str


@dataclass(frozen=True, slots=True)
class Born:
    """A birth date as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class NameFacts:
    """What is known; "" or None where nothing is."""

    person: PersonName | None = None
    full_name: str = ""
    """As written, in reading order: a clan name may stand last."""
    born: Born | None = None
    national_id: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    title: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    """By fact: ``agency.code``, ``unit.code``, ``body.code``, ``parent.code``, ``place.code``."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the bodies with these codes, by the same facts, as written."""
    proposer: str = ""
    employment: frozenset[Employment] | None = None
    """What the words that were typed mean: none of them, or several; None where nothing was typed."""
    sector: frozenset[Sector] | None = None
    contract: Term | None = None
    domain: str = ""
    existing: str = ""
    issued_on: date | None = None
    rank: float = float("inf")
    """Smaller is higher."""
    received_at: datetime = LONGEST_AGO

    def known(self) -> Known:
        """The facts under the names that patterns use."""
        parts: dict[str, tuple[str, ...]] = {fact: (code,) for fact, code in self.codes.items()}
        if self.person:
            parts |= {
                "person.full_name": words(self.full_name),
                "person.family": words(self.person.family),
                "person.middle": words(self.person.middle),
                "person.given": words(self.person.given),
            }
        if self.born:
            parts["person.birth_year"] = (str(self.born.year),)
            if self.born.month:
                parts["person.birth_month"] = (f"{self.born.month:02}",)
            if self.born.day:
                parts["person.birth_day"] = (f"{self.born.day:02}",)
        told = (
            ("person.national_id", self.national_id),
            ("person.phone", self.phone),
            ("post.title", self.title),
        )
        parts |= {fact: found for fact, text in told if (found := words(text))}
        return Known(parts)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, read; with what cannot be right, and in Vietnamese what nobody understands."""

    facts: NameFacts
    wrong: tuple[Wrong, ...] = ()
    unknown: tuple[str, ...] = ()


def read_facts(given: Mapping[str, object], *, spoken: Words) -> Reading:
    """Read facts as a mapping carries them; *spoken* are the words for employments, sectors and titles."""
    told, unknown = _by_key(given)
    wrong: list[Wrong] = []
    person = _person(told, spoken, wrong)
    written = normalise(told.get("full_name", ""))
    codes = dict(_codes(told, wrong))
    names = {
        fact: text
        for fact, key in (("agency.code", "org_name"), ("body.code", "name"), ("parent.code", "parent_name"))
        if (text := normalise(told.get(key, "")))
    }
    facts = NameFacts(
        person=person,
        full_name=written if person and NAME.fullmatch(written) else person.full if person else "",
        born=_born(told.get("dob", ""), wrong),
        national_id=_digits("national_id", told, wrong),
        phone=re.sub(r"\D", "", told.get("phone", "")),
        title=normalise(told.get("title", "")),
        codes=codes,
        names=names,
        proposer=normalise(told.get("proposer", "")),
        employment=employed_as(told.get("employment", ""), spoken=spoken),
        sector=sector_meant(told.get("org_sector", ""), spoken=spoken),
        contract=_contract(told.get("contract", ""), wrong),
        domain=normalise(told.get("domain", "")).lower().removeprefix("@"),
        existing=normalise(told.get("import_existing", "")).lower(),
        issued_on=_moment(told.get("issued_at", "")).date() if told.get("issued_at") else None,
        rank=_rank(given.get("rank")),
        received_at=_moment(told.get("received_at", "")),
    )
    return Reading(facts, tuple(wrong), tuple(unknown))


def addresses_in(given: object, *, domains: Sequence[str]) -> frozenset[str]:
    """Addresses as people and files give them: a list or one string, any case; without a domain they count in all.

    Raises:
        ValueError: something in it is no address.
    """
    listed = re.split(r"[\s,;]+", given) if isinstance(given, str) else given
    if listed is None:
        return frozenset()
    if not isinstance(listed, list | tuple | set | frozenset):
        raise ValueError(f"«existing_addresses» phải là danh sách địa chỉ, không phải «{given}»")  # noqa: TRY004
    found: set[str] = set()
    for one in listed:
        if not isinstance(one, str):
            raise ValueError(f"«{one}» trong existing_addresses không phải địa chỉ")  # noqa: TRY004
        address = normalise(one).lower()
        local_part, _, domain = address.partition("@")
        if not address:
            continue
        if not is_local_part(local_part):
            raise ValueError(f"«{one}» trong existing_addresses không phải địa chỉ hộp thư")
        found |= {address} if domain else {f"{local_part}@{each}" for each in domains}
    return frozenset(found)


def _by_key(given: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """The facts under their own keys, as text; a key that nobody knows is told with the nearest known one."""
    called = {other: key for key, others in KEYS.items() for other in (key, *others)}
    told: dict[str, str] = {}
    unknown: list[str] = []
    for name, value in given.items():
        key = called.get(name)
        if key is None:
            if name not in BESIDE:
                unknown.append(f"không biết «{name}» là dữ kiện gì{closest(name, list(called))}")
        elif value not in (None, "") and not told.get(key):
            told[key] = str(value)
    return told, unknown


def _person(told: Mapping[str, str], spoken: Words, wrong: list[Wrong]) -> PersonName | None:
    """The name by its parts. A registrar who gives the parts is believed; a name alone must look like one."""
    if given := normalise(told.get("ten", "")):
        named = PersonName(normalise(told.get("ho", "")), normalise(told.get("ten_lot", "")), given)
    else:
        full = normalise(told.get("full_name", ""))
        if not full:
            return None
        named = PersonName.split(full)
        if what := _no_name(full, spoken):
            wrong.append(Wrong(NAME_FACT, what))
            return None
    if not words(named.given):
        wrong.append(Wrong(NAME_FACT, f"Họ tên «{named.full}» không có chữ cái nào; hãy kiểm tra lại."))
        return None
    return named


def _no_name(full: str, spoken: Words) -> str:
    """Why *full* cannot be the name alone; "" when it can."""
    if not any(word.isalpha() for word in words(full)) or not words(PersonName.split(full).given):
        return f"Họ tên «{full}» không có chữ cái nào; hãy kiểm tra lại."
    lower = full.lower()
    for title in sorted(spoken.titles, key=len, reverse=True):
        rest = lower.removeprefix(title.lower())
        if rest != lower and re.match(r"[ .]\s*\S", rest):
            return f"«{full}» có học hàm, học vị hoặc chức vụ «{title}»; hãy chỉ ghi họ và tên."
    if not NAME.fullmatch(full):
        return f"«{full}» có dấu ngoặc, chữ số hoặc ký hiệu lạ; hãy chỉ ghi họ và tên."
    return ""


def _codes(told: Mapping[str, str], wrong: list[Wrong]) -> Sequence[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for fact, key in CODES.items():
        code = normalise(told.get(key, "")).lower()
        if code and is_local_part(code):
            found.append((fact, code))
        elif code:
            called = FACTS[fact]
            long = len(code) > LONGEST_LOCAL_PART
            why = f"dài quá {LONGEST_LOCAL_PART} ký tự" if long else "không hợp lệ"
            message = f"{called} «{code}» {why}; chỉ dùng chữ thường không dấu, chữ số, . _ -"
            wrong.append(Wrong(fact, message[0].upper() + message[1:]))
    known = dict(found)
    if "place.code" not in known and "parent.code" in known:
        found.append(("place.code", known["parent.code"]))
    return found


def _born(text: str, wrong: list[Wrong]) -> Born | None:
    """The birth date, as far as it is given; a day that no calendar has is told."""
    text = normalise(text)
    if not text:
        return None
    read = BIRTH_DATE.fullmatch(text) or ISO_DATE.fullmatch(text)
    if read is None:
        wrong.append(Wrong(BIRTH_FACT, f"Ngày sinh «{text}» không đọc được; hãy ghi dd/mm/yyyy."))
        return None
    year, month, day = int(read["year"]), read["month"], read["day"]
    try:
        date(year, int(month or 1), int(day or 1))
    except ValueError:
        wrong.append(Wrong(BIRTH_FACT, f"Không có ngày «{text}»; hãy ghi lại ngày sinh, dd/mm/yyyy."))
        return None
    return Born(year, int(month) if month else None, int(day) if day else None)


def _digits(key: str, told: Mapping[str, str], wrong: list[Wrong]) -> str:
    text = normalise(told.get(key, ""))
    digits = re.sub(r"[\s.]", "", text)
    if text and not (digits.isdecimal() and len(digits) in IDENTITY_LENGTHS):
        # Numbers of identity papers are not repeated in messages.
        wrong.append(Wrong("person.national_id", "Số CCCD phải có 12 chữ số (CMND: 9); hãy kiểm tra lại."))
        return ""
    return digits


def _contract(text: str, wrong: list[Wrong]) -> Term | None:
    text = normalise(text)
    if not text:
        return None
    if found := CONTRACT_WORDS.fullmatch(text.lower()):
        return Months(int(found["count"]) * (12 if found["unit"] == "năm" else 1))
    try:
        return Term.parse(text)
    except ValueError:
        wrong.append(Wrong("contract", f"Thời hạn hợp đồng «{text}» không đọc được; hãy ghi như «12 tháng»."))
        return None


def _moment(text: str) -> datetime:
    """A point in time from what a row holds; the beginning of time where it holds nothing readable."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return LONGEST_AGO
    return found.astimezone(HANOI) if found.tzinfo else found.replace(tzinfo=HANOI)


def _rank(given: object) -> float:
    """How high a post is: a number as lists have it, or the word of a regulation."""
    if isinstance(given, int | float):
        return float(given)
    try:
        return float(list(Rank).index(Rank(str(given)))) if given else float("inf")
    except ValueError:
        return float(str(given)) if str(given).isdecimal() else float("inf")
