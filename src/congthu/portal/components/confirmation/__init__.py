"""What will happen if I go on? The consequences, the ground that is asked for, and the way back."""

from dataclasses import dataclass

from django.forms import Form

from congthu.portal.components.base import Component


@dataclass(frozen=True)
class Confirmation(Component):
    """A form for an act with weight. *token* is the CSRF token of the page around it."""

    name: str
    consequences: tuple[str, ...]
    form: Form
    action: str
    verb: str
    back: str
    token: str
    irreversible: bool = False
