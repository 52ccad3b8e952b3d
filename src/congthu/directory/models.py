"""Which authorities, organisations and people are there, and who is appointed to what?

Codes of organisations are data that somebody decided, never computed: own mailbox, suffix for units and suffix for
people may all differ.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from congthu.audit.sealed import SealedBytesField, SealedTextField, masked
from congthu.directory.roles import AGENCY_ROLES, AUTHORITY_ROLES, Role
from congthu.regulations.addresses import LOCAL_PART

VIETNAMESE = "vi-VN-x-icu"

WHOLE_LOCAL_PART = f"^{LOCAL_PART}$"


class Authority(models.Model):
    """A province or city with its own domains and its own regulation."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=200)
    regulation = models.CharField(max_length=64)
    # The first domain is the one in which new mailboxes are issued.
    domains = ArrayField(models.CharField(max_length=253))
    # What the operator has decided and holds now, as congthu.decisions tells it: read with every rule that is asked.
    decisions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="authority_code_plain", condition=Q(code__regex=r"^[a-z][a-z0-9-]*$")
            ),
            models.CheckConstraint(name="authority_has_a_domain", condition=Q(domains__len__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def domain(self) -> str:
        """The domain of new mailboxes."""
        return self.domains[0]


class OrganisationKind(models.TextChoices):
    """What an organisation is; the values are the kinds under which the regulations name its mailbox."""

    AGENCY = "agency", "cơ quan, đơn vị"
    LOCALITY = "locality", "địa phương"
    LOCALITY_UNIT = "locality_unit", "đơn vị thuộc địa phương"
    DEPARTMENT = "department", "phòng, ban"
    LOCALITY_DEPARTMENT = "locality_department", "phòng, ban của địa phương"
    PARTY_COMMITTEE = "party_committee", "đảng ủy của địa phương"
    COUNCIL = "council", "hội đồng nhân dân của địa phương"
    FRONT = "front", "mặt trận của địa phương"
    OTHER_BODY = "other_body", "tổ chức khác"
    OTHER_BODY_UNIT = "other_body_unit", "đơn vị của tổ chức khác"


class Organisation(models.Model):
    """An agency or a unit of one, from the day it was set up to the day it was dissolved."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    name = models.CharField(max_length=300, db_collation=VIETNAMESE)
    # Without accents and capitals, for searching and for recognising an agency named in a letter.
    folded = models.CharField(max_length=300)
    code = models.CharField(max_length=40, help_text="Mã gọi tắt trong chính cơ quan cấp trên, ví dụ skhcn.")
    own_local_part = models.CharField(max_length=64)
    unit_suffix = models.CharField(max_length=64)
    person_suffix = models.CharField(max_length=64)
    identifier = models.CharField(max_length=40, blank=True, help_text="Mã định danh điện tử, ví dụ H14.05.")
    # In the words of the regulation: who is inside its scope, and whose staff it leaves out.
    category = models.CharField(max_length=200, blank=True)
    sector = models.CharField(max_length=100, blank=True)
    focal = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # Into which one it was merged: whoever has a role over that one has it over what this one left behind.
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            # A code ends with its organisation and may come back with another.
            models.UniqueConstraint(
                fields=["authority", "parent", "code"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
                name="organisation_code_unique_in_parent",
            ),
            models.CheckConstraint(
                name="organisation_codes_are_local_parts",
                condition=Q(code__regex=WHOLE_LOCAL_PART)
                & Q(own_local_part__regex=WHOLE_LOCAL_PART)
                & Q(unit_suffix__regex=WHOLE_LOCAL_PART)
                & Q(person_suffix__regex=WHOLE_LOCAL_PART),
            ),
            models.CheckConstraint(name="organisation_not_its_own_parent", condition=~Q(parent=F("id"))),
            models.CheckConstraint(
                name="organisation_ends_after_it_began",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["authority", "identifier"],
                condition=~Q(identifier=""),
                name="organisation_identifier_once",
            ),
            models.CheckConstraint(
                name="organisation_with_successor_has_ended",
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["authority", "folded"], name="organisation_by_name"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="organisation_search"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody in office. Id number and phones are sealed; only their digests can be asked."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="people")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    unit_name = models.CharField(max_length=300, blank=True, help_text="Phòng, ban như ghi trong phiếu.")
    full_name = models.CharField(max_length=120)
    family_name = models.CharField(max_length=60, db_collation=VIETNAMESE)
    middle_name = models.CharField(max_length=60, blank=True, db_collation=VIETNAMESE)
    given_name = models.CharField(max_length=60, db_collation=VIETNAMESE)
    folded = models.CharField(max_length=120)
    position = models.CharField(max_length=200, blank=True)
    rank = models.CharField(max_length=24, default="", blank=True, help_text="Trống: chưa rõ.")
    employment = models.CharField(max_length=40, blank=True, help_text="Cán bộ, công chức, viên chức…")
    birth_date = models.DateField(null=True, blank=True)
    national_id = SealedTextField(default="", blank=True)
    national_id_digest = models.BinaryField(default=b"", blank=True)
    phone = SealedTextField(default="", blank=True)
    otp_phone = SealedTextField(default="", blank=True)

    class Meta:
        # People are looked up by given name first, then family, then middle name.
        ordering: ClassVar = ["given_name", "family_name", "middle_name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "national_id_digest"],
                condition=~Q(national_id_digest=b""),
                name="person_once_per_authority",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["authority", "given_name", "family_name", "middle_name"], name="person_in_order"
            ),
            models.Index(fields=["organisation"], name="person_by_organisation"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="person_search"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def masked_national_id(self) -> str:
        """The id number as a screen may show it."""
        return masked(self.national_id)

    @property
    def masked_otp_phone(self) -> str:
        """The OTP phone as a screen may show it."""
        return masked(self.otp_phone)


class Appointment(models.Model):
    """A role granted to a person over an authority, or over one agency and what is below it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    document = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="appointment_scope_fits_role",
                condition=Q(
                    role__in=sorted(role.value for role in AUTHORITY_ROLES), organisation__isnull=True
                )
                | Q(role__in=sorted(role.value for role in AGENCY_ROLES), organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_began",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.UniqueConstraint(
                fields=["person", "authority", "organisation", "role"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="appointment_once_at_a_time",
            ),
            # Whoever operates the system does not also inspect it.
            models.UniqueConstraint(
                fields=["person", "authority"],
                condition=Q(until__isnull=True, role__in=[Role.OPERATOR.value, Role.INSPECTOR.value]),
                name="appointment_operator_or_inspector",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"


class DirectoryFile(models.Model):
    """A file of organisations, people and roles that was handed in: shown first, then carried out, then emptied."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = SealedBytesField(default=b"")
    by = models.CharField(max_length=320)
    received_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            # It holds id numbers and phones: nothing of it stays once it has been carried out.
            models.CheckConstraint(
                name="directory_file_emptied_when_done",
                condition=Q(done_at__isnull=True) | Q(content=b""),
            ),
        ]

    def __str__(self) -> str:
        return self.name
