"""Which kinds of mailboxes are treated alike?"""

from congthu.mailboxes.naming.rules import MailboxKind

PERSONAL = frozenset({MailboxKind.PERSON, MailboxKind.TITLE})
"""Held by one person: by name for as long as they are there, or by title and handed on with it."""

GROUPS = frozenset({MailboxKind.GROUP_CITY, MailboxKind.GROUP_AGENCY})
"""Lead to the mailboxes of their members. Nobody signs in to them, so no password and no idleness counts."""

CHANNELS = (MailboxKind.VAN_THU, MailboxKind.KY_THUAT)
"""Through which an agency writes to the operator."""

NAMED = frozenset({MailboxKind.TITLE, MailboxKind.SYSTEM, *GROUPS})
"""Need a name of their own beside the organisation: an office has several."""

OF_BODIES = frozenset(
    {
        MailboxKind.AGENCY,
        MailboxKind.DEPARTMENT,
        MailboxKind.LOCALITY,
        MailboxKind.LOCALITY_UNIT,
        MailboxKind.LOCALITY_DEPARTMENT,
        MailboxKind.PARTY_COMMITTEE,
        MailboxKind.COUNCIL,
        MailboxKind.FRONT,
        MailboxKind.OTHER_BODY,
        MailboxKind.OTHER_BODY_UNIT,
    }
)
"""The mailbox of an organisation as such: its kind is the organisation's own."""
