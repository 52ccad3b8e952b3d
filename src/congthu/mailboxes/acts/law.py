"""What does each state of a regulation allow, written where the mail programs read it?"""

from datetime import datetime

from django.db import connection, transaction

from congthu.audit.actions import record
from congthu.audit.acts import Subject
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.mailboxes.models import StatePermission
from congthu.regulations.policy import Policy
from congthu.regulations.states import Effect

# A state of the same name may have come to stand elsewhere in the life of a mailbox.
FOLLOW = """
    UPDATE mailboxes_mailbox m
       SET phase = p.phase, must_change = p.must_change,
           locked_at = CASE WHEN p.phase = 'locked' THEN coalesce(m.locked_at, m.since) END,
           leaving = CASE p.phase WHEN 'leaving' THEN m.state WHEN 'locked' THEN m.leaving ELSE '' END
      FROM directory_authority a JOIN mailboxes_statepermission p ON p.regulation = a.regulation
     WHERE a.regulation = %s AND m.authority_id = a.id AND p.state = m.state
       AND (m.phase, m.must_change) IS DISTINCT FROM (p.phase, p.must_change)
"""


@enforces(
    "state.sign_in",
    "state.send",
    "state.receive",
    "state.forward",
    "state.listed",
    "state.must_change",
    "state.web_only",
)
def load_regulation(policy: Policy, *, acting: Actor, now: datetime) -> int:
    """Write what each state of *policy* allows where the mail programs read it; return how many states there are.

    What a mailbox's row repeats of its state follows. Where all is written already, nothing changes and nothing is
    recorded.
    """
    wanted = {
        state: {"phase": rule.phase.value, **{effect.value: rule.has(effect) for effect in Effect}}
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
        with connection.cursor() as cursor:
            cursor.execute(FOLLOW, [policy.id])
        record("regulation.loaded", Subject("regulation", policy.id), authority="", acting=acting, at=now)
    return len(wanted)
