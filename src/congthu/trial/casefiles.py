"""Which rows of a file of worked cases differ from what the law's code says?

Three formats, one row a case: addresses (``regulation,mailbox_type,inputs,existing_addresses,expected_address``),
due dates (``regulation,duty,from,rank,expected``) and automatic transitions (``regulation,state,expected_to,
expected_on`` with the dates of the mailbox). Other columns are for the reader.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from congthu.mailboxes.lifecycle.machine import Trail, passings
from congthu.mailboxes.naming import rules as naming
from congthu.mailboxes.naming.facts import addresses_in
from congthu.mailboxes.naming.rules import MailboxKind, Proposal
from congthu.regulations.asks import Action, Subject
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import ASKED_IN_WORDS, Matter, due, named
from congthu.regulations.faults import LawError
from congthu.regulations.load import catalogue, platform_states
from congthu.regulations.policy import Policy, policy_for
from congthu.regulations.states import Anchor
from congthu.regulations.vocabulary import AccountClass, Occasion, Rank, Severity
from congthu.trial.answers import Name, Unreadable, cannot_open, known, one_of

HOLDS = {
    naming.FORBIDDEN: "!FORBIDDEN",
    naming.WRONG_FORM: "!FORBIDDEN",
    naming.OUT_OF_SCOPE: "!OUT_OF_SCOPE",
    naming.UNCLEAR_SCOPE: "!NEEDS_SCOPE",
    naming.NEEDS_BIRTH_DATE: "!NEEDS_BIRTH_DATE",
    naming.NEEDS_OPERATOR: "!NEEDS_OPERATOR",
    naming.NEEDS_NAME: "!NEEDS_NAME",
    naming.WRONG_FACT: "!WRONG_FACT",
    naming.MISSING_FACT: "!MISSING_FACT",
    naming.NO_SUCH_KIND: "!NO_SUCH_KIND",
    "scope.least_contract": "!OUT_OF_SCOPE",
    "domain.mail": "!WRONG_DOMAIN",
}

Row = Mapping[str, str]
DAYS = (
    *(anchor.value for anchor in Anchor if anchor is not Anchor.LAST_USE),
    "agency_notified_on",
    "excused_until",
)


class YesNo(StrEnum):
    """How a file says whether something was done."""

    YES = "yes"
    TRUE = "true"
    ONE = "1"
    NO = "no"
    FALSE = "false"
    ZERO = "0"


DONE = frozenset({YesNo.YES, YesNo.TRUE, YesNo.ONE})


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of the file and what we say instead of, or in agreement with, what it expects."""

    line: int
    row: Row
    expected: str
    got: str

    @property
    def differs(self) -> bool:
        return self.expected != self.got


def judge(
    path: Path, *, needs: Iterable[str], answer: Callable[[Row, Policy], tuple[str, str]]
) -> Iterator[Judged]:
    """Judge every row of the CSV file at *path*; *answer* gives what the row expects and what the code says.

    Raises:
        Unreadable: the file cannot be read, has not the columns, or a row makes no sense; with the line.
    """
    for line, row in _rows(path, needs):
        try:
            expected, got = answer(row, policy_for(row["regulation"]))
        except (ValueError, KeyError, LawError, Unreadable) as error:
            raise Unreadable(f"{path}: dòng {line}: {error}") from None
        yield Judged(line, row, expected, got)


def address(row: Row, policy: Policy) -> tuple[str, str]:
    """The address that a row of the naming format expects, and the one that the rules give."""
    facts = json.loads(row["inputs"])
    existing = addresses_in(json.loads(row["existing_addresses"] or "[]"), domains=policy.domain.mail.value)
    if row["mailbox_type"] == "person_batch":
        answers = naming.propose_batch(
            MailboxKind.PERSON, facts["batch"], policy=policy, taken=existing.__contains__
        )
    else:
        kind = one_of(MailboxKind, row["mailbox_type"], "loại hộp thư")
        answers = [naming.propose_from(kind, facts, policy=policy, taken=existing.__contains__)]
    return row["expected_address"], " | ".join(token(one) for one in answers)


