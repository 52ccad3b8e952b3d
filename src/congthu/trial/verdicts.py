"""What do the rules of one regulation answer to one question, as JSON and in words?

The same answers serve the commands that ask a regulation in force and those that try one (`congthu.cli.trial`).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from rich.markup import escape

from congthu.identity.password_rules import Holder, check
from congthu.mailboxes.naming.facts import addresses_in
from congthu.mailboxes.naming.rules import MailboxKind, Proposal, propose_batch, propose_from
from congthu.regulations.calendar import vietnam
from congthu.regulations.days_passed_over import PassedOver, named_days, passed_over
from congthu.regulations.duties import ANYTHING, Due, Duty, Matter, due, moment_of, named, reports_ahead
from congthu.regulations.policy import Policy
from congthu.regulations.reports import Report
from congthu.regulations.vocabulary import AccountClass
from congthu.trial.answers import REFUSED, Unreadable, one_of
from congthu.trial.casefiles import day_written, written

WEEKEND = "cuối tuần"
BATCH = "person_batch"
DUTIES = f"Việc có thời hạn: {', '.join(Duty)}; hoặc báo cáo của quy chế: report.agency.year…"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer: the JSON document, the lines that people read (with rich's markup), and the exit code."""

    told: Mapping[str, Any]
    lines: tuple[str, ...]
    code: int = 0


def name(policy: Policy, kind: str, facts: dict[str, Any]) -> Verdict:
    """Propose an address; ``existing_addresses`` (or ``taken``, as a case says) are those that were ever issued.

    Raises:
        Unreadable: there is no such kind, or the addresses are none.
    """
    try:
        taken = facts.pop("taken", None) or facts.pop("existing_addresses", None)
        existing = addresses_in(taken, domains=policy.domain.mail.value)
    except ValueError as error:
        raise Unreadable(f"{error}.") from None
    if kind == BATCH:
        return _names(policy, facts, existing)
    wanted = one_of(MailboxKind, kind, "loại hộp thư", also=(BATCH,))
    answer = propose_from(wanted, facts, policy=policy, taken=existing.__contains__)
    return Verdict(answer.as_json(), tuple(_told(answer)), REFUSED if answer.refused else 0)


def _names(policy: Policy, facts: Mapping[str, Any], existing: frozenset[str]) -> Verdict:
    """Propose addresses for people who ask together: ``batch`` is the list of their facts."""
    batch = facts.get("batch")
    if not isinstance(batch, list) or not all(isinstance(one, dict) for one in batch):
        raise Unreadable(
            "Với person_batch, «batch» phải là danh sách dữ kiện của từng người: [{ … }, { … }]."
        )
    answers = propose_batch(MailboxKind.PERSON, batch, policy=policy, taken=existing.__contains__)
    lines = [
        f"{place}. {line}" for place, answer in enumerate(answers, start=1) for line in _told(answer)[:1]
    ]
    told = {"batch": [answer.as_json() for answer in answers]}
    return Verdict(told, tuple(lines), REFUSED if any(answer.refused for answer in answers) else 0)


def _told(answer: Proposal) -> list[str]:
    lines = [
        f"[bold]{escape(one)}[/bold]" if one == answer.address else escape(one) for one in answer.candidates
    ]
    lines += [f"Từ chối: {escape(refusal.message)}" for refusal in answer.refused]
    return [*lines, *(f"Chú ý: {escape(one.removesuffix('?'))}." for one in answer.unknown)]


