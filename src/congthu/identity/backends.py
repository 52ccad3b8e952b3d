"""Who is behind a session? Asked at each request, so that a lock ends what is open in browsers at once.

Signing in itself is :func:`congthu.identity.actions.sign_in`, which needs the time and answers with reasons.
"""

from django.contrib.auth.backends import BaseBackend

from congthu.identity.models import Account
from congthu.identity.standing import standing_of


class AccountBackend(BaseBackend):
    """Finds the account of a session."""

    def get_user(self, user_id: int) -> Account | None:
        """Return the account unless it is shut or the state of its mailbox forbids signing in."""
        account = (
            Account.objects.select_related("authority", "person").filter(pk=user_id, is_active=True).first()
        )
        if account is None:
            return None
        where = standing_of(account.login)
        return account if where is None or where.login else None
