"""Mailboxes as a Django application."""

from django.apps import AppConfig


class MailboxesConfig(AppConfig):
    """Addresses, states, quota, custody, and the views that the mail programs read."""

    name = "congthu.mailboxes"
    label = "mailboxes"
    verbose_name = "Hộp thư"
