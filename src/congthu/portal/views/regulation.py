"""The regulation by which one's mail is run: every value with its clause and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from django.http import HttpRequest, HttpResponse

from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.pages import show
from congthu.portal.visits import Visit, signed_in
from congthu.regulations.policy import Policy
from congthu.regulations.schema import NamingRule, sections
from congthu.regulations.values import Ruled


@dataclass(frozen=True, slots=True)
class Value:
    """One value in words. *anchor* is the clause as in the data, "" where the clause was met before on the page."""

    description: str
    gist: str
    clause: ClauseReference
    anchor: str


@signed_in
def regulation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show all values that are set, by section."""
    policy = visit.policy
    context = {"identity": policy.identity, "sections": list(_sections(policy))}
    return show(request, visit, "portal/regulation.html", context)


def _sections(policy: Policy) -> Iterator[tuple[str, list[Value]]]:
    met: set[str] = set()
    for section, model in sections().items():
        named = [
            (name, description, ruled) for name, description, ruled in policy.values() if ruled is not None
        ]
        values = [
            _value(description, ruled, met)
            for name, description, ruled in named
            if name.startswith(f"{section}.")
        ]
        if values:
            yield (getdoc(model) or section).rstrip("."), values


def _value(description: str, ruled: Ruled[Any] | NamingRule, met: set[str]) -> Value:
    anchor = ruled.cited if ruled.cited not in met else ""
    met.add(ruled.cited)
    return Value(description, ruled.gist, ClauseReference(ruled.cited), anchor)
