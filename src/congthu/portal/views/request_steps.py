"""Take a request a step further: confirm, forward, accept, return, execute, reply."""

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congthu.directory.models import Organisation
from congthu.directory.queries import organisation_by_code
from congthu.directory.roles import Role
from congthu.identity.queries import account_by_login
from congthu.mailboxes.queries import access_mailbox
from congthu.portal.components.confirmation import Confirmation
from congthu.portal.components.problem_list import ProblemList
from congthu.portal.forms import (
    AgencyForm,
    EmptyForm,
    ExecuteForm,
    LineForm,
    PortalForm,
    ReplyForm,
    ReturnForm,
    SheetForm,
    WithdrawForm,
)
from congthu.portal.pages import name_of, refused, show
from congthu.portal.request_steps import STEPS_IN_WORDS, StepInWords
from congthu.portal.views.requests import accessed
from congthu.portal.visits import Visit, for_roles
from congthu.regulations.asks import Action
from congthu.regulations.fields import FIELDS, RowField
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.route import Step
from congthu.requests.acts import execute as executing
from congthu.requests.acts import receive as receiving
from congthu.requests.acts import route
from congthu.requests.acts.complete import complete_line
from congthu.requests.documents.credentials import CredentialsSheet, credentials_sheets
from congthu.requests.documents.sheets import sheet_for
from congthu.requests.models import Request, RequestRow, RowState
from congthu.requests.queries import rows_of

FORMS: dict[Step | None, type[PortalForm]] = {
    Step.RETURN: ReturnForm,
    Step.WITHDRAW: WithdrawForm,
    Step.REPLY: ReplyForm,
    None: AgencyForm,
}
# What a line may lack on paper and somebody can add, in the order in which people are asked.
ADDED = (
    RowField.DECISION_NO,
    RowField.DECISION_ON,
    RowField.LEFT_ON,
    RowField.RANK,
    RowField.POSITION,
    RowField.EMPLOYMENT,
    RowField.BIRTH_DATE,
    RowField.NATIONAL_ID,
    RowField.PHONE,
    RowField.OTP_PHONE,
    RowField.ADDRESS,
    RowField.SEAT,
    RowField.REMARKS,
)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR, Role.MANAGING, Role.HEAD, Role.FOCAL, Role.CLERK)
def step(request: HttpRequest, visit: Visit, number: int, step: str) -> HttpResponse:
    """Name the consequences, then take the step; whether it may be taken is the action's to say."""
    one, told = accessed(visit, number), STEPS_IN_WORDS.get(step)
    if told is None:
        raise Http404
    open_rows = [row for row in rows_of(one) if row.state != RowState.DONE and not row.has_errors]
    form = _form(request, told, open_rows)
    context = {"one": one, "told": told, "confirmation": _confirmation(request, one, told, form, open_rows)}
    if request.method == "GET":
        return show(request, visit, "portal/request_step.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/request_step.html", context, why=form)
    try:
        if isinstance(form, ExecuteForm):
            return _execute(request, visit, one, form)
        _take(told, one, form, visit)
    except RefusedByRule as refusal:
        return refused(request, visit, "portal/request_step.html", context, why=refusal.refusals)
    messages.success(request, told.done)
    return redirect("portal:request", number=one.pk)


