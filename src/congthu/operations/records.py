"""Bring the records of an installation in line with ``instance.toml``: authorities, and what their law allows.

Run in a process of its own (``python -m congthu.operations.records``) with the code of the release that is being put
in force, after its migrations.
"""

from collections.abc import Mapping
from datetime import datetime

import django

from congthu import clock
from congthu.regulations.policy import policy_for


def load_authorities(authorities: Mapping[str, Mapping[str, str]], *, now: datetime) -> None:
    """Enter every authority, and write what each state of its regulation allows where the mail programs read it."""
    from congthu.directory.acts.authorities import establish_authority  # noqa: PLC0415  # Django must be set up first
    from congthu.directory.models import Authority  # noqa: PLC0415
    from congthu.directory.roles import Actor  # noqa: PLC0415
    from congthu.mailboxes.acts.law import load_regulation  # noqa: PLC0415
    from congthu.mailflow.decided import follow  # noqa: PLC0415

    acting = Actor.system("up")
    for code, entry in authorities.items():
        policy = policy_for(entry["regulation"])
        domains = list(policy.domain.mail.value)
        wanted = {"name": entry["name"], "regulation": policy.id, "domains": domains}
        if not Authority.objects.filter(code=code, **wanted).exists():
            establish_authority(code=code, **wanted, acting=acting, now=now)  # type: ignore[arg-type]
        load_regulation(policy, acting=acting, now=now)
        follow(Authority.objects.get(code=code), acting=acting, now=now)


def main() -> None:
    """Do it for the installation that the settings name."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from congthu.mailflow.decided import write_down  # noqa: PLC0415
    from congthu.operations.instance import Instance, InstanceError  # noqa: PLC0415

    if settings.CONGTHU_INSTANCE is None:
        raise InstanceError("CONGTHU_INSTANCE không trỏ đến hệ thống nào.")
    instance = Instance.read(settings.CONGTHU_INSTANCE)
    load_authorities(
        {code: entry.model_dump() for code, entry in instance.authorities.items()},
        now=clock.now(),
    )
    write_down(instance.decided)


if __name__ == "__main__":
    main()
