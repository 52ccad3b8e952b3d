"""What must a new password be like, in words, each with its clause, and checkable while it is typed?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from congthu.identity.password_rules import NAMES
from congthu.portal.components.clause_reference import ClauseReference
from congthu.regulations.schema import LetterClass, PasswordSection
from congthu.regulations.values import Ruled
from congthu.regulations.vocabulary import AccountClass

CLASS_WORDS = {
    LetterClass.UPPER: "Có chữ in hoa",
    LetterClass.LOWER: "Có chữ thường",
    LetterClass.DIGIT: "Có chữ số",
    LetterClass.SPECIAL: "Có ký tự đặc biệt",
}


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """*check* names the test of ``password.js``, "" where only the server can tell; *value* is what it needs."""

    words: str
    clause: ClauseReference
    check: str = ""
    value: str = ""


def rules_in_words(
    rules: PasswordSection, accounts: tuple[AccountClass, ...] = ()
) -> tuple[RuleInWords, ...]:
    """The rules for a password that a person chooses, in the order in which they are told."""
    return tuple(_rules(rules, accounts))


def _rules(rules: PasswordSection, accounts: tuple[AccountClass, ...]) -> Iterator[RuleInWords]:
    length, classes = rules.min_length.at(*accounts), rules.classes.at(*accounts)
    yield RuleInWords(
        f"Có ít nhất {length.value} ký tự",
        _cited(length),
        "length",
        str(length.value),
    )
    specials = rules.specials
    if rules.classes_needed is not None:
        needed = rules.classes_needed.at(*accounts)
        kinds = ", ".join(NAMES[kind] for kind in LetterClass if kind in classes.value)
        yield RuleInWords(f"Có ít nhất {needed.value} trong các loại: {kinds}", _cited(needed))
    for kind in LetterClass if rules.classes_needed is None else ():
        if kind not in classes.value:
            continue
        if kind is LetterClass.SPECIAL and specials is not None:
            listed = " ".join(specials.value)
            words = f"{CLASS_WORDS[kind]} trong các ký tự: {listed}"
            yield RuleInWords(words, _cited(specials), "special", specials.value)
        else:
            yield RuleInWords(CLASS_WORDS[kind], _cited(classes), kind)
    if rules.not_login_name is not None and rules.not_login_name.value:
        yield RuleInWords("Không là tên đăng nhập", _cited(rules.not_login_name))
    if rules.history is not None:
        last = rules.history.at(*accounts)
        yield RuleInWords(f"Khác {last.value} mật khẩu gần nhất", _cited(last))
    if rules.one_per_account is not None and rules.one_per_account.value:
        yield RuleInWords("Khác mật khẩu của hộp thư khác mà bạn giữ", _cited(rules.one_per_account))
    if rules.no_personal_data is not None and rules.no_personal_data.value:
        yield RuleInWords(
            "Không chứa tên, ngày sinh, số điện thoại của bạn",
            _cited(rules.no_personal_data),
        )


def _cited(ruled: Ruled[Any]) -> ClauseReference:
    return ClauseReference(ruled.cited, bracketed=True)
