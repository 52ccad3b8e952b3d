"""What would become of one line today: which mailbox, which act, which address, and what stands against it?

Asked when a form comes in, when somebody looks at it and when it is carried out, so that nobody learns at the end what
could have been said at the beginning. Nothing is written here; the acts still have the last word.
"""

from dataclasses import replace

from django.db.models import Q

from congthu.audit.acts import Question
from congthu.directory.models import Person
from congthu.directory.queries import organisation_below, organisation_by_name
from congthu.directory.ranks import rank_of
from congthu.enforces import enforces
from congthu.mailboxes.kinds import PERSONAL
from congthu.mailboxes.lifecycle.machine import IllegalTransition, step
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import address_names_agency
from congthu.mailboxes.timers import trail_of
from congthu.regulations.asks import Action, Ask, Subject
from congthu.regulations.fields import RowField
from congthu.regulations.refusals import Refusal
from congthu.regulations.states import LIVE, Act, Phase
from congthu.requests.changes import wanted
from congthu.requests.facts import decided_on
from congthu.requests.foreseen import Deed, Foreseen, Line, Scene
from congthu.requests.issuing import foresee_issue
from congthu.requests.questions import ask as ask_law
from congthu.vietnamese.names import fold, normalise


def foresee(
    line: Line, scene: Scene, *, chosen: str = "", also_taken: frozenset[str] = frozenset()
) -> Foreseen:
    """Say what carrying *line* out now would do. *chosen* is the local part that the operator wants for it.

    *also_taken*: addresses that other lines of the request get before this one.
    """
    found = Foreseen(ask=line.ask)
    if scene.agency is None:
        message = (
            f"Chưa xác định được “{scene.agency_name}” trong danh bạ. Hãy chọn cơ quan rồi thực hiện lại."
        )
        return found.against(Refusal("request.agency", "", message))
    if line.errors:
        return found.against(*line.errors)
    if line.ask is None:
        message = "Chưa rõ dòng này đề nghị việc gì. Hãy trả lại để cơ quan ghi rõ."
        return found.against(Refusal("request.kind", "", message))
    match line.ask.action:
        case Action.ISSUE:
            return foresee_issue(line, line.ask, scene, scene.agency, chosen=chosen, also_taken=also_taken)
        case Action.CHANGE:
            return _change(line, line.ask, scene)
        case Action.REVOKE | Action.LOCK | Action.RESTORE | Action.PASSWORD:
            return _existing(line, line.ask, scene)


def _existing(line: Line, ask: Ask, scene: Scene) -> Foreseen:
    """What is asked for a mailbox that is there, other than to change what is known of it."""
    found = find_mailbox(line, ask, scene)
    mailbox = found.mailbox
    if mailbox is None or found.refused:
        return found
    found = _ours(found, mailbox, scene)
    if found.refused:
        return found
    match _meant(ask.action, line, mailbox):
        case Action.REVOKE:
            return _revoke(line, found, mailbox, scene)
        case Action.LOCK:
            return _possible(_ground(replace(found, deed=Deed.LOCK), scene), Act.LOCK, scene)
        case Action.RESTORE:
            asked = ask.instead(Action.RESTORE)
            return _possible(replace(found, ask=asked, deed=Deed.RESTORE), Act.RESTORE, scene)
        case _:
            return _possible(replace(found, deed=Deed.PASSWORD), Act.REISSUE_PASSWORD, scene)


def _meant(action: Action, line: Line, mailbox: Mailbox) -> Action:
    """Of a form that is for two things, the one that the state of the mailbox leaves."""
    locked = mailbox.phase == Phase.LOCKED
    return line.when_locked if line.when_locked and locked else action


def _ours(found: Foreseen, mailbox: Mailbox, scene: Scene) -> Foreseen:
    """*found*, with what the law says of an agency that asks for this mailbox."""
    facts = {
        "address": mailbox.address,
        "agency": scene.agency.name if scene.agency else "",
        "organisation": mailbox.organisation.name,
        "within": mailbox.organisation_id in scene.within,
    }
    return found.asking(ask_law(Question.OWN_SUBTREE, facts, scene.policy))


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


def _possible(found: Foreseen, act: Act, scene: Scene) -> Foreseen:
    """*found*, with what its regulation's machine says of *act* where the mailbox is now."""
    mailbox = found.mailbox
    if mailbox is None:
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
        return found.against(Refusal(f"states.{act}", "", f"{mailbox.address}: {unknown}{hint}"))
    return found


@enforces("lock.grounds")
def _ground(found: Foreseen, scene: Scene) -> Foreseen:
    """A lock that an agency asks for, on the ground that the regulation knows for that; refused where it knows none."""
    grounds = scene.policy.lock.grounds
    for ground in grounds.value.values() if grounds else ():
        if ground.on_request:
            return replace(found, clause=str(ground.clause))
    message = "Quy chế không có căn cứ tạm khóa theo đề nghị của cơ quan. Hãy nêu căn cứ của quy chế, kèm bằng chứng."
    return found.against(Refusal("lock.grounds", grounds.cited if grounds else "", message))


