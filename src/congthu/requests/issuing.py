"""What would a line that asks for a new mailbox get, and what does the regulation want to know first?"""

from collections.abc import Mapping
from dataclasses import replace

from congthu.audit.acts import Asked, Question
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Organisation, OrganisationKind, Person
from congthu.directory.queries import (
    namesakes,
    organisation_below,
    person_by_national_id,
    sector_of,
    subtree,
)
from congthu.mailboxes.kinds import GROUPS, NAMED
from congthu.mailboxes.models import LIVE_PHASES, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import ask_name_for, facts_of, former
from congthu.regulations.asks import Ask, Subject
from congthu.regulations.refusals import Refusal
from congthu.requests.facts import decided_on, naming_facts, person_facts
from congthu.requests.foreseen import Deed, Foreseen, Line, Scene
from congthu.requests.questions import ask as ask_law
from congthu.requests.rivals import before_on_the_day, rivals_of
from congthu.vietnamese.names import fold, normalise


def foresee_issue(
    line: Line, ask: Ask, scene: Scene, agency: Organisation, *, chosen: str, also_taken: frozenset[str]
) -> Foreseen:
    """Say which mailbox *line* would get, for whom and under which name."""
    if ask.subject is Subject.PERSON:
        return _person(line, ask, scene, agency, chosen=chosen, also_taken=also_taken)
    return _organisation(line, ask, scene, agency, chosen=chosen, also_taken=also_taken)


def _person(
    line: Line, ask: Ask, scene: Scene, agency: Organisation, *, chosen: str, also_taken: frozenset[str]
) -> Foreseen:
    found = Foreseen(ask=ask, deed=Deed.ISSUE, kind=MailboxKind.PERSON, organisation=agency)
    found = _given(found, line, scene, ask)
    if found.refused:
        return found
    facts = person_facts(line.fields, scene.policy.words)
    known = somebody_known(scene, agency, line)
    found = replace(found, facts=facts, person=known, decided_on=decided_on(line.fields))
    found = found.against(*_second(known, agency, scene), *_elsewhere(known, line, scene))
    if found.refused:
        return found
    if known and not chosen and (lost := former(agency, MailboxKind.PERSON, known)):
        return _again(found, lost)
    sector = sector_of(agency, facts.unit_name, spoken=scene.policy.words)
    names = naming_facts(agency, facts, sector=sector, known=known)
    if not chosen and (rivals := rivals_of(line, names, scene)):
        before = before_on_the_day(names, rivals, scene, agency, also_taken=also_taken)
        who = ", ".join(rival.told for rival in rivals)
        found = replace(found, left_free=before).and_told(
            f"Cùng ngày có yêu cầu trùng địa chỉ: {who}. Người có chức vụ cao hơn được địa chỉ gốc."
        )
    asked = ask_name_for(
        agency, MailboxKind.PERSON, names, chosen=chosen, also_taken=also_taken | found.left_free
    )
    return _named(found, asked)


def _organisation(
    line: Line, ask: Ask, scene: Scene, agency: Organisation, *, chosen: str, also_taken: frozenset[str]
) -> Foreseen:
    found = Foreseen(ask=ask, deed=Deed.ISSUE)
    body = _body(line, ask, agency)
    found = _given(found, line, scene, ask, held={"seat": body.seat, "phone": body.phone} if body else {})
    if found.refused:
        return found
    if body is None:
        name = line.fields.get("org_name", "")
        message = (
            f"Danh bạ chưa có “{name}”, mà mã viết tắt thì đơn vị vận hành quyết định: "
            "hãy ghi tổ chức vào danh bạ cùng mã của nó, rồi thực hiện lại."
        )
        return found.against(Refusal("organisation.code", "", message))
    kind = MailboxKind(ask.box.value) if ask.box else MailboxKind(OrganisationKind(body.kind).value)
    found = replace(found, organisation=body, kind=kind)
    title = _title(line, ask, scene, body) if kind in NAMED else ""
    found = replace(found, title=title)
    facts = facts_of(body, kind, title=title)
    if kind not in NAMED and (second := _held(body, kind, scene)):
        return found.against(second)
    if line.fields.get("representative") and kind not in GROUPS:
        found = _represented(found, _representative(line, scene), scene)
    if not chosen and (lost := former(body, kind, None)):
        return _again(found, lost)
    asked = ask_name_for(body, kind, facts, chosen=chosen, also_taken=also_taken)
    return _named(found, asked)


def _again(found: Foreseen, lost: Mailbox) -> Foreseen:
    found = replace(found, address=lost.address, clause=lost.issued_under)
    return found.and_told(f"Cấp lại hộp thư {lost.address} đã có trước đây.")


def somebody_known(scene: Scene, agency: Organisation, line: Line) -> Person | None:
    """Whom of the directory a line means: by the id number, or the only namesake in the agency without a mailbox.

    A namesake who has a mailbox is somebody else: two people of one name are what numbers in addresses are for.
    """
    facts = person_facts(line.fields, scene.policy.words)
    if known := person_by_national_id(scene.authority, facts.national_id):
        return known
    waiting = [one for one in namesakes(agency, facts) if not _mailbox_of(one)]
    return waiting[0] if len(waiting) == 1 else None


