"""Make a province or city an authority of this installation, and hold what was decided for it."""

from datetime import datetime

from django.db import transaction

from congthu.audit.actions import record
from congthu.audit.acts import Subject
from congthu.directory.models import Authority
from congthu.directory.roles import Actor


def establish_authority(
    *,
    code: str,
    name: str,
    regulation: str,
    domains: list[str],
    acting: Actor,
    now: datetime,
) -> Authority:
    """Make *code* an authority of this installation, or bring its name, regulation and domains up to date."""
    with transaction.atomic():
        authority, created = Authority.objects.update_or_create(
            code=code,
            defaults={
                "name": name,
                "regulation": regulation,
                "domains": [domain.lower() for domain in domains],
            },
        )
        record(
            "authority.established" if created else "authority.updated",
            Subject("authority", code),
            authority=code,
            acting=acting,
            at=now,
            details={"regulation": regulation, "domains": authority.domains},
        )
    return authority


def hold_decisions(authority: Authority, decisions: list[dict[str, object]]) -> None:
    """Let *decisions* be what holds for *authority* now; `congthu.decisions` decides and records it."""
    Authority.objects.filter(pk=authority.pk).update(decisions=decisions)
