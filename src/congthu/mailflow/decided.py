"""What follows from the law of an authority, and from what is decided there, for its mailboxes and the mail programs?

Asked at each `up`, and by the worker as soon as a decision takes effect: Dovecot reads it at the next sign-in and the
next delivery. The gate needs nothing of this: it asks for the limit of attachments itself.
"""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.engines.dovecot.userdb import Level, quota_warnings
from congthu.engines.process import replace_file
from congthu.mailboxes.acts.quota import raise_to_least
from congthu.mailboxes.room import warning_levels
from congthu.mailflow.models import Told


def write_down(path: Path) -> None:
    """Put what is decided for each authority where `up` reads it, which renders before there is a database to ask."""
    held = {one.code: one.decisions for one in Authority.objects.order_by("code")}
    replace_file(path, json.dumps(held, ensure_ascii=False, indent=2) + "\n", mode=0o644)


def follow(authority: Authority, *, acting: Actor, now: datetime) -> list[str]:
    """Let mailboxes and mail programs follow what holds for *authority*; return the mailboxes that got more room."""
    policy = policy_of(authority)
    with transaction.atomic():
        levels = warning_levels(policy.quota)
        settings = quota_warnings([Level(percent, clause) for percent, clause in levels.items()])
        prefetched = {f"userdb_{name}": value for name, value in settings.items()}
        Told.objects.update_or_create(
            authority=authority, defaults={"userdb": settings, "prefetched": prefetched}
        )
        return raise_to_least(authority, acting=acting, now=now)
