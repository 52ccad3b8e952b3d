"""Which address would a mailbox get today? Naming's rules, asked with what the directory and the history know."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from congthu.audit.acts import Asked
from congthu.decisions.queries import policy_of
from congthu.directory.facts import UNITS
from congthu.directory.models import Authority, Organisation, Person
from congthu.directory.queries import sector_of
from congthu.mailboxes.kinds import CHANNELS, GROUPS, PERSONAL
from congthu.mailboxes.models import IssuedAddress, Mailbox
from congthu.mailboxes.naming.patterns import facts_in
from congthu.mailboxes.naming.rules import MailboxKind, Proposal, propose_from
from congthu.mailboxes.questions import asked_name
from congthu.regulations.addresses import is_local_part
from congthu.regulations.policy import Policy
from congthu.regulations.schema import NamingRule
from congthu.regulations.states import Phase
from congthu.vietnamese.names import fold, normalise

AGENCY = "{agency.code}"
UnitCode = Callable[[Organisation, str], str]


def address_names_agency(policy: Policy) -> bool:
    """Whether a person's address says in which agency they work."""
    rule = policy.naming.person
    return rule is not None and any(AGENCY in pattern.form for pattern in rule.patterns)


def ask_name(
    organisation: Organisation,
    kind: MailboxKind,
    *,
    person: Person | None = None,
    title: str = "",
    chosen: str = "",
    existing: str = "",
    issued_at: datetime | None = None,
    left_free: frozenset[str] = frozenset(),
) -> Asked:
    """Ask which address a mailbox of *organisation* gets, or whether it may have what the operator has *chosen*.

    *existing* is the address of one that was issued earlier, at *issued_at*: ask whether it may keep it.

    *title* is what the mailbox is called beside its organisation: a title, a group, a box that the regulation names.
    *left_free* are addresses for which somebody else comes before.
    """
    policy = policy_of(organisation.authority)
    facts = facts_of(organisation, kind, person=person, title=title)
    if person is not None:
        numbers = {"national_id": person.national_id, "phone": person.phone}
        facts |= {key: numbers[key] for key in numbers_wanted(kind, policy)}
    if existing and issued_at is not None:
        facts |= {"import_existing": existing, "issued_at": issued_at.isoformat()}
    taken = taken_in(organisation, kind, policy, left_free)
    return asked_name(kind, facts, policy=policy, taken=taken, chosen=chosen)


def candidates(
    organisation: Organisation, kind: MailboxKind, *, person: Person | None, own: str
) -> tuple[str, ...]:
    """Every address that would do for somebody, or an organisation, who had *own*, as if that were free."""
    policy = policy_of(organisation.authority)
    facts = facts_of(organisation, kind, person=person)
    taken = taken_in(organisation, kind, policy, frozenset(), own=own)
    return propose_from(kind, facts, policy=policy, taken=taken).candidates


def former(organisation: Organisation, kind: MailboxKind, person: Person | None) -> Mailbox | None:
    """The mailbox that *person* or *organisation* had and lost, where today's rules would still give it its name."""
    if kind is MailboxKind.TITLE:
        return None  # a post outlives whoever held it, but not under another holder's past
    whose = {"person": person} if person else {"person": None, "organisation": organisation}
    lost = Mailbox.objects.filter(**whose, kind=kind, phase=Phase.ENDED).order_by("-since")
    for one in lost.select_related("authority"):
        if one.address in candidates(organisation, kind, person=person, own=one.address):
            return one
    return None


def ask_name_for(
    organisation: Organisation,
    kind: MailboxKind,
    facts: Mapping[str, object],
    *,
    chosen: str = "",
    also_taken: frozenset[str] = frozenset(),
) -> Asked:
    """As :func:`ask_name`, for somebody whom the directory does not know yet."""
    policy = policy_of(organisation.authority)
    taken = taken_in(organisation, kind, policy, also_taken)
    return asked_name(kind, facts, policy=policy, taken=taken, chosen=chosen)


def propose_for(
    organisation: Organisation,
    kind: MailboxKind,
    facts: Mapping[str, object],
    *,
    also_taken: frozenset[str] = frozenset(),
) -> Proposal:
    """Propose an address for somebody whom the directory does not know yet.

    *also_taken* are addresses that other lines of the same request will get.
    """
    policy = policy_of(organisation.authority)
    return propose_from(kind, facts, policy=policy, taken=taken_in(organisation, kind, policy, also_taken))


