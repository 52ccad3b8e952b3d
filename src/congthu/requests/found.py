"""Which mailbox does a line mean, may this agency ask for it, and may it take the step that is asked for?"""

from dataclasses import replace

from django.db.models import Q

from congthu.audit.acts import Question
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.lifecycle.machine import IllegalTransition, step
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.mailboxes.timers import trail_of
from congthu.regulations.asks import Action, Ask, Subject
from congthu.regulations.refusals import Refusal
from congthu.regulations.states import LIVE, Act, Phase
from congthu.requests.foreseen import Foreseen, Line, Scene
from congthu.requests.questions import ask as ask_law
from congthu.vietnamese.names import fold, normalise


def find_mailbox(line: Line, ask: Ask, scene: Scene) -> Foreseen:
    """The mailbox that a line is about: by its address, or by the name where the form has no address."""
    found = Foreseen(ask=ask)
    held = Mailbox.objects.select_related("authority", "organisation", "person__organisation").filter(
        authority=scene.authority
    )
    address = line.fields.get("address", "").strip().lower()
    if address:
        mailbox = held.filter(address=address).first()
        if mailbox is None:
            message = f"Không có hộp thư {address}. Hãy kiểm tra lại địa chỉ."
            return found.against(Refusal("form.address", "", message))
    else:
        named = fold(normalise(line.name))
        whose = (
            Q(person__folded=named)
            if ask.subject is Subject.PERSON
            else Q(person=None, organisation__folded=named)
        )
        people = list(held.filter(whose, organisation__in=scene.within, phase__in=LIVE_PHASES)[:2])
        if len(people) != 1:
            why = "không có hộp thư nào" if not people else "có nhiều hộp thư"
            message = f"Với tên “{line.name}” {why} trong cơ quan. Hãy ghi rõ địa chỉ hộp thư."
            return found.against(Refusal("form.address", "", message))
        mailbox = people[0]
    found = replace(found, mailbox=mailbox, person=mailbox.person, address=mailbox.address)
    if mailbox.phase not in LIVE:
        label = scene.policy.states.label(mailbox.state)
        message = f"Hộp thư {mailbox.address} {label[0].lower()}{label[1:]}: không làm được việc này."
        found = found.against(Refusal("form.address", "", message))
    return found.against(*_mismatched(line, ask, mailbox))


def _mismatched(line: Line, ask: Ask, mailbox: Mailbox) -> tuple[Refusal, ...]:
    """Why the mailbox at the address of a line is not the one that the rest of the line is about."""
    if (mailbox.kind in PERSONAL) is not (ask.subject is Subject.PERSON):
        whose = "cá nhân" if mailbox.kind in PERSONAL else "tổ chức"
        message = f"{mailbox.address} là hộp thư {whose}: hãy dùng biểu mẫu của {whose}."
        return (Refusal("request.kind", "", message),)
    person = mailbox.person
    if ask.subject is not Subject.PERSON or person is None:
        return ()
    wrong: list[Refusal] = []
    if line.name and fold(normalise(line.name)) != person.folded and ask.action is not Action.CHANGE:
        message = f"{mailbox.address} không phải của {line.name}. Hãy kiểm tra lại địa chỉ hoặc họ tên."
        wrong.append(Refusal("form.address", "", message))
    told = line.fields.get("national_id", "")
    if told and person.national_id and told != person.national_id:
        message = (
            f"Số CCCD/CMND trong phiếu khác số đã ghi của người giữ {mailbox.address}. Hãy kiểm tra lại."
        )
        wrong.append(Refusal("form.national_id", "", message))
    return tuple(wrong)


def ours(found: Foreseen, mailbox: Mailbox, scene: Scene) -> Foreseen:
    """*found*, with what the law says of an agency that asks for this mailbox."""
    facts = {
        "address": mailbox.address,
        "agency": scene.agency.name if scene.agency else "",
        "organisation": mailbox.organisation.name,
        "within": mailbox.organisation_id in scene.within,
    }
    return found.asking(ask_law(Question.OWN_SUBTREE, facts, scene.policy))


def possible(found: Foreseen, act: Act, scene: Scene) -> Foreseen:
    """*found*, with what its regulation's machine says of *act* where the mailbox is now."""
    mailbox = found.mailbox
    if mailbox is None or found.refused:
        return found
    trail = trail_of(mailbox)
    if act is Act.LOCK:
        trail = replace(trail, ground=found.clause)
    try:
        step(mailbox.state, act, policy=scene.policy, trail=trail)
    except IllegalTransition as unknown:
        hint = ""
        if act is Act.REISSUE_PASSWORD and mailbox.phase == Phase.LOCKED:
            hint = " Hộp thư đang tạm khóa: hãy đề nghị khôi phục, khi đó mật khẩu mới được cấp cùng lúc."
        return found.against(Refusal(f"states.{act}", unknown.clause, f"{mailbox.address}: {unknown}{hint}"))
    return found
