"""What happens by itself, and when?

Everything that nobody calls stands here: the nights of the regulation, and what keeps the records in order. Each task
is idempotent and asks what is due, so that a machine that was down makes up for it.
"""

import logging

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app

from congthu import clock
from congthu.audit.queries import verify
from congthu.directory.roles import Actor
from congthu.operations.nights import live_through

log = logging.getLogger(__name__)
NIGHT = Actor.system("night")


# What happens by itself happens at 00:00. Asking every hour makes up for a machine that was down then; what is done
# already costs a look.
@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="night")
def pass_time(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Let decisions take effect whose day has come, and do what time has brought about for mailboxes."""
    if done := live_through(clock.now(), acting=NIGHT):
        log.warning("moved by time: %d", len(done))


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="audit.verify")
def verify_trail(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Prove the chain of hashes; a broken one is an error in the log until somebody has looked."""
    found = verify()
    if found.ok:
        log.warning("audit trail verified: %d entries", found.count)
    else:
        log.error("AUDIT TRAIL BROKEN at entry %s of %d", found.first_bad, found.count)


@app.periodic(cron="20 1 * * *")
@app.task(queueing_lock="identity.clear_sessions")
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Remove sessions that have ended; they would grow for ever."""
    SessionStore.clear_expired()
