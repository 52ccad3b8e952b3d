"""Issue, lock, restore, revoke and change mailboxes: the only writer of their tables.

Every act names who acts, when and on what ground, locks the row, asks the rules, writes, and records itself in the same
transaction. A rule that says no raises RefusedByRule with its clause; so does a step that the regulation does not know.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Greatest

from congthu.audit.actions import record
from congthu.audit.acts import Cause, Subject
from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation, Person
from congthu.directory.roles import Actor, Role
from congthu.enforces import enforces
from congthu.mailboxes.lifecycle import IllegalTransition, next_state
from congthu.mailboxes.models import LIVE, Alias, Custody, IssuedAddress, Mailbox, Purpose, StatePermission
from congthu.mailboxes.naming import MailboxKind
from congthu.mailboxes.proposals import propose_address
from congthu.mailboxes.queries import hold_names
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Event, State
from congthu.regulations.terms import Size
from congthu.regulations.values import Bound

PERSONAL = frozenset({MailboxKind.PERSON, MailboxKind.TITLE})


def load_regulation(policy: Policy, *, acting: Actor, now: datetime) -> int:
    """Write what each state of *policy* allows where the mail programs read it; return how many states there are.

    Where that is written already, nothing changes and nothing is recorded.
    """
    wanted = {
        state.value: {
            "login": rule.login,
            "web_only": rule.web_only,
            "send": rule.send,
            "receive": rule.receive,
            "directory": rule.directory,
        }
        for state, rule in policy.states.state.items()
    }
    with transaction.atomic():
        held = StatePermission.objects.filter(regulation=policy.id)
        if {row.pop("state"): row for row in held.values("state", *next(iter(wanted.values())))} == wanted:
            return len(wanted)
        held.delete()
        StatePermission.objects.bulk_create(
            StatePermission(regulation=policy.id, state=state, **allowed) for state, allowed in wanted.items()
        )
        record("regulation.loaded", Subject("regulation", policy.id), authority="", acting=acting, at=now)
    return len(wanted)


def issue(
    organisation: Organisation,
    kind: MailboxKind,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    person: Person | None = None,
    title: str = "",
    chosen: str = "",
    request_number: int | None = None,
) -> Mailbox:
    """Issue a mailbox under the name that the regulation gives, or under *chosen* where it lets the operator choose.

    Raises:
        RefusedByRule: no name is left, a fact is missing, the person or the channel has a mailbox already.
    """
    authority, policy = organisation.authority, policy_of(organisation.authority)
    acting.require(Role.OPERATOR, authority=authority.code, to="cấp hộp thư")
    with transaction.atomic():
        hold_names(authority.domain)
        _refuse_second(organisation, kind, person, policy)
        proposal = propose_address(organisation, kind, person=person, title=title, chosen=chosen)
        if proposal.address is None:
            raise RefusedByRule(*proposal.refused)
        mailbox = Mailbox(
            authority=authority,
            address=proposal.address,
            domain=proposal.address.rpartition("@")[2],
            kind=kind,
            organisation=organisation,
            person=person,
            state=next_state(State.REQUESTED, Event.ISSUE, policy=policy),
            since=now,
            ground=cause.clause,
            ground_document=cause.document,
            ground_reason=cause.reason,
            request_number=request_number,
            issued_under=proposal.clause,
            issued_at=now,
            notified_at=now,
            quota_bytes=_default_quota(kind, policy),
        )
        mailbox.save(force_insert=True)
        IssuedAddress.objects.create(
            address=mailbox.address, domain=mailbox.domain, purpose=Purpose.ISSUED, mailbox=mailbox, at=now
        )
        _record("mailbox.issued", mailbox, acting=acting, now=now, cause=cause, details={"kind": str(kind)})
    return mailbox


@enforces(
    "naming.agency",
    "naming.department",
    "naming.locality",
    "naming.locality_unit",
    "naming.locality_department",
    "naming.van_thu",
    "naming.ky_thuat",
)
def _refuse_second(
    organisation: Organisation, kind: MailboxKind, person: Person | None, policy: Policy
) -> None:
    """A person has one mailbox in an agency; an organisation one of each kind."""
    live = Mailbox.objects.filter(organisation=organisation, kind=kind, state__in=LIVE)
    if kind is MailboxKind.TITLE or kind in {
        MailboxKind.GROUP_AGENCY,
        MailboxKind.GROUP_CITY,
        MailboxKind.SYSTEM,
    }:
        return
    held = live.filter(person=person).values_list("address", flat=True).first()
    if held:
        whose = person.full_name if person else organisation.name
        rule = getattr(policy.naming, kind)
        raise RefusedByRule(
            Refusal(
                rule="mailbox.second",
                clause=str(rule.single) if rule and rule.single else "",
                message=f"{whose} đã có hộp thư {held}. Không cấp thêm; hãy kiểm tra lại phiếu.",
            )
        )


@enforces("quota.person", "quota.organisation")
def _default_quota(kind: MailboxKind, policy: Policy) -> int:
    return int((policy.quota.person if kind in PERSONAL else policy.quota.organisation).value)


def move(
    mailbox: Mailbox,
    event: Event,
    *,
    cause: Cause,
    acting: Actor,
    now: datetime,
    details: Mapping[str, object] | None = None,
    **changes: object,
) -> None:
    """Take *mailbox* one step of its regulation's machine; *changes* are columns that change with the step.

    Raises:
        RefusedByRule: the regulation knows no such step from the state that the mailbox is in now.
    """
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        before = State(row.state)
        try:
            row.state = next_state(before, event, policy=policy_of(row.authority))
        except IllegalTransition as unknown:
            raise RefusedByRule(Refusal(f"states.{event}", "", f"{row.address}: {unknown}")) from unknown
        row.since = now
        row.ground, row.ground_document, row.ground_reason = cause.clause, cause.document, cause.reason
        row.locked_at = (row.locked_at or now) if row.state == State.LOCKED else None
        if row.state != State.LOCKED:
            row.agency_notified_at = None
        for column, value in changes.items():
            setattr(row, column, value)
        row.save()
        told = {"from": str(before), "to": str(row.state), **(details or {})}
        _record(f"mailbox.{event}", row, acting=acting, now=now, cause=cause, details=told)
    mailbox.refresh_from_db()


@enforces("lock.grounds")
def lock(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Lock *mailbox*: nobody signs in or sends, mail is still received.

    The ground is one of the regulation's (``cause.clause``), or the document of the agency that asks for it.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="tạm khóa hộp thư")
    policy = policy_of(mailbox.authority)
    _demand_reason(cause)
    grounds = policy.lock.grounds
    known = {str(ground.clause) for ground in grounds.value.values()} if grounds else set()
    if cause.clause and cause.clause not in known:
        raise RefusedByRule(
            Refusal(
                rule="lock.grounds",
                clause=grounds.cited if grounds else "",
                message=f"{cause.clause} không phải là căn cứ tạm khóa. "
                f"Căn cứ được phép: {', '.join(sorted(known)) or 'không có'}.",
            )
        )
    if not cause.clause and not cause.document:
        raise RefusedByRule(
            Refusal(
                rule="lock.grounds",
                clause=grounds.cited if grounds else "",
                message="Hãy nêu căn cứ tạm khóa: điều khoản của quy chế, hoặc văn bản đề nghị.",
            )
        )
    move(mailbox, Event.LOCK, cause=cause, acting=acting, now=now)


@enforces("lock.grounds")
def restore(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, cleaned: bool = False) -> None:
    """Restore a locked mailbox; its holder must then choose a new password.

    *cleaned*: the leak or malware for which it was locked has been dealt with, where the ground asks for that.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="khôi phục hộp thư")
    _demand_reason(cause)
    _demand_document(cause, "khôi phục")
    grounds = policy_of(mailbox.authority).lock.grounds
    for ground in grounds.value.values() if grounds else ():
        if str(ground.clause) == mailbox.ground and ground.cleaned_before_restore and not cleaned:
            raise RefusedByRule(
                Refusal(
                    rule="lock.grounds",
                    clause=str(ground.clause),
                    message="Hộp thư bị khóa do mất an toàn: chỉ khôi phục khi đã xử lý xong. "
                    "Hãy xác nhận việc xử lý rồi làm lại.",
                )
            )
    move(
        mailbox,
        Event.RESTORE,
        cause=cause,
        acting=acting,
        now=now,
        details={"cleaned": cleaned},
        restored_at=now,
    )


