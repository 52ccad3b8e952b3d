"""How do templates name the components that need no data of a view?"""

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm

from congthu import clock
from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.components.error_summary import ErrorSummary
from congthu.portal.components.icon import Icon
from congthu.portal.components.toast import Level, Toast
from congthu.portal.pages import name_of

LEVELS: dict[str, Level] = {"info": "info", "success": "success", "warning": "warning", "error": "error"}

register = template.Library()


@register.inclusion_tag("portal/test_clock.html")
def test_clock() -> dict[str, object]:
    """The band that no page of a trial installation goes without; nothing in a real one."""
    try:
        return {"shown": clock.is_test(), "now": clock.now(), "moved": bool(clock.ahead())}
    except clock.NoTestClock:
        # The page that tells of a fault must come out all the same.
        return {"shown": True, "now": None}


@register.simple_tag(takes_context=True)
def page_name(context: template.Context) -> str:
    """What this page is called, the same for ever, whatever its words are."""
    return name_of(getattr(context, "request", None))


@register.simple_tag
def icon(name: str) -> Icon:
    """A sign of the sprite."""
    return Icon(name)


@register.simple_tag
def clause(reference: object, gist: str = "") -> ClauseReference:
    """A clause in full words, behind a sentence."""
    return ClauseReference(str(reference), gist, bracketed=True)


@register.simple_tag
def form_errors(form: BaseForm) -> ErrorSummary:
    """The problems of a bound form."""
    return ErrorSummary.of_form(form)


@register.simple_tag
def toast(message: Message) -> Toast:
    """A message of Django's framework, at the level that it was given."""
    return Toast(str(message), LEVELS.get(message.level_tag, "info"))
