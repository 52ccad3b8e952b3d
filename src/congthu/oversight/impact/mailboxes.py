"""On which mailboxes, as they are, does another text fall: quota, kinds, states, custodians, one-time passwords?

Asked of the database, for all mailboxes at once.
"""

from collections.abc import Callable, Iterator

from django.db.models import Count, Q, QuerySet

from congthu.directory.models import Authority, Person
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.models import LIVE_PHASES, Custody, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.oversight.impact.effects import Effect, Kind, Texts
from congthu.oversight.impact.names import of_names, of_scope
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Rank
from congthu.regulations.states import Effect as Permit
from congthu.regulations.states import StateRule
from congthu.regulations.terms import Size
from congthu.regulations.values import Bound, Varied

STRENGTH = (
    "min_length",
    "classes",
    "classes_needed",
    "specials",
    "no_personal_data",
    "not_login_name",
    "history",
)
NOBODY_KNOWS = (
    "Mật khẩu không được lưu nên không biết mật khẩu nào chưa đạt; quy tắc mới áp dụng khi đổi mật khẩu."
)


def live(authority: Authority) -> QuerySet[Mailbox]:
    """The mailboxes that there are: issued, and not taken away for good."""
    return Mailbox.objects.filter(authority=authority, phase__in=LIVE_PHASES)


def of_mailboxes(authority: Authority, texts: Texts) -> Iterator[Effect]:
    """Every effect on the mailboxes as they are today."""
    boxes = live(authority)
    yield from _quota(boxes, texts)
    yield from _everybody(boxes, texts)
    yield from _one_time_password(boxes, texts)
    yield from _password_rules(texts)
    yield from _kinds(boxes, texts)
    yield from _states(boxes, texts)
    yield from _custody(authority, texts)
    yield from _domain(boxes, texts)
    yield from of_names(authority, boxes, texts)
    yield from of_scope(authority, boxes, texts)


def _addresses(boxes: QuerySet[Mailbox]) -> tuple[str, ...]:
    return tuple(boxes.order_by("address").values_list("address", flat=True))


def _quota(boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    personal = Q(kind__in=[kind.value for kind in PERSONAL])
    for parameter, whose in (("quota.person", personal), ("quota.organisation", ~personal)):
        one, other = _varied(texts.before, parameter), _varied(texts.after, parameter)
        for kind, against in ((Kind.QUOTA_BELOW, _too_small), (Kind.QUOTA_ABOVE, _too_large)):
            # What the text of today does not allow either is no effect of the other.
            found = _addresses(boxes.filter(whose & against(other) & ~against(one)))
            if found:
                yield texts.effect(kind, parameter, addresses=found)


def _varied(policy: Policy, parameter: str) -> Varied[Size, Rank | MailboxKind]:
    ruled = policy.ruled(parameter)
    assert isinstance(ruled, Varied)  # noqa: S101  # the schema says so
    return ruled


def _too_small(ruled: Varied[Size, Rank | MailboxKind]) -> Q:
    if ruled.bound not in {Bound.MINIMUM, Bound.EXACT}:
        return Q(pk__in=[])
    return _of_each_class(ruled, lambda value: Q(quota_bytes__lt=int(value)))


def _too_large(ruled: Varied[Size, Rank | MailboxKind]) -> Q:
    if ruled.bound not in {Bound.MAXIMUM, Bound.EXACT}:
        return Q(pk__in=[])
    return _of_each_class(ruled, lambda value: Q(quota_bytes__gt=int(value)))


def _of_each_class(ruled: Varied[Size, Rank | MailboxKind], condition: Callable[[Size], Q]) -> Q:
    own = [
        (Q(person__rank=one.value) if isinstance(one, Rank) else Q(kind=one.value), value)
        for one, value in ruled.own().items()
    ]
    found, rest = Q(pk__in=[]), Q()
    for whose, value in own:
        found |= whose & condition(value)
        rest &= ~whose
    return found | (rest & condition(ruled.value))


def _everybody(boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    """What falls on all who send."""
    if texts.before.quota.attachments_per_message.value != texts.after.quota.attachments_per_message.value:
        parameter = "quota.attachments_per_message"
        yield texts.effect(Kind.ATTACHMENTS, parameter, count=boxes.count())


def _one_time_password(boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    parameter = "sign_in.one_time_password"
    if texts.after.sign_in.one_time_password.value and not texts.before.sign_in.one_time_password.value:
        yield texts.effect(Kind.OTP_REQUIRED, parameter, count=boxes.count())
        # A sealed column cannot be searched, but what was never told is no ciphertext.
        without = Person.objects.extra(where=["otp_phone = ''::bytea"])
        if found := _addresses(boxes.filter(person__in=without.values("pk"))):
            yield texts.effect(Kind.OTP_WITHOUT_PHONE, parameter, addresses=found)


def _password_rules(texts: Texts) -> Iterator[Effect]:
    for name in STRENGTH:
        one, other = getattr(texts.before.password, name), getattr(texts.after.password, name)
        if (one.value if one else None) != (other.value if other else None):
            yield texts.effect(Kind.PASSWORD_RULES, f"password.{name}", note=NOBODY_KNOWS)


def _kinds(boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    held = boxes.order_by().values_list("kind", flat=True).distinct()
    for kind in sorted(held):
        if (
            getattr(texts.after.naming, kind, None) is None
            and getattr(texts.before.naming, kind, None) is not None
        ):
            found = _addresses(boxes.filter(kind=kind))
            yield texts.effect(Kind.KIND_MISSING, f"naming.{kind}", addresses=found)


def _states(boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    """States that the other text lacks, or lets do something else."""
    for state in sorted(boxes.order_by().values_list("state", flat=True).distinct()):
        one, other = texts.before.states.state.get(state), texts.after.states.state.get(state)
        if one is None or (other and one.effects == other.effects):
            continue
        found = _addresses(boxes.filter(state=state))
        if other is None:
            label = one.label
            yield Effect(Kind.STATE_MISSING, f"state.{state}", "", label, None, len(found), found)
            continue
        for name, held, holds in _permits(one, other):
            kind = Kind.LISTED if name is Permit.LISTED else Kind.STATE_PERMITS
            clause = str(other.clause or one.clause or "")
            yield Effect(kind, f"state.{state}.{name}", clause, held, holds, len(found), found)


def _permits(one: StateRule, other: StateRule) -> Iterator[tuple[Permit, bool, bool]]:
    """What a state allows or demands under one text and not under the other."""
    for name in Permit:
        held, holds = one.has(name), other.has(name)
        if held != holds:
            yield name, held, holds


def _custody(authority: Authority, texts: Texts) -> Iterator[Effect]:
    one, other = texts.before.custody.delegates, texts.after.custody.delegates
    if other is None or (one is not None and one.value <= other.value):
        return
    kept = (
        Custody.objects.filter(mailbox__authority=authority, mailbox__phase__in=LIVE_PHASES, until=None)
        .values("mailbox__address")
        .annotate(n=Count("pk"))
        .filter(n__gt=other.value)
    )
    found = sorted(kept.values_list("mailbox__address", flat=True))
    if found:
        yield texts.effect(Kind.CUSTODY, "custody.delegates", addresses=found)


def _domain(boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    gone = [one for one in texts.before.domain.mail.value if one not in texts.after.domain.mail.value]
    found = _addresses(boxes.filter(domain__in=gone)) if gone else ()
    if found:
        yield texts.effect(Kind.DOMAIN, "domain.mail", addresses=found)
