"""What has been done, by whom, on which ground, and what did the rules say to it, under which text?

The tables are append-only: triggers (migrations 0002 and 0004) number each entry, chain it to the one before and refuse
every UPDATE, DELETE and TRUNCATE, whatever the code above does. Of what the rules said the entry holds a digest, so
that the chain covers it; of the text, its name is one.
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
    # The digest of what stands in Ruling for this entry; null where no rule was asked.
    rulings = models.BinaryField(null=True)
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


class LawText(models.Model):
    """A text of the law under which something was decided: `congthu.regulations.revision`, kept for ever."""

    digest = models.CharField(max_length=64, primary_key=True)
    regulation = models.CharField(max_length=64)
    content = models.TextField()
    first_used_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-first_used_at", "digest"]

    def __str__(self) -> str:
        return f"{self.regulation} {self.digest[:12]}"


class Ruling(models.Model):
    """One rule that was asked for one act: the facts it was given, and what it answered."""

    # No foreign keys: the chain of hashes holds these rows to their entry and to their text, and a night writes many.
    entry = models.BigIntegerField()
    place = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    # What identifies a person, as sealed JSON; empty where there is nothing.
    sealed = models.BinaryField(default=b"")
    answer = models.JSONField(default=dict)
    law = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["entry", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "place"], name="ruling_place_in_entry"),
        ]
        indexes: ClassVar = [models.Index(fields=["question", "-entry"], name="ruling_by_question")]

    def __str__(self) -> str:
        return f"{self.entry}/{self.place} {self.question}"


class Repeated(models.Model):
    """A refusal of the last minute: what is like it is counted here, not written again.

    No record and not protected: the count goes into the trail with the next entry of the kind, or at night.
    """

    # The digest of what makes refusals alike: actor, event, subject and rules.
    alike = models.CharField(max_length=64, primary_key=True)
    authority = models.CharField(max_length=32, blank=True)
    actor = models.CharField(max_length=320)
    event = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_key = models.CharField(max_length=320)
    since = models.DateTimeField()
    unwritten = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["actor", "since"], name="repeated_by_actor")]

    def __str__(self) -> str:
        return f"{self.actor} {self.event} {self.subject_key}: {self.unwritten}"