def revoke(
    mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime, decision_on: date | None = None
) -> None:
    """Take *mailbox* from its holder: at once, or held for handing over where the regulation says so.

    *decision_on* is the day of the decision by which the holder leaves; the time of holding counts from it.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="thu hồi hộp thư")
    _demand_reason(cause)
    _demand_document(cause, "thu hồi")
    policy = policy_of(mailbox.authority)
    holding = mailbox.kind in PERSONAL and policy.leaving.kept is not None
    if not holding:
        move(mailbox, Event.REVOKE, cause=cause, acting=acting, now=now)
        return
    if decision_on is None:
        raise RefusedByRule(
            Refusal(
                rule="leaving.kept",
                clause=policy.leaving.kept.cited if policy.leaving.kept else "",
                message="Thiếu ngày của quyết định: thời gian giữ hộp thư tính từ ngày đó. Hãy bổ sung rồi làm lại.",
            )
        )
    move(
        mailbox,
        Event.LEAVE,
        cause=cause,
        acting=acting,
        now=now,
        details={"decision_on": decision_on.isoformat()},
        decision_on=decision_on,
    )


@enforces("quota.person", "quota.organisation")
def change_quota(mailbox: Mailbox, *, quota: Size, cause: Cause, acting: Actor, now: datetime) -> None:
    """Give *mailbox* another quota, within what the regulation leaves to the operator."""
    acting.require(Role.OPERATOR, Role.MANAGING, authority=mailbox.authority.code, to="thay đổi dung lượng")
    _demand_reason(cause)
    policy = policy_of(mailbox.authority)
    ruled = policy.quota.person if mailbox.kind in PERSONAL else policy.quota.organisation
    too_small = ruled.bound in {Bound.MINIMUM, Bound.EXACT} and quota < ruled.value
    too_large = ruled.bound in {Bound.MAXIMUM, Bound.EXACT} and quota > ruled.value
    if too_small or too_large or quota <= 0:
        name = "quota.person" if mailbox.kind in PERSONAL else "quota.organisation"
        words = {Bound.MINIMUM: "tối thiểu", Bound.MAXIMUM: "tối đa", Bound.EXACT: "đúng"}
        how = words[ruled.bound] if ruled.bound else "tối thiểu"
        message = f"Dung lượng phải {how} {ruled.value}; không đặt được {quota}."
        raise RefusedByRule(Refusal(rule=name, clause=ruled.cited, message=message))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        before, row.quota_bytes = row.quota_bytes, int(quota)
        row.save(update_fields=["quota_bytes"])
        told = {"from": before, "to": int(quota)}
        _record("mailbox.quota_changed", row, acting=acting, now=now, cause=cause, details=told)
    mailbox.refresh_from_db()


@enforces("custody.handover")
def hand_over(mailbox: Mailbox, *, to: Person, cause: Cause, acting: Actor, now: datetime) -> Custody:
    """Make *to* the custodian of an organisation's mailbox; those before cease to be.

    Whoever calls issues a new password: the one that the former custodian knows must not open it any more.
    """
    acting.require(
        Role.OPERATOR,
        Role.HEAD,
        authority=mailbox.authority.code,
        organisation=mailbox.organisation_id,
        to="bàn giao hộp thư",
    )
    ruled = policy_of(mailbox.authority).custody.handover
    clause = ruled.cited if ruled and ruled.value else ""
    _demand_document(cause, "bàn giao", clause=clause)
    if mailbox.kind in PERSONAL or to.authority_id != mailbox.authority_id:
        raise RefusedByRule(
            Refusal(
                rule="custody.handover",
                clause=clause,
                message="Chỉ bàn giao hộp thư của tổ chức cho người cùng địa phương; hộp thư cá nhân thì không.",
            )
        )
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        former = list(row.custodies.filter(until=None).values_list("person__full_name", flat=True))
        row.custodies.filter(until=None).update(until=now)
        custody = Custody.objects.create(mailbox=row, person=to, document=cause.document, since=now)
        told = {"from": former, "to": to.full_name}
        _record("mailbox.handed_over", row, acting=acting, now=now, cause=cause, details=told)
    return custody


def add_alias(mailbox: Mailbox, *, address: str, cause: Cause, acting: Actor, now: datetime) -> Alias:
    """Let *mailbox* be reached under another address of its authority that was never given out."""
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="đặt bí danh")
    address = address.strip().lower()
    domain = address.rpartition("@")[2]
    if domain not in mailbox.authority.domains:
        raise RefusedByRule(
            Refusal(
                rule="domain.mail",
                clause="",
                message=f"@{domain} không phải là tên miền của {mailbox.authority}.",
            )
        )
    try:
        with transaction.atomic():
            hold_names(domain)
            issued = IssuedAddress(
                address=address,
                domain=domain,
                purpose=Purpose.ALIAS,
                mailbox=mailbox,
                at=now,
                reason=cause.reason[:200],
            )
            issued.save(force_insert=True)
            alias = Alias.objects.create(address=issued, mailbox=mailbox)
            _record(
                "mailbox.alias_added",
                mailbox,
                acting=acting,
                now=now,
                cause=cause,
                details={"alias": address},
            )
    except IntegrityError as wrong:
        message = f"Địa chỉ {address} đã từng được cấp hoặc không đúng dạng. Hãy chọn địa chỉ khác."
        raise RefusedByRule(Refusal(rule="naming.unique", clause="", message=message)) from wrong
    return alias


def reserve(
    address: str, *, purpose: Purpose, reason: str, acting: Actor, now: datetime, authority: str
) -> None:
    """Keep *address* from ever being given to a person; reserving it twice changes nothing."""
    acting.require(Role.OPERATOR, authority=authority, to="dành riêng địa chỉ")
    address = address.strip().lower()
    with transaction.atomic():
        hold_names(address.rpartition("@")[2])
        _, created = IssuedAddress.objects.get_or_create(
            address=address,
            defaults={
                "domain": address.rpartition("@")[2],
                "purpose": purpose,
                "at": now,
                "reason": reason[:200],
            },
        )
        if created:
            subject, told = Subject("address", address), {"purpose": str(purpose)}
            record("address.reserved", subject, authority=authority, acting=acting, at=now, details=told)


def password_chosen(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Take note that the holder chose a password: what waited for that becomes active."""
    if mailbox.state == State.ACTIVE:
        Mailbox.objects.filter(pk=mailbox.pk).update(password_changed_at=now)
        return
    move(mailbox, Event.SET_PASSWORD, cause=Cause(), acting=acting, now=now, password_changed_at=now)


