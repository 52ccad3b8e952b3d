"""The audit trail as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what, to what, on which ground: append-only and chained by hash."""

    name = "congthu.audit"
    label = "audit"
    verbose_name = "Nhật ký hệ thống"
