"""Is a folder of the law fit for use?

Beyond what loading finds: naming patterns must be in their language, timers must name terms, and every worked case of
``cases.toml`` must come out as told.
"""

from collections.abc import Iterator
from pathlib import Path

from congthu.identity.password_rules import PersonFacts, check
from congthu.mailboxes.lifecycle.machine import Trail, passings
from congthu.mailboxes.naming.patterns import pattern_fault
from congthu.mailboxes.naming.rules import MailboxKind, propose_from
from congthu.regulations.calendar import vietnam
from congthu.regulations.cases import Cases, DueCase, NamingCase, PassingCase, PasswordCase
from congthu.regulations.duties import due
from congthu.regulations.faults import Fault, LawError, TomlFile
from congthu.regulations.load import load_folder
from congthu.regulations.policy import Policy, resolve
from congthu.regulations.schema import NamingRule
from congthu.regulations.terms import Days, Months
from congthu.regulations.values import Ruled
from congthu.trial.casefiles import written


def faults_in(folder: Path) -> list[Fault]:
    """Everything wrong with the regulation in *folder*; empty when it can be used."""
    try:
        policy = resolve(load_folder(folder))
    except LawError as error:
        return list(error.faults)
    return [*_patterns(folder, policy), *_timers(folder, policy), *_cases(folder, policy)]


def _patterns(folder: Path, policy: Policy) -> Iterator[Fault]:
    file = TomlFile.read(folder / "regulation.toml")
    for name, _, ruled in policy.values():
        for pattern in ruled.patterns if isinstance(ruled, NamingRule) else ():
            if what := pattern_fault(pattern.form):
                file.fault_at((*name.split("."), "patterns"), f"mẫu «{pattern.form}»: {what}")
    yield from file.faults


def _timers(folder: Path, policy: Policy) -> Iterator[Fault]:
    file = TomlFile.read(folder / "states.toml")
    for place, step in enumerate(policy.states.transition):
        if step.timer is None:
            continue
        path = ("transition", place, "timer")
        try:
            ruled = policy.ruled(step.timer.after)
        except KeyError:
            file.fault_at(path, f"không có tham số «{step.timer.after}»")
            continue
        if ruled is None:
            file.fault_at(
                path,
                f"«{step.timer.after}» không được quy định nên bước «{step.event}» không bao giờ xảy ra; bỏ bước này",
            )
        elif not _counts_days(ruled):
            file.fault_at(
                path,
                f"«{step.timer.after}» không phải số ngày hay số tháng; mốc tự động cần một thời hạn như thế",
            )
    yield from file.faults


def _counts_days(ruled: Ruled[object] | NamingRule) -> bool:
    terms = ruled.value.values() if isinstance(ruled.value, dict) else (ruled.value,)
    return all(isinstance(term, Days | Months) for term in terms)


def _cases(folder: Path, policy: Policy) -> Iterator[Fault]:
    path = folder / "cases.toml"
    if not path.exists():
        return
    file = TomlFile.read(path)
    cases = None if file.faults else file.validate(Cases, file.table)
    if cases:
        for name in Cases.model_fields:
            for place, case in enumerate(getattr(cases, name)):
                expected, got = outcome(case, policy)
                if expected != got:
                    file.fault_at((name, place), f"«{case.says}»: cần «{expected}», được «{got}»")
    yield from file.faults


def outcome(case: NamingCase | PasswordCase | DueCase | PassingCase, policy: Policy) -> tuple[str, str]:
    """What a worked case expects, and what the rules give."""
    match case:
        case NamingCase():
            answer = propose_from(
                MailboxKind(case.kind), case.facts, policy=policy, taken=frozenset(case.taken).__contains__
            )
            got = answer.address or answer.refused[0].rule
            return f"{case.address or case.refused_by} {case.clause}", f"{got} {answer.clause}"
        case PasswordCase():
            person = PersonFacts(case.full_name, case.birth_date, (case.phone,) if case.phone else ())
            broken = {one.rule for one in check(case.password, rules=policy.password, person=person)}
            return ", ".join(sorted(case.refused_by)), ", ".join(sorted(broken))
        case DueCase():
            found = due(case.duty, case.since, policy=policy, calendar=vietnam(), rank=case.rank)
            return case.last, written(found.last) if found else ""
        case PassingCase():
            trail = Trail(
                **{anchor.value: day for anchor, day in case.dates.items()},
                agency_notified_on=case.agency_notified_on,
                excused_until=case.excused_until,
                handover_done=case.handover_done,
                rank=case.rank,
            )
            first = next(iter(passings(case.state, trail, policy=policy)), None)
            expected = f"{case.to} {case.on}" if case.to else ""
            return expected, f"{first.target} {first.on}" if first else ""