def password_reissued(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Take note that a new password was issued: its holder must choose another before anything else."""
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="cấp lại mật khẩu")
    move(mailbox, Event.REISSUE_PASSWORD, cause=cause, acting=acting, now=now)


def agency_notified(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Take note that the agency has been told of a lock; revoking for want of a request waits for this."""
    with transaction.atomic():
        if Mailbox.objects.filter(pk=mailbox.pk, state=State.LOCKED).update(agency_notified_at=now):
            _record("mailbox.agency_notified", mailbox, acting=acting, now=now, cause=Cause())
    mailbox.refresh_from_db()


@enforces("inactivity.excused")
def excuse(mailbox: Mailbox, *, until: date, cause: Cause, acting: Actor, now: datetime) -> None:
    """Take note that the agency has said why *mailbox* is not used: up to *until* that does not count against it.

    Raises:
        RefusedByRule: the regulation knows no such reason, or none is given.
    """
    acting.require(Role.OPERATOR, authority=mailbox.authority.code, to="ghi lý do vắng mặt")
    _demand_reason(cause)
    excused = policy_of(mailbox.authority).inactivity.excused
    if excused is None or not excused.value:
        message = "Quy chế không cho miễn do vắng mặt. Hãy hướng dẫn người dùng đăng nhập trước hạn."
        raise RefusedByRule(Refusal("inactivity.excused", excused.cited if excused else "", message))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update(of=("self",)).select_related("authority").get(pk=mailbox.pk)
        row.excused_until = until
        row.save(update_fields=["excused_until"])
        told = {"until": until.isoformat()}
        _record("mailbox.excused", row, acting=acting, now=now, cause=cause, details=told)
    mailbox.refresh_from_db()


def note_use(
    address: str,
    *,
    signed_in: datetime | None = None,
    sent: datetime | None = None,
    received: datetime | None = None,
) -> None:
    """Move the marks of use forward; never back, and without an entry in the trail: this is no decision."""
    marks = {"last_login_at": signed_in, "last_sent_at": sent, "last_received_at": received}
    newer = {column: Greatest(column, at) for column, at in marks.items() if at is not None}
    Mailbox.objects.filter(address=address).update(**newer)


def _demand_reason(cause: Cause) -> None:
    if not cause.reason.strip():
        raise RefusedByRule(
            Refusal(
                rule="cause.reason",
                clause="",
                message="Hãy nêu lý do: lý do được ghi vào nhật ký và báo cho cơ quan.",
            )
        )


def _demand_document(cause: Cause, what: str, *, clause: str = "") -> None:
    if not cause.document.strip():
        message = f"Hãy nêu số, ký hiệu văn bản đề nghị {what}."
        raise RefusedByRule(Refusal(rule="cause.document", clause=clause, message=message))


def _record(
    event: str,
    mailbox: Mailbox,
    *,
    acting: Actor,
    now: datetime,
    cause: Cause,
    details: Mapping[str, object] | None = None,
) -> None:
    subject, authority = Subject("mailbox", mailbox.address), mailbox.authority.code
    record(event, subject, authority=authority, acting=acting, at=now, cause=cause, details=details)
