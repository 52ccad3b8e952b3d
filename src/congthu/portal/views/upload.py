"""Hand a request in as a file."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from congthu.directory.models import Organisation
from congthu.directory.queries import visible_organisations
from congthu.directory.roles import Role
from congthu.portal.forms import UploadForm
from congthu.portal.pages import refused, show
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.load import load
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.requests.acts.receive import receive
from congthu.requests.intake import UnreadableFile
from congthu.requests.models import Request
from congthu.requests.receiving import agency_of, read_file

TEMPLATE = "portal/upload.html"


@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR, Role.HEAD, Role.FOCAL, Role.CLERK)
def upload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Read the file and lead to the request that it became, where each line stands with what is wrong in it."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    book = load(visit.authority.regulation).forms
    context = {"form": form, "book": book}
    if request.method == "GET":
        return show(request, visit, TEMPLATE, context)
    if not form.is_valid():
        return refused(request, visit, TEMPLATE, context, why=form)
    try:
        one = _receive(form.cleaned_data["file"], visit)
    except UnreadableFile as unreadable:
        why = [Refusal("intake.unreadable", "", str(unreadable))]
        return refused(request, visit, TEMPLATE, context, why=why, anchor=form["file"].id_for_label)
    except RefusedByRule as refusal:
        return refused(
            request, visit, TEMPLATE, context, why=refusal.refusals, anchor=form["file"].id_for_label
        )
    rows = list(one.rows.all())
    wrong = sum(row.has_errors for row in rows)
    if wrong:
        messages.warning(request, f"Đã nhận yêu cầu số {one.pk}: {len(rows)} dòng, {wrong} dòng cần sửa.")
    else:
        messages.success(request, f"Đã nhận yêu cầu số {one.pk}: {len(rows)} dòng, không dòng nào thiếu.")
    return redirect("portal:request", number=one.pk)


def _receive(file: "UploadedFile[Any]", visit: Visit) -> Request:
    name, content = Path(file.name or "phieu").name, file.read()
    # The reader works in a process of its own, which opens the file itself.
    with tempfile.TemporaryDirectory(prefix="congthu-") as folder:
        path = Path(folder) / "phieu"
        path.write_bytes(content)
        imported = read_file(path, authority=visit.authority)
    return receive(
        imported,
        authority=visit.authority,
        agency=agency_of(imported, authority=visit.authority) or _own_agency(visit),
        file_name=name,
        content=content,
        channel="portal",
        acting=visit.actor,
        now=visit.now,
    )


def _own_agency(visit: Visit) -> Organisation | None:
    """The only agency for which this person may ask, where the letterhead is not in the directory."""
    if Role.OPERATOR in visit.roles:
        return None
    own = list(visible_organisations(visit.actor).filter(parent=None)[:2])
    return own[0] if len(own) == 1 else None
