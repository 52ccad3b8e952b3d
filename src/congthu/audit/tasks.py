"""What is done with the audit trail every night?"""

import logging

from procrastinate.contrib.django import app

from congthu.audit.queries import verify

log = logging.getLogger(__name__)


@app.periodic(cron="10 1 * * *")
@app.task(queueing_lock="audit.verify")
def verify_trail(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Prove the chain of hashes; a broken one is an error in the log until somebody has looked."""
    found = verify()
    if found.ok:
        log.warning("audit trail verified: %d entries", found.count)
    else:
        log.error("AUDIT TRAIL BROKEN at entry %s of %d", found.first_bad, found.count)
