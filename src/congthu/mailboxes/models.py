"""Which mailboxes are there, in which state, on which ground, and what was ever issued?

Constraints hold what must never be possible whatever the code does. What the mail programs may do with a mailbox they
read from views in the schema ``mail`` (migration 0002), which join these tables with :class:`StatePermission`: what a
state forbids holds while every program of ours is down.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat

from congthu.audit.sealed import SealedBytesField
from congthu.directory.models import Authority, Organisation, Person
from congthu.regulations.addresses import ADDRESS
from congthu.regulations.states import LIVE, OVER, Phase

# Plain words, not enum members, so that migrations stay readable without the code of today.
OPEN, LOCKED, LEAVING = Phase.OPEN.value, Phase.LOCKED.value, Phase.LEAVING.value
GROUPS = ["group_city", "group_agency"]
LIVE_PHASES = [phase.value for phase in LIVE]
OVER_PHASES = [phase.value for phase in OVER]
WHOLE_ADDRESS = f"^{ADDRESS}$"


class Purpose(models.TextChoices):
    """Why an address is in the history."""

    ISSUED = "issued", "đã cấp"
    RESERVED = "reserved", "dành riêng"
    PLANNED = "planned", "dự kiến cho tổ chức"
    ALIAS = "alias", "bí danh"


class Mailbox(models.Model):
    """One mailbox. Dates that start a clock of the regulation are columns of their own."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="mailboxes")
    address = models.CharField(max_length=320, unique=True)
    domain = models.CharField(max_length=253)
    kind = models.CharField(max_length=32)
    # The agency in whose name the mailbox exists; for a person's mailbox the agency they work in.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mailboxes")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="mailboxes"
    )

    # The name that the regulation gives the state, and what code must know of it whatever its name: where in its
    # life the mailbox stands, and whether a password of its holder's own comes before anything else.
    state = models.CharField(max_length=24)
    phase = models.CharField(max_length=12)
    must_change = models.BooleanField(default=False)
    # The state of leaving that goes on while the mailbox is locked.
    leaving = models.CharField(max_length=24, blank=True)
    since = models.DateTimeField()
    # Why it is in this state: clause, document and reason of the last step.
    ground = models.CharField(max_length=64, blank=True)
    ground_document = models.CharField(max_length=200, blank=True)
    ground_reason = models.TextField(blank=True)
    # The forbidden act that the ground refers to, where it refers to several.
    ground_act = models.CharField(max_length=64, blank=True)

    # The request that asked for the mailbox and the clause that allows it.
    request_number = models.BigIntegerField(null=True, blank=True)
    issued_under = models.CharField(max_length=64)
    # Issued before the regulation was in force: its name need not follow the format.
    grandfathered = models.BooleanField(default=False)

    issued_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    last_login_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    last_received_at = models.DateTimeField(null=True, blank=True)
    # Moved in from another system: before this, nobody here wrote down whether the mailbox was used.
    use_recorded_since = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    agency_notified_at = models.DateTimeField(null=True, blank=True)
    decision_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    handover_asked = models.BooleanField(default=False)
    handover_done = models.BooleanField(default=False)
    # Where its holder reads mail since a transfer: what still comes here goes there, too.
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    restored_at = models.DateTimeField(null=True, blank=True)
    # The last day for which the agency has said why the mailbox is not used.
    excused_until = models.DateField(null=True, blank=True)

    quota_bytes = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["address"]
        constraints: ClassVar = [
            models.CheckConstraint(name="mailbox_address_plain", condition=Q(address__regex=WHOLE_ADDRESS)),
            models.CheckConstraint(
                name="mailbox_domain_of_address",
                condition=Q(address__endswith=Concat(models.Value("@"), F("domain"))),
            ),
            models.CheckConstraint(
                name="mailbox_phase_known", condition=Q(phase__in=LIVE_PHASES + OVER_PHASES)
            ),
            models.CheckConstraint(
                name="mailbox_locked_at_iff_locked",
                condition=Q(phase=LOCKED, locked_at__isnull=False)
                | (~Q(phase=LOCKED) & Q(locked_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="mailbox_open_has_own_password",
                # A group is used, but nobody signs in to it.
                condition=~Q(phase=OPEN)
                | Q(must_change=True)
                | Q(password_changed_at__isnull=False)
                | Q(kind__in=GROUPS),
            ),
            models.CheckConstraint(
                name="mailbox_leaving_has_decision",
                condition=~Q(phase=LEAVING) | Q(decision_on__isnull=False),
            ),
            models.CheckConstraint(
                name="mailbox_leaving_is_its_state",
                condition=Q(phase=LEAVING, leaving=F("state"))
                | Q(phase=LOCKED)
                | (~Q(phase__in=[LEAVING, LOCKED]) & Q(leaving="")),
            ),
            models.CheckConstraint(name="mailbox_quota_positive", condition=Q(quota_bytes__gt=0)),
            models.CheckConstraint(
                name="mailbox_since_not_before_issue", condition=Q(since__gte=F("issued_at"))
            ),
            # One clerk's and one technical mailbox for an organisation.
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(kind__in=["van_thu", "ky_thuat"], phase__in=LIVE_PHASES),
                name="mailbox_one_channel_of_a_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["authority", "state", "address"], name="mailbox_by_state"),
            models.Index(fields=["authority", "address"], name="mailbox_in_order"),
            models.Index(fields=["organisation", "address"], name="mailbox_by_organisation"),
            GinIndex(OpClass("address", name="gin_trgm_ops"), name="mailbox_search"),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def holder(self) -> str:
        """Whose mailbox it is, in words."""
        return self.person.full_name if self.person else self.organisation.name


class IssuedAddress(models.Model):
    """Every address that was ever given out, reserved or planned: a trigger keeps each row for ever."""

    address = models.CharField(max_length=320, primary_key=True)
    domain = models.CharField(max_length=253)
    purpose = models.CharField(max_length=12, choices=Purpose)
    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="addresses"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="issued_address_plain", condition=Q(address__regex=WHOLE_ADDRESS)),
            models.CheckConstraint(name="issued_address_purpose", condition=Q(purpose__in=Purpose.values)),
            models.CheckConstraint(
                name="issued_address_has_mailbox",
                condition=~Q(purpose__in=[Purpose.ISSUED, Purpose.ALIAS]) | Q(mailbox__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Alias(models.Model):
    """Another address of a mailbox; receives as long as the mailbox does."""

    address = models.OneToOneField(
        IssuedAddress, on_delete=models.PROTECT, primary_key=True, db_column="address"
    )
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="aliases")
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.address_id


class Custody(models.Model):
    """Who works an organisation's mailbox, from when to when, by which document."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="custodies")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="custodies")
    document = models.CharField(max_length=200)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mailbox", "person"], condition=Q(until__isnull=True), name="custody_once_at_a_time"
            ),
            models.CheckConstraint(
                name="custody_ends_after_it_began", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.mailbox}"


class GroupMember(models.Model):
    """Who gets what is sent to a group: one mailbox, or every one of a kind in the authority or below an agency."""

    group = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="members")
    member = models.ForeignKey(
        Mailbox, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    every = models.CharField(max_length=32, blank=True)
    within = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_member_one_or_every",
                condition=Q(member__isnull=False, every="", within__isnull=True)
                | (Q(member__isnull=True) & ~Q(every="")),
            ),
            models.CheckConstraint(name="group_member_not_itself", condition=~Q(member=F("group"))),
            models.UniqueConstraint(
                fields=["group", "member", "every", "within"], nulls_distinct=False, name="group_member_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} ← {self.member or self.every}"


class Evidence(models.Model):
    """A file on which an act rests, sealed; its digest stands in the trail beside the act."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="evidence")
    act = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = SealedBytesField()
    by = models.CharField(max_length=320)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.name}"


class Destruction(models.Model):
    """The destroying of a revoked mailbox: somebody proposes it, somebody else approves."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="destructions")
    document = models.CharField(max_length=200)
    reason = models.TextField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["mailbox"], condition=Q(approved_at__isnull=True), name="destruction_one_open"
            ),
            models.CheckConstraint(name="destruction_two_people", condition=~Q(approved_by=F("proposed_by"))),
            models.CheckConstraint(
                name="destruction_approved_whole",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.document}"


class Reminder(models.Model):
    """That somebody was to be reminded of a step of time: asked for once for each day before it."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="reminders")
    event = models.CharField(max_length=24)
    on = models.DateField()
    ahead = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "event", "on", "ahead"], name="reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.event} {self.on:%d/%m/%Y}"


class StatePermission(models.Model):
    """What one state of one regulation allows: the law as the mail programs read it."""

    regulation = models.CharField(max_length=64)
    state = models.CharField(max_length=24)
    phase = models.CharField(max_length=12)
    sign_in = models.BooleanField()
    must_change = models.BooleanField()
    web_only = models.BooleanField()
    send = models.BooleanField()
    receive = models.BooleanField()
    forward = models.BooleanField()
    listed = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regulation", "state"], name="state_permission_once"),
            models.CheckConstraint(
                name="state_permission_needs_sign_in",
                condition=Q(sign_in=True) | Q(web_only=False, must_change=False, send=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.state}"