@enforces("leaving.kept")
def _revoke(line: Line, found: Foreseen, mailbox: Mailbox, scene: Scene) -> Foreseen:
    """A mailbox that is taken away: at once, or for a person held from the day of the decision, by their rank."""
    found = replace(found, deed=Deed.REVOKE)
    kept = scene.policy.leaving.kept
    if mailbox.kind != MailboxKind.PERSON or kept is None:
        return _possible(found, Act.REVOKE, scene)
    found = _from_decision(line, found, scene)
    position = line.fields.get("position", "") or (mailbox.person.position if mailbox.person else "")
    rank = rank_of(position, told=line.fields.get("rank", ""), words=scene.policy.words)
    if rank is None:
        longest = max(kept.value.values(), key=lambda term: term.count)
        whose = f"Chức vụ “{position}”" if position else "Người giữ"
        found = found.and_told(f"{whose} chưa rõ cấp bậc: giữ theo thời hạn dài nhất, {longest.in_words()}.")
    return _possible(replace(found, rank=rank), Act.LEAVE, scene)


def _change(line: Line, ask: Ask, scene: Scene) -> Foreseen:
    found = find_mailbox(line, ask, scene)
    mailbox = found.mailbox
    if mailbox is None or found.refused:
        return found
    keeper = _keeper(mailbox)
    said = wanted(line.fields, ask.subject, known=_known(keeper))
    found = replace(found, changes=said.changes, person=keeper, deed=Deed.CORRECT).against(*said.refused)
    if ask.subject is Subject.PERSON and (to := said.value(RowField.UNIT)):
        return _move(line, found, to, scene)
    found = _ours(found, mailbox, scene)
    if ask.subject is Subject.ORGANISATION:
        return _change_body(found, mailbox, said.value(RowField.REPRESENTATIVE))
    return found


def _change_body(found: Foreseen, mailbox: Mailbox, representative: str) -> Foreseen:
    if representative:
        return replace(found, deed=Deed.HAND_OVER)
    phones = {RowField.PHONE, RowField.OTP_PHONE}
    if found.person is None and any(one.field in phones for one in found.changes):
        message = f"Hộp thư {mailbox.address} chưa có người quản lý để đổi số điện thoại."
        return found.against(Refusal("custody.handover", "", message))
    if any(one.field is RowField.ORG_NAME for one in found.changes):
        message = (
            "Đổi tên tổ chức: đơn vị vận hành ghi tên mới trong danh bạ; hộp thư mới là một đề nghị cấp mới."
        )
        return found.against(Refusal("form.org_name", "", message))
    return found


@enforces("leaving.transfer_kept")
def _move(line: Line, found: Foreseen, to: str, scene: Scene) -> Foreseen:
    """A change of unit: within the agency a fact to correct, between agencies a transfer."""
    mailbox, agency = found.mailbox, scene.agency
    if mailbox is None or agency is None:
        return found
    target = organisation_below(agency, to) or organisation_by_name(scene.authority, to)
    ours = mailbox.organisation_id in scene.within
    if ours and (target is None or target.pk in scene.within):
        return found
    receiver = scene.policy.request.transfer_filed_by_receiver
    if not ours and not (receiver and receiver.value):
        found = _ours(found, mailbox, scene)
    facts = {"filed_by_sender": ours, "receiver": target.name if target else to, "agency": agency.name}
    found = found.asking(ask_law(Question.TRANSFER, facts, scene.policy))
    found = replace(found, deed=Deed.TRANSFER, organisation=target if ours and target else agency)
    found = _from_decision(line, found, scene)
    return found if found.refused else _transferable(found, scene)


def _transferable(found: Foreseen, scene: Scene) -> Foreseen:
    """Where addresses name the agency, whoever moves gets a new mailbox and the old one needs a time of its own.

    Where they do not, the mailbox goes along with its holder and nothing of the machine is asked.
    """
    return _possible(found, Act.TRANSFER, scene) if address_names_agency(scene.policy) else found


def _from_decision(line: Line, found: Foreseen, scene: Scene) -> Foreseen:
    """The day of the decision from which terms count: the line's, or else the letter's, which is later."""
    day = decided_on(line.fields)
    if day is None:
        day = scene.document_date or scene.received_at.date()
        found = found.and_told(f"Phiếu không ghi ngày quyết định: tính từ ngày của văn bản, {day:%d/%m/%Y}.")
    if day > scene.now.date():
        message = f"Ngày quyết định {day:%d/%m/%Y} chưa đến. Hãy kiểm tra lại ngày."
        found = found.against(Refusal("form.decision_on", "", message))
    return replace(found, decided_on=day)


def _keeper(mailbox: Mailbox) -> Person | None:
    if mailbox.person is not None:
        return mailbox.person
    custody = (
        mailbox.custodies.select_related("person__authority", "person__organisation")
        .filter(until=None)
        .first()
    )
    return custody.person if custody else None


def _known(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    return {
        "full_name": person.full_name,
        "position": person.position,
        "unit": person.unit_name,
        "phone": person.phone,
        "otp_phone": person.otp_phone,
        "birth_date": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
        "national_id": person.national_id,
    }
