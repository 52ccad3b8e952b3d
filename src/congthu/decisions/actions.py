"""Decide on a parameter where the regulation leaves room: the only writer of decisions.

Somebody of the managing department enters the document, somebody else approves it, and from its day on it holds. What
the regulation does not let go is refused when it is entered, with the clause, and once more when it is approved.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from pydantic import ValidationError

from congthu.audit.actions import record
from congthu.audit.acts import Cause, Subject
from congthu.audit.outbox import Errand, tell
from congthu.audit.refused import kept_if_refused
from congthu.decisions.models import OperatorDecision
from congthu.directory.acts.authorities import hold_decisions
from congthu.directory.models import Authority
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.regulations.duties import HANOI
from congthu.regulations.load import load
from congthu.regulations.policy import Decision, policy_for, resolve
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.values import Source


def _where(decision: OperatorDecision) -> tuple[Subject, str]:
    return Subject("decision", str(decision.pk)), decision.authority.code


def _where_of_authority(authority: Authority) -> tuple[Subject, str]:
    return Subject("authority", authority.code), authority.code


@kept_if_refused("decision.proposed", _where_of_authority)
def propose(
    authority: Authority,
    parameter: str,
    value: Any,
    *,
    number: str,
    signed_on: date,
    signer: str,
    reason: str,
    effective_from: date,
    acting: Actor,
    now: datetime,
) -> OperatorDecision:
    """Enter the document that sets *parameter*; it does nothing until somebody else approves it.

    *value* None lets the regulation's own value hold again.

    Raises:
        RefusedByRule: the regulation does not let the value go there, or something is missing.
    """
    person = _person(acting, authority, to="nhập quyết định")
    decision = OperatorDecision(
        authority=authority,
        regulation=authority.regulation,
        parameter=parameter,
        value=value,
        number=number.strip(),
        signed_on=signed_on,
        signer=signer.strip(),
        reason=reason.strip(),
        effective_from=effective_from,
        proposed_by_id=person,
        proposed_at=now,
    )
    missing = [
        what for what, given in (("số", number), ("người ký", signer), ("lý do", reason)) if not given.strip()
    ]
    if missing:
        raise _refused(
            "decision.document", f"Thiếu {', '.join(missing)} của quyết định. Hãy bổ sung rồi làm lại."
        )
    if effective_from < signed_on:
        raise _refused(
            "decision.effective", "Quyết định không có hiệu lực trước ngày ký. Hãy kiểm tra lại hai ngày."
        )
    if signed_on > now.astimezone(HANOI).date():
        raise _refused("decision.signed", "Quyết định ghi ngày ký chưa đến. Hãy kiểm tra lại ngày ký.")
    if other := _of_that_number(decision):
        raise _refused(
            "decision.signed",
            f"Số {decision.number} trong năm {signed_on.year} đã được nhập với ngày ký {other.signed_on:%d/%m/%Y}. "
            "Hãy kiểm tra lại số và ngày ký.",
        )
    _check(decision)
    with transaction.atomic():
        decision.save(force_insert=True)
        _record("decision.proposed", decision, acting=acting, now=now)
    return decision


def _of_that_number(decision: OperatorDecision) -> OperatorDecision | None:
    """A decision of the same number, signer and year that was entered with another day, and not rejected."""
    return (
        OperatorDecision.objects.filter(
            authority=decision.authority,
            number=decision.number,
            signer=decision.signer,
            signed_on__year=decision.signed_on.year,
            rejected_at=None,
        )
        .exclude(signed_on=decision.signed_on)
        .first()
    )


@kept_if_refused("decision.approved", _where)
def approve(decision: OperatorDecision, *, acting: Actor, now: datetime) -> None:
    """Approve what somebody else has entered; it holds from its day on, at once where that day has come.

    Raises:
        RefusedByRule: whoever approves has entered it, it is settled already, or the regulation has changed since.
    """
    person = _person(acting, decision.authority, to="duyệt quyết định")
    with transaction.atomic():
        row = _open(decision)
        if row.proposed_by_id == person:
            raise _refused(
                "decision.two_people", "Người nhập quyết định không đồng thời duyệt. Hãy để người khác duyệt."
            )
        _check(row)
        row.approved_by_id, row.approved_at = person, now
        row.save(update_fields=["approved_by", "approved_at"])
        _record("decision.approved", row, acting=acting, now=now)
        take_effect(row.authority, acting=acting, now=now)
    decision.refresh_from_db()
    decision.authority.refresh_from_db(fields=["decisions"])


@kept_if_refused("decision.rejected", _where)
def reject(decision: OperatorDecision, *, reason: str, acting: Actor, now: datetime) -> None:
    """Put aside what was entered and not approved yet; whoever entered it may do so, too."""
    _person(acting, decision.authority, to="từ chối quyết định")
    if not reason.strip():
        raise _refused("cause.reason", "Hãy nêu lý do không duyệt.")
    with transaction.atomic():
        row = _open(decision)
        row.rejected_at = now
        row.save(update_fields=["rejected_at"])
        _record("decision.rejected", row, acting=acting, now=now, reason=reason.strip())
    decision.refresh_from_db()


def take_effect(authority: Authority, *, acting: Actor, now: datetime) -> list[OperatorDecision]:
    """Let what is approved hold from its day on, in place of what was decided before; return what began to."""
    with transaction.atomic():
        # Two decisions of one authority that take effect at once must not write over each other's result.
        held = Authority.objects.select_for_update().get(pk=authority.pk)
        begins = OperatorDecision.objects.filter(
            authority=held,
            regulation=held.regulation,
            approved_at__isnull=False,
            in_force_at=None,
            effective_from__lte=now.astimezone(HANOI).date(),
        )
        began = list(begins.select_related("authority").order_by("effective_from", "pk"))
        for decision in began:
            in_force(held).filter(parameter=decision.parameter).update(ended_at=now)
            decision.in_force_at = now
            decision.save(update_fields=["in_force_at"])
        if began:
            hold_decisions(
                held, [_told(one) for one in in_force(held).exclude(value=None).order_by("parameter")]
            )
            tell(Errand.APPLY_DECISIONS, authority=held.code)
        for decision in began:
            _record("decision.in_force", decision, acting=acting, now=now)
    return began


def in_force(authority: Authority) -> Any:
    """The decisions that hold for *authority*."""
    return OperatorDecision.objects.filter(
        authority=authority, regulation=authority.regulation, in_force_at__isnull=False, ended_at=None
    )


def _check(decision: OperatorDecision) -> None:
    """See that the regulation of today lets the value go where the decision puts it."""
    parameter, name = decision.parameter, decision.authority.regulation
    if decision.regulation != name:
        raise _refused("decision.regulation", "Quy chế đã thay đổi từ khi nhập quyết định. Hãy nhập lại.")
    try:
        ruled = policy_for(name).ruled(parameter)
    except KeyError:
        raise _refused(
            "decision.parameter", f"Không có tham số “{parameter}”. Xem: ./congthu regulation show {name}."
        ) from None
    if decision.value is None:
        if not in_force(decision.authority).filter(parameter=parameter).exclude(value=None).exists():
            raise _refused("decision.nothing", f"Không có quyết định nào về “{parameter}” để bãi bỏ.")
        return
    cited = ruled.cited if ruled else ""
    if ruled and ruled.source is Source.REGULATION and getattr(ruled, "bound", None) is None:
        message = "Quy chế ấn định giá trị này, không để đơn vị vận hành quyết định khác."
        raise RefusedByRule(Refusal(parameter, cited, message))
    try:
        resolve(load(name), decisions=[_value(decision)])
    except (ValidationError, TypeError, ValueError) as wrong:
        message = f"“{decision.value}” không phải là giá trị của “{parameter}”. Hãy viết như trong quy chế."
        raise RefusedByRule(Refusal(parameter, cited, message)) from wrong


def _value(decision: OperatorDecision) -> Decision:
    return Decision(
        parameter=decision.parameter,
        value=decision.value,
        number=decision.number,
        signed_on=decision.signed_on,
        signer=decision.signer,
    )


def _told(decision: OperatorDecision) -> dict[str, object]:
    return {
        "regulation": decision.regulation,
        "parameter": decision.parameter,
        "value": decision.value,
        "number": decision.number,
        "signed_on": decision.signed_on.isoformat(),
        "signer": decision.signer,
    }


def _person(acting: Actor, authority: Authority, *, to: str) -> int:
    """Let the managing department pass, and only people: two names at a console may be one person."""
    require(acting, Role.MANAGING, authority=authority, to=to)
    if acting.person_id is None:
        raise _refused(
            "decision.two_people",
            "Quyết định do hai người nhập và duyệt bằng tài khoản của mình: dùng --as ĐỊA-CHỈ.",
        )
    return acting.person_id


def _open(decision: OperatorDecision) -> OperatorDecision:
    row = (
        OperatorDecision.objects.select_for_update(of=("self",))
        .select_related("authority")
        .get(pk=decision.pk)
    )
    if row.approved_at or row.rejected_at:
        raise _refused("decision.open", f"Quyết định {row.number} đã được duyệt hoặc từ chối.")
    return row


def _refused(rule: str, message: str) -> RefusedByRule:
    return RefusedByRule(Refusal(rule, "", message))


def _record(
    event: str, decision: OperatorDecision, *, acting: Actor, now: datetime, reason: str = ""
) -> None:
    record(
        event,
        Subject("decision", str(decision.pk)),
        authority=decision.authority.code,
        acting=acting,
        at=now,
        cause=Cause(document=decision.number, reason=reason or decision.reason),
        details={
            "parameter": decision.parameter,
            "value": decision.value,
            "effective_from": decision.effective_from.isoformat(),
        },
    )
