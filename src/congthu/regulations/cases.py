"""Which worked cases does a regulation bring along?

``cases.toml`` tells them in the regulation's own terms, like minutes: what is known, what must come out, and in
``says`` why. `congthu.cli.checks` runs them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import Field

from congthu.regulations.clauses import Clause
from congthu.regulations.duties import Duty
from congthu.regulations.schema import Rank
from congthu.regulations.states import Anchor, State
from congthu.regulations.values import Frozen


class NamingCase(Frozen):
    """An address that must come out, or the rule that must refuse."""

    says: str
    kind: str
    facts: Mapping[str, Any]
    taken: tuple[str, ...] = ()
    address: str = ""
    refused_by: str = ""
    clause: Clause


class PasswordCase(Frozen):
    """The rules that a password breaks; none when it may be used."""

    says: str
    password: str
    full_name: str = ""
    birth_date: date | None = None
    phone: str = ""
    refused_by: frozenset[str] = frozenset()


class DueCase(Frozen):
    """The last day or moment that is in time; "" where no term is set."""

    says: str
    duty: Duty
    since: str
    rank: Rank | None = None
    last: str


class PassingCase(Frozen):
    """What time does to a mailbox: the next state and its first day; nothing where both are left out."""

    says: str
    state: State
    dates: Mapping[Anchor, date]
    rank: Rank | None = None
    agency_notified_on: date | None = None
    excused_until: date | None = None
    handover_done: bool = False
    to: State | None = None
    on: date | None = None


class Cases(Frozen):
    """``cases.toml``."""

    naming: tuple[NamingCase, ...] = Field(())
    password: tuple[PasswordCase, ...] = Field(())
    due: tuple[DueCase, ...] = Field(())
    passing: tuple[PassingCase, ...] = Field(())
