"""Try a rule of the regulation on an example. Nothing is stored, nothing is issued."""

from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from congthu.directory.models import Authority
from congthu.directory.roles import Role
from congthu.portal.components.address_line import AddressLine
from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.components.error_summary import ErrorSummary, Problem
from congthu.portal.forms import PortalForm
from congthu.portal.pages import show
from congthu.portal.password_rules import rules_in_words
from congthu.portal.trial_forms import DayTrial, NameTrial, PasswordTrial
from congthu.portal.trials import try_day, try_name, try_password
from congthu.portal.views.regulation import catalogued, is_draft
from congthu.portal.visits import Visit, for_roles, signed_in
from congthu.regulations.clauses import in_words
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal

ASKED = "tra-loi"


@never_cache
@sensitive_post_parameters("mk-password")
@require_http_methods(["GET", "POST"])
@signed_in
def trial(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Try the own regulation; names are checked against the authority's directory and history."""
    return _Trial(request, visit, visit.policy, visit.authority).answer()


@never_cache
@sensitive_post_parameters("mk-password")
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR, Role.MANAGING)
def other_trial(request: HttpRequest, visit: Visit, regulation: str) -> HttpResponse:
    """Try another document of the catalogue, for which there are no mailboxes here."""
    if regulation == visit.policy.id:
        return redirect("portal:trial")
    return _Trial(request, visit, catalogued(regulation), None).answer()


class _Trial:
    """One visit of the page: three forms, of which at most one was sent."""

    def __init__(
        self, request: HttpRequest, visit: Visit, policy: Policy, authority: Authority | None
    ) -> None:
        self.request, self.visit, self.policy, self.authority = request, visit, policy, authority
        asked = request.POST.get(ASKED, "") if request.method == "POST" else ""
        counted = "han-duty" in request.GET
        self.name = NameTrial(request.POST if asked == "ten" else None, policy=policy)
        self.day = DayTrial(request.GET if counted else None, policy=policy)
        self.password = PasswordTrial(request.POST if asked == "mat-khau" else None, policy=policy)
        self.context: dict[str, object] = {}
        self.refused: ErrorSummary | None = None

    def answer(self) -> HttpResponse:
        if self.name.is_bound:
            self._name()
        elif self.password.is_bound:
            self._password()
        elif self.day.is_bound:
            self._day()
        other = "" if self.authority else self.policy.id
        page = reverse("portal:other-regulation", args=[other]) if other else reverse("portal:regulation")
        context = {
            "identity": self.policy.identity,
            "draft": is_draft(self.policy),
            "own": self.authority is not None,
            "page": page,
            "here": self.request.path,
            "name": self.name,
            "day": self.day,
            "password": self.password,
            "rules": rules_in_words(self.policy.password),
            "refused": self.refused,
            **self.context,
        }
        return show(
            self.request,
            self.visit,
            "portal/trial.html",
            context,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if self.refused else HTTPStatus.OK,
        )

    def _name(self) -> None:
        if not self._valid(self.name):
            return
        answer = try_name(self.name.cleaned_data, policy=self.policy, authority=self.authority)
        proposal = answer.proposal
        self.context = {
            "named": answer,
            "address": AddressLine(proposal.address, what="địa chỉ") if proposal.address else None,
            "others": proposal.candidates[1:],
            "name_clause": self._cited(proposal.clause),
            "name_refused": self._told(proposal.refused),
        }

    def _day(self) -> None:
        if not self._valid(self.day):
            return
        try:
            answer = try_day(self.day, policy=self.policy)
        except ValueError as wrong:
            self.refused = ErrorSummary(
                (Problem(str(wrong), self.day["start"].id_for_label),), title="Chưa tính được thời hạn"
            )
            return
        clause = answer.found.clause if answer.found else ""
        self.context = {"counted": answer, "day_clause": self._cited(clause)}

    def _password(self) -> None:
        if self._valid(self.password):
            broken = try_password(self.password, policy=self.policy)
            self.context = {"judged": True, "broken": self._told(broken)}

    def _valid(self, form: PortalForm) -> bool:
        if not form.is_valid():
            self.refused = ErrorSummary.of_form(form)
        return form.is_valid()

    def _told(self, refusals: Iterable[Refusal]) -> list[tuple[str, ClauseReference | None]]:
        """The reasons; a clause that the sentence names itself is not named again."""
        return [
            (one.message, None if in_words(one.clause) in one.message else self._cited(one.clause))
            for one in refusals
        ]

    def _cited(self, clause: str) -> ClauseReference:
        other = "" if self.authority else self.policy.id
        return ClauseReference(clause, linked=True, bracketed=True, regulation=other)
