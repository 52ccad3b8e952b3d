"""The directory (Danh bạ) as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Authorities, organisations, people, and what each may do."""

    name = "congthu.directory"
    label = "directory"
    verbose_name = "Danh bạ"
