"""What is held, what a line would do, and what it is told: the values that planning works on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from congthu.directory.corrections import Changes
from congthu.directory.facts import OrganisationFacts, PersonFacts
from congthu.directory.importing.columns import Sheet
from congthu.directory.importing.parsing import Line
from congthu.directory.importing.tree import Node, Tree
from congthu.directory.roles import Role
from congthu.regulations.schema import ScopeSection
from congthu.regulations.words import Words


class Verdict(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class HeldOrganisation:
    """An organisation of the directory; the codes in *facts* are complete."""

    pk: int
    parent: int | None
    focal: int | None
    facts: OrganisationFacts


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """A person of the directory; the parts of the name in *facts* are complete."""

    pk: int
    organisation: int
    facts: PersonFacts


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force."""

    person: int
    role: Role
    over: int | None


@dataclass(eq=False, slots=True)
class OrganisationEntry:
    """A line that enters or corrects an organisation. *facts* of one that is held are those that hold then."""

    line: Line
    node: Node
    facts: OrganisationFacts
    focal: Node | None
    held: HeldOrganisation | None
    changes: Changes


@dataclass(eq=False, slots=True)
class PersonEntry:
    """A line that enters, corrects or moves a person."""

    line: Line
    organisation: Node
    facts: PersonFacts
    held: HeldPerson | None
    changes: Changes
    moved_on: date | None = None
    pk: int | None = None


@dataclass(eq=False, slots=True)
class RoleEntry:
    """A line that gives a role."""

    line: Line
    person: PersonEntry | HeldPerson
    role: Role
    over: Node | None


@dataclass(frozen=True, slots=True)
class Told:
    """A line with its verdict, as people are told."""

    line: Line
    subject: str
    verdict: Verdict
    changes: Changes = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What is to be written, in the order of writing, and what every line is told."""

    organisations: list[OrganisationEntry] = field(default_factory=list)
    people: list[PersonEntry] = field(default_factory=list)
    roles: list[RoleEntry] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def refused(self) -> list[Told]:
        """The lines that stay out."""
        return [one for one in self.told if one.verdict is Verdict.REFUSED]

    def counted(self) -> dict[Sheet, dict[Verdict, int]]:
        """How many lines of each sheet have each verdict."""
        counted: dict[Sheet, dict[Verdict, int]] = {}
        for one in self.told:
            of_sheet = counted.setdefault(one.line.sheet, dict.fromkeys(Verdict, 0))
            of_sheet[one.verdict] += 1
        return counted


@dataclass(slots=True)
class Ground:
    """What every sheet is planned against.

    *grants* are the roles that whoever imports may give. The two questions ask the directory for the people of
    organisations (by pk) or with one of the id numbers, and for the roles of people (by pk).
    """

    scope: ScopeSection
    today: date
    grants: frozenset[Role]
    people_of: Callable[[set[int], set[str]], Iterable[HeldPerson]]
    roles_of: Callable[[set[int]], Iterable[HeldRole]]
    plan: Plan = field(default_factory=Plan)
    tree: Tree = field(default_factory=Tree)
    held: dict[int, HeldOrganisation] = field(default_factory=dict)
    node_of: dict[int, Node] = field(default_factory=dict)
    sectors: dict[Node, str] = field(default_factory=dict)
    suffixes: dict[Node, str] = field(default_factory=dict)
    spoken: Words = field(default_factory=Words)

    def tell(self, line: Line, subject: str, held: object | None, changes: Changes) -> Verdict:
        """Give *line* its verdict: it is wrong, new, or (where something is *held*) changes it or not."""
        if line.wrong:
            verdict = Verdict.REFUSED
        elif held is None:
            verdict = Verdict.NEW
        else:
            verdict = Verdict.CHANGED if changes else Verdict.SAME
        self.plan.told.append(Told(line, subject, verdict, changes if verdict is Verdict.CHANGED else {}))
        return verdict