@never_cache
@sensitive_post_parameters("password")
@require_POST
@for_roles(Role.OPERATOR)
def sheet(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Print the sheets of the lines sent, each with the password that only the page of results still knows."""
    one = accessed(visit, number)
    lines, passwords = request.POST.getlist("line"), request.POST.getlist("password")
    if not lines or len(lines) != len(passwords):
        raise Http404
    papers = [
        _paper(one, SheetForm({"line": line, "password": password}), visit)
        for line, password in zip(lines, passwords, strict=True)
    ]
    name = papers[0].address if len(papers) == 1 else f"phieu-cap-yeu-cau-{one.pk}"
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.pdf") or "attachment"
    headers = {"Content-Type": "application/pdf", "Content-Disposition": disposition}
    return HttpResponse(credentials_sheets(papers), headers=headers)


def _paper(one: Request, form: SheetForm, visit: Visit) -> CredentialsSheet:
    row = rows_of(one).filter(line=form.cleaned_data["line"]).first() if form.is_valid() else None
    account = account_by_login(row.assigned_address) if row else None
    password = form.cleaned_data.get("password", "")
    # A sheet must never carry a password that does not open the mailbox, nor one that its holder has chosen.
    if row is None or account is None or not account.must_change or not account.check_password(password):
        raise Http404
    return sheet_for(
        access_mailbox(row.assigned_address, acting=visit.actor),
        password=password,
        document=one.document_number or f"Yêu cầu số {one.pk}",
        endpoints=settings.CONGTHU_ENDPOINTS,
        now=visit.now,
    )


def _execute(request: HttpRequest, visit: Visit, one: Request, form: ExecuteForm) -> HttpResponse:
    """Carry the lines out. Answered at once: the issued passwords are in this answer and nowhere else."""
    results = executing.execute(
        one, acting=visit.actor, now=visit.now, chosen=form.chosen, cleaned=form.cleaned, late=form.late
    )
    done = [result for result in results if result.done]
    failed = [
        (result, ProblemList.of_line((), [refusal.as_json() for refusal in result.refused]))
        for result in results
        if not result.done
    ]
    context = {
        "one": one,
        "done": done,
        "failed": failed,
        "passwords": [result for result in done if result.password],
    }
    return show(request, visit, "portal/request_done.html", context)


def _take(told: StepInWords, one: Request, form: Form, visit: Visit) -> None:
    said = form.cleaned_data
    match told.step:
        case Step.CONFIRM:
            route.confirm(one, acting=visit.actor, now=visit.now)
        case Step.FORWARD:
            route.forward(one, acting=visit.actor, now=visit.now)
        case Step.APPROVE:
            route.approve(one, acting=visit.actor, now=visit.now)
        case Step.ACCEPT:
            route.accept(one, acting=visit.actor, now=visit.now)
        case None:
            receiving.assign_agency(one, _agency(one, said["code"]), acting=visit.actor, now=visit.now)
        case Step.RETURN:
            route.return_for_correction(one, reason=said["reason"], acting=visit.actor, now=visit.now)
        case Step.WITHDRAW:
            route.withdraw(one, reason=said["reason"], acting=visit.actor, now=visit.now)
        case Step.REPLY:
            route.reply(one, document=said["document"], acting=visit.actor, now=visit.now)
        case Step.EXECUTE | Step.RESUBMIT:
            raise Http404


def _agency(one: Request, code: str) -> Organisation:
    """The agency of that code in the directory of the request's authority."""
    found = organisation_by_code(one.authority, code.strip().lower())
    if found is None:
        message = f"Danh bạ của {one.authority.name} không có cơ quan mã “{code}”. Hãy kiểm tra lại mã."
        raise RefusedByRule(Refusal("request.agency", "", message))
    return found


def _form(request: HttpRequest, told: StepInWords, open_rows: list[RequestRow]) -> PortalForm:
    given = request.POST if request.method == "POST" else None
    if told.step is not Step.EXECUTE:
        return FORMS.get(told.step, EmptyForm)(given)
    asked = [(row, row.asks_now) for row in open_rows]
    return ExecuteForm(
        given,
        nameless={
            row.line: row.subject_name
            for row, ask in asked
            if ask and ask.action is Action.ISSUE and not row.proposed_address
        },
        restored={row.line: row.subject_name for row, ask in asked if ask and ask.action is Action.RESTORE},
        ending={row.line: row.subject_name for row in open_rows if row.ends_late},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(Role.OPERATOR, Role.HEAD, Role.FOCAL, Role.CLERK)
def line(request: HttpRequest, visit: Visit, number: int, line: int) -> HttpResponse:
    """Add to a line what its form does not say: the day of a decision, a rank, a birth date."""
    one = accessed(visit, number)
    row = rows_of(one).filter(line=line).first()
    if row is None:
        raise Http404
    fields = {str(field): FIELDS[field].label for field in ADDED}
    form = LineForm(request.POST if request.method == "POST" else None, fields=fields)
    told = StepInWords(
        None,
        "Bổ sung",
        "file",
        (
            f"Dòng {line}, {row.subject_name or 'chưa rõ'}: chỉ thông tin ghi ở đây được thêm hoặc sửa.",
            "Đủ thông tin thì thời hạn của yêu cầu bắt đầu tính.",
        ),
    )
    context = {"one": one, "told": told, "confirmation": _confirmation(request, one, told, form, [])}
    if request.method == "GET":
        return show(request, visit, "portal/request_step.html", context)
    if not form.is_valid():
        return refused(request, visit, "portal/request_step.html", context, why=form)
    try:
        complete_line(one, line, form.said, acting=visit.actor, now=visit.now)
    except RefusedByRule as refusal:
        return refused(request, visit, "portal/request_step.html", context, why=refusal.refusals)
    messages.success(request, f"Đã bổ sung dòng {line}.")
    return redirect("portal:request", number=one.pk)


def _confirmation(
    request: HttpRequest, one: Request, told: StepInWords, form: Form, open_rows: list[RequestRow]
) -> Confirmation:
    executing = told.step is Step.EXECUTE
    return Confirmation(
        name=name_of(request),
        consequences=_consequences(open_rows) if executing else told.consequences,
        form=form,
        action=request.path,
        verb=f"Thực hiện {len(open_rows)} dòng" if executing else told.verb,
        back=reverse("portal:request", args=[one.pk]),
        token=get_token(request),
        irreversible=told.irreversible,
    )


def _consequences(open_rows: list[RequestRow]) -> tuple[str, ...]:
    return (
        f"{len(open_rows)} dòng được thực hiện, mỗi dòng độc lập: dòng không thực hiện được không chặn dòng khác.",
        "Mật khẩu của hộp thư mới chỉ hiện một lần, ở trang kết quả ngay sau đây.",
        "Dòng đã xong và dòng còn thiếu thông tin được để nguyên.",
    )
