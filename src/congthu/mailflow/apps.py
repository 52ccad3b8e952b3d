"""What the mail programs are told as a Django application."""

from django.apps import AppConfig


class MailflowConfig(AppConfig):
    """What holds for all mailboxes of an authority, as the mail programs read it."""

    name = "congthu.mailflow"
    label = "mailflow"
    verbose_name = "Đường đi của thư"
