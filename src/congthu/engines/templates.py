"""How does a template become the text of a file?

A template that names a value that nobody gave is an error, not an empty string. Templates lie beside the
engine, in a directory per family of versions.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


class Templates:
    """The templates of one engine for one family of versions."""

    def __init__(self, engine: str, family: str) -> None:
        """Open the directory ``<engine>/templates/<family>``."""
        # Configuration is not HTML, and values.py refuses every character that could end a value early.
        self._environment = Environment(  # noqa: S701
            loader=FileSystemLoader(Path(__file__).parent / engine / "templates" / family),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def render(self, name: str, **values: Any) -> str:
        """Return the text of the template *name* (without ``.j2``)."""
        return self._environment.get_template(f"{name}.j2").render(**values)
