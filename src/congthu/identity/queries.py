"""Whose account is it, what may they do, and which secrets do their mail programs hold?"""

from datetime import datetime

from django.db.models import QuerySet

from congthu.directory.queries import actor_for
from congthu.directory.roles import Actor
from congthu.identity.models import Account, AppPassword


def account_by_login(login: str) -> Account | None:
    """The account of that login, None if there is none."""
    return Account.objects.select_related("authority", "person").filter(login=login.strip().lower()).first()


def actor_of(account: Account, *, now: datetime) -> Actor:
    """Whoever holds *account*, with what they are appointed to at *now*."""
    if account.person is None:
        return Actor(key=account.login, name=account.login, home=account.authority.code)
    return actor_for(account.person, key=account.login, now=now)


def app_passwords(account: Account) -> QuerySet[AppPassword]:
    """The app passwords in use, newest first."""
    return account.app_passwords.filter(revoked_at=None)


def access_app_password(pk: int, *, account: Account) -> AppPassword:
    """An app password of the account itself; raises AppPassword.DoesNotExist."""
    return AppPassword.objects.select_related("account__authority").get(pk=pk, account=account)
