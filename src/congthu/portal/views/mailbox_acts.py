"""Do something with a mailbox: each act on a page that names its consequences and asks for its ground."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congthu.audit.acts import Cause
from congthu.directory.models import Organisation, Person
from congthu.directory.queries import access_person
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.identity.holding import Handed
from congthu.identity.queries import account_by_login
from congthu.mailboxes.acts import addresses, evidence, groups, use
from congthu.mailboxes.acts.evidence import LARGEST, MIB, Shown
from congthu.mailboxes.acts.quota import change_quota
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.models import Mailbox, Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.outlook import coming
from congthu.mailboxes.queries import access_mailbox, state_rule
from congthu.portal.components.confirmation import Confirmation
from congthu.portal.components.state_chip import StateChip
from congthu.portal.mailbox_acts import ACTS, Act
from congthu.portal.mailbox_consequences import Case
from congthu.portal.mailbox_forms import GroundForm, IssueForm, ReserveForm
from congthu.portal.named import organisation_meant, person_meant
from congthu.portal.pages import name_of, refused, show
from congthu.portal.views.mailboxes import accessed
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.duties import HANOI
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.schema import Rank
from congthu.requests.documents.credentials import credentials_sheets
from congthu.requests.documents.sheets import sheet_for
from congthu.requests.due import local_day
from congthu.requests.queries import pending_of

TEMPLATE = "portal/mailbox_act.html"
HANDS_OUT = (Role.OPERATOR, Role.HEAD)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(*Role)
def act(request: HttpRequest, visit: Visit, address: str, act: str) -> HttpResponse:
    """Name the consequences, ask for ground and document, then do it."""
    box, chosen = accessed(visit, address), ACTS.get(act)
    if chosen is None:
        raise Http404
    if not chosen.may(visit.actor, box):
        raise PermissionDenied
    given = request.POST if request.method == "POST" else None
    form = chosen.form(given, request.FILES or None, policy=visit.policy, mailbox=box)
    valid = given is not None and form.is_valid()
    context = {
        "box": box,
        "chip": StateChip.of_mailbox(state_rule(box)),
        "act": chosen,
        "confirmation": _confirmation(request, visit, box, chosen, form),
    }
    if not chosen.fits(box):
        words = state_rule(box).label
        message = f"Không {chosen.verb.lower()} được hộp thư đang ở trạng thái “{words}”. Hãy xem lại trang hộp thư."
        why = [Refusal("lifecycle.transition", "", message)]
        return refused(request, visit, TEMPLATE, context, why=why)
    if given is None:
        return show(request, visit, TEMPLATE, context)
    if not valid:
        return refused(request, visit, TEMPLATE, context, why=form)
    try:
        handed = DOES[act](Typed(box, form.cleaned_data, visit))
    except RefusedByRule as refusal:
        return refused(request, visit, TEMPLATE, context, why=refusal.refusals)
    if handed.password:
        return _handed(request, visit, handed, chosen.done, form.cleaned_data.get("document", ""))
    messages.success(request, f"{chosen.done} hộp thư {box.address}.{_next(handed.mailbox, visit)}")
    return redirect("portal:mailbox", address=box.address)


def _confirmation(
    request: HttpRequest, visit: Visit, box: Mailbox, chosen: Act, form: GroundForm
) -> Confirmation:
    typed = getattr(form, "cleaned_data", {})
    case = Case(
        box,
        visit.policy,
        visit.now.astimezone(HANOI).date(),
        decided_on=typed.get("decision_on"),
        left_on=typed.get("left_on"),
        ground=typed.get("clause", ""),
    )
    return Confirmation(
        name=name_of(request),
        consequences=chosen.consequences(case) if chosen.fits(box) else (),
        form=form,
        action=request.path,
        verb=chosen.verb,
        back=reverse("portal:mailbox", args=[box.address]),
        token=get_token(request),
        irreversible=chosen.irreversible,
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the page of an act, by whom."""

    box: Mailbox
    said: dict[str, Any]
    visit: Visit

    @property
    def told(self) -> dict[str, Any]:
        """Who acts, when and why, as every act takes it."""
        said = self.said
        cause = Cause(said.get("clause", ""), said.get("document", ""), said.get("reason", ""))
        return {"cause": cause, "acting": self.visit.actor, "now": self.visit.now}

    def organisation(self, name: str) -> Organisation | None:
        """The organisation named in a field, None where it was left empty."""
        return organisation_meant(self.visit, self.said[name]) if self.said[name] else None

    def person(self) -> Person:
        """The person who is to receive."""
        return person_meant(self.visit, self.said["to"], within=self.box.organisation)