def matter_of(told: Mapping[str, str]) -> Matter:
    """What a duty is about, by the words that options and columns have; raise `Unreadable` for a word that is none."""

    def read(names: type[Name], key: str) -> Name | None:
        return one_of(names, told[key], ASKED_IN_WORDS[key]) if told.get(key) else None

    return Matter(
        rank=read(Rank, "rank"),
        action=read(Action, "action"),
        occasion=read(Occasion, "occasion"),
        severity=read(Severity, "severity"),
        account=read(AccountClass, "account"),
        subject=read(Subject, "subject"),
    )


def due_date(row: Row, policy: Policy) -> tuple[str, str]:
    """The last day (or moment) that a row of the deadline format expects, and the one that we count."""
    duty, matter = named(row["duty"], policy), matter_of(row)
    found = due(duty, row["from"], policy=policy, calendar=vietnam(), matter=matter) if duty else None
    return row["expected"], written(found.last) if found else ""


def passing(row: Row, policy: Policy) -> tuple[str, str]:
    """The automatic transition that a row of the lifecycle format expects, and the one that comes first."""
    known_of_it: dict[str, Any] = {name: day_written(row.get(name)) for name in DAYS}
    trail = Trail(
        **known_of_it,
        handover=_handover(row),
        kind=row.get("kind", ""),
        rank=one_of(Rank, row["rank"], "cấp bậc") if row.get("rank") else None,
    )
    # Time does nothing to a mailbox in a state that only other regulations know, or that comes before there is one.
    elsewhere = (state for one in catalogue() for state in policy_for(one).states.state)
    states = (*policy.states.state, *elsewhere, *platform_states().state)
    state = known(states, row["state"], "trạng thái")
    first = next(iter(passings(state, trail, policy=policy, calendar=vietnam())), None)
    expected = f"{row['expected_to']} {row['expected_on']}".strip()
    return expected, f"{first.target} {written(first.on)}" if first else ""


def _handover(row: Row) -> bool | None:
    """What the column ``handover_done`` says: nothing where nobody asked for a handing over."""
    said = row.get("handover_done", "").strip().lower()
    return None if not said else one_of(YesNo, said, "câu trả lời") in DONE


def written(last: date | datetime) -> str:
    """A due date as files write it: a day, or a moment without seconds."""
    return last.isoformat(timespec="minutes") if isinstance(last, datetime) else last.isoformat()


def token(answer: Proposal) -> str:
    """Write an answer as the naming format does: an address, or a word with ``!`` for a refusal."""
    if answer.address:
        return answer.address
    rule = answer.refused[0].rule
    return HOLDS[rule]


def _rows(path: Path, needs: Iterable[str]) -> Iterator[tuple[int, Row]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if lacking := [name for name in needs if name not in (reader.fieldnames or [])]:
                raise Unreadable(f"{path}: thiếu cột {', '.join(lacking)}.")
            for row in reader:
                yield reader.line_num, {name: value or "" for name, value in row.items() if name}
    except OSError as error:
        raise cannot_open(path, error) from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path}: không phải văn bản mã UTF-8; hãy lưu lại dạng CSV UTF-8.") from None
    except csv.Error as error:
        raise Unreadable(f"{path}: không phải tệp CSV ({error}).") from None


def day_written(given: object) -> date | None:
    """A date as a person or a file writes it: dd/mm/yyyy or yyyy-mm-dd; None where there is none.

    Raises:
        Unreadable: something is there that is not a date.
    """
    text = str(given or "").strip()
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    if text:
        raise Unreadable(f"«{text}» không phải là một ngày; hãy ghi dd/mm/yyyy hoặc yyyy-mm-dd.")
    return None
