"""Each row that must never exist is refused by the database itself."""

import pytest
from django.db import IntegrityError, transaction
from tests.world import NOW

from congthu.identity.actions import create_app_password
from congthu.identity.models import Account, AppPassword


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("account_login_lower_case", {"login": "An@hanoi.gov.vn"}),
        ("account_own_password_has_date", {"must_change": False, "password_changed_at": None}),
    ],
)
def test_an_account_that_contradicts_itself_is_refused(world, constraint, bad):
    world.account()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Account.objects.update(**bad)


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("app_password_selector_hex", {"selector": "không-phải"}),
        ("app_password_scheme", {"hash": "{PLAIN}abc"}),
        ("app_password_revoked_after_created", {"revoked_at": NOW.replace(year=2020)}),
    ],
)
def test_an_app_password_that_no_program_could_use_is_refused(world, constraint, bad):
    create_app_password(world.active(), label="Outlook", now=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AppPassword.objects.update(**bad)


def test_two_app_passwords_in_use_do_not_share_a_selector(world):
    account = world.active()
    secret = create_app_password(account, label="Outlook", now=NOW)
    with pytest.raises(IntegrityError, match="app_password_selector"), transaction.atomic():
        AppPassword.objects.create(
            account=account, label="Khác", selector=secret.selector, hash=secret.hash, created_at=NOW
        )