def _lock(it: Typed) -> Handed:
    act, file = it.said.get("forbidden_act", ""), _shown(it.said.get("evidence"))
    return holding.lock(it.box, forbidden_act=act, evidence=file, **it.told)


def _restore(it: Typed) -> Handed:
    cleaned = it.said.get("cleaned", False)
    return holding.restore(it.box, cleaned=cleaned, asked_by=it.organisation("asked_by"), **it.told)


def _hand_over(it: Typed) -> Handed:
    former = access_person(int(it.said["of"]), acting=it.visit.actor) if it.said.get("of") else None
    return holding.hand_over(it.box, to=it.person(), of=former, **it.told)


def _transfer(it: Typed) -> Handed:
    return holding.transfer(
        it.box,
        to=organisation_meant(it.visit, it.said["to"]),
        decided_on=it.said["decision_on"],
        asked_by=it.organisation("asked_by"),
        position=it.said["position"] or None,
        unit_name=it.said["unit_name"],
        chosen=it.said["chosen"],
        late=it.said["late"],
        **it.told,
    )


def _end(it: Typed) -> Handed:
    """Somebody leaves, where the regulation keeps what is theirs; or the mailbox ends at once."""
    if "decision_on" not in it.said:
        return holding.revoke(it.box, **it.told)
    rank = Rank(it.said["rank"]) if it.said["rank"] else None
    day, left, late = it.said["decision_on"], it.said.get("left_on"), it.said["late"]
    return holding.leave(it.box, decided_on=day, left_on=left, rank=rank, late=late, **it.told)


def _record_handover(it: Typed) -> Handed:
    to, what, late = (it.said[name] for name in ("to", "what", "late"))
    return holding.record_handover(it.box, to=to, what=what, late=late, **it.told)


def _propose_destruction(it: Typed) -> Handed:
    holding.propose_destruction(it.box, **it.told)
    return Handed(it.box)


def _change_quota(it: Typed) -> Handed:
    change_quota(it.box, quota=it.said["quota"], lowering=it.said["lowering"], **it.told)
    return Handed(it.box)


def _excuse(it: Typed) -> Handed:
    use.excuse(it.box, until=it.said["until"], **it.told)
    return Handed(it.box)


def _add_alias(it: Typed) -> Handed:
    addresses.add_alias(it.box, address=it.said["address"], **it.told)
    return Handed(it.box)


def _end_alias(it: Typed) -> Handed:
    held = it.box.aliases.select_related("mailbox__authority").get(pk=it.said["address"], until=None)
    addresses.end_alias(held, **it.told)
    return Handed(it.box)


def _add_member(it: Typed) -> Handed:
    groups.add_member(
        it.box,
        member=_mailbox_meant(it.visit, it.said["member"]) if it.said["member"] else None,
        every=MailboxKind(it.said["every"]) if it.said["every"] else None,
        within=it.organisation("within"),
        **it.told,
    )
    return Handed(it.box)


def _remove_member(it: Typed) -> Handed:
    members = it.box.members.select_related("group__authority", "member", "within")
    groups.remove_member(members.get(pk=it.said["member"]), **it.told)
    return Handed(it.box)


def _mailbox_meant(visit: Visit, address: str) -> Mailbox:
    try:
        return access_mailbox(address, acting=visit.actor)
    except Mailbox.DoesNotExist as missing:
        message = f"Không có hộp thư {address}. Hãy kiểm tra lại địa chỉ."
        raise RefusedByRule(Refusal("mailbox.address", "", message)) from missing


DOES: Mapping[str, Callable[[Typed], Handed]] = {
    "tam-khoa": _lock,
    "da-bao-co-quan": lambda it: holding.record_notice(it.box, late=it.said["late"], **it.told),
    "khoi-phuc": _restore,
    "cap-lai-mat-khau": lambda it: holding.reissue_password(it.box, **it.told),
    "ban-giao": _hand_over,
    "cu-nguoi-quan-ly": lambda it: holding.appoint_custodian(it.box, to=it.person(), **it.told),
    "chuyen-co-quan": _transfer,
    "thu-hoi": _end,
    "yeu-cau-ban-giao": lambda it: holding.ask_handover(it.box, **it.told),
    "ghi-ban-giao": _record_handover,
    "de-nghi-huy": _propose_destruction,
    "duyet-huy": lambda it: holding.destroy(it.box, acting=it.visit.actor, now=it.visit.now),
    "dung-luong": _change_quota,
    "vang-mat": _excuse,
    "bi-danh": _add_alias,
    "bo-bi-danh": _end_alias,
    "them-thanh-vien": _add_member,
    "bot-thanh-vien": _remove_member,
}


def _shown(file: "UploadedFile[Any] | None") -> Shown | None:
    """The file that was handed in; of one that is too large no more than shows that it is."""
    return Shown(Path(file.name or "bang-chung").name, file.read(LARGEST + MIB)) if file else None


