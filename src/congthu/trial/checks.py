"""Is a folder of the law fit for use?

Beyond what loading finds: naming patterns must be in their language, timers must name terms, and every worked case of
``cases.toml`` must come out as told.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from congthu.mailboxes.lifecycle.machine import Trail, passings
from congthu.mailboxes.naming.patterns import pattern_fault
from congthu.regulations.calendar import vietnam
from congthu.regulations.cases import (
    AttachmentCase,
    Case,
    Cases,
    DueCase,
    NamingCase,
    PassingCase,
    PasswordCase,
    QuotaCase,
    SignInCase,
    ValueCase,
    WarningCase,
)
from congthu.regulations.faults import Fault, LawError, TomlFile, closest, line_of
from congthu.regulations.load import DATA, Examined, examine, load_folder
from congthu.regulations.policy import Policy, resolve
from congthu.regulations.schema import parameters
from congthu.regulations.states import counts_days
from congthu.regulations.terms import WRITTEN_TERM
from congthu.trial import worked


def faults_in(folder: Path, data: Path = DATA) -> list[Fault]:
    """Everything wrong with the regulation in *folder*; empty when it can be used."""
    found = examine(folder, data)
    faults = [*found.faults, *_patterns(found), *_together(found)]
    if faults:
        # What the values mean can be tried once they are values; what stands in the cases is read all the same.
        return [*faults, *_cases(folder, None)]
    try:
        policy = resolve(load_folder(folder, data), data=data)
    except LawError as error:
        return list(error.faults)
    return [*_steps(folder, policy), *_cases(folder, policy)]


def _patterns(found: Examined) -> Iterator[Fault]:
    """Naming patterns outside their language."""
    file = found.main.anew()
    for name, form in forms_of(found):
        if what := pattern_fault(form):
            line = line_of(file.text, (*name.split("."), "patterns"), sought=form)
            file.fault_at((*name.split("."), "patterns"), f"mẫu «{form}»: {what}", line=line)
    yield from file.faults


def forms_of(found: Examined) -> Iterator[tuple[str, str]]:
    """Every naming pattern as written, with its parameter."""
    for name, table in found.given.items():
        for pattern in table.get("patterns", ()) if name.startswith("naming.") else ():
            if isinstance(pattern, dict) and isinstance(form := pattern.get("form"), str):
                yield name, form


def _together(found: Examined) -> Iterator[Fault]:
    """Values that cannot hold beside one another."""
    file, given = found.main.anew(), found.given
    domains = given.get("domain.mail", {}).get("value", ())
    for name, table in given.items():
        if name.startswith("naming.") and (domain := table.get("domain")) and domain not in domains:
            what = f"tên miền «{domain}» không có trong domain.mail ({', '.join(domains)})"
            file.fault_at((*name.split("."), "domain"), what)
    needed, classes = given.get("password.classes_needed"), given.get("password.classes")
    if needed and classes and needed.get("value", 0) > len(classes.get("value", ())):
        what = f"đòi {needed['value']} loại ký tự trong khi password.classes chỉ có {len(classes['value'])}"
        file.fault_at(("password", "classes_needed"), what)
    for name in ("failures_within", "locked_for"):
        if f"sign_in.{name}" in given and "sign_in.failures_before_lock" not in given:
            what = "cần failures_before_lock: không biết sau bao nhiêu lần sai"
            file.fault_at(("sign_in", name), what)
    if "request.restore" in given and "restore" in given.get("request.fulfil", {}).get("by", {}):
        what = "thời hạn khôi phục ghi hai nơi: request.restore và by.restore; chỉ giữ một"
        file.fault_at(("request", "fulfil"), what)
    yield from file.faults


def _steps(folder: Path, policy: Policy) -> Iterator[Fault]:
    """What a step names outside its own file: the parameter that holds its term, the grounds of a lock."""
    file = TomlFile.read(folder / "states.toml")
    grounds = {
        *(policy.lock.grounds.value if policy.lock.grounds else ()),
        *(one.on for one in policy.states.transition),
    }
    for place, step in enumerate(file.table.get("transition", ())):
        for name in step.get("grounds", ()):
            if name not in grounds:
                near = closest(name, sorted(grounds))
                file.fault_at(
                    ("transition", place, "grounds"), f"không có căn cứ «{name}» trong lock.grounds{near}"
                )
        for key in ("after", "agency_notified"):
            named = step.get(key, "")
            if isinstance(named, str) and named and not WRITTEN_TERM.fullmatch(named):
                _named_term(file, ("transition", place, key), named, step["on"], policy)
    yield from file.faults


def _named_term(file: TomlFile, path: tuple[str | int, ...], named: str, on: str, policy: Policy) -> None:
    """See that the parameter which a step names is ruled and holds a term."""
    try:
        ruled = policy.ruled(named)
    except KeyError:
        near = closest(named, [name for name, _, _ in parameters()])
        file.fault_at(path, f"không có tham số «{named}»{near}")
        return
    if ruled is None:
        file.fault_at(
            path, f"«{named}» không được quy định nên bước «{on}» không bao giờ xảy ra; bỏ bước này"
        )
    elif not counts_days(ruled):
        file.fault_at(path, f"«{named}» không đếm bằng ngày hay tháng; mốc tự động cần một thời hạn như thế")


def _cases(folder: Path, policy: Policy | None) -> Iterator[Fault]:
    """Cases that do not come out as told; without a policy only what is wrong in how they are written."""
    path = folder / "cases.toml"
    if not path.exists():
        return
    file = TomlFile.read(path)
    cases = None if file.faults else file.validate(Cases, file.table)
    if cases and policy:
        for name in Cases.model_fields:
            for place, case in enumerate(getattr(cases, name)):
                if isinstance(case, PassingCase) and (what := _unknown_state(case, policy)):
                    file.fault_at((name, place), what)
                    continue
                try:
                    expected, got = outcome(case, policy)
                except ValueError as wrong:
                    file.fault_at((name, place), f"«{case.says}»: {wrong}")
                    continue
                if expected != got:
                    file.fault_at((name, place), f"«{case.says}»: cần «{expected}», được «{got}»")
    yield from file.faults


def _unknown_state(case: PassingCase, policy: Policy) -> str:
    """What is wrong with the names of states in *case*; "" when nothing is."""
    there_are = list(policy.states.state)
    unknown = [one for one in (case.state, case.to) if one and one not in there_are]
    return f"không có trạng thái «{unknown[0]}»{closest(unknown[0], there_are)}" if unknown else ""


def outcome(case: Case, policy: Policy) -> tuple[str, str]:  # noqa: PLR0911  # one for each kind of case
    """What a worked case expects, and what the rules give."""
    match case:
        case NamingCase():
            return worked.of_naming(case, policy)
        case PasswordCase():
            return worked.of_password(case, policy)
        case DueCase():
            return worked.of_due(case, policy)
        case AttachmentCase():
            return worked.of_attachment(case, policy)
        case SignInCase():
            return worked.of_sign_in(case, policy)
        case QuotaCase():
            return worked.of_quota(case, policy)
        case WarningCase():
            return worked.of_warning(case, policy)
        case ValueCase():
            return worked.of_value(case, policy)
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
