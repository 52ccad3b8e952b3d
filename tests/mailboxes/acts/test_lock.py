"""A lock has a ground, the evidence that the ground asks for, and the forbidden act that it refers to."""

import hashlib

import pytest
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, agency, establish

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.directory.acts.people import enter_person
from congthu.directory.acts.roles import appoint
from congthu.directory.facts import PersonFacts
from congthu.directory.queries import actor_for
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.mailboxes.acts.evidence import LARGEST, Shown
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.refusals import RefusedByRule

HANOI, CAO_BANG, DONG_THAP = "hanoi-1643-2023", "caobang-16-2025", "dongthap-143-2025"


def refused(act, *args, **named):
    with pytest.raises(RefusedByRule) as raised:
        act(*args, acting=CONSOLE, now=NOW, **named)
    return [(one.rule, one.clause) for one in raised.value.refusals]


def mailbox_under(regulation):
    office = agency(establish("tinh", regulation), "Sở Xây dựng", "soxd")
    person = enter_person(office, PersonFacts(full_name="Bùi Thị Xuân"), acting=CONSOLE, now=NOW)
    return holding.issue(
        office, MailboxKind.PERSON, person=person, acting=CONSOLE, now=NOW, cause=CAUSE
    ).mailbox


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "clause"),
    [(HANOI, "Đ8.2.c"), (CAO_BANG, "Đ8.2.c"), (DONG_THAP, "Đ9.3.c")],
)
def test_a_ground_that_asks_for_evidence_locks_with_it_and_not_without(db, regulation, clause):
    mailbox = mailbox_under(regulation)
    cause = Cause(clause=clause, document="5/CATTT", reason="Theo cảnh báo")
    assert refused(holding.lock, mailbox, cause=cause) == [("lock.evidence", clause)]
    assert refused(holding.lock, mailbox, cause=cause, evidence=Shown("rong.txt", b"")) == [
        ("lock.evidence", clause)
    ]
    assert Mailbox.objects.get().locked_at is None
    holding.lock(mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    assert mailbox.locked_at == NOW


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "clause"), [(HANOI, "Đ8.2.b"), (CAO_BANG, "Đ8.2.b"), (DONG_THAP, "Đ9.3.b")]
)
def test_a_ground_that_rests_on_a_warning_names_it_or_brings_evidence(db, regulation, clause):
    mailbox, cause = mailbox_under(regulation), Cause(clause=clause, reason="Theo cảnh báo")
    assert refused(holding.lock, mailbox, cause=cause) == [("lock.evidence", clause)]
    assert refused(holding.lock, mailbox, cause=cause, evidence=Shown("rong.txt", b"")) == [
        ("lock.evidence", clause)
    ]
    assert Mailbox.objects.get().locked_at is None
    warned = Cause(clause=clause, document="5/CATTT", reason="Theo cảnh báo")
    holding.lock(mailbox, cause=warned, acting=CONSOLE, now=NOW)
    assert (mailbox.locked_at, mailbox.ground_document) == (NOW, "5/CATTT")
    holding.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW, cleaned=True)
    holding.lock(mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    assert mailbox.locked_at == NOW


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "named", "clause"),
    [
        (CAO_BANG, "Đ7.2-0", "Đ7.2-0"),
        (DONG_THAP, "Đ8.2.a-1", "Đ8.2.a-1"),
        (CAO_BANG, "", "Đ7.2-0"),
        (DONG_THAP, "", "Đ8.2.a-1"),
        # Its closed list has no asking: where it speaks of locking is all that can be cited.
        (HANOI, "", "Đ8.2"),
    ],
)
def test_an_agency_that_asks_with_a_document_needs_no_evidence(db, regulation, named, clause):
    mailbox = mailbox_under(regulation)
    cause = Cause(clause=named, document="7/SXD-VP", reason="Đề nghị tạm khóa")
    holding.lock(mailbox, cause=cause, acting=CONSOLE, now=NOW)
    assert (mailbox.ground, mailbox.ground_document) == (clause, "7/SXD-VP")


