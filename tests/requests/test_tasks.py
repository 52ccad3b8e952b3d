from datetime import timedelta

from tests.world import NOW

from congthu.audit.models import AuditEntry
from congthu.mailboxes.models import Mailbox
from congthu.requests.tasks import pass_time


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
