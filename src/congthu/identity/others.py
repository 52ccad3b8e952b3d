"""Which other accounts does the same person keep?

Only what one person alone keeps is compared. Where two people share the password of a mailbox, saying that somebody has
it already would tell the one the password of the other.
"""

from django.db.models import Q, QuerySet

from congthu.identity.models import Account
from congthu.mailboxes.models import Custody


def kept_by_the_same_person(account: Account) -> QuerySet[Account]:
    """The other accounts whose only keeper is the only keeper of *account*, with passwords that they chose."""
    keeper = _only_keeper(account)
    if keeper is None:
        return Account.objects.none()
    theirs = set(_kept(Q(person=keeper))) - set(_kept(~Q(person=keeper)))
    found = Account.objects.filter(Q(person=keeper) | Q(person=None, login__in=theirs), must_change=False)
    return found.exclude(pk=account.pk)


def _only_keeper(account: Account) -> int | None:
    if account.person_id is not None:
        return account.person_id
    keepers = Custody.objects.filter(mailbox__address=account.login, until=None)
    found = set(keepers.values_list("person", flat=True))
    return found.pop() if len(found) == 1 else None


def _kept(whom: Q) -> QuerySet[Custody, str]:
    return Custody.objects.filter(whom, until=None).values_list("mailbox__address", flat=True)
