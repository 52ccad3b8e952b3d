"""What stands on the credentials sheet of one mailbox, under the regulation of its authority?

The regulation says when the issued password must be changed and what a new one must have; the installation says where
to sign in. The password itself is handed in: it is kept nowhere.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from congthu.decisions.queries import policy_of
from congthu.identity.password_rules import requirements
from congthu.mailboxes.lifecycle.machine import passings
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.calendar import vietnam
from congthu.regulations.clauses import in_words
from congthu.regulations.policy import Policy
from congthu.regulations.schema import Identity
from congthu.requests.documents.credentials import Cited, CredentialsSheet, Deadline, Server

# What an installation may offer for each use, the safest first, and what mail programs call it.
KEPT_AT_MOST = "password.change_default_within"
RECEIVING = (("imaps", "SSL/TLS"), ("imap", "STARTTLS"))
SENDING = (("submissions", "SSL/TLS"), ("submission", "STARTTLS"))


def sheet_for(
    mailbox: Mailbox, *, password: str, document: str, endpoints: Mapping[str, Any], now: datetime
) -> CredentialsSheet:
    """Return the sheet that hands *password*, issued just now, to whoever keeps *mailbox*.

    *document* is the request as people call it, "" if there is none; *endpoints* are those of the
    installation; what it does not offer is left out.
    """
    policy = policy_of(mailbox.authority)
    custody = mailbox.custodies.select_related("person").filter(until=None).first()
    keeper = mailbox.person or (custody.person if custody else None)
    return CredentialsSheet(
        authority=mailbox.authority.name,
        regulation=_document(policy.identity),
        agency=mailbox.organisation.name,
        holder=keeper.full_name if keeper else mailbox.organisation.name,
        position=keeper.position if keeper else "",
        unit=keeper.unit_name if keeper else "",
        address=mailbox.address,
        password=password,
        issued_at=now,
        document=document,
        must_change=_must_change(mailbox, policy),
        deadline=_deadline(mailbox, policy),
        password_rule=_password_rule(policy),
        portal=str(endpoints.get("portal") or ""),
        imap=_server(endpoints, RECEIVING),
        submission=_server(endpoints, SENDING),
        support=", ".join(policy.notice.support.value) if policy.notice.support else "",
    )


def _document(identity: Identity) -> str:
    signed = f" ngày {identity.signed_on:%d/%m/%Y}" if identity.signed_on else ""
    return f"{identity.title}, số {identity.number}{signed}" if identity.number else identity.title


def _must_change(mailbox: Mailbox, policy: Policy) -> Cited:
    rules = policy.password
    first = mailbox.state == policy.states.issued
    ruled = rules.change_at_first_sign_in if first else rules.change_after_restore
    return Cited("Đổi ngay ở lần đăng nhập đầu tiên; trước đó hộp thư chưa dùng được", in_words(ruled.cited))


def _deadline(mailbox: Mailbox, policy: Policy) -> Deadline | None:
    """Return the last day before the issued password costs something, None where keeping it costs nothing."""
    found = passings(mailbox.state, trail_of(mailbox), policy=policy, calendar=vietnam())
    for passing in found:
        if passing.step.timer and passing.step.timer.after == KEPT_AT_MOST:
            label = policy.states.label(passing.target)
            ruled = policy.password.change_default_within
            clause = in_words(ruled.cited if ruled else passing.clause)
            return Deadline(
                passing.on - timedelta(days=1), f"hộp thư chuyển sang trạng thái “{label}”", clause
            )
    return None


def _password_rule(policy: Policy) -> Cited:
    """Return every requirement as one sentence, with each clause once."""
    rules = requirements(policy.password)
    sentences = [sentence[0].lower() + sentence[1:] for _, sentence, _ in rules]
    clauses = dict.fromkeys(in_words(clause) for _, _, clause in rules if clause)
    return Cited("; ".join(sentences), "; ".join(clauses))


def _server(endpoints: Mapping[str, Any], offered: tuple[tuple[str, str], ...]) -> Server | None:
    for name, security in offered:
        if endpoints.get(name):
            host, port = endpoints[name]
            return Server(str(host), int(port), security)
    return None
