"""Which supervisord is in this environment?"""

from importlib.metadata import version as installed


def version() -> str:
    """Return its version."""
    return installed("supervisor")
