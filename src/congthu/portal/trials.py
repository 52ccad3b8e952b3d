"""What does the regulation answer to an example: which address, which last day, which rules does a password break?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from congthu.directory.models import Authority, Organisation
from congthu.directory.queries import organisation_by_code, organisation_by_name
from congthu.identity.password_rules import Holder, check
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.naming.rules import MailboxKind, Proposal, propose_from
from congthu.mailboxes.proposals import facts_of, propose_for, unit_code
from congthu.mailboxes.queries import ever_issued
from congthu.portal.trial_forms import DayTrial, PasswordTrial
from congthu.regulations.addresses import is_local_part
from congthu.regulations.calendar import vietnam
from congthu.regulations.days_passed_over import WEEKDAYS, PassedOver, named_days, passed_over
from congthu.regulations.duties import Due, due, named
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.reports import Report


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """*taken* are addresses that the patterns give and that somebody has or that are reserved."""

    proposal: Proposal
    taken: tuple[str, ...]
    agency: str
    """The organisation of the directory whose codes were used; "" where what was typed served as the code."""


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """*found* is None where nobody sets a term; *undecided* are names of holidays with their days."""

    found: Due | None
    day: str
    term: str
    passed_over: tuple[PassedOver, ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()


def try_name(said: Mapping[str, Any], *, policy: Policy, authority: Authority | None) -> NameAnswer:
    """Propose an address; with *authority* its directory and its history of addresses are asked, too."""
    kind = MailboxKind(said["kind"])
    organisation = _organisation(authority, said["agency"]) if authority else None
    facts = _facts(kind, said, organisation)
    if isinstance(facts, Refusal):
        return NameAnswer(Proposal(None, (), "", (facts,)), (), "")
    if organisation:
        proposal = propose_for(organisation, kind, facts)
    else:
        proposal = propose_from(kind, facts, policy=policy, taken=ever_issued if authority else _nobody_has)
    everything = propose_from(kind, facts, policy=policy, taken=_nobody_has)
    taken = tuple(one for one in everything.candidates if one not in proposal.candidates)
    return NameAnswer(proposal, taken, organisation.name if organisation else "")


def try_day(form: DayTrial, *, policy: Policy) -> DayAnswer:
    """Count the term; raise `ValueError` in Vietnamese where the start is not what it counts from."""
    duty, start = named(form.cleaned_data["duty"], policy), form.cleaned_data["start"]
    found = due(duty, start, policy=policy, calendar=vietnam(), rank=form.chosen_rank) if duty else None
    if found is None or duty is None:
        return DayAnswer(None, "", "")
    last = found.last
    weekday = WEEKDAYS[last.weekday()]
    moment = f"{last:%H:%M}, {weekday}" if isinstance(last, datetime) else weekday[0].upper() + weekday[1:]
    day = f"{moment}, {last:%d/%m/%Y}"
    passed = [] if isinstance(duty, Report) else passed_over(duty, found, _moment(start), calendar=vietnam())
    return DayAnswer(found, day, found.term.in_words(), tuple(passed), tuple(_undecided(found)))


def try_password(form: PasswordTrial, *, policy: Policy) -> list[Refusal]:
    """Every rule that the password breaks; it is looked at here and nowhere kept."""
    said = form.cleaned_data
    person = Holder(
        full_name=said.get("full_name", ""),
        birth_date=said.get("birth_date"),
        numbers=(said["phone"],) if said.get("phone") else (),
    )
    return check(said["password"], rules=policy.password, holder=person)


def _undecided(found: Due) -> Iterator[tuple[str, str]]:
    named = [named_days()[one] for one in found.uncertain if one in named_days()]
    for name, days in groupby(named, key=attrgetter("why")):
        yield name, ", ".join(f"{one.day:%d/%m/%Y}" for one in days)


def _facts(
    kind: MailboxKind, said: Mapping[str, Any], organisation: Organisation | None
) -> dict[str, object] | Refusal:
    agency, unit = said["agency"].strip(), said["unit"].strip()
    if agency and organisation is None and not is_local_part(agency.lower()):
        message = f"Không thấy “{agency}” trong danh bạ; hãy ghi đúng tên, hoặc một mã viết liền không dấu."
        return Refusal("naming.agency", "", message)
    code = unit.lower()
    if unit and not is_local_part(code):
        code = unit_code(organisation, unit) if organisation else ""
        if not code:
            message = f"Không thấy “{unit}” trong danh bạ; hãy ghi mã viết liền không dấu của phòng, đơn vị."
            return Refusal("naming.unit", "", message)
    facts: dict[str, object]
    if organisation:
        facts = facts_of(organisation, kind, title=said["title"])
        above = organisation.unit_suffix
    else:
        above = agency.lower()
        facts = {"org_code": above, "code": above, "title": said["title"]}
    if kind in PERSONAL:
        return {**facts, "full_name": said["full_name"], "dob": said["birth_date"], "dept_code": code}
    # A unit is named under its agency, also one that the directory does not know yet.
    own = {"code": code, "parent_code": above} if code else {}
    return {**facts, **own, "proposer": organisation.name if organisation else agency}


def _organisation(authority: Authority, text: str) -> Organisation | None:
    text = text.strip()
    found = organisation_by_code(authority, text.lower()) or organisation_by_name(authority, text)
    return found if text else None


def _moment(start: str) -> date | datetime:
    return datetime.fromisoformat(start)


def _nobody_has(address: str) -> bool:  # noqa: ARG001  the shape that naming asks for
    return False
