"""What has been done, by whom, and on which ground?

The table is append-only: triggers (migration 0002) number each entry, chain it to the one before and refuse every
UPDATE, DELETE and TRUNCATE, whatever the code above does.
"""

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """One act. ``authority`` and ``subject`` are keys, not foreign keys: an entry outlives what it tells of."""

    at = models.DateTimeField()
    authority = models.CharField(max_length=32, blank=True)
    actor = models.CharField(max_length=320)
    event = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_key = models.CharField(max_length=320)
    clause = models.CharField(max_length=64, blank=True)
    document = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    # Filled by the trigger; a value given here is overwritten.
    prev_hash = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_key", "-id"], name="audit_by_subject"),
            models.Index(fields=["authority", "-id"], name="audit_by_authority"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.event} {self.subject_kind} {self.subject_key}"
