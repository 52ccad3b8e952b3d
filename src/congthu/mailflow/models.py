"""What are the mail programs told about all mailboxes of an authority?"""

from django.db import models

from congthu.directory.models import Authority


class Told(models.Model):
    """What Dovecot reads of an authority beside what it reads of a mailbox (``contract.sql``).

    *userdb* are settings in Dovecot's own words, *prefetched* the same as they stand beside a password, so that a
    sign-in costs no second question.
    """

    authority = models.OneToOneField(
        Authority, on_delete=models.PROTECT, primary_key=True, related_name="told"
    )
    userdb = models.JSONField()
    prefetched = models.JSONField()

    def __str__(self) -> str:
        return str(self.authority)
