"""Of which classes is an account, as far as a regulation holds some to stricter rules than others?"""

from congthu.directory.models import Appointment
from congthu.directory.roles import Role
from congthu.identity.models import Account
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.models import Mailbox
from congthu.regulations.vocabulary import AccountClass, MailboxKind


def classes_of(account: Account) -> tuple[AccountClass, ...]:
    """Whoever operates the system is an administrator before anything else; then it counts whose mailbox it is."""
    operates = (
        account.person_id is not None
        and Appointment.objects.filter(person=account.person_id, role=Role.OPERATOR, until=None).exists()
    )
    kind = Mailbox.objects.filter(address=account.login).values_list("kind", flat=True).first()
    personal = kind is None or MailboxKind(kind) in PERSONAL
    own = AccountClass.PERSON if personal else AccountClass.ORGANISATION
    return (AccountClass.ADMINISTRATOR, own) if operates else (own,)
