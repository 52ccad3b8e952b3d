"""Who can sign in, and with which secrets?"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from congthu.directory.models import Authority, Person


class AccountManager(models.Manager["Account"]):
    """Looks an account up as Django's sign-in expects it."""

    def get_by_natural_key(self, login: str) -> "Account":
        """Return the account of that login, capitals aside."""
        return self.get(login=login.strip().lower())


class Account(AbstractBaseUser):
    """A login, which is a mail address, and the password for the browser."""

    login = models.CharField(max_length=320, unique=True)
    # Longer than Django's: hashes of other systems stand under their scheme.
    password = models.CharField(max_length=255)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="accounts")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    # Hashes of what the holder chose before, the latest first; empty where no rule asks for them.
    past_passwords = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    must_change = models.BooleanField(default=True)
    issued_at = models.DateTimeField()
    password_changed_at = models.DateTimeField(null=True, blank=True)
    # Wrong passwords in a row over every protocol; a success sets it back.
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = []
    objects = AccountManager()

    class Meta:
        ordering: ClassVar = ["login"]
        constraints: ClassVar = [
            models.CheckConstraint(name="account_login_lower_case", condition=Q(login=Lower("login"))),
            models.CheckConstraint(
                name="account_own_password_has_date",
                condition=Q(must_change=True) | Q(password_changed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.login

    def check_password(self, raw_password: str | None) -> bool:
        """Compare only. Django would re-hash an issued password slowly, though it is changed within days anyway."""
        return check_password(raw_password, self.password)

    @property
    def name(self) -> str:
        """How the person is addressed."""
        return self.person.full_name if self.person else self.login


class AppPassword(models.Model):
    """A secret for one mail program; shown once, found by its selector, kept under a fast salted hash."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="app_passwords")
    label = models.CharField(max_length=60)
    selector = models.CharField(max_length=10)
    hash = models.CharField(max_length=160)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "selector"],
                condition=Q(revoked_at__isnull=True),
                name="app_password_selector",
            ),
            models.UniqueConstraint(
                fields=["account", "label"], condition=Q(revoked_at__isnull=True), name="app_password_label"
            ),
            models.CheckConstraint(
                name="app_password_selector_hex", condition=Q(selector__regex=r"^[0-9a-f]{10}$")
            ),
            models.CheckConstraint(name="app_password_scheme", condition=Q(hash__startswith="{SSHA512}")),
            models.CheckConstraint(
                name="app_password_revoked_after_created",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} – {self.label}"
