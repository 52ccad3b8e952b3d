"""What have agencies asked for, how far is it, and what became of each line?"""

import json
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from congthu.audit.sealed import SealedBytesField, SealedTextField, masked
from congthu.directory.models import Authority, Organisation, Person
from congthu.regulations.asks import Action, Ask
from congthu.regulations.route import STAGES, Stage


class RequestState(models.TextChoices):
    """How far a request is; the stages of a route (`congthu.regulations.route`)."""

    RECEIVED = Stage.RECEIVED.value, STAGES[Stage.RECEIVED]
    CONFIRMED = Stage.CONFIRMED.value, STAGES[Stage.CONFIRMED]
    FORWARDED = Stage.FORWARDED.value, STAGES[Stage.FORWARDED]
    APPROVED = Stage.APPROVED.value, STAGES[Stage.APPROVED]
    ACCEPTED = Stage.ACCEPTED.value, STAGES[Stage.ACCEPTED]
    RETURNED = Stage.RETURNED.value, STAGES[Stage.RETURNED]
    RESUBMITTED = Stage.RESUBMITTED.value, STAGES[Stage.RESUBMITTED]
    WITHDRAWN = Stage.WITHDRAWN.value, STAGES[Stage.WITHDRAWN]
    EXECUTED = Stage.EXECUTED.value, STAGES[Stage.EXECUTED]
    REPLIED = Stage.REPLIED.value, STAGES[Stage.REPLIED]


# The agency has it again, or has taken it back: the same file may come once more.
WITH_AGENCY_AGAIN = (
    RequestState.RETURNED.value,
    RequestState.RESUBMITTED.value,
    RequestState.WITHDRAWN.value,
)


class RowState(models.TextChoices):
    """What became of one line."""

    PENDING = "pending", "chờ thực hiện"
    DONE = "done", "đã thực hiện"
    FAILED = "failed", "chưa thực hiện được"


class Request(models.Model):
    """One form handed in. Its number is its primary key."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    agency_name = models.CharField(max_length=300)
    folded = models.CharField(max_length=700)
    form = models.CharField(max_length=24)
    kinds = models.JSONField(default=list)
    document_number = models.CharField(max_length=100, blank=True)
    document_date = models.DateField(null=True, blank=True)
    requester = models.JSONField(default=dict)
    requester_phone = SealedTextField(default="", blank=True)
    channel = models.CharField(max_length=24)
    sender = models.CharField(max_length=320, blank=True)
    received_in = models.CharField(max_length=320, blank=True)
    # The returned request that this one brings again, corrected: its day of receipt is the first.
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    problems = models.JSONField(default=list)

    state = models.CharField(max_length=12, choices=RequestState)
    received_at = models.DateTimeField()
    # When the information was complete: what the regulation counts from; empty while something is missing.
    complete_at = models.DateTimeField(null=True, blank=True)
    # The last day on which it is in time.
    due_on = models.DateField(null=True, blank=True)
    due_clause = models.CharField(max_length=64, blank=True)
    # Who signed, in words; the person only where the head confirmed here and not on paper.
    signed_by = models.CharField(max_length=300, blank=True)
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    # Through whom it came to the operator: the focal point's mailbox, or whoever forwarded it there.
    forwarded_by = models.CharField(max_length=320, blank=True)
    approved_by = models.CharField(max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    # Why it was returned, or withdrawn.
    return_reason = models.TextField(blank=True)
    executed_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_document = models.CharField(max_length=200, blank=True)

    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    file = SealedBytesField(default=b"")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="request_state_known", condition=Q(state__in=RequestState.values)),
            models.CheckConstraint(
                name="request_due_needs_complete",
                condition=Q(due_on__isnull=True) | Q(complete_at__isnull=False),
            ),
            # Who must have signed is the route's to say; a signature is always somebody's.
            models.CheckConstraint(
                name="request_signed_by_somebody",
                condition=Q(signed_at__isnull=True) | ~Q(signed_by=""),
            ),
            models.CheckConstraint(
                name="request_approved_has_time",
                condition=Q(approved_by="", approved_at__isnull=True)
                | (~Q(approved_by="") & Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_back_has_reason",
                condition=~Q(state__in=WITH_AGENCY_AGAIN) | ~Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="request_executed_has_time",
                condition=~Q(state__in=["executed", "replied"]) | Q(executed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_replied_has_document",
                condition=~Q(state="replied") | (Q(replied_at__isnull=False) & ~Q(reply_document="")),
            ),
            # The same file of the same authority is one request, unless the agency has the first one back.
            models.UniqueConstraint(
                fields=["authority", "file_sha256"],
                condition=~Q(state__in=WITH_AGENCY_AGAIN),
                name="request_file_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["authority", "state", "-id"], name="request_by_state"),
            models.Index(fields=["authority", "due_on"], name="request_by_due"),
            models.Index(fields=["state", "due_on"], condition=~Q(state="replied"), name="request_open"),
            models.Index(fields=["agency", "-id"], name="request_by_agency"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="request_search"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.agency_name}"


class RequestRow(models.Model):
    """One line of a form."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=32, blank=True)
    # The kind of mailbox that the line names, and what it asks for where the mailbox is locked.
    box = models.CharField(max_length=24, blank=True)
    when_locked = models.CharField(max_length=16, blank=True)
    fields = models.JSONField(default=dict)
    # JSON of the fields that identify a person.
    private = SealedTextField(default="", blank=True)
    problems = models.JSONField(default=list)
    proposed_address = models.CharField(max_length=320, blank=True)
    proposal_clause = models.CharField(max_length=64, blank=True)
    # What was foreseen when it was last looked at: see `congthu.requests.foresee.Foreseen`.
    foreseen = models.JSONField(default=dict)
    assigned_address = models.CharField(max_length=320, blank=True)
    state = models.CharField(max_length=12, choices=RowState, default=RowState.PENDING)
    refused = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "line"], name="request_row_line_once"),
            models.CheckConstraint(name="request_row_state_known", condition=Q(state__in=RowState.values)),
            models.CheckConstraint(
                name="request_row_done_has_time",
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="request_row_failed_says_why", condition=~Q(state="failed") | ~Q(refused=[])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.line}"

    @property
    def ask(self) -> Ask | None:
        """What the line asks for, None where its form does not say."""
        return Ask.parse(self.kind, self.box)

    @property
    def asks_now(self) -> Ask | None:
        """What the line asks for as things stood when it was last looked at: of one form for two things, which."""
        ask, found = self.ask, self.foreseen.get("action")
        return ask.instead(Action(found)) if ask and found else ask

    @property
    def everything(self) -> dict[str, Any]:
        """All fields of the line, also those that no screen shows whole."""
        return {**self.fields, **(json.loads(self.private) if self.private else {})}

    @property
    def shown(self) -> dict[str, Any]:
        """All fields of the line as a screen may show them."""
        private = json.loads(self.private) if self.private else {}
        return {**self.fields, **{name: masked(str(value)) for name, value in private.items()}}

    @property
    def has_errors(self) -> bool:
        """Whether the form itself keeps this line from being done."""
        return any(problem.get("severity", "error") == "error" for problem in self.problems)

    @property
    def ends_late(self) -> bool:
        """Whether a term that counts from a decision is over or nearly so, which whoever acts must say they know."""
        return bool(self.foreseen.get("late")) or any(one["rule"].endswith(".late") for one in self.refused)

    @property
    def subject_name(self) -> str:
        """Whom or what the line is about."""
        name: Any = (
            self.fields.get("full_name") or self.fields.get("org_name") or self.fields.get("address") or ""
        )
        return str(name)
