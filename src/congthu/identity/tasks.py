"""What is done with sign-ins every night?"""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app


@app.periodic(cron="20 1 * * *")
@app.task(queueing_lock="identity.clear_sessions")
def clear_sessions(timestamp: int) -> None:  # noqa: ARG001  # procrastinate says when it was due
    """Remove sessions that have ended; they would grow for ever."""
    SessionStore.clear_expired()
