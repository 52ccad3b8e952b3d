"""What do the rules give for one worked case of ``cases.toml``?"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from congthu.audit.acts import Question
from congthu.identity.lockout import Failures, after_failure, length, reached
from congthu.identity.password_rules import Holder, check
from congthu.mailboxes.naming.rules import propose_from
from congthu.mailboxes.questions import ask
from congthu.mailboxes.room import times_told
from congthu.mailflow.gate.rules import check_attachments
from congthu.regulations.calendar import vietnam
from congthu.regulations.cases import (
    AttachmentCase,
    DueCase,
    NamingCase,
    PasswordCase,
    QuotaCase,
    SignInCase,
    ValueCase,
    WarningCase,
)
from congthu.regulations.duties import Matter, due, named
from congthu.regulations.faults import closest
from congthu.regulations.policy import Policy
from congthu.regulations.schema import parameters
from congthu.regulations.values import Varied
from congthu.trial.casefiles import written

SOME_DAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Outcome = tuple[str, str]
"""What the case expects, and what the rules give; in the same words where they agree."""


def of_naming(case: NamingCase, policy: Policy) -> Outcome:
    """The address, or the rule that refuses it, with the clause."""
    answer = propose_from(case.kind, case.facts, policy=policy, taken=frozenset(case.taken).__contains__)
    got = answer.address or answer.refused[0].rule
    return f"{case.address or case.refused_by} {case.clause}", f"{got} {answer.clause}"


def of_password(case: PasswordCase, policy: Policy) -> Outcome:
    """The rules that a password breaks."""
    holder = Holder(
        case.full_name,
        case.birth_date,
        (case.phone,) if case.phone else (),
        address=case.address,
        accounts=(case.account,) if case.account else (),
        used_before=case.used_before,
    )
    broken = check(case.password, rules=policy.password, holder=holder)
    cited = {one.clause for one in broken}
    expected = ", ".join(sorted(case.refused_by))
    got = ", ".join(sorted({one.rule for one in broken}))
    if case.clause is None:
        return expected, got
    return (
        f"{expected} {case.clause}",
        f"{got} {case.clause if str(case.clause) in cited else ', '.join(cited)}",
    )


def of_due(case: DueCase, policy: Policy) -> Outcome:
    """The last day that is in time."""
    matter = Matter(case.rank, case.action, case.occasion, case.severity, case.account, case.subject)
    duty = named(case.duty, policy)
    found = due(duty, case.since, policy=policy, calendar=vietnam(), matter=matter) if duty else None
    got = written(found.last) if found else ""
    if case.clause is None:
        return case.last, got
    return f"{case.last} {case.clause}", f"{got} {found.clause if found else ''}"


def of_attachment(case: AttachmentCase, policy: Policy) -> Outcome:
    """Whether a message with so much may be sent."""
    refused = check_attachments(case.size, limit=policy.quota.attachments_per_message) is not None
    return _said(case.refused), _said(refused)


def of_quota(case: QuotaCase, policy: Policy) -> Outcome:
    """Whether a mailbox may have so much room."""
    facts = {"kind": case.kind.value, "rank": case.rank.value if case.rank else "", "quota": str(case.size)}
    asked = ask(Question.QUOTA, facts, policy)
    return _said(case.refused), _said(asked.answer.refused)


def of_warning(case: WarningCase, policy: Policy) -> Outcome:
    """Whether somebody has been told."""
    times = times_told(case.used_percent, rules=policy.quota)
    words = {True: "đã báo", False: "chưa báo"}
    if case.times is None:
        return words[case.told], words[times > 0]
    return f"{words[case.told]}, {case.times} lần", f"{words[times > 0]}, {times} lần"


def of_value(case: ValueCase, policy: Policy) -> Outcome:
    """A value as it is written, and where it stands.

    Raises:
        ValueError: the regulation has no such parameter, or no such part of it.
    """
    found, clause = (
        _identity(case, policy) if case.parameter.startswith("identity.") else _ruled(case, policy)
    )
    got = "" if found is None else str(found)
    read = getattr(type(found), "parse", str)  # the same size or term may be written in several units
    expected = str(read(case.value))
    if case.clause is None:
        return expected, got
    return f"{expected} {case.clause}", f"{got} {clause or ''}"


def _identity(case: ValueCase, policy: Policy) -> tuple[object, object]:
    """A day of the document itself, and the clause by which it begins to hold."""
    name = case.parameter.partition(".")[2]
    return getattr(
        policy.identity, name, None
    ), policy.identity.commencement if name == "in_force_from" else None


def _ruled(case: ValueCase, policy: Policy) -> tuple[object, object]:
    """A value, or a part of it, and its clause."""
    section, name, *inside = *case.parameter.split("."), ""
    try:
        ruled = policy.ruled(f"{section}.{name}")
    except KeyError:
        near = closest(f"{section}.{name}", [known for known, _, _ in parameters()])
        raise ValueError(f"không có tham số «{section}.{name}»{near}") from None
    found, clause = getattr(ruled, "value", None), getattr(ruled, "clause", None)
    for part in filter(None, inside):
        special = ruled.by.get(part) if isinstance(ruled, Varied) else None
        if special is not None:
            found = found if special.value is None else special.value
            clause = special.clause or clause
            continue
        found = found.get(part) if isinstance(found, Mapping) else getattr(found, part, None)
        clause = getattr(found, "clause", None) or clause
    return found, clause


def of_sign_in(case: SignInCase, policy: Policy) -> Outcome:
    """What wrong passwords bring about."""
    rules, apart = policy.sign_in, length(case.over) if case.over else timedelta()
    failures = Failures()
    for place in range(case.failures):
        moment = SOME_DAY + apart * place / max(case.failures - 1, 1)
        failures = after_failure(failures, rules=rules, now=moment)
    shut = rules.locked_for.value if rules.locked_for else None
    got = f"tạm khóa {shut or ''}".strip() if reached(failures, rules=rules) else "chưa tạm khóa"
    expected = f"tạm khóa {case.locked_for or ''}".strip() if case.locked else "chưa tạm khóa"
    return expected, got


def _said(refused: object) -> str:
    return "từ chối" if refused else "được"
