"""Requests as a Django application."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """Phiếu: from the form an agency sends to the reply it gets."""

    name = "congthu.requests"
    label = "requests"
    verbose_name = "Yêu cầu"
