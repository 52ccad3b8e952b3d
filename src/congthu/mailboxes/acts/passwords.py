"""Take note that a password was chosen or issued: what waited for that moves on."""

from datetime import datetime

from congthu.audit.acts import Cause
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts.steps import knows, move
from congthu.mailboxes.models import Mailbox
from congthu.regulations.states import Act


def password_chosen(mailbox: Mailbox, *, acting: Actor, now: datetime) -> None:
    """Take note that the holder chose a password: what waited for that becomes active."""
    if knows(mailbox, Act.SET_PASSWORD):
        move(mailbox, Act.SET_PASSWORD, cause=Cause(), acting=acting, now=now, password_changed_at=now)
    else:
        # Nothing waited: in use already, or kept for handing over by one who leaves.
        Mailbox.objects.filter(pk=mailbox.pk).update(password_changed_at=now)


def password_reissued(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Take note that a new password was issued: its holder must choose another before anything else."""
    require(acting, Role.OPERATOR, authority=mailbox.authority, to="cấp lại mật khẩu")
    move(mailbox, Act.REISSUE_PASSWORD, cause=cause, acting=acting, now=now)


def password_changed_hands(mailbox: Mailbox, *, cause: Cause, acting: Actor, now: datetime) -> None:
    """Take note that a new password came with another act, which asked who may do it; where the state knows of it."""
    if knows(mailbox, Act.REISSUE_PASSWORD):
        move(mailbox, Act.REISSUE_PASSWORD, cause=cause, acting=acting, now=now)
