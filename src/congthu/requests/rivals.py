"""Who else asked on the same day for a mailbox that would bear the same name, and who of them gets it?

Where the regulation says so, the higher post of those who asked on one day gets the base address, whoever was received
first. Only requests that are still open compete: an address once issued is nobody else's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from congthu.directory.models import Organisation
from congthu.directory.ranks import RANKS
from congthu.enforces import enforces
from congthu.mailboxes.naming.rules import MailboxKind, propose_batch, propose_from
from congthu.mailboxes.proposals import taken_in
from congthu.regulations.asks import Action, Ask, Subject
from congthu.regulations.duties import HANOI
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.requests.facts import naming_facts, person_facts
from congthu.requests.foreseen import Line, Scene
from congthu.requests.models import WITH_AGENCY_AGAIN, RequestRow, RowState
from congthu.vietnamese.names import fold, normalise


@dataclass(frozen=True, slots=True)
class Rival:
    """A line of another request that would get the same address if it were alone."""

    facts: Mapping[str, object]
    received_at: datetime
    told: str


@enforces("naming.same_day_by_rank")
def rivals_of(line: Line, facts: Mapping[str, object], scene: Scene) -> list[Rival]:
    """Those of other requests who compete with *line* for its base address; none where posts do not decide."""
    ruled = scene.policy.naming.same_day_by_rank
    if ruled is None or not ruled.value:
        return []
    wanted = _base(facts, scene)
    day = scene.received_at.astimezone(HANOI).date()
    begins = datetime.combine(day, time(), HANOI)
    open_lines = (
        RequestRow.objects.select_related("request__agency")
        .filter(
            request__authority=scene.authority,
            request__received_at__gte=begins,
            request__received_at__lt=begins + timedelta(days=1),
            request__agency__isnull=False,
            kind=Ask(Subject.PERSON, Action.ISSUE).kind,
        )
        .exclude(state=RowState.DONE)
        .exclude(request__state__in=WITH_AGENCY_AGAIN)
        .exclude(request=scene.request)
    )
    found = []
    for row in open_lines:
        # One letter of the given name decides most of them without asking naming.
        if _given_name(row.subject_name)[:1] != _given_name(line.name)[:1]:
            continue
        told, agency = row.everything, row.request.agency
        if agency is None:
            continue
        theirs = naming_facts(agency, person_facts(told, scene.policy.words))
        if _base(theirs, scene) == wanted:
            post = told.get("position", "") or "chưa rõ chức vụ"
            found.append(
                Rival(
                    theirs, row.request.received_at, f"{row.subject_name} ({post}, {row.request.agency_name})"
                )
            )
    return found


def in_turn(rows: Iterable[RequestRow], policy: Policy) -> list[RequestRow]:
    """The lines of one request in the order in which they get their names: the higher post first, where that counts."""
    ruled = policy.naming.same_day_by_rank
    if ruled is None or not ruled.value:
        return list(rows)

    def place(row: RequestRow) -> int:
        rank = person_facts(row.everything, policy.words).rank
        return RANKS.index(Rank(rank)) if rank else len(RANKS)

    return sorted(rows, key=place)


def _given_name(name: str) -> str:
    return fold(normalise(name)).rpartition(" ")[2]


def _base(facts: Mapping[str, object], scene: Scene) -> str:
    """The address that somebody would get if nobody had been before."""
    alone = propose_from(MailboxKind.PERSON, facts, policy=scene.policy, taken=lambda _: False)
    return alone.address or ""


def before_on_the_day(
    facts: Mapping[str, object],
    rivals: Sequence[Rival],
    scene: Scene,
    agency: Organisation,
    *,
    also_taken: frozenset[str],
) -> frozenset[str]:
    """The addresses of those who come before a line when all of the day are served in the order of their posts."""
    batch = [{**facts, "received_at": scene.received_at.isoformat()}]
    batch += [{**one.facts, "received_at": one.received_at.isoformat()} for one in rivals]
    taken = taken_in(agency, MailboxKind.PERSON, scene.policy, also_taken)
    mine, *theirs = propose_batch(MailboxKind.PERSON, batch, policy=scene.policy, taken=taken)
    alone = propose_from(MailboxKind.PERSON, facts, policy=scene.policy, taken=taken)
    if mine.address == alone.address:
        return frozenset()
    return frozenset(one.address for one in theirs if one.address)
