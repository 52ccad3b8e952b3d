"""Whose name would another text not have given, and for whom does it give no mailbox at all?

A name is asked of the rules, one by one, and only where the rules for names differ.
"""

from collections.abc import Callable, Iterator
from functools import cache

from django.db.models import QuerySet

from congthu.directory.models import Authority, Organisation
from congthu.directory.scope import left_out, sector_told
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import WRONG_FORM, MailboxKind, domain_of, propose_from
from congthu.mailboxes.proposals import UnitCode, facts_of, units_of
from congthu.oversight.impact.effects import Effect, Kind, Texts
from congthu.regulations.policy import Policy
from congthu.regulations.words import Words

IN_ONE_GO = 2000
# No part of a name, and dear to open for all people of a province.
SEALED = ("person__national_id", "person__phone", "person__otp_phone")
NOBODY_SAID = "Danh bạ chưa ghi diện cán bộ, công chức, viên chức nên không biết ai bị ảnh hưởng."


def of_names(authority: Authority, boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    """Mailboxes whose name the text of today gives, and the other would not give.

    All were issued before the other text comes into force: where it keeps what was issued earlier, all are kept.
    """
    unit = units_of(authority)
    for kind in MailboxKind:
        one, other = getattr(texts.before.naming, kind, None), getattr(texts.after.naming, kind, None)
        if one is None or other is None or one.patterns == other.patterns:
            continue
        renamed, unknown = _renamed(boxes.filter(kind=kind.value), kind, texts, unit)
        parameter = f"naming.{kind.value}"
        if renamed and texts.after.naming.keeps_earlier.value:
            yield texts.effect(Kind.NAME_KEPT, parameter, addresses=renamed)
        elif renamed:
            yield texts.effect(Kind.NAMED_OTHERWISE, parameter, addresses=renamed)
        if unknown:
            yield texts.effect(Kind.NAME_UNKNOWN, parameter, addresses=unknown)


def _renamed(
    boxes: QuerySet[Mailbox], kind: MailboxKind, texts: Texts, unit: UnitCode
) -> tuple[list[str], list[str]]:
    renamed, unknown = [], []
    known = boxes.select_related("person", "organisation__parent").defer(*SEALED).order_by("address")
    for box in known.iterator(chunk_size=IN_ONE_GO):
        facts = facts_of(box.organisation, kind, person=box.person, unit=unit)
        name = box.address.partition("@")[0]
        if _fits(kind, facts, name, texts.before) is not True:
            continue
        match _fits(kind, facts, name, texts.after):
            case False:
                renamed.append(box.address)
            case None:
                unknown.append(box.address)
    return renamed, unknown


def _fits(kind: MailboxKind, facts: dict[str, object], name: str, policy: Policy) -> bool | None:
    """Whether the rules of *policy* give this name for these facts; None where a fact is missing."""
    asked = {**facts, "import_existing": f"{name}@{domain_of(kind, policy)}"}
    answer = propose_from(kind, asked, policy=policy, taken=lambda _: False)
    if answer.address:
        return True
    return False if any(one.rule == WRONG_FORM for one in answer.refused) else None


def of_scope(authority: Authority, boxes: QuerySet[Mailbox], texts: Texts) -> Iterator[Effect]:
    """People for whom the other text gives no mailbox, as far as the directory knows what they are employed as."""
    ruled = texts.after.scope.excluded
    if ruled is None or (
        texts.before.scope.excluded is not None and texts.before.scope.excluded.value == ruled.value
    ):
        return
    sector_in = _sectors(authority, texts.after.words)
    rows = boxes.exclude(person=None).values_list(
        "address", "person__employment", "organisation", "person__unit_name"
    )
    found, told = [], False
    for address, employment, organisation, unit_name in rows.order_by("address"):
        told = told or bool(employment)
        sector = sector_in(organisation, unit_name)
        if left_out(employment, sector, scope=texts.after.scope, spoken=texts.after.words) and not left_out(
            employment, sector, scope=texts.before.scope, spoken=texts.before.words
        ):
            found.append(address)
    note = "" if told else NOBODY_SAID
    if found or note:
        yield texts.effect(Kind.OUT_OF_SCOPE, "scope.excluded", addresses=found, note=note)


def _sectors(authority: Authority, spoken: Words) -> Callable[[int, str], str]:
    """What is told of the sector of an organisation and a unit's name, for all people of *authority*."""
    organisations = Organisation.objects.filter(authority=authority)
    known = {
        pk: (told, name, above)
        for pk, told, name, above in organisations.values_list("pk", "sector", "name", "parent")
    }

    @cache
    def sector_in(organisation: int, unit_name: str) -> str:
        places = [("", unit_name)]
        here: int | None = organisation
        while here is not None:
            told, name, here = known[here]
            places.append((told, name))
        return sector_told(places, spoken=spoken)

    return sector_in
