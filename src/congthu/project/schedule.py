"""What happens by itself, and when?

Everything that nobody calls stands here: the nights of the regulation, and what keeps the records in order. Each task
is idempotent and asks what is due, so that a machine that was down makes up for it.
"""

import logging
from datetime import date

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congthu import clock
from congthu.audit.outbox import Errand, tell_each
from congthu.audit.queries import verify
from congthu.audit.refused import tell_counted
from congthu.directory.acts.files import forget_files
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.mailboxes.queries import untold_locks
from congthu.mailflow import decided
from congthu.operations.instance import Instance
from congthu.operations.nights import live_through, use_is_known
from congthu.oversight import notices, reminders

log = logging.getLogger(__name__)
NIGHT = Actor.system("night")
# A mail system that is down is asked again after 1, 2, 4 … minutes, for about a week.
PATIENT = RetryStrategy(max_attempts=14, exponential_wait=2, wait=60)
AT_A_TIME = 1000


# What happens by itself happens at 00:00. Asking every hour makes up for a machine that was down then; what is done
# already costs a look.
@app.periodic(cron="3 * * * *")
@app.task(queueing_lock="night")
def pass_time(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Let decisions take effect whose day has come, and do what time has brought about for mailboxes."""
    known = use_is_known(settings.CONGTHU_INSTANCE)
    if not known:
        log.error("the collector is behind: nobody is locked as idle before it has heard who used what")
    if done := live_through(clock.now(), acting=NIGHT, use_known=known):
        log.warning("moved by time: %d", len(done))


@app.task(name=Errand.APPLY_DECISIONS.value, retry=PATIENT)
def apply_decisions(authority: str) -> None:
    """Let mailboxes and mail programs follow what was decided for an authority."""
    decided.follow(Authority.objects.get(code=authority), acting=NIGHT, now=clock.now())
    if settings.CONGTHU_INSTANCE is not None:
        decided.write_down(Instance.read(settings.CONGTHU_INSTANCE).decided)


@app.task(name=Errand.TELL_AGENCY_OF_LOCK.value, retry=PATIENT)
def tell_agency_of_lock(address: str) -> None:
    """Write to the agency of a mailbox that was locked; a mail system that is down is asked again."""
    try:
        notices.tell_agency_of_lock(address, now=clock.now())
    except notices.NobodyToTell as nobody:
        # Trying on changes nothing; the hour asks again, and what waits is shown to the operator.
        log.warning("%s: %s", address, nobody)


@app.task(name=Errand.REMIND.value, retry=PATIENT)
def remind(address: str, event: str, on: str) -> None:
    """Write to whoever can still do something about what time does to a mailbox on a day."""
    reminders.remind(address, event=event, on=date.fromisoformat(on), now=clock.now())


@app.task(name=Errand.TELL_OF_STEP.value, retry=PATIENT)
def tell_of_step(address: str, event: str) -> None:
    """Write to whoever must hear of a step that a mailbox took."""
    reminders.tell_of_step(address, event=event, now=clock.now())


@app.task(name=Errand.ANNOUNCE_GROUP.value, retry=PATIENT)
def announce_group(address: str) -> None:
    """Write to every agency that a group of the whole authority is there."""
    notices.announce_group(address, now=clock.now())


@app.periodic(cron="33 * * * *")
@app.task(queueing_lock="notices.again")
def tell_the_untold(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Ask again for each locked mailbox whose agency could not be told: somebody may be there by now."""
    tell_each(
        Errand.TELL_AGENCY_OF_LOCK,
        ({"address": address} for address in untold_locks().values_list("address", flat=True)[:AT_A_TIME]),
    )


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="audit.verify")
def verify_trail(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Prove the chain of hashes; a broken one is an error in the log until somebody has looked."""
    found = verify()
    if found.ok:
        log.warning("audit trail verified: %d entries", found.count)
    else:
        log.error("AUDIT TRAIL BROKEN at entry %s of %d", found.first_bad, found.count)


@app.periodic(cron="5 1 * * *")
@app.task(queueing_lock="audit.tell_counted")
def tell_counted_refusals(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Write down how often refusals repeated that were only counted; before the trail is proved."""
    tell_counted(acting=NIGHT, now=clock.now())


@app.periodic(cron="20 1 * * *")
@app.task(queueing_lock="identity.clear_sessions")
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Remove sessions that have ended; they would grow for ever."""
    SessionStore.clear_expired()


@app.periodic(cron="40 1 * * *")
@app.task(queueing_lock="directory.forget_files")
def forget_directory_files(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Delete the directory files that somebody looked at and never brought in: they hold id numbers and phones."""
    forget_files(now=clock.now())
