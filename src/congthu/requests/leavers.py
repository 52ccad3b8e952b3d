"""What would become of the mailbox of somebody who goes, or who moves on to another agency?"""

from dataclasses import replace
from datetime import timedelta

from congthu.audit.acts import Question
from congthu.directory.models import Person
from congthu.directory.queries import organisation_below, organisation_by_name
from congthu.directory.ranks import rank_of
from congthu.enforces import enforces
from congthu.mailboxes.demands import still_keeping, unseen_end
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import address_names_agency
from congthu.regulations.duties import last_day, leaving_term
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import Rank
from congthu.regulations.states import Act, Anchor
from congthu.requests.due import local_day
from congthu.requests.facts import decided_on, left_on
from congthu.requests.foreseen import Deed, Foreseen, Line, Scene
from congthu.requests.found import ours, possible
from congthu.requests.questions import ask as ask_law

DAY = timedelta(days=1)


@enforces("leaving.kept")
def revoked(line: Line, found: Foreseen, mailbox: Mailbox, scene: Scene) -> Foreseen:
    """A mailbox that is taken away: at once, or for a person held from the day of the decision, by their rank."""
    found = replace(found, deed=Deed.REVOKE)
    kept = scene.policy.leaving.kept
    if mailbox.kind != MailboxKind.PERSON or kept is None:
        return possible(found, Act.REVOKE, scene)
    found = _keeping(_from_decision(line, found, scene), mailbox.person, scene)
    position = line.fields.get("position", "") or (mailbox.person.position if mailbox.person else "")
    rank = rank_of(position, told=line.fields.get("rank", ""), words=scene.policy.words) or _kept_rank(
        mailbox
    )
    if rank is None:
        longest = max(kept.value.values(), key=lambda term: term.count)
        whose = f"Chức vụ “{position}”" if position else "Người giữ"
        found = found.and_told(f"{whose} chưa rõ cấp bậc: giữ theo thời hạn dài nhất, {longest.in_words()}.")
    found = _left(replace(found, rank=rank), line, scene)
    term, day = leaving_term(rank, policy=scene.policy), found.left_on or found.decided_on
    ends = last_day(term, day) + DAY if term and day else None
    late = unseen_end(ends, what="hủy", rule="leaving.kept", clause=kept.cited, now=scene.now)
    return possible(_late(found, late), Act.LEAVE, scene)


def _kept_rank(mailbox: Mailbox) -> Rank | None:
    """The rank that the directory has for the holder."""
    rank = mailbox.person.rank if mailbox.person else ""
    return Rank(rank) if rank else None


def _keeping(found: Foreseen, person: Person | None, scene: Scene) -> Foreseen:
    """*found*, with what a person still keeps of an organisation and has to hand over first."""
    return found.against(*still_keeping(person, policy=scene.policy)) if person else found


def _left(found: Foreseen, line: Line, scene: Scene) -> Foreseen:
    """The day on which somebody really goes, where the regulation counts from it."""
    clause, day = scene.policy.states.counts_from(Anchor.LEFT), left_on(line.fields)
    if clause is not None and day is None:
        message = "Quy chế tính từ ngày người giữ thực sự rời cơ quan: hãy bổ sung ngày đó cho dòng này."
        return found.against(Refusal("leaving.kept", clause, message))
    decided = found.decided_on
    return replace(found, left_on=max(day, decided) if clause and day and decided else day)


@enforces("leaving.transfer_kept")
def moved(line: Line, found: Foreseen, to: str, scene: Scene) -> Foreseen:
    """A change of unit: within the agency a fact to correct, between agencies a transfer."""
    mailbox, agency = found.mailbox, scene.agency
    if mailbox is None or agency is None:
        return found
    target = organisation_below(agency, to) or organisation_by_name(scene.authority, to)
    own = mailbox.organisation_id in scene.within
    if own and (target is None or target.pk in scene.within):
        return found
    receiver = scene.policy.request.transfer_filed_by_receiver
    if not own and not (receiver and receiver.value):
        found = ours(found, mailbox, scene)
    facts = {"filed_by_sender": own, "receiver": target.name if target else to, "agency": agency.name}
    found = found.asking(ask_law(Question.TRANSFER, facts, scene.policy))
    found = replace(found, deed=Deed.TRANSFER, organisation=target if own and target else agency)
    found = _keeping(_from_decision(line, found, scene), mailbox.person, scene)
    return found if found.refused else _transferable(found, scene)


def _transferable(found: Foreseen, scene: Scene) -> Foreseen:
    """Where addresses name the agency, whoever moves gets a new mailbox and the old one needs a time of its own.

    Where they do not, the mailbox goes along with its holder and nothing of the machine is asked.
    """
    if not address_names_agency(scene.policy):
        return found
    kept, day = scene.policy.leaving.transfer_kept, found.decided_on
    ends = last_day(kept.value, day) + DAY if kept and day else None
    clause = kept.cited if kept else ""
    late = unseen_end(ends, what="thu hồi", rule="leaving.transfer_kept", clause=clause, now=scene.now)
    return possible(_late(found, late), Act.TRANSFER, scene)


def _late(found: Foreseen, why: tuple[Refusal, ...]) -> Foreseen:
    return replace(found.and_told(*(one.message for one in why)), late=bool(why))


def _from_decision(line: Line, found: Foreseen, scene: Scene) -> Foreseen:
    """The day of the decision from which terms count: the line's, or else the letter's, which is later."""
    day = decided_on(line.fields)
    if day is None:
        day = scene.document_date or local_day(scene.received_at)
        found = found.and_told(f"Phiếu không ghi ngày quyết định: tính từ ngày của văn bản, {day:%d/%m/%Y}.")
    if day > local_day(scene.now):
        message = f"Ngày quyết định {day:%d/%m/%Y} chưa đến. Hãy kiểm tra lại ngày."
        found = found.against(Refusal("form.decision_on", "", message))
    return replace(found, decided_on=day)
