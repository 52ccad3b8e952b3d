"""Which installation does this command work on, and where is the project?"""

import os
from pathlib import Path

DEFAULT_INSTANCE = "var/demo"
_chosen: list[Path] = []


def root() -> Path:
    """Return the project's root: where the launcher stands."""
    return Path(__file__).resolve().parents[3]


def use_instance(directory: Path) -> None:
    """Remember the installation that this process works on."""
    _chosen[:] = [directory]


def instance_directory() -> Path:
    """Return the directory of the installation as the person named it."""
    return _chosen[0] if _chosen else root() / DEFAULT_INSTANCE


def use_django() -> None:
    """Set Django up for the records of the chosen installation, unless whoever started this process has.

    Raises:
        InstanceError: there is no installation there.
    """
    from django.apps import apps

    if apps.ready:
        return
    from congthu.operations.instance import Instance  # the law's commands need neither

    # The portal and the worker are started with the directory in their environment, the command sets it for itself.
    if "CONGTHU_INSTANCE" not in os.environ:  # noqa: TID251  # handing the choice to project/settings.py
        os.environ["CONGTHU_INSTANCE"] = str(Instance.read(instance_directory()).directory)  # noqa: TID251
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congthu.project.settings")  # noqa: TID251
    import django

    django.setup()
