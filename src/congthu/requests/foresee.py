"""What would become of one line today: which mailbox, which act, which address, and what stands against it?

Asked when a form comes in, when somebody looks at it and when it is carried out, so that nobody learns at the end what
could have been said at the beginning. Nothing is written here; the acts still have the last word.
"""

from dataclasses import replace

from congthu.audit.acts import Question
from congthu.directory.models import Person
from congthu.enforces import enforces
from congthu.mailboxes.demands import restore_facts
from congthu.mailboxes.grounds import asked_for
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.questions import ask as ask_mailbox
from congthu.regulations.asks import Action, Ask, Subject
from congthu.regulations.fields import RowField
from congthu.regulations.refusals import Refusal
from congthu.regulations.states import Act, Phase
from congthu.requests.changes import wanted
from congthu.requests.foreseen import Deed, Foreseen, Line, Scene
from congthu.requests.found import find_mailbox, ours, possible
from congthu.requests.issuing import foresee_issue
from congthu.requests.leavers import moved, revoked
from congthu.requests.punctual import in_time


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
            found = foresee_issue(line, line.ask, scene, scene.agency, chosen=chosen, also_taken=also_taken)
        case Action.CHANGE:
            found = _change(line, line.ask, scene)
        case Action.REVOKE | Action.LOCK | Action.RESTORE | Action.PASSWORD:
            found = _existing(line, line.ask, scene)
    return in_time(found, line, scene)


def _existing(line: Line, ask: Ask, scene: Scene) -> Foreseen:
    """What is asked for a mailbox that is there, other than to change what is known of it."""
    found = find_mailbox(line, ask, scene)
    mailbox = found.mailbox
    if mailbox is None or found.refused:
        return found
    found = ours(found, mailbox, scene)
    if found.refused:
        return found
    match _meant(ask.action, line, mailbox):
        case Action.REVOKE:
            return revoked(line, found, mailbox, scene)
        case Action.LOCK:
            return possible(_ground(replace(found, deed=Deed.LOCK), scene), Act.LOCK, scene)
        case Action.RESTORE:
            asked = ask.instead(Action.RESTORE)
            return _restore(replace(found, ask=asked, deed=Deed.RESTORE), mailbox, scene)
        case _:
            return possible(replace(found, deed=Deed.PASSWORD), Act.REISSUE_PASSWORD, scene)


def _meant(action: Action, line: Line, mailbox: Mailbox) -> Action:
    """Of a form that is for two things, the one that the state of the mailbox leaves."""
    locked = mailbox.phase == Phase.LOCKED
    return line.when_locked if line.when_locked and locked else action


def _restore(found: Foreseen, mailbox: Mailbox, scene: Scene) -> Foreseen:
    """A mailbox that is opened again; what its ground wants done before is told, since the operator says so later."""
    found = possible(found, Act.RESTORE, scene)
    asked_by = scene.agency or mailbox.organisation
    for cleaned in (True, False):
        facts = restore_facts(mailbox, asked_by=asked_by, cleaned=cleaned, now=scene.now)
        answer = ask_mailbox(Question.RESTORE, facts, scene.policy).answer
        if answer.refused and not found.refused:
            told = (one.message for one in answer.refused)
            return found.against(*answer.refused) if cleaned else found.and_told(*told)
    return found


@enforces("lock.grounds")
def _ground(found: Foreseen, scene: Scene) -> Foreseen:
    """A lock that an agency asks for, on the ground that the regulation knows for that; refused where it knows none.

    Where it knows no lock at all the machine says so.
    """
    if not scene.policy.states.steps_by(Act.LOCK):
        return found
    if ground := asked_for(scene.policy):
        return replace(found, clause=str(ground.clause))
    grounds = scene.policy.lock.grounds
    message = "Quy chế không có căn cứ tạm khóa theo đề nghị của cơ quan. Hãy nêu căn cứ của quy chế, kèm bằng chứng."
    return found.against(Refusal("lock.grounds", grounds.cited if grounds else "", message))


def _change(line: Line, ask: Ask, scene: Scene) -> Foreseen:
    found = find_mailbox(line, ask, scene)
    mailbox = found.mailbox
    if mailbox is None or found.refused:
        return found
    keeper = _keeper(mailbox)
    said = wanted(line.fields, ask.subject, known=_known(keeper))
    found = replace(found, changes=said.changes, person=keeper, deed=Deed.CORRECT).against(*said.refused)
    if ask.subject is Subject.PERSON and (to := said.value(RowField.UNIT)):
        return moved(line, found, to, scene)
    found = ours(found, mailbox, scene)
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
