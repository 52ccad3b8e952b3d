from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Makes templates, components, static files and the catalogue of this package known to Django."""

    name = "congthu.portal"
    label = "portal"
    verbose_name = "Cổng quản lý thư công vụ"
