"""Bring the directory in from a file: the file to fill in, the preview with a verdict for every line, then the act."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from congthu.directory.acts.files import access_file, carry_out_file, keep_file, preview_file
from congthu.directory.importing.planning.values import Plan, Verdict
from congthu.directory.importing.template import write_template
from congthu.directory.importing.words import vocabulary
from congthu.directory.models import DirectoryFile
from congthu.directory.roles import Role
from congthu.hostile import UnreadableFile
from congthu.identity.offices import equip_appointed, waiting_for_a_mailbox
from congthu.portal import directory_in_words as words
from congthu.portal.components.data_table import DataTable, Pages
from congthu.portal.directory_forms import DirectoryFileForm
from congthu.portal.pages import refused, show
from congthu.portal.visits import Visit, for_roles
from congthu.portal.words import number as in_words
from congthu.regulations.refusals import Refusal, RefusedByRule

UPLOAD = "portal/directory_upload.html"
LARGEST = 20 * 1024**2
SHOWN = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_roles(Role.OPERATOR)
def template(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001  a page like the others
    """Give the workbook to fill in, with the lists of the own regulation."""
    name = content_disposition_header(as_attachment=True, filename="Mẫu danh bạ.xlsx") or "attachment"
    headers = {"Content-Type": XLSX, "Content-Disposition": name}
    return HttpResponse(write_template(vocabulary(visit.policy)), headers=headers)


@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def upload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take a file, and lead to what it would do."""
    form = DirectoryFileForm(request.POST, request.FILES) if request.method == "POST" else DirectoryFileForm()
    context = {"form": form}
    if request.method == "GET":
        return show(request, visit, UPLOAD, context)
    if not form.is_valid():
        return refused(request, visit, UPLOAD, context, why=form)
    given, anchor = form.cleaned_data["file"], form["file"].id_for_label
    if given.size > LARGEST:
        why = [Refusal("directory.import", "", "Tệp lớn hơn 20 MB; hãy nhập bằng lệnh directory import.")]
        return refused(request, visit, UPLOAD, context, why=why, anchor=anchor)
    kept = keep_file(
        visit.authority,
        name=Path(given.name or "danh-ba").name,
        content=given.read(),
        acting=visit.actor,
        now=visit.now,
    )
    try:
        preview_file(kept, policy=visit.policy, acting=visit.actor, now=visit.now)
    except UnreadableFile as unreadable:
        why = [Refusal("directory.import", "", unreadable.message)]
        return refused(request, visit, UPLOAD, context, why=why, anchor=anchor)
    return redirect("portal:directory-file", number=kept.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR)
def preview(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show every line with its verdict; on POST bring the right ones in, and show what stayed out."""
    try:
        kept = access_file(number, acting=visit.actor)
    except DirectoryFile.DoesNotExist as missing:
        raise Http404 from missing
    if request.method == "GET":
        plan = preview_file(kept, policy=visit.policy, acting=visit.actor, now=visit.now)
        return show(request, visit, "portal/directory_file.html", _told(kept, plan, visit, done=False))
    try:
        plan = carry_out_file(kept, policy=visit.policy, acting=visit.actor, now=visit.now)
    except RefusedByRule as refusal:
        plan = preview_file(kept, policy=visit.policy, acting=visit.actor, now=visit.now)
        context = _told(kept, plan, visit, done=False)
        return refused(request, visit, "portal/directory_file.html", context, why=refusal.refusals)
    return show(request, visit, "portal/directory_file.html", _told(kept, plan, visit, done=True))


def _told(kept: DirectoryFile, plan: Plan, visit: Visit, *, done: bool) -> dict[str, object]:
    lines = words.in_order_of_work(plan)
    if done:
        # What went in is told in the figures; what stayed out has to be mended.
        lines = [one for one in lines if one.verdict is Verdict.REFUSED]
    shown = lines[:SHOWN]
    more = (
        f"{in_words(len(shown))} dòng đầu của {in_words(len(lines))}"
        if len(lines) > SHOWN
        else f"{in_words(len(lines))} dòng"
    )
    caption = "Dòng chưa vào được" if done else "Từng dòng"
    going_in = sum(one.verdict in {Verdict.NEW, Verdict.CHANGED} for one in plan.told)
    return {
        "kept": kept,
        "done": done,
        "figures": words.figures(plan),
        "table": DataTable(caption, words.LINE_COLUMNS, words.line_rows(shown), {}, Pages(more))
        if shown
        else None,
        "going_in": going_in,
        "stay_out": len(plan.refused),
        "waiting": waiting_for_a_mailbox(visit.authority, acting=visit.actor, now=visit.now).count()
        if done
        else 0,
    }


@never_cache
@require_POST
@for_roles(Role.OPERATOR)
def equip(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give everybody who was appointed and has none a mailbox; the passwords are in this answer and nowhere else."""
    done = equip_appointed(visit.authority, acting=visit.actor, now=visit.now)
    context = {
        "handed": [one.handed for one in done if one.handed is not None],
        "refused_people": [one for one in done if one.refused],
        "back": reverse("portal:directory"),
    }
    return show(request, visit, "portal/directory_equipped.html", context)
