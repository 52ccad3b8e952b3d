"""Điều 12: trách nhiệm của cơ quan."""

import pytest
from tests.acceptance.outside.forms import identity_of, soctrang
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import an_agency_asks_for_its_own

REGULATION = "soctrang-draft-2024"


@pytest.mark.clause(REGULATION, "Đ12.1")
def test_an_agency_asks_for_its_own_people_and_for_nobody_elses(province: Province) -> None:
    an_agency_asks_for_its_own(province)


@pytest.mark.clause(REGULATION, "Đ12.1")
def test_a_line_about_another_agencys_mailbox_or_person_is_refused_and_the_own_one_is_done(
    province: Province,
) -> None:
    focal, own = province.staff("focal"), province.holder()
    other = province.new_agency()
    stranger = an_applicant()
    [theirs] = province.execute(province.hand_in(province.form([stranger], other)))
    rows = [
        (name, address, card, "", "", "", "", "Nghỉ việc")
        for name, address, card in (
            (stranger.name, theirs["address"], identity_of(stranger)),
            (own.name, own.address, ""),
        )
    ]
    form = province.write_form(soctrang(3, province.agency.name, rows))
    handed_in = province.run(f"request import {form} --authority {province.code} --as {focal.address}")
    refused, done = province.execute(handed_in["number"])
    assert [one["clause"] for one in refused["refused"]] == ["Đ12.1"]
    assert done["done"]
    # Nor can it ask for a mailbox for somebody who works elsewhere.
    [taken] = province.execute(province.hand_in(province.form([stranger])))
    assert not taken["done"]
    assert province.run(f"mailbox show {theirs['address']}")["state"] == "issued_default"