def test_evidence_is_sealed_and_its_digest_stands_in_the_trail(world):
    mailbox = world.mailbox()
    cause = Cause(clause="Đ8.2.b", reason="Phát tán thư rác")
    holding.lock(mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    kept, digest = mailbox.evidence.get(), hashlib.sha256(EVIDENCE.content).hexdigest()
    assert (bytes(kept.content), kept.sha256, kept.name) == (EVIDENCE.content, digest, "canh-bao.txt")
    told = AuditEntry.objects.get(event="mailbox.lock").details["evidence"]
    assert told == {"name": "canh-bao.txt", "sha256": digest, "size": len(EVIDENCE.content)}


def test_evidence_that_is_too_large_is_refused_and_locks_nothing(world):
    mailbox, cause = world.mailbox(), Cause(clause="Đ8.2.b", reason="Phát tán thư rác")
    large = Shown("nhat-ky.zip", b"x" * (LARGEST + 1))
    assert refused(holding.lock, mailbox, cause=cause, evidence=large) == [("evidence.size", "")]
    mailbox.refresh_from_db()
    assert mailbox.locked_at is None
    holding.lock(mailbox, cause=cause, evidence=Shown("nhat-ky.zip", b"x" * LARGEST), acting=CONSOLE, now=NOW)


@pytest.mark.django_db
@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "given", "act", "ground", "kept"),
    [
        (HANOI, "Đ8.2.c", "Đ4.2", "Đ8.2.c", "Đ4.2"),
        (HANOI, "Đ8.2.c", "", "Đ8.2.c", ""),
        (HANOI, "Đ4.5", "", "Đ8.2.c", "Đ4.5"),
        (CAO_BANG, "Đ8.2.c", "", "Đ8.2.c", "Đ4.2"),
        (DONG_THAP, "Đ4.2", "", "Đ9.3.c", "Đ4.2"),
    ],
)
def test_a_ground_names_the_forbidden_act_that_it_refers_to(regulation, given, act, ground, kept):
    mailbox = mailbox_under(regulation)
    cause = Cause(clause=given, reason="Theo kết luận kiểm tra")
    holding.lock(mailbox, cause=cause, forbidden_act=act, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    assert (mailbox.ground, mailbox.ground_act) == (ground, kept)
    assert AuditEntry.objects.get(event="mailbox.lock").details.get("refers_to", "") == kept


@pytest.mark.enforces("lock.grounds")
@pytest.mark.parametrize(
    ("regulation", "given", "act", "cited"),
    [
        (HANOI, "Đ4.6", "", "Đ8.2"),
        (HANOI, "Đ8.2.c", "Đ4.6", "Đ8.2.c"),
        (DONG_THAP, "Đ4.3", "", "Đ9.3"),
        (DONG_THAP, "Đ9.3.c", "Đ4.3", "Đ9.3.c"),
        (HANOI, "điều tám", "", "Đ8.2"),
    ],
)
def test_an_act_that_is_no_ground_is_refused_with_the_clause_that_lists_them(
    db, regulation, given, act, cited
):
    mailbox = mailbox_under(regulation)
    cause = Cause(clause=given, document="5/KL", reason="Theo kết luận kiểm tra")
    assert refused(holding.lock, mailbox, cause=cause, forbidden_act=act, evidence=EVIDENCE) == [
        ("lock.grounds", cited)
    ]


@pytest.mark.enforces("request.restore_by_organisation")
def test_a_restore_is_asked_for_by_the_agency_or_one_above_it_and_by_nobody_else(world):
    above = agency(world.hanoi, "UBND quận Hoàng Mai", "hoangmai")
    unit = agency(world.hanoi, "Phường Đại Kim", "pdk", parent=above)
    mailbox = holding.issue(unit, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE).mailbox
    for asks in (unit, above, None):
        holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        assert refused(holding.restore, mailbox, cause=CAUSE, asked_by=world.interior) == [
            ("request.restore_by_organisation", "Đ8.3.a")
        ]
        holding.restore(mailbox, cause=CAUSE, asked_by=asks, acting=CONSOLE, now=NOW)
    told = AuditEntry.objects.filter(event="mailbox.restore").values_list("details__asked_by", flat=True)
    assert set(told) == {"Phường Đại Kim", "UBND quận Hoàng Mai"}


@pytest.mark.enforces("request.restore_by_organisation")
def test_restoring_without_an_organisations_document_cites_who_wants_one(world):
    mailbox = world.mailbox()
    holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    assert refused(holding.restore, mailbox, cause=Cause(reason="Tôi cần dùng thư")) == [
        ("cause.document", "Đ8.3.a")
    ]


@pytest.mark.parametrize("act", ["lock", "leave", "revoke"])
def test_nobody_shuts_themselves_out_and_another_operator_does(world, act):
    mailbox = world.mailbox("Trần Thị Bình")
    person = mailbox.person
    appoint(person, Role.OPERATOR, acting=CONSOLE, now=NOW, cause=CAUSE)
    cause = Cause(clause="Đ8.2.b" if act == "lock" else "", document="12/STP-VP", reason="Theo đề nghị")
    named = {
        "lock": {"cause": cause},
        "leave": {"cause": cause, "decided_on": NOW.date()},
        "revoke": {"cause": cause, "decision_on": NOW.date()},
    }[act]
    themselves = actor_for(person, key=mailbox.address, now=NOW)
    with pytest.raises(RefusedByRule) as raised:
        getattr(holding, act)(mailbox, acting=themselves, now=NOW, **named)
    assert [(one.rule, one.clause) for one in raised.value.refusals] == [("mailbox.own", "")]
    mailbox.refresh_from_db()
    before = mailbox.state
    getattr(holding, act)(mailbox, acting=world.actor(Role.OPERATOR, name="Lê Văn Chín"), now=NOW, **named)
    mailbox.refresh_from_db()
    assert mailbox.state != before
