from datetime import timedelta

from tests.world import NOW

from congthu.audit.models import AuditEntry
from congthu.decisions.actions import approve, propose
from congthu.decisions.models import OperatorDecision
from congthu.directory.roles import Role
from congthu.mailboxes.models import Mailbox
from congthu.project.schedule import pass_time


def test_time_passes_for_the_mailboxes_of_every_authority(world):
    # Issued before the clock of whatever machine runs this.
    mailbox = world.mailbox()
    Mailbox.objects.update(issued_at=NOW - timedelta(days=800), notified_at=None)
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
        signed_on=NOW.date(),
        signer="Vũ Thị Hạnh",
        reason="Tăng an toàn",
        effective_from=NOW.date() + timedelta(days=30),
        acting=enters,
        now=NOW,
    )
    approve(decision, acting=approves, now=NOW)
    assert OperatorDecision.objects.get().in_force_at is None
    # As if the clock of whatever machine runs this were past that day.
    OperatorDecision.objects.update(signed_on="2020-01-01", effective_from="2020-01-02")
    pass_time(timestamp=0)
    assert OperatorDecision.objects.get().in_force_at is not None
