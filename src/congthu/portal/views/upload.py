"""Hand a request in as a file."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from congthu.directory.roles import Role
from congthu.portal.forms import UploadForm
from congthu.portal.pages import refused, show
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.load import forms_to_fill, load
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.route import Channel
from congthu.requests.acts.receive import receive_file
from congthu.requests.channels import Arrival
from congthu.requests.intake import UnreadableFile
from congthu.requests.models import Request
from congthu.requests.queries import access_request

TEMPLATE = "portal/upload.html"


@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR, Role.HEAD, Role.FOCAL, Role.CLERK)
def upload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Read the file and lead to the request that it became, where each line stands with what is wrong in it."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    book, corrects = forms_to_fill(load(visit.authority.regulation)), _returned(request, visit)
    context = {"form": form, "book": book, "corrects": corrects}
    if request.method == "GET":
        return show(request, visit, TEMPLATE, context)
    if not form.is_valid():
        return refused(request, visit, TEMPLATE, context, why=form)
    try:
        one = _receive(form.cleaned_data["file"], visit, corrects=corrects)
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


def _receive(file: "UploadedFile[Any]", visit: Visit, *, corrects: Request | None) -> Request:
    # The reader works in a process of its own, which opens the file itself.
    with tempfile.TemporaryDirectory(prefix="congthu-") as folder:
        path = Path(folder) / "phieu"
        path.write_bytes(file.read())
        return receive_file(
            path,
            authority=visit.authority,
            arrival=Arrival(Channel.PORTAL),
            file_name=Path(file.name or "phieu").name,
            corrects=corrects,
            acting=visit.actor,
            now=visit.now,
        )


def _returned(request: HttpRequest, visit: Visit) -> Request | None:
    """The returned request that this form is to bring again, where the page was reached from it."""
    number = request.GET.get("gui-lai", "")
    if not number.isdecimal():
        return None
    try:
        return access_request(int(number), acting=visit.actor)
    except Request.DoesNotExist as missing:
        raise Http404 from missing