def _mailbox_of(person: Person) -> Mailbox | None:
    return Mailbox.objects.filter(person=person, kind=MailboxKind.PERSON, phase__in=LIVE_PHASES).first()


def _second(known: Person | None, agency: Organisation, scene: Scene) -> tuple[Refusal, ...]:
    held = _mailbox_of(known) if known else None
    if held is None or known is None or held.organisation_id not in subtree(agency):
        return ()
    rule = scene.policy.naming.person
    clause = str(rule.single) if rule and rule.single else ""
    message = f"{known.full_name} đã có hộp thư {held.address}. Không cấp thêm; hãy kiểm tra lại phiếu."
    return (Refusal("mailbox.second", clause, message),)


def _elsewhere(known: Person | None, line: Line, scene: Scene) -> tuple[Refusal, ...]:
    """Somebody of another agency comes to this one by a decision only."""
    if known is None or known.organisation_id in scene.within or line.fields.get("decision_no"):
        return ()
    message = (
        f"{known.full_name} đang ở {known.organisation.name}. Chuyển cơ quan cần quyết định: hãy trả lại để cơ quan "
        "ghi số quyết định, hoặc ghi việc chuyển trong danh bạ trước."
    )
    return (Refusal("person.organisation", "", message),)


def _held(body: Organisation, kind: MailboxKind, scene: Scene) -> Refusal | None:
    live = Mailbox.objects.filter(organisation=body, kind=kind, person=None, phase__in=LIVE_PHASES)
    address = live.values_list("address", flat=True).first()
    if address is None:
        return None
    rule = getattr(scene.policy.naming, kind)
    clause = str(rule.single) if rule and rule.single else ""
    message = f"{body.name} đã có hộp thư {address}. Không cấp thêm; hãy kiểm tra lại phiếu."
    return Refusal("mailbox.second", clause, message)


def _given(
    found: Foreseen, line: Line, scene: Scene, ask: Ask, *, held: Mapping[str, str] | None = None
) -> Foreseen:
    """*found*, with whether line and directory say what the regulation wants to know about whoever gets a mailbox."""
    known = {**(held or {}), **{name: value for name, value in line.fields.items() if value}}
    person = ask.subject is Subject.PERSON
    facts = {
        "parameter": "request.person_facts" if person else "request.organisation_facts",
        "given": sorted(name for name, value in known.items() if value),
    }
    return found.asking(ask_law(Question.GIVEN, facts, scene.policy))


def _body(line: Line, ask: Ask, agency: Organisation) -> Organisation | None:
    """The organisation that a line is about; where it only names a kind of box, the agency itself."""
    name = line.fields.get("org_name", "")
    found = organisation_below(agency, name)
    if found is not None or ask.box is None:
        return found
    return next((one for one in _bodies_named_in(name, agency)), agency)


def _bodies_named_in(name: str, agency: Organisation) -> list[Organisation]:
    """The organisations of the agency whose names stand in *name*, the longest first: "Hộp thư văn thư Sở Tư pháp"."""
    folded = fold(normalise(name))
    ours = Organisation.objects.select_related("authority", "parent").filter(
        pk__in=subtree(agency), valid_to=None
    )
    return sorted((one for one in ours if one.folded in folded), key=lambda one: -len(one.folded))


def _title(line: Line, ask: Ask, scene: Scene, body: Organisation) -> str:
    """What a group or a title is called: the name on the line without the words for its kind and for whose it is."""
    called = fold(normalise(line.fields.get("org_name", "")))
    boxes = scene.policy.words.boxes
    for wording in sorted(boxes.get(ask.box, ()) if ask.box else (), key=len, reverse=True):
        called = called.replace(fold(normalise(wording)), " ")
    return normalise(called.replace(body.folded, " ")).strip(" ,-:")


def _representative(line: Line, scene: Scene) -> PersonFacts:
    told = {**line.fields, "full_name": line.fields["representative"], "unit": ""}
    return person_facts(told, scene.policy.words)


def _represented(found: Foreseen, facts: PersonFacts, scene: Scene) -> Foreseen:
    """*found*, with who is to keep the mailbox; whoever the directory has elsewhere comes along, which is told."""
    known = person_by_national_id(scene.authority, facts.national_id)
    found = replace(found, facts=facts)
    if known is None or known.organisation_id in scene.within:
        return found
    return found.and_told(
        f"{known.full_name} đang ở {known.organisation.name} theo danh bạ: được ghi chuyển về đây cùng hộp thư này."
    )


def _named(found: Foreseen, asked: Asked) -> Foreseen:
    """*found*, with the address. What naming was asked stands with the mailbox once it is issued, not with the line."""
    if asked.answer.refused:
        return found.against(*asked.answer.refused)
    return replace(found, address=str(asked.answer.outcome), clause=asked.answer.clause)
