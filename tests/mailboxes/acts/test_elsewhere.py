"""Mailboxes under regulations that say what the five do not, issued and locked by the same acts."""

from datetime import timedelta
from functools import partial

import pytest
from tests.elsewhere import BAC_NINH, HOA_MAI, law, policy_elsewhere
from tests.world import CAUSE, CONSOLE, EVIDENCE, NOW, agency, establish

from congthu.audit.acts import Cause
from congthu.decisions import queries
from congthu.directory.acts import organisations, people
from congthu.directory.acts.people import enter_person
from congthu.directory.facts import PersonFacts
from congthu.directory.models import OrganisationKind
from congthu.identity import holding
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule


@pytest.fixture
def province(monkeypatch, db):
    def made(regulation):
        monkeypatch.setattr(queries, "policy_with", lambda one, _: policy_for(one, law()))
        for module in (organisations, people):
            monkeypatch.setattr(module, "policy_for", partial(policy_for, data=law()))
        return establish("tinh", regulation, "Tỉnh thử", policy=policy_elsewhere(regulation))

    return made


def issue(office, kind, **more):
    return holding.issue(office, kind, acting=CONSOLE, now=NOW, cause=CAUSE, **more).mailbox


@pytest.mark.enforces("naming.person", "naming.party_committee", "naming.council", "naming.locality")
def test_bac_ninh_names_people_by_their_number_and_bodies_by_their_place(province):
    authority = province(BAC_NINH)
    ward = agency(authority, "UBND phường Kinh Bắc", "kinhbac", kind=OrganisationKind.LOCALITY)
    party = agency(
        authority, "Đảng ủy phường Kinh Bắc", "du", kind=OrganisationKind.PARTY_COMMITTEE, parent=ward
    )
    council = agency(authority, "HĐND phường Kinh Bắc", "hdnd", kind=OrganisationKind.COUNCIL, parent=ward)
    assert issue(ward, MailboxKind.LOCALITY).address == "kinhbac@bacninh.gov.vn"
    assert issue(party, MailboxKind.PARTY_COMMITTEE).address == "du.kinhbac@bacninh.gov.vn"
    assert issue(council, MailboxKind.COUNCIL).address == "hdnd.kinhbac@bacninh.gov.vn"

    def clerk(number):
        facts = PersonFacts(full_name="Nguyễn Văn Anh", national_id=number)
        return enter_person(ward, facts, acting=CONSOLE, now=NOW)

    first, second = clerk("027091004567"), clerk("027091003567")
    assert issue(ward, MailboxKind.PERSON, person=first).address == "anhnv567@bacninh.gov.vn"
    assert issue(ward, MailboxKind.PERSON, person=second).address == "anhnv3567@bacninh.gov.vn"
    with pytest.raises(RefusedByRule, match="CCCD"):
        issue(ward, MailboxKind.PERSON, person=clerk(""))


@pytest.mark.enforces("naming.agency", "lock.grounds")
def test_a_ministry_has_a_domain_for_its_units_and_a_least_time_of_a_lock(province):
    office = agency(province(HOA_MAI), "Cục Công nghệ", "cntt")
    assert issue(office, MailboxKind.AGENCY).address == "cntt@donvi.hoamai.example"
    person = enter_person(office, PersonFacts(full_name="Nguyễn Văn Anh"), acting=CONSOLE, now=NOW)
    mailbox = issue(office, MailboxKind.PERSON, person=person)
    spam = Cause(clause="Đ7.2.a", reason="Phát tán thư rác")
    holding.lock(mailbox, cause=spam, evidence=EVIDENCE, acting=CONSOLE, now=NOW)
    with pytest.raises(RefusedByRule, match="ít nhất 03 ngày"):
        holding.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW + timedelta(days=3))
    holding.restore(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW + timedelta(days=4))
    assert mailbox.state == "restored_must_change"


@pytest.mark.enforces("lock.grounds")
def test_the_law_that_was_broken_is_kept_with_the_lock(province):
    office = agency(province(BAC_NINH), "Sở Tư pháp", "stp")
    facts = PersonFacts(full_name="Nguyễn Văn Anh", national_id="027091004567")
    mailbox = issue(office, MailboxKind.PERSON, person=enter_person(office, facts, acting=CONSOLE, now=NOW))
    holding.lock(mailbox, cause=Cause(clause="Đ7.1", reason="Theo cảnh báo"), acting=CONSOLE, now=NOW)
    assert mailbox.ground_act == "Điều 6 Luật Giao dịch điện tử 2023"
