"""Which mailboxes are there, as far as the one who asks may see them?

``access_mailbox`` raises Mailbox.DoesNotExist alike for what is not there and for what may not be seen.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet

from congthu.audit.acts import Subject
from congthu.audit.models import AuditEntry
from congthu.audit.queries import history
from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority, Organisation, Person
from congthu.directory.queries import subtree, within_reach
from congthu.directory.roles import Actor
from congthu.mailboxes.lifecycle.machine import rule_of
from congthu.mailboxes.models import LIVE_PHASES, IssuedAddress, Mailbox
from congthu.regulations.states import LIVE, OVER, Phase, StateRule
from congthu.vietnamese.names import fold, normalise

UNTOLD = Q(phase=Phase.LOCKED, agency_notified_at=None)


def state_rule(mailbox: Mailbox) -> StateRule:
    """What the mailbox's state lets it do, with its Vietnamese label.

    A state that the regulation of today does not know allows nothing, as in the mail programs' views, and says so.
    """
    found = rule_of(mailbox.state, policy_of(mailbox.authority))
    unknown = f"{mailbox.state} (quy chế hiện hành không có trạng thái này)"
    return found or StateRule(label=unknown, phase=Phase(mailbox.phase), effects=frozenset())


def states_of(authorities: Iterable[Authority]) -> Mapping[str, str]:
    """The states in which mailboxes of *authorities* can be, each with its label; of several labels the first."""
    labels: dict[str, str] = {}
    for authority in authorities:
        table = policy_of(authority).states
        for state in table.in_phase(*LIVE, *OVER):
            labels.setdefault(state, table.label(state))
    return labels


def labels_by_authority() -> Callable[[str, str], str]:
    """Say what the people of an authority, given by its code, call a state; the bare name where nobody knows it."""
    tables = {one.code: policy_of(one).states for one in Authority.objects.all()}
    return lambda code, state: tables[code].label(state) if code in tables else state


def untold_locks() -> QuerySet[Mailbox]:
    """The locked mailboxes whose agency has not been told yet, the longest locked first."""
    found = Mailbox.objects.filter(UNTOLD).select_related("authority", "organisation", "person")
    return found.order_by("locked_at")


def in_use() -> QuerySet[Mailbox]:
    """The mailboxes that somebody has, whatever they may do just now."""
    return Mailbox.objects.filter(phase__in=LIVE_PHASES)


def visible_mailboxes(acting: Actor) -> QuerySet[Mailbox]:
    """The mailboxes that *acting* has a role over, holds, or keeps for an organisation."""
    reach = within_reach(acting, authority="authority", organisation="organisation")
    if acting.person_id is not None:
        kept = Mailbox.objects.filter(custodies__person_id=acting.person_id, custodies__until=None).values(
            "pk"
        )
        reach |= Q(person_id=acting.person_id) | Q(pk__in=kept)
    return Mailbox.objects.filter(reach).select_related("authority", "organisation", "person")


def access_mailbox(address: str, *, acting: Actor) -> Mailbox:
    """Return the mailbox; raises Mailbox.DoesNotExist."""
    return visible_mailboxes(acting).get(address=address.strip().lower())


def search(
    *,
    acting: Actor,
    authority: str = "",
    text: str = "",
    state: str = "",
    untold: bool = False,
    kind: str = "",
    organisation: int | None = None,
    after: str = "",
) -> QuerySet[Mailbox]:
    """Mailboxes in the order of their addresses, beyond the address *after*; slice for a page.

    *text* is looked for in the address and in the names of holder and organisation, accents or not; *untold* leaves
    those of :func:`untold_locks`.
    """
    found = visible_mailboxes(acting).order_by("address")
    if untold:
        found = found.filter(UNTOLD)
    if authority:
        found = found.filter(authority__code=authority)
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if organisation is not None:
        found = found.filter(organisation_id=organisation)
    if after:
        found = found.filter(address__gt=after)
    if wanted := fold(normalise(text)):
        run_together = wanted.replace(" ", "")
        people = Person.objects.filter(folded__contains=wanted).values("pk")
        found = found.filter(
            Q(address__contains=text.strip().lower())
            | Q(address__contains=run_together)
            | Q(person_id__in=people)
            | Q(person=None, organisation__folded__contains=wanted)
        )
    return found


def counted(found: QuerySet[Mailbox], *, at_most: int = 10_000) -> int:
    """How many there are, up to *at_most*: nobody pages beyond, and counting on costs a full scan."""
    return found.order_by()[:at_most].count()


def live_under(organisation: Organisation) -> int:
    """How many mailboxes in use *organisation* has, with everything below it."""
    return Mailbox.objects.filter(organisation__in=subtree(organisation), phase__in=LIVE_PHASES).count()


def count_by_state(authority: Authority) -> Mapping[str, int]:
    """How many mailboxes of *authority* are in each state, by its name."""
    counted_states = (
        Mailbox.objects.filter(authority=authority).order_by().values_list("state").annotate(n=Count("pk"))
    )
    return dict(counted_states)


def timeline(mailbox: Mailbox) -> QuerySet[AuditEntry]:
    """What was done with the mailbox, newest first."""
    return history(Subject("mailbox", mailbox.address))


def ever_issued(address: str) -> bool:
    """Whether *address* was ever given out, reserved or planned."""
    return IssuedAddress.objects.filter(pk=address).exists()


def names_before(moment: datetime, authority: Authority) -> Callable[[str], bool]:
    """Whether the name of an address had been given out, reserved or planned in *authority* before *moment*."""

    def taken(address: str) -> bool:
        name = address.partition("@")[0]
        addresses = [f"{name}@{domain}" for domain in authority.domains]
        return IssuedAddress.objects.filter(pk__in=addresses, at__lt=moment).exists()

    return taken


def hold_names(domain: str) -> None:
    """Keep everybody else from choosing an address in *domain* until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('congthu.names'), hashtext(%s))", [domain])
