"""Why was this done, or not done? One line of the trail with what the rules were asked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from congthu.audit.explain import NOTHING_KEPT, Explained, Explanation, answer_in_words
from congthu.audit.models import AuditEntry
from congthu.audit.queries import explanation
from congthu.audit.words import basis_in_words, question_in_words
from congthu.oversight.trail import access_entry
from congthu.portal.components.facts import Facts
from congthu.portal.pages import show
from congthu.portal.visits import Visit, signed_in


@require_safe
@signed_in
def why(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show what was done, on which ground, and what each rule was asked and answered."""
    try:
        entry = access_entry(number, acting=visit.actor)
    except AuditEntry.DoesNotExist as missing:
        raise Http404 from missing
    told = explanation(entry)
    context = {
        "told": told,
        "back": _back(told, visit),
        "why": tuple(told.why()),
        "rulings": [_ruling(one) for one in told.rulings],
        "texts": tuple(told.texts()),
        "nothing": NOTHING_KEPT,
    }
    return show(request, visit, "portal/why.html", context)


def _ruling(one: Explained) -> dict[str, object]:
    facts = [(_capital(name), value) for name, value in one.known()]
    return {
        "question": question_in_words(one.question),
        "answer": _capital(answer_in_words(one.answer)),
        "refused": bool(one.answer.refused),
        "bases": [basis_in_words(basis) for basis in one.answer.bases],
        "facts": Facts(tuple(facts)) if facts else None,
    }


def _back(told: Explanation, visit: Visit) -> tuple[str, str]:
    """The page of what was acted on, where there is one for whoever looks."""
    if told.subject_kind == "request" and visit.roles:
        return reverse("portal:request", args=[told.subject_key]), f"Yêu cầu số {told.subject_key}"
    if told.subject_kind == "mailbox" and visit.roles:
        return reverse("portal:mailbox", args=[told.subject_key]), told.subject_key
    return reverse("portal:own-mailbox"), "Hộp thư của tôi"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