def password(policy: Policy, facts: Mapping[str, Any]) -> Verdict:
    """Say which rules a password breaks.

    Raises:
        Unreadable: the facts hold no password.
    """
    if not isinstance(facts.get("password"), str):
        raise Unreadable("JSON trên đầu vào chuẩn phải có «password».")
    person = Holder(
        full_name=str(facts.get("full_name") or ""),
        birth_date=day_written(facts.get("dob") or facts.get("birth_date")),
        numbers=tuple(str(facts[key]) for key in ("phone", "otp_phone", "national_id") if facts.get(key)),
        address=str(facts.get("address") or ""),
        accounts=(one_of(AccountClass, facts["account"], "loại tài khoản"),) if facts.get("account") else (),
        used_before=int(facts["used_before"]) if str(facts.get("used_before") or "").isdecimal() else None,
    )
    refused = check(facts["password"], rules=policy.password, holder=person)
    lines = [f"Từ chối: {escape(one.message)}" for one in refused] or ["Mật khẩu dùng được."]
    return Verdict({"refused": [one.as_json() for one in refused]}, tuple(lines), REFUSED if refused else 0)


def deadline(policy: Policy, duty: str, start: str, matter: Matter = ANYTHING) -> Verdict:
    """Say when a duty is due, which days were not counted, and which of them nobody has decided yet.

    Raises:
        Unreadable: there is no such duty or rank, or it does not count from *start*.
    """
    try:
        wanted = named(duty, policy)
        found = due(wanted, start, policy=policy, calendar=vietnam(), matter=matter) if wanted else None
        passed: list[PassedOver] = []
        if found and wanted and not isinstance(wanted, Report):
            passed = passed_over(wanted, found, moment_of(start), calendar=vietnam())
    except ValueError as error:
        raise Unreadable(str(error)) from None
    told = {
        "regulation": policy.id,
        "duty": duty,
        "from": start,
        "due": written(found.last) if found else None,
        "term": str(found.term) if found else None,
        "clause": found.clause if found else "",
        "taken": found.taken if found else "",
        "passed_over": [asdict(one) for one in passed],
        "uncertain": [str(day) for day in found.uncertain] if found else [],
    }
    return Verdict(told, tuple(_deadline_lines(found, passed)))


def day(policy: Policy, on: date) -> Verdict:
    """Say what holds on a day: the regulation or not, an office day or not, and the reports that come next.

    Raises:
        Unreadable: the calendar does not have the year.
    """
    refusal = policy.why_not(on)
    try:
        works = vietnam().works(on)
    except ValueError as error:
        raise Unreadable(str(error)) from None
    off = None if works else named_days().get(on) or PassedOver(on, WEEKEND)
    until = policy.identity.in_force_until
    reports = reports_ahead(policy, on, calendar=vietnam()) if not until or on <= until else []
    told = {
        "date": str(on),
        "in_force": refusal is None,
        "working_day": works,
        "off": asdict(off) if off else None,
        "reports": [
            {"duty": report.duty, "due": written(found.last), "clause": found.clause}
            for report, found in reports
        ],
    }
    lines = [f"{on:%d/%m/%Y}: " + ("ngày làm việc." if off is None else f"ngày nghỉ ({_why(off)}).")]
    lines.append("Quy chế có hiệu lực." if refusal is None else escape(refusal.message))
    lines += [
        escape(f"{report.gist}: hạn cuối {found.last:%d/%m/%Y} ({found.origin})") for report, found in reports
    ]
    return Verdict(told, tuple(lines))


def _deadline_lines(found: Due | None, passed: list[PassedOver]) -> list[str]:
    if found is None:
        return ["Không quy định thời hạn."]
    form = "%H:%M %d/%m/%Y" if isinstance(found.last, datetime) else "%d/%m/%Y"
    lines = [f"Hạn cuối: {found.last:{form}} ({found.term.in_words()}, {found.origin})"]
    if found.taken:
        lines.append(escape(f"{found.taken[0].upper()}{found.taken[1:]}."))
    lines += [f"Không tính {one.day:%d/%m/%Y}: {_why(one)}" for one in passed]
    if found.uncertain:
        days = ", ".join(f"{on:%d/%m/%Y}" for on in found.uncertain)
        lines.append(f"Hạn có thể đổi: chưa có quyết định nghỉ ngày {days}.")
    return lines


def _why(off: PassedOver) -> str:
    return escape(off.why if off.decided else f"{off.why}, chưa có quyết định")
