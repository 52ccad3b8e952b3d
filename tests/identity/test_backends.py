from tests.world import CAUSE, CONSOLE, NOW

from congthu.identity.backends import AccountBackend
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.models import Mailbox


def test_a_session_ends_with_the_lock_of_its_mailbox(world):
    account = world.active()
    assert AccountBackend().get_user(account.pk) == account
    locking.lock(Mailbox.objects.get(), cause=CAUSE, acting=CONSOLE, now=NOW)
    assert AccountBackend().get_user(account.pk) is None


def test_a_shut_or_unknown_account_has_no_session(world):
    account = world.active()
    account.is_active = False
    account.save()
    assert AccountBackend().get_user(account.pk) is None
    assert AccountBackend().get_user(0) is None