def facts_of(
    organisation: Organisation,
    kind: MailboxKind,
    *,
    person: Person | None = None,
    title: str = "",
    unit: UnitCode | None = None,
) -> dict[str, object]:
    """Return the facts by which naming forms an address, under naming's own keys.

    *unit* knows the codes of units where many are asked for: :func:`units_of`.
    """
    if kind in PERSONAL:
        facts: dict[str, object] = {
            "org_code": organisation.person_suffix,
            "org_name": organisation.name,
            "title": title,
        }
        if person is not None:
            code = (
                organisation.code
                if organisation.kind in UNITS
                else (unit or unit_code)(organisation, person.unit_name)
            )
            facts |= {
                "full_name": person.full_name,
                "ho": person.family_name,
                "ten_lot": person.middle_name,
                "ten": person.given_name,
                "dob": person.birth_date.isoformat() if person.birth_date else "",
                "dept_code": code,
                "employment": person.employment,
                "org_sector": sector_of(
                    organisation, person.unit_name, spoken=policy_of(organisation.authority).words
                ),
            }
        return facts
    if kind in CHANNELS:
        return {"org_code": organisation.own_local_part}
    if kind in GROUPS or kind is MailboxKind.SYSTEM:
        return _facts_of_named(organisation, kind, title)
    parent = organisation.parent
    return {
        "name": organisation.name,
        "code": organisation.own_local_part,
        "parent_code": parent.unit_suffix if parent else "",
        "parent_name": parent.name if parent else "",
    }


def units_of(authority: Authority) -> UnitCode:
    """As :func:`unit_code`, for all units of *authority* looked up at once."""
    found = Organisation.objects.filter(authority=authority, valid_to=None).exclude(parent=None)
    codes = {(parent, folded): code for parent, folded, code in found.values_list("parent", "folded", "code")}
    return lambda organisation, name: codes.get((organisation.pk, fold(normalise(name))), "") if name else ""


def _facts_of_named(organisation: Organisation, kind: MailboxKind, name: str) -> dict[str, object]:
    """Facts of what an organisation has several of: the name that was given, run together unless it is an address."""
    name = normalise(name)
    code = name if is_local_part(name) else "".join(letter for letter in fold(name) if letter.isalnum())
    facts: dict[str, object] = {"name": name, "code": code, "proposer": organisation.name}
    return facts | ({"parent_code": organisation.unit_suffix} if kind is MailboxKind.GROUP_AGENCY else {})


def numbers_wanted(kind: MailboxKind, policy: Policy) -> frozenset[str]:
    """The numbers of a person of which a part stands in addresses of this kind; nobody else's rules see them."""
    rule: NamingRule | None = getattr(policy.naming, kind)
    named = {fact for one in rule.patterns for fact in facts_in(one.form)} if rule else set()
    return frozenset(key for key in ("national_id", "phone") if f"person.{key}" in named)


def unit_code(organisation: Organisation, unit_name: str) -> str:
    """The code of the unit that a form calls *unit_name*, "" where the directory has none of that name."""
    if not unit_name:
        return ""
    units = Organisation.objects.filter(parent=organisation, valid_to=None, folded=fold(normalise(unit_name)))
    return units.values_list("code", flat=True).first() or ""


def taken_in(
    organisation: Organisation,
    kind: MailboxKind,
    policy: Policy,
    also_taken: frozenset[str],
    *,
    own: str = "",
) -> Callable[[str], bool]:
    """Whether an address is taken for a mailbox of this kind: issued, reserved, planned, or one of *also_taken*."""
    back = own.rpartition("@")[0]
    domains = organisation.authority.domains

    # Naming asks for the same name in every domain of the authority, and all of them are looked up at once.
    @cache
    def given_out(local_part: str) -> bool:
        if local_part and local_part == back:
            return False
        if IssuedAddress.objects.filter(pk__in=[f"{local_part}@{domain}" for domain in domains]).exists():
            return True
        # Addresses of organisations follow a fixed form, people's have others to fall back on: people yield.
        return kind in PERSONAL and local_part in _planned(organisation, local_part, policy)

    return lambda address: address in also_taken or given_out(address.rpartition("@")[0])


def _planned(organisation: Organisation, local_part: str, policy: Policy) -> set[str]:
    planned: set[str] = set()
    for channel in CHANNELS:
        facts = facts_of(organisation, channel)
        for address in propose_from(channel, facts, policy=policy, taken=lambda _: False).candidates:
            planned.add(address.rpartition("@")[0])
    own = Organisation.objects.filter(
        authority=organisation.authority, own_local_part=local_part, parent=None
    )
    planned.update(own.values_list("own_local_part", flat=True))
    return planned
