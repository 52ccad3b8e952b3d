"""Let a mailbox be reached under another address, and keep an address from being given out."""

from datetime import datetime

from django.db import IntegrityError, transaction

from congthu.audit.actions import record
from congthu.audit.acts import Cause, Subject
from congthu.audit.refused import kept_if_refused
from congthu.directory.models import Authority
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts.steps import record_act, where
from congthu.mailboxes.models import Alias, IssuedAddress, Mailbox, Purpose
from congthu.mailboxes.queries import hold_names
from congthu.regulations.addresses import is_local_part
from congthu.regulations.refusals import Refusal, RefusedByRule


@kept_if_refused("mailbox.alias_added", where)
def add_alias(mailbox: Mailbox, *, address: str, cause: Cause, acting: Actor, now: datetime) -> Alias:
    """Let *mailbox* be reached under another address of its authority that was never given out."""
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="đặt bí danh")
    address = address.strip().lower()
    domain = address.rpartition("@")[2]
    _refuse_foreign(address, mailbox.authority)
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
            record_act(
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


def end_alias(alias: Alias, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Let a mailbox be reached under an alias no longer; the address stays in the history and is nobody else's."""
    mailbox = alias.mailbox
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="bỏ bí danh")
    with transaction.atomic():
        if Alias.objects.filter(pk=alias.pk, until=None).update(until=now):
            told = {"alias": alias.address_id}
            record_act("mailbox.alias_ended", mailbox, acting=acting, now=now, cause=cause, details=told)
    alias.refresh_from_db()


def reserve(
    address: str, *, purpose: Purpose, reason: str, acting: Actor, now: datetime, authority: Authority
) -> IssuedAddress:
    """Keep *address* from ever being given to a person; what was given out or reserved before stays as it was."""
    require(acting, Role.OPERATOR, authority=authority, to="dành riêng địa chỉ")
    address = address.strip().lower()
    _refuse_foreign(address, authority)
    if not is_local_part(address.rpartition("@")[0]):
        message = f"“{address}” không phải một địa chỉ thư: chỉ dùng chữ thường không dấu, chữ số, . _ -"
        raise RefusedByRule(Refusal("naming.form", "", message))
    with transaction.atomic():
        hold_names(address.rpartition("@")[2])
        held, created = IssuedAddress.objects.get_or_create(
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
            cause = Cause(reason=reason)
            record(
                "address.reserved",
                subject,
                authority=authority.code,
                acting=acting,
                at=now,
                cause=cause,
                details=told,
            )
    return held


def _refuse_foreign(address: str, authority: Authority) -> None:
    domain = address.rpartition("@")[2]
    if domain not in authority.domains:
        message = f"@{domain} không phải là tên miền của {authority}."
        raise RefusedByRule(Refusal("domain.mail", "", message))
