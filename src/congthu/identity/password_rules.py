"""Which rules does a password break, and how is one made that breaks none?

The regulation says which characters must be there (`PasswordSection`); where it forbids personal data, a password is
compared without accents and punctuation with what is known about the person.
"""

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import LetterClass, PasswordSection
from congthu.regulations.values import Ruled
from congthu.vietnamese.names import PersonName, fold, normalise, words

LETTERS = "abcdefghijkmnpqrstuvwxyz"  # without l and o, which paper makes look like 1 and 0
DIGITS = "23456789"
SPECIALS = "!@#$%&"
GROUP = 5
LONG_WORD = 4
SHORTEST_NUMBER_PART = 6

NAMES = {
    LetterClass.UPPER: "chữ hoa",
    LetterClass.LOWER: "chữ thường",
    LetterClass.DIGIT: "chữ số",
    LetterClass.SPECIAL: "ký tự đặc biệt",
}


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known about the holder and must not stand in the password where the regulation says so."""

    full_name: str = ""
    birth_date: date | None = None
    numbers: tuple[str, ...] = ()
    """Phones, identity numbers."""
    address: str = ""


NOBODY = PersonFacts()


@enforces("password.min_length", "password.classes", "password.specials", "password.no_personal_data")
def check(password: str, *, rules: PasswordSection, person: PersonFacts = NOBODY) -> list[Refusal]:
    """Say every rule that *password* breaks, each with its clause; an empty list means that it may be used."""
    found: list[Refusal] = []
    if len(password) < rules.min_length.value:
        found.append(
            _refusal(
                "password.min_length",
                rules.min_length,
                f"Mật khẩu phải có ít nhất {rules.min_length.value} ký tự",
            )
        )
    found += [
        _refusal(*_class_rule(wanted, rules), f"Mật khẩu phải có {_named(wanted, rules)}")
        for wanted in LetterClass
        if wanted in rules.classes.value and not _has(password, wanted, rules)
    ]
    if (
        rules.no_personal_data
        and rules.no_personal_data.value
        and (what := next(_personal(password, person), None))
    ):
        message = f"Mật khẩu không được chứa {what}; hãy chọn mật khẩu không liên quan đến bản thân"
        found.append(_refusal("password.no_personal_data", rules.no_personal_data, message))
    return found


@enforces("password.issued_classes", "password.issued_bits")
def issue(*, rules: PasswordSection, choose: Callable[[Sequence[str]], str]) -> str:
    """Make a password to hand out, in groups that are easy to type from paper.

    *choose* picks one of the strings with equal chance (`secrets.choice`). Each of the plain characters carries five
    bits, so that even without the one of each class there are as many as `issued_bits` asks for.
    """
    plain = LETTERS + DIGITS
    count = max(math.ceil(rules.issued_bits.value / math.log2(len(plain))), rules.min_length.value)
    one_of_each = {
        LetterClass.UPPER: LETTERS.upper(),
        LetterClass.LOWER: LETTERS,
        LetterClass.DIGIT: DIGITS,
        LetterClass.SPECIAL: rules.specials.value if rules.specials else SPECIALS,
    }
    wanted = rules.issued_classes.value
    special = choose(one_of_each.pop(LetterClass.SPECIAL)) if LetterClass.SPECIAL in wanted else ""
    characters = [choose(letters) for one, letters in one_of_each.items() if one in wanted]
    characters += [choose(plain) for _ in range(count)]
    groups = ["".join(characters[start : start + GROUP]) for start in range(0, len(characters), GROUP)]
    return "-".join(groups) + special


def requirements(rules: PasswordSection) -> list[tuple[str, str, str]]:
    """The rules as a list for people: parameter, sentence, clause as in the data."""
    found = [("password.min_length", f"Ít nhất {rules.min_length.value} ký tự", rules.min_length.cited)]
    for wanted in LetterClass:
        if wanted in rules.classes.value:
            name, ruled = _class_rule(wanted, rules)
            found.append((name, f"Có {_named(wanted, rules)}", ruled.cited))
    if rules.no_personal_data and rules.no_personal_data.value:
        sentence = "Không chứa họ tên, ngày sinh, số điện thoại, số giấy tờ của bạn"
        found.append(("password.no_personal_data", sentence, rules.no_personal_data.cited))
    return found


def _has(password: str, wanted: LetterClass, rules: PasswordSection) -> bool:
    match wanted:
        case LetterClass.UPPER:
            return any(c.isupper() for c in password)
        case LetterClass.LOWER:
            return any(c.islower() for c in password)
        case LetterClass.DIGIT:
            return any(c.isdecimal() for c in password)
        case LetterClass.SPECIAL:
            if rules.specials:
                return any(c in rules.specials.value for c in password)
            return any(not c.isalnum() and not c.isspace() for c in password)


def _class_rule(
    wanted: LetterClass, rules: PasswordSection
) -> tuple[str, Ruled[frozenset[LetterClass]] | Ruled[str]]:
    if wanted is LetterClass.SPECIAL and rules.specials:
        return "password.specials", rules.specials
    return "password.classes", rules.classes


def _named(wanted: LetterClass, rules: PasswordSection) -> str:
    if wanted is LetterClass.SPECIAL and rules.specials:
        return f"ít nhất một trong các ký tự {' '.join(rules.specials.value)}"
    return f"ít nhất một {NAMES[wanted]}"


def _personal(password: str, person: PersonFacts) -> Iterator[str]:
    """What of the person stands in *password*, said so that the person understands."""
    plain = fold(password)
    joined = "".join(c for c in plain if c.isalnum())
    runs = re.findall(r"[a-z]+", plain)
    name = PersonName.split(person.full_name) if normalise(person.full_name) else None
    if name:
        together = {"".join(words(name.full)), "".join(words(f"{name.middle} {name.given}"))}
        together.add(
            "".join(word[0] for word in words(f"{name.family} {name.middle}")) + "".join(words(name.given))
        )
        # A short word like «an» stands inside many others; it gives the person away only when it stands alone.
        if any(
            word in runs or (len(word) >= LONG_WORD and word in joined) for word in words(name.full)
        ) or any(len(one) >= LONG_WORD and one in joined for one in together):
            yield "họ tên của bạn"
    if person.birth_date and any(written in joined for written in _written(person.birth_date)):
        yield "ngày sinh của bạn"
    digits = re.sub(r"\D", "", password)
    for number in ("".join(c for c in one if c.isdecimal()) for one in person.numbers):
        parts = (
            number[at : at + SHORTEST_NUMBER_PART] for at in range(len(number) - SHORTEST_NUMBER_PART + 1)
        )
        if any(part in digits for part in parts):
            yield "số điện thoại hoặc số giấy tờ của bạn"
    local_part = "".join(words(person.address.partition("@")[0].replace("_", " ").replace(".", " ")))
    if len(local_part) >= LONG_WORD and local_part in joined:
        yield "tên hộp thư của bạn"


def _written(day: date) -> set[str]:
    """The ways in which people type a date, without separators."""
    years = {f"{day:%Y}", f"{day:%y}"}
    days, months = {f"{day:%d}", str(day.day)}, {f"{day:%m}", str(day.month)}
    found = {f"{day:%Y}", f"{day:%d%m}"}
    for d, m, y in itertools.product(days, months, years):
        found |= {d + m + y, m + d + y, y + m + d}
    return {one for one in found if len(one) >= LONG_WORD}


def _refusal(
    rule: str, ruled: Ruled[int] | Ruled[str] | Ruled[bool] | Ruled[frozenset[LetterClass]], what: str
) -> Refusal:
    return Refusal(rule, ruled.cited, f"{what} ({ruled.origin()}).")
