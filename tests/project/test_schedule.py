from datetime import timedelta

from tests.world import CAUSE, CONSOLE, NOW

from congthu.audit.models import AuditEntry
from congthu.decisions.actions import approve, propose
from congthu.decisions.models import OperatorDecision
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.project.schedule import pass_time

# Before the clock of whatever machine runs this.
LONG_AGO = NOW - timedelta(days=2000)


def test_time_passes_for_the_mailboxes_of_every_authority(world):
    # Issued before the clock of whatever machine runs this.
    mailbox = holding.issue(
        world.justice,
        MailboxKind.PERSON,
        person=world.person(),
        acting=CONSOLE,
        now=NOW - timedelta(days=800),
        cause=CAUSE,
    ).mailbox
    pass_time(timestamp=0)
    mailbox.refresh_from_db()
    assert mailbox.state == "locked"
    assert AuditEntry.objects.get(event="mailbox.default_kept").actor == "system:night"
    pass_time(timestamp=0)
    assert AuditEntry.objects.filter(event="mailbox.default_kept").count() == 1


def test_decisions_take_effect_before_time_passes(world):
    enters, approves = (world.actor(Role.MANAGING, name=name) for name in ("Trần Thị Bình", "Lê Văn Chín"))
    decision = propose(
        world.hanoi,
        "password.min_length",
        12,
        number="12/QĐ-TTTH",
        signed_on=LONG_AGO.date(),
        signer="Vũ Thị Hạnh",
        reason="Tăng an toàn",
        effective_from=LONG_AGO.date() + timedelta(days=30),
        acting=enters,
        now=LONG_AGO,
    )
    approve(decision, acting=approves, now=LONG_AGO)
    assert OperatorDecision.objects.get().in_force_at is None
    pass_time(timestamp=0)
    assert OperatorDecision.objects.get().in_force_at is not None
