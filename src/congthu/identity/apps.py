"""Accounts as a Django application."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts, passwords, app passwords, and who may sign in."""

    name = "congthu.identity"
    label = "identity"
    verbose_name = "Tài khoản"
