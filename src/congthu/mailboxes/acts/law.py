"""What does each state of a regulation allow, written where the mail programs read it?"""

from datetime import datetime

from django.db import transaction

from congthu.audit.actions import record
from congthu.audit.acts import Subject
from congthu.directory.roles import Actor
from congthu.mailboxes.models import StatePermission
from congthu.regulations.policy import Policy


def load_regulation(policy: Policy, *, acting: Actor, now: datetime) -> int:
    """Write what each state of *policy* allows where the mail programs read it; return how many states there are.

    Where that is written already, nothing changes and nothing is recorded.
    """
    wanted = {
        state.value: {
            "login": rule.login,
            "web_only": rule.web_only,
            "send": rule.send,
            "receive": rule.receive,
            "directory": rule.directory,
        }
        for state, rule in policy.states.state.items()
    }
    with transaction.atomic():
        held = StatePermission.objects.filter(regulation=policy.id)
        if {row.pop("state"): row for row in held.values("state", *next(iter(wanted.values())))} == wanted:
            return len(wanted)
        held.delete()
        StatePermission.objects.bulk_create(
            StatePermission(regulation=policy.id, state=state, **allowed) for state, allowed in wanted.items()
        )
        record("regulation.loaded", Subject("regulation", policy.id), authority="", acting=acting, at=now)
    return len(wanted)
