"""What does the regulation bring about by itself, day after day?"""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from congthu.decisions.actions import take_effect
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.mailboxes import night
from congthu.regulations.duties import HANOI
from congthu.requests.queries import awaiting_restore

log = logging.getLogger(__name__)
NIGHT = Actor.system("night")


# What happens by itself happens at 00:00. Asking every hour makes up for a machine that was down then; what is done
# already costs a look.
@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="night")
def pass_time(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Let decisions take effect whose day has come, and do what time has brought about for mailboxes."""
    now = datetime.now(UTC)  # noqa: TID251  # an entry point
    for authority in Authority.objects.all():
        if take_effect(authority, acting=NIGHT, now=now):
            authority.refresh_from_db(fields=["decisions"])
        done = night.run(
            authority,
            as_of=now.astimezone(HANOI).date(),
            acting=NIGHT,
            now=now,
            contested=awaiting_restore(authority),
        )
        if done:
            log.warning("%s: %d mailboxes moved by time", authority.code, len(done))
