"""Is a folder of the law fit for use?

Beyond what loading finds: naming patterns must be in their language, timers must name terms, and every worked case of
``cases.toml`` must come out as told.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from congthu.identity.password_rules import PersonFacts, check
from congthu.mailboxes.lifecycle.machine import Trail, passings
from congthu.mailboxes.naming.patterns import pattern_fault
from congthu.mailboxes.naming.rules import MailboxKind, propose_from
from congthu.regulations.calendar import vietnam
from congthu.regulations.cases import Cases, DueCase, NamingCase, PassingCase, PasswordCase
from congthu.regulations.duties import due
from congthu.regulations.faults import Fault, LawError, TomlFile, closest
from congthu.regulations.load import load_folder
from congthu.regulations.policy import Policy, resolve
from congthu.regulations.schema import NamingRule, parameters
from congthu.regulations.states import counts_days
from congthu.regulations.terms import WRITTEN_TERM
from congthu.trial.casefiles import written


def faults_in(folder: Path) -> list[Fault]:
    """Everything wrong with the regulation in *folder*; empty when it can be used."""
    try:
        policy = resolve(load_folder(folder))
    except LawError as error:
        return list(error.faults)
    return [*_patterns(folder, policy), *_steps(folder, policy), *_cases(folder, policy)]


def _patterns(folder: Path, policy: Policy) -> Iterator[Fault]:
    file = TomlFile.read(folder / "regulation.toml")
    for name, _, ruled in policy.values():
        for pattern in ruled.patterns if isinstance(ruled, NamingRule) else ():
            if what := pattern_fault(pattern.form):
                file.fault_at((*name.split("."), "patterns"), f"mẫu «{pattern.form}»: {what}")
    yield from file.faults


def _steps(folder: Path, policy: Policy) -> Iterator[Fault]:
    """What a step names outside its own file: the parameter that holds its term, the grounds of a lock."""
    file = TomlFile.read(folder / "states.toml")
    grounds = {
        *(policy.lock.grounds.value if policy.lock.grounds else ()),
        *(one.on for one in policy.states.transition),
    }
    for place, step in enumerate(file.table.get("transition", ())):
        path, after = ("transition", place, "after"), step.get("after", "")
        for name in step.get("grounds", ()):
            if name not in grounds:
                near = closest(name, sorted(grounds))
                file.fault_at(
                    ("transition", place, "grounds"), f"không có căn cứ «{name}» trong lock.grounds{near}"
                )
        if not after or WRITTEN_TERM.fullmatch(after):
            continue
        try:
            ruled = policy.ruled(after)
        except KeyError:
            near = closest(after, [name for name, _, _ in parameters()])
            file.fault_at(path, f"không có tham số «{after}»{near}")
            continue
        if ruled is None:
            what = f"«{after}» không được quy định nên bước «{step['on']}» không bao giờ xảy ra; bỏ bước này"
            file.fault_at(path, what)
        elif not counts_days(ruled.value):
            file.fault_at(
                path, f"«{after}» không đếm bằng ngày hay tháng; mốc tự động cần một thời hạn như thế"
            )
    yield from file.faults


def _cases(folder: Path, policy: Policy) -> Iterator[Fault]:
    path = folder / "cases.toml"
    if not path.exists():
        return
    file = TomlFile.read(path)
    cases = None if file.faults else file.validate(Cases, file.table)
    if cases:
        for name in Cases.model_fields:
            for place, case in enumerate(getattr(cases, name)):
                if isinstance(case, PassingCase) and (what := _unknown_state(case, policy)):
                    file.fault_at((name, place), what)
                    continue
                expected, got = outcome(case, policy)
                if expected != got:
                    file.fault_at((name, place), f"«{case.says}»: cần «{expected}», được «{got}»")
    yield from file.faults


def _unknown_state(case: PassingCase, policy: Policy) -> str:
    """What is wrong with the names of states in *case*; "" when nothing is."""
    there_are = list(policy.states.state)
    unknown = [one for one in (case.state, case.to) if one and one not in there_are]
    return f"không có trạng thái «{unknown[0]}»{closest(unknown[0], there_are)}" if unknown else ""


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
            days: dict[str, Any] = {anchor.value: day for anchor, day in case.dates.items()}
            trail = Trail(
                **days,
                agency_notified_on=case.agency_notified_on,
                excused_until=case.excused_until,
                handover=case.handover_done,
                kind=case.kind,
                rank=case.rank,
                ground=str(case.ground or ""),
                pending=frozenset(case.pending),
            )
            first = next(iter(passings(case.state, trail, policy=policy, calendar=vietnam())), None)
            expected = f"{case.to} {case.on}" if case.to else ""
            return expected, f"{first.target} {first.on}" if first else ""
