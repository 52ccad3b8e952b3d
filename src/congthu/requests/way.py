"""Where is a request on the way that its regulation lays down, who has it now, and who may take which step?

The way is data (`congthu.regulations.route`); this module asks it about one request.
"""

from dataclasses import dataclass

from congthu.decisions.queries import policy_of
from congthu.directory.models import Organisation
from congthu.directory.roles import Actor, Role
from congthu.regulations.asks import Action, actions_of
from congthu.regulations.forms import Form
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.route import Party, RouteStep, Stage, Step
from congthu.requests.models import Request

ROLES = {
    Party.HEAD: (Role.HEAD,),
    Party.AGENCY: (Role.FOCAL, Role.HEAD, Role.CLERK),
    Party.FOCAL_POINT: (Role.FOCAL, Role.CLERK),
    Party.MANAGING: (Role.MANAGING,),
    Party.OPERATOR: (Role.OPERATOR,),
}
WHAT = {
    Step.CONFIRM: "xác nhận yêu cầu của cơ quan này",
    Step.FORWARD: "chuyển yêu cầu đến đơn vị vận hành",
    Step.APPROVE: "duyệt yêu cầu",
    Step.ACCEPT: "tiếp nhận yêu cầu",
    Step.EXECUTE: "thực hiện yêu cầu",
    Step.REPLY: "trả lời yêu cầu",
    Step.RETURN: "trả lại yêu cầu",
    Step.RESUBMIT: "gửi lại yêu cầu",
    Step.WITHDRAW: "rút yêu cầu",
}


@dataclass(frozen=True, slots=True)
class Where:
    """One request on its way: what is open from here, and what must come first."""

    stage: Stage
    open: tuple[RouteStep, ...]
    passed: frozenset[Step] = frozenset()

    def step(self, act: Step) -> RouteStep | None:
        """The step *act* if it can be taken from here."""
        return next((one for one in self.open if one.act is act), None)

    @property
    def awaited(self) -> RouteStep | None:
        """The step that the request waits for; None where nothing more has to be done."""
        awaited = AWAITED - self.passed
        return next((one for one in self.open if one.act in awaited and not one.optional), None)


AWAITED = frozenset({Step.CONFIRM, Step.FORWARD, Step.APPROVE, Step.ACCEPT, Step.EXECUTE, Step.REPLY})


def where(request: Request, *, policy: Policy | None = None) -> Where:
    """Say where *request* is, under the law of its authority as it holds now."""
    policy = policy or policy_of(request.authority)
    stage = Stage(request.state)
    passed = passed_by(request)
    return Where(stage, policy.route.open_at(stage, asked_of(request), passed=passed), passed)


def asked_of(request: Request) -> frozenset[Action]:
    """Everything that the lines of *request* ask for."""
    return actions_of(request.kinds)


def passed_by(request: Request) -> frozenset[Step]:
    """The steps that nobody has to take any more: a focal point does not forward to itself."""
    forwarded = bool(request.forwarded_by) or request.agency is None or is_own_focal_point(request.agency)
    return frozenset({Step.FORWARD}) if forwarded else frozenset()


def is_own_focal_point(agency: Organisation) -> bool:
    """Whether requests of *agency* go to the operator without another agency between."""
    return agency.focal_id == agency.pk or (agency.focal_id is None and agency.parent_id is None)


def focal_point(agency: Organisation) -> Organisation:
    """The organisation through which requests of *agency* go: the one named for it, or the highest above it."""
    here = agency
    while here.focal_id is None and here.parent is not None:
        here = here.parent
    return here if here.focal is None else here.focal


def may(step: RouteStep, request: Request, acting: Actor) -> bool:
    """Whether *acting* is one of those who take *step*."""
    return any(
        acting.has(*ROLES[party], authority=request.authority.code, organisation=_over(party, request))
        for party in step.by
    )


def require(step: RouteStep, request: Request, acting: Actor) -> None:
    """Let *acting* pass if they take *step*, or raise RefusedByRule saying who does."""
    if may(step, request, acting):
        return
    who = " hoặc ".join(party.in_words() for party in step.by)
    message = f"Bạn chưa được giao quyền {WHAT[step.act]}. Việc này do {who} làm: hãy đề nghị họ."
    raise RefusedByRule(Refusal("role.required", step.cited, message))


def _over(party: Party, request: Request) -> int | None:
    if party in {Party.MANAGING, Party.OPERATOR} or request.agency is None:
        return None
    return focal_point(request.agency).pk if party is Party.FOCAL_POINT else request.agency.pk


def form_of(request: Request) -> Form | None:
    """The form that was handed in, as the regulation of today prints it; None for a letter that follows none."""
    forms = policy_of(request.authority).forms
    return next((one for one in forms.forms if one.id == request.form), None) if forms else None


def route_facts(request: Request, act: Step) -> dict[str, object]:
    """What the law is asked before *act* is done with *request*."""
    agency = request.agency
    return {
        "act": str(act),
        "stage": str(request.state),
        "asked": sorted(str(one) for one in asked_of(request)),
        "passed": sorted(str(one) for one in passed_by(request)),
        "request": request.pk,
        "form_clause": str(form.clause) if (form := form_of(request)) else "",
        "agency": request.agency_name,
        "focal_point": focal_point(agency).name if agency else "",
    }
