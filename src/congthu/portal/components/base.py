"""What do all components have in common: typed arguments, one template beside them, one safe rendering."""

import sys
from functools import cache
from pathlib import Path

from django.template import Context, Engine, Template
from django.utils.safestring import SafeString


@cache
def _template(module: str) -> Template:
    # Read from the component's own folder: a template loader would need a setting that nothing else needs.
    source = (
        Path(str(sys.modules[module].__file__)).with_name("template.html").read_text(encoding="utf-8").strip()
    )
    return Template(source, engine=Engine.get_default())


class Component:
    """A piece of a page. Subclasses are frozen dataclasses; the template sees the instance as ``it``."""

    def render(self) -> SafeString:
        """Fill the template with the arguments, escaped."""
        return _template(type(self).__module__).render(Context({"it": self}))

    # Django's templates ask `str()` of what they print, `format_html` asks `__html__`.
    __str__ = render
    __html__ = render