def _next(box: Mailbox, visit: Visit) -> str:
    """What time will do next, for the message after an act."""
    box.refresh_from_db()
    found = coming(box, today=local_day(visit.now), pending=pending_of(box))
    return f" Sắp tới: “{found[0].label}” ngày {found[0].on:%d/%m/%Y}." if found else ""


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def issue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Issue a mailbox that no request asks for: of a title, a group, an agency, a box that the regulation names."""
    given = request.POST if request.method == "POST" else None
    asked = {"organisation": request.GET.get("co-quan", ""), "kind": request.GET.get("loai", "")}
    form = IssueForm(given, policy=visit.policy, initial=asked)
    context = {"form": form}
    if given is None:
        return show(request, visit, "portal/mailbox_issue.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/mailbox_issue.html", context, why=form)
    try:
        handed = _issue(form.cleaned_data, visit)
    except RefusedByRule as refusal:
        return refused(request, visit, "portal/mailbox_issue.html", context, why=refusal.refusals)
    if handed.password:
        return _handed(request, visit, handed, "Đã cấp", form.cleaned_data["document"])
    messages.success(request, f"Đã cấp {handed.mailbox.address}. Hãy thêm thành viên của nhóm.")
    return redirect("portal:mailbox", address=handed.mailbox.address)


def _issue(said: dict[str, Any], visit: Visit) -> Handed:
    kind, office = MailboxKind(said["kind"]), organisation_meant(visit, said["organisation"])
    person = (
        person_meant(visit, said["person"], within=office) if said["person"] and kind in PERSONAL else None
    )
    return holding.issue(
        office,
        kind,
        person=person,
        title=said["title"],
        chosen=said["chosen"],
        acting=visit.actor,
        now=visit.now,
        cause=Cause(document=said["document"], reason=said["reason"]),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def reserve(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep an address from ever being given out."""
    form = ReserveForm(request.POST if request.method == "POST" else None)
    context = {"form": form}
    if request.method == "GET":
        return show(request, visit, "portal/mailbox_reserve.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/mailbox_reserve.html", context, why=form)
    said = form.cleaned_data
    try:
        held = addresses.reserve(
            said["address"],
            purpose=Purpose.RESERVED,
            reason=said["reason"],
            acting=visit.actor,
            now=visit.now,
            authority=visit.authority,
        )
    except RefusedByRule as refusal:
        return refused(request, visit, "portal/mailbox_reserve.html", context, why=refusal.refusals)
    messages.success(request, f"{held.address}: {Purpose(held.purpose).label}, không cấp cho ai.")
    return redirect("portal:mailboxes")


@never_cache
@require_POST
@for_roles(Role.OPERATOR, Role.MANAGING, Role.INSPECTOR)
def shown_evidence(request: HttpRequest, visit: Visit, address: str, number: int) -> HttpResponse:  # noqa: ARG001  a view
    """Hand out what a lock rests on, to be kept by whoever asks; the trail says who did."""
    kept = accessed(visit, address).evidence.select_related("mailbox__authority").filter(pk=number).first()
    if kept is None:
        raise Http404
    content = evidence.read(kept, acting=visit.actor, now=visit.now)
    name = content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    # Whatever it is, no browser is to open it here.
    return HttpResponse(
        content, headers={"Content-Type": "application/octet-stream", "Content-Disposition": name}
    )


@never_cache
@sensitive_post_parameters("password")
@require_POST
@for_roles(*HANDS_OUT)
def sheet(request: HttpRequest, visit: Visit, address: str) -> HttpResponse:
    """Print the sheet of a mailbox with the password that only the page before still knows."""
    box = accessed(visit, address)
    account, password = account_by_login(box.address), request.POST.get("password", "")
    # A sheet must never carry a password that does not open the mailbox, nor one that its holder has chosen.
    if account is None or not account.must_change or not account.check_password(password):
        raise Http404
    paper = sheet_for(
        box,
        password=password,
        document=request.POST.get("document", "")[:200],
        endpoints=settings.CONGTHU_ENDPOINTS,
        now=visit.now,
    )
    name = content_disposition_header(as_attachment=True, filename=f"{box.address}.pdf") or "attachment"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": name}
    return HttpResponse(credentials_sheets([paper]), headers=headers)


def _handed(request: HttpRequest, visit: Visit, handed: Handed, done: str, document: str) -> HttpResponse:
    """Answer at once: the issued password is in this answer and nowhere else."""
    told = {"box": handed.mailbox, "done": done, "handed": handed, "document": document}
    return show(request, visit, "portal/mailbox_handed.html", told)
