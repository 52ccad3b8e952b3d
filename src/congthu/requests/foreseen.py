"""What is a line, the request around it, and what is foreseen of it? The values that foreseeing and doing share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from congthu.audit.acts import Asked
from congthu.decisions.queries import policy_of
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Authority, Organisation, Person
from congthu.directory.queries import subtree
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.asks import Action, Ask
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import Rank
from congthu.requests.changes import Changed
from congthu.requests.models import Request, RequestRow


class Deed(StrEnum):
    """What carrying out a line does."""

    ISSUE = "issue"
    CORRECT = "correct"
    TRANSFER = "transfer"
    HAND_OVER = "hand_over"
    REVOKE = "revoke"
    LOCK = "lock"
    RESTORE = "restore"
    PASSWORD = "password"  # noqa: S105  # the name of a deed


@dataclass(frozen=True, slots=True)
class Line:
    """One line, stored or not: what it asks for, what it says, and what is wrong in its form."""

    ask: Ask | None
    fields: Mapping[str, str]
    when_locked: Action | None = None
    errors: tuple[Refusal, ...] = ()

    @classmethod
    def of(cls, row: RequestRow) -> "Line":
        """The line that *row* keeps."""
        wrong = (one for one in row.problems if one.get("severity", "error") == "error")
        errors = tuple(Refusal(f"form.{one['field']}", "", str(one["message"])) for one in wrong)
        later = Action(row.when_locked) if row.when_locked else None
        return cls(row.ask, row.everything, later, errors)

    @property
    def name(self) -> str:
        """Whom or what the line is about."""
        return self.fields.get("full_name") or self.fields.get("org_name") or ""


@dataclass(frozen=True)
class Scene:
    """The request around its lines: whose, under which law, of which day."""

    authority: Authority
    agency: Organisation | None
    policy: Policy
    now: datetime
    received_at: datetime
    agency_name: str = ""
    document_date: date | None = None
    request: int | None = None
    within: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, request: Request, *, now: datetime) -> "Scene":
        """The scene of a request, stored or about to be."""
        agency = request.agency
        return cls(
            request.authority,
            agency,
            policy_of(request.authority),
            now,
            request.received_at,
            request.agency_name,
            request.document_date,
            request.pk,
            subtree(agency) if agency else frozenset(),
        )


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would be done with a line, and with what; or what stands against it.

    *told*: what is worth knowing first. *late*: a term is over or nearly so, which whoever acts must know. *title*:
    what the mailbox is called beside its body. *left_free*: addresses for which somebody else comes before. *asked*:
    what the law was asked.
    """

    ask: Ask | None = None
    deed: Deed | None = None
    mailbox: Mailbox | None = None
    person: Person | None = None
    organisation: Organisation | None = None
    kind: MailboxKind | None = None
    facts: PersonFacts | None = None
    changes: tuple[Changed, ...] = ()
    address: str = ""
    clause: str = ""
    decided_on: date | None = None
    left_on: date | None = None
    rank: Rank | None = None
    title: str = ""
    left_free: frozenset[str] = frozenset()
    asked: tuple[Asked, ...] = ()
    refused: tuple[Refusal, ...] = ()
    told: tuple[str, ...] = ()
    late: bool = False

    def against(self, *refusals: Refusal) -> "Foreseen":
        """The same with more that stands against it."""
        return replace(self, refused=(*self.refused, *refusals))

    def asking(self, asked: Asked) -> "Foreseen":
        """The same with what the law was asked, and refused where it said no."""
        return replace(self, asked=(*self.asked, asked), refused=(*self.refused, *asked.answer.refused))

    def and_told(self, *told: str) -> "Foreseen":
        """The same with more that is worth knowing first."""
        return replace(self, told=(*self.told, *told))

    def as_json(self) -> dict[str, object]:
        """What is kept beside a line, and what a preview shows."""
        return {
            "asks": self.ask.kind if self.ask else None,
            "action": self.ask.action.value if self.ask else None,
            "does": self.deed.value if self.deed else None,
            "mailbox": self.mailbox.address if self.mailbox else None,
            "refused": [one.as_json() for one in self.refused],
            "told": list(self.told),
            "late": self.late,
        }
