"""What has been decided where the regulation leaves room, by which document, and which two people saw to it?"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from congthu.directory.models import Authority, Person


class OperatorDecision(models.Model):
    """One document that sets one parameter of one regulation, from its proposal here to its end.

    ``value`` is as the regulation's file would write it ("3 GB", 12); null lets the regulation's own value hold again.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="operator_decisions")
    # A new regulation starts without the decisions that were made under the old one.
    regulation = models.CharField(max_length=64)
    parameter = models.CharField(max_length=64)
    value = models.JSONField(null=True)
    number = models.CharField(max_length=100)
    signed_on = models.DateField()
    signer = models.CharField(max_length=200)
    reason = models.TextField()
    effective_from = models.DateField()

    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="decision_says_by_what",
                condition=~Q(number="") & ~Q(signer="") & ~Q(reason="") & ~Q(parameter=""),
            ),
            models.CheckConstraint(
                name="decision_not_before_signed", condition=Q(effective_from__gte=F("signed_on"))
            ),
            models.CheckConstraint(
                name="decision_takes_two_people",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="decision_approved_by_and_at",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_approved_or_rejected",
                condition=Q(approved_at__isnull=True) | Q(rejected_at__isnull=True),
            ),
            models.CheckConstraint(
                name="decision_in_force_is_approved",
                condition=Q(in_force_at__isnull=True) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_ends_after_it_began",
                condition=Q(ended_at__isnull=True)
                | Q(in_force_at__isnull=False, ended_at__gte=F("in_force_at")),
            ),
            models.UniqueConstraint(
                fields=["authority", "regulation", "parameter"],
                condition=Q(in_force_at__isnull=False, ended_at__isnull=True),
                name="decision_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.parameter}"

    @property
    def state(self) -> str:
        """How far it is: proposed, rejected, approved, in_force, ended."""
        if self.rejected_at:
            return "rejected"
        if self.ended_at:
            return "ended"
        if self.in_force_at:
            return "in_force"
        return "approved" if self.approved_at else "proposed"
