"""Which rules does a password break, and how is one made that breaks none?

The regulation says which characters must be there (`PasswordSection`), for some classes of accounts more than for
others; where it forbids personal data, a password is compared without accents and punctuation with what is known about
the holder. Whether it was used before is told by whoever keeps the hashes.
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
from congthu.regulations.vocabulary import AccountClass
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
class Holder:
    """Whose password it is: what must not stand in it where the regulation says so, and how strict the rules are."""

    full_name: str = ""
    birth_date: date | None = None
    numbers: tuple[str, ...] = ()
    """Phones, identity numbers."""
    address: str = ""
    accounts: tuple[AccountClass, ...] = ()
    """The classes of the account, the one with the strictest rules first."""
    used_before: int | None = None
    """Which of the earlier passwords it is: 1 the latest; None where it is none that was kept."""
    used_for: str = ""
    """Another account of the same person that has it as its password; "" where none has."""


NOBODY = Holder()


def check(password: str, *, rules: PasswordSection, holder: Holder = NOBODY) -> list[Refusal]:
    """Say every rule that *password* breaks, each with its clause; an empty list means that it may be used."""
    return [
        *_too_short(password, rules, holder),
        *_too_plain(password, rules, holder),
        *_too_near(password, rules, holder),
        *_used(rules, holder),
        *_used_elsewhere(rules, holder),
    ]


@enforces("password.min_length")
def _too_short(password: str, rules: PasswordSection, holder: Holder) -> Iterator[Refusal]:
    least = rules.min_length.at(*holder.accounts)
    if len(password) < least.value:
        yield _refusal("password.min_length", least, f"Mật khẩu phải có ít nhất {least.value} ký tự")


@enforces("password.classes", "password.classes_needed", "password.specials")
def _too_plain(password: str, rules: PasswordSection, holder: Holder) -> Iterator[Refusal]:
    wanted = rules.classes.at(*holder.accounts)
    lacking = [one for one in LetterClass if one in wanted.value and not _has(password, one, rules)]
    needed = rules.classes_needed.at(*holder.accounts) if rules.classes_needed else None
    if needed is None:
        for one in lacking:
            yield _refusal(*_class_rule(one, rules, wanted), f"Mật khẩu phải có {_named(one, rules)}")
    elif len(wanted.value) - len(lacking) < needed.value:
        kinds = ", ".join(NAMES[one] for one in LetterClass if one in wanted.value)
        what = f"Mật khẩu phải có ít nhất {needed.value} trong {len(wanted.value)} loại ký tự: {kinds}"
        yield _refusal("password.classes_needed", needed, what)


@enforces("password.no_personal_data", "password.not_login_name")
def _too_near(password: str, rules: PasswordSection, holder: Holder) -> Iterator[Refusal]:
    private, login = rules.no_personal_data, rules.not_login_name
    if private and private.value and (what := next(_personal(password, holder), None)):
        message = f"Mật khẩu không được chứa {what}; hãy chọn mật khẩu không liên quan đến bản thân"
        yield _refusal("password.no_personal_data", private, message)
    if login and login.value and _is_login(password, holder):
        yield _refusal("password.not_login_name", login, "Mật khẩu không được là tên đăng nhập")


@enforces("password.history")
def _used(rules: PasswordSection, holder: Holder) -> Iterator[Refusal]:
    last = rules.history.at(*holder.accounts) if rules.history else None
    if last and holder.used_before and holder.used_before <= last.value:
        message = f"Mật khẩu này đã dùng gần đây; hãy chọn mật khẩu khác {last.value} mật khẩu gần nhất"
        yield _refusal("password.history", last, message)


@enforces("password.one_per_account")
def _used_elsewhere(rules: PasswordSection, holder: Holder) -> Iterator[Refusal]:
    one = rules.one_per_account
    if one and one.value and holder.used_for:
        yield _refusal("password.one_per_account", one, f"Mật khẩu này bạn đang dùng cho {holder.used_for}")


@enforces("password.issued_classes", "password.issued_bits")
def issue(
    *,
    rules: PasswordSection,
    choose: Callable[[Sequence[str]], str],
    accounts: tuple[AccountClass, ...] = (),
) -> str:
    """Make a password to hand out, in groups that are easy to type from paper.

    *choose* picks one of the strings with equal chance (`secrets.choice`). Each of the plain characters carries five
    bits, so that even without the one of each class there are as many as `issued_bits` asks for.
    """
    plain, least = LETTERS + DIGITS, rules.min_length.at(*accounts).value
    count = max(math.ceil(rules.issued_bits.value / math.log2(len(plain))), least)
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


def requirements(
    rules: PasswordSection, accounts: tuple[AccountClass, ...] = ()
) -> list[tuple[str, str, str]]:
    """The rules as a list for people: parameter, sentence, clause as in the data."""
    least, classes = rules.min_length.at(*accounts), rules.classes.at(*accounts)
    found = [("password.min_length", f"Ít nhất {least.value} ký tự", least.cited)]
    needed = rules.classes_needed.at(*accounts) if rules.classes_needed else None
    wanted = [one for one in LetterClass if one in classes.value]
    if needed:
        kinds = ", ".join(NAMES[one] for one in wanted)
        sentence = f"Có ít nhất {needed.value} trong {len(wanted)} loại ký tự: {kinds}"
        found.append(("password.classes_needed", sentence, needed.cited))
    for one in wanted if not needed else ():
        name, ruled = _class_rule(one, rules, classes)
        found.append((name, f"Có {_named(one, rules)}", ruled.cited))
    if rules.not_login_name and rules.not_login_name.value:
        found.append(("password.not_login_name", "Không là tên đăng nhập", rules.not_login_name.cited))
    if rules.history:
        last = rules.history.at(*accounts)
        sentence = f"Khác {last.value} mật khẩu gần nhất"
        found.append(("password.history", sentence, last.cited))
    if rules.one_per_account and rules.one_per_account.value:
        sentence = "Khác mật khẩu của hộp thư khác mà bạn giữ"
        found.append(("password.one_per_account", sentence, rules.one_per_account.cited))
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
    wanted: LetterClass, rules: PasswordSection, classes: Ruled[frozenset[LetterClass]]
) -> tuple[str, Ruled[frozenset[LetterClass]] | Ruled[str]]:
    if wanted is LetterClass.SPECIAL and rules.specials:
        return "password.specials", rules.specials
    return "password.classes", classes


def _is_login(password: str, holder: Holder) -> bool:
    """Whether *password* is the login or the name in it, however it is spaced and capitalised."""
    login = holder.address.lower()
    said = password.strip().lower()
    return bool(login) and said in {login, login.partition("@")[0]}


def _named(wanted: LetterClass, rules: PasswordSection) -> str:
    if wanted is LetterClass.SPECIAL and rules.specials:
        return f"ít nhất một trong các ký tự {' '.join(rules.specials.value)}"
    return f"ít nhất một {NAMES[wanted]}"


def _personal(password: str, person: Holder) -> Iterator[str]:
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
