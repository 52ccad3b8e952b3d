"""Of which numbers of a regulation would no worked case miss a slip of the pen?

Each number is moved by one, up and down, and every case is worked again: where all come out as before, the number
stands on nobody's word but its own, and a case on that side is asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from congthu.regulations.cases import Case, Cases
from congthu.regulations.faults import Fault, TomlFile
from congthu.regulations.grounds import LockGround
from congthu.regulations.naming_rules import NamingRule
from congthu.regulations.policy import Policy
from congthu.regulations.reports import LONGEST, MonthDay, Report
from congthu.regulations.schema import parameters
from congthu.regulations.states import Transition
from congthu.regulations.terms import WRITTEN_TERM, OfficeHours, Rate, Size, Term, YearlyDate
from congthu.regulations.values import Ruled, Source, Varied
from congthu.trial.checks import outcome

STEPS = "transition"
DAY, HALF, SOME_DAY = timedelta(days=1), timedelta(minutes=30), date(2026, 1, 1)
WORKED: Mapping[str, str] = {
    "scope.least_contract": "[[naming]] với contract",
    "password.min_length": "[[password]]",
    "password.classes_needed": "[[password]]",
    "password.history": "[[password]] với used_before",
    "password.max_age": "[[due]] password.age, hoặc [[passing]]",
    "password.change_default_within": "[[due]] mailbox.default-password, hoặc [[passing]]",
    "sign_in.failures_before_lock": "[[sign_in]]",
    "sign_in.failures_within": "[[sign_in]] với over",
    "sign_in.locked_for": "[[sign_in]] với locked_for",
    "quota.person": "[[quota]]",
    "quota.organisation": "[[quota]] với kind",
    "quota.attachments_per_message": "[[attachment]]",
    "quota.warn_at_percent": "[[warning]]",
    "quota.warn_again_at": "[[warning]] với times",
    "inactivity.after": "[[due]] mailbox.idle, hoặc [[passing]]",
    "lock.revoked_after": "[[due]] mailbox.locked, hoặc [[passing]]",
    "lock.notice_before_revocation": "[[passing]] với agency_notified_on",
    "leaving.transfer_kept": "[[due]] mailbox.transfer, hoặc [[passing]]",
    "leaving.kept": "[[due]] mailbox.leaving với rank, hoặc [[passing]]",
    "request.fulfil": "[[due]] request.fulfil",
    "request.restore": "[[due]] request.restore",
    "request.after_decision": "[[due]] agency.request-after-decision",
    "notice.downtime": "[[due]] notice.downtime",
    "notice.incident": "[[due]] incident.report",
    "report.periodic": "[[due]] mang tên báo cáo",
}
"""The numbers on which a rule works, and which case holds them. Every other number is read a second time."""
AGAIN = "[[value]]"
READ_AGAIN = AGAIN + " với parameter = «{}»"


@dataclass(frozen=True, slots=True)
class Slip:
    """One number of a regulation, one off: where it stands, as it should be and as it would be, and what holds it."""

    place: tuple[str | int, ...]
    where: str
    told: str
    instead: str
    case: str
    policy: Policy


def unheld_in(folder: Path, policy: Policy) -> list[Fault]:
    """For each number that could be one off unnoticed, what is asked for; *policy* is that of *folder*."""
    path = folder / "cases.toml"
    cases = Cases.model_validate(TomlFile.read(path).table) if path.exists() else Cases()
    worked = [(case, outcome(case, policy)) for name in Cases.model_fields for case in getattr(cases, name)]
    file, machine = TomlFile.read(folder / "regulation.toml"), TomlFile.read(folder / "states.toml")
    for place, lacking in _by_place(slips(policy, machine.table), worked).items():
        told = "; ".join(f"{one.where}{one.told} thành {one.instead}" for one in lacking)
        (machine if place[0] == STEPS else file).fault_at(
            place,
            f"không trường hợp nào trong cases.toml nhận ra nếu ghi nhầm {told}; hãy thêm {_asked_for(lacking)}",
        )
    return [*file.faults, *machine.faults]


def _asked_for(lacking: Sequence[Slip]) -> str:
    """The cases that would hold what is lacking."""
    again = dict.fromkeys(one.case for one in lacking if one.case.startswith(AGAIN))
    if again:
        return f"{', '.join(again)}: đọc lại trong văn bản, tốt nhất là người khác đọc"
    return f"{lacking[0].case} ở sát con số, một bên vừa đủ và một bên vừa quá"


def slips(policy: Policy, machine: Mapping[str, Any]) -> Iterator[Slip]:
    """Every number that the regulation itself sets and a case can hold, one off in each direction.

    *machine* is its ``states.toml`` as written.
    """
    for name, _, _ in parameters():
        ruled = policy.ruled(name)
        if isinstance(ruled, NamingRule):
            yield from _first_numbers(policy, name, ruled)
        elif isinstance(ruled, Ruled) and ruled.source is Source.REGULATION:
            yield from _slips(policy, name, ruled)
    yield from _first_days(policy)
    for place, step in enumerate(machine.get(STEPS, ())):
        yield from _terms_of_step(policy, place, step)


def _first_days(policy: Policy) -> Iterator[Slip]:
    """The first day on which the regulation holds, and the last."""
    for key in ("in_force_from", "in_force_until"):
        written = getattr(policy.identity, key)
        for other in (written - DAY, written + DAY) if written else ():
            identity = policy.identity.model_copy(update={key: other})
            case, changed = (
                READ_AGAIN.format(f"identity.{key}"),
                policy.model_copy(update={"identity": identity}),
            )
            yield Slip(("identity", key), "", str(written), str(other), case, changed)


def _by_place(
    found: Iterator[Slip], worked: list[tuple[Case, tuple[str, str]]]
) -> dict[tuple[str | int, ...], list[Slip]]:
    lacking: dict[tuple[str | int, ...], list[Slip]] = {}
    for slip in found:
        if not any(_differs(case, before, slip.policy) for case, before in worked):
            lacking.setdefault(slip.place, []).append(slip)
    return lacking


def _first_numbers(policy: Policy, name: str, rule: NamingRule) -> Iterator[Slip]:
    """The number with which the numbers of a form begin, where the text says it."""
    for at, pattern in enumerate(rule.patterns):
        for other in one_off(pattern.number_from) if "number_from" in pattern.model_fields_set else ():
            if other < 0:
                continue
            changed = pattern.model_copy(update={"number_from": other})
            patterns = (*rule.patterns[:at], changed, *rule.patterns[at + 1 :])
            yield Slip(
                tuple(name.split(".")),
                "number_from ",
                str(pattern.number_from),
                str(other),
                "[[naming]] với taken",
                _with(policy, name, {"patterns": patterns}),
            )


def _terms_of_step(policy: Policy, place: int, step: Mapping[str, Any]) -> Iterator[Slip]:
    """The terms that stand in a step itself; those that it names are values of the regulation."""
    for key in ("after", "agency_notified"):
        written = step.get(key)
        if not isinstance(written, str) or not WRITTEN_TERM.fullmatch(written):
            continue
        term = Term.parse(written)
        for other in one_off(term):
            steps = tuple(_other_step(one, step, key, term, other) for one in policy.states.transition)
            states = policy.states.model_copy(update={"transition": steps})
            changed = policy.model_copy(update={"states": states})
            yield Slip((STEPS, place, key), f"{step['on']}: ", written, str(other), "[[passing]]", changed)


def _other_step(one: Transition, step: Mapping[str, Any], key: str, term: Term, other: Term) -> Transition:
    """*one* with the *other* term, if it is the step that was written."""
    timer = one.timer
    if timer is None or one.on != step["on"] or getattr(timer, key) != term:
        return one
    return one.model_copy(update={"timer": timer.model_copy(update={key: other})})


def _differs(case: Case, before: tuple[str, str], policy: Policy) -> bool:
    try:
        return outcome(case, policy) != before
    except ValueError:
        return True


def _slips(policy: Policy, name: str, ruled: Ruled[Any]) -> Iterator[Slip]:
    """The value itself, then that of each class or rank that has its own."""
    if isinstance(ruled.value, Mapping):
        for key, value in ruled.value.items():
            if isinstance(value, LockGround):
                yield from _ground_slips(policy, name, ruled.value, key)
                continue
            for other in one_off(value):
                changed = _with(policy, name, {"value": {**ruled.value, key: other}})
                yield _slip(name, f"{key}: ", value, other, changed)
    elif isinstance(ruled.value, tuple):
        yield from _listed_slips(policy, name, ruled.value)
    elif ruled.value is not None:
        for other in one_off(ruled.value):
            yield _slip(name, "", ruled.value, other, _with(policy, name, {"value": other}))
    specials = ruled.by if isinstance(ruled, Varied) else {}
    for key, value in ruled.own().items() if isinstance(ruled, Varied) else ():
        for other in one_off(value):
            by = {**specials, key: specials[key].model_copy(update={"value": other})}
            yield _slip(name, f"{key}: ", value, other, _with(policy, name, {"by": by}))


def _ground_slips(policy: Policy, name: str, grounds: Mapping[str, Any], key: str) -> Iterator[Slip]:
    """For how long a lock on a ground lasts at least."""
    least = grounds[key].least
    for other in one_off(least) if least else ():
        changed = _with(
            policy, name, {"value": {**grounds, key: grounds[key].model_copy(update={"least": other})}}
        )
        place = (*name.split("."), "value", key, "least")
        case = READ_AGAIN.format(f"{name}.{key}.least")
        yield Slip(place, f"{key}: ", str(least), str(other), case, changed)


def _listed_slips(policy: Policy, name: str, listed: tuple[Any, ...]) -> Iterator[Slip]:
    """Each number of a list, each day on which a report is due; a report without a day has nothing that can slip."""
    for place, entry in enumerate(listed):
        report = entry if isinstance(entry, Report) else None
        for other in one_off(report.last if report else entry):
            moved = report.model_copy(update={"last": other}) if report else other
            changed = _with(policy, name, {"value": (*listed[:place], moved, *listed[place + 1 :])})
            where, told = (f"{report.duty}: ", report.last) if report else ("", entry)
            yield _slip(name, where, told, other, changed)


def _slip(name: str, where: str, told: object, instead: object, changed: Policy) -> Slip:
    path = ".".join(filter(None, (name, where.removesuffix(": "))))
    case = WORKED.get(name) or READ_AGAIN.format(path)
    return Slip(tuple(name.split(".")), where, str(told), str(instead), case, changed)


def _with(policy: Policy, name: str, update: Mapping[str, Any]) -> Policy:
    """*policy* as it were with other things said of one parameter."""
    section, _, key = name.partition(".")
    table = getattr(policy, section)
    changed = table.model_copy(update={key: getattr(table, key).model_copy(update=update)})
    return policy.model_copy(update={section: changed})


def _moved(hours: OfficeHours) -> Iterator[OfficeHours]:
    """Working hours of which one shift begins or ends half an hour off."""
    for at, (opens, closes) in enumerate(hours.shifts):
        for half in (-HALF, HALF):
            begins, ends = ((datetime.combine(SOME_DAY, one) + half).time() for one in (opens, closes))
            for shift in ((begins, closes), (opens, ends)):
                yield OfficeHours((*hours.shifts[:at], shift, *hours.shifts[at + 1 :]))


def one_off(value: Any) -> Iterator[Any]:
    """The numbers next to *value*, in its own unit."""
    match value:
        case Size():
            count, _, unit = str(value).partition(" ")
            yield from (Size.parse(f"{one} {unit}") for one in _next_to(int(count)) if one > 0)
        case bool():
            return
        case int():
            yield from _next_to(value)
        case Term() | Rate():
            yield from (replace(value, count=one) for one in _next_to(value.count))
        case OfficeHours():
            yield from _moved(value)
        case MonthDay():
            yield from (replace(value, day=one) for one in _next_to(value.day) if 1 <= one <= LONGEST)
        case YearlyDate():
            for one in (-DAY, DAY):
                day = date(2023, value.month, value.day) + one
                yield replace(value, day=day.day, month=day.month)


def _next_to(number: int) -> tuple[int, int]:
    return number - 1, number + 1
