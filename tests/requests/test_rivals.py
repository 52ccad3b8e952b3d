"""Of those who ask on one day for the same address the higher post gets it, whoever was received first."""

from datetime import timedelta

import pytest
from tests.requests.letters import person_row
from tests.world import CONSOLE, NOW

from congthu.requests.acts.execute import execute

REGULATION = "soctrang-draft-2024"
FACTS = {
    "birth_date": "1988-04-09",
    "national_id_date": "2021-05-04",
    "national_id_place": "Cục CSQLHC về TTXH",
    "phone": "0912345678",
}
BASE, SECOND = "vtlieu@soctrang.gov.vn", "vtlieu1@soctrang.gov.vn"


@pytest.fixture
def place(province):
    return province(REGULATION)


def asks(place, position, line=1, *, day=NOW, office=None, name="Vũ Thùy Liễu"):
    asked = person_row(line, name, position=position, **FACTS)
    return place.receive(asked, now=day, office=office)


@pytest.mark.enforces("naming.same_day_by_rank")
class TestOneDay:
    def test_the_higher_post_gets_the_base_address_though_it_came_later(self, place):
        first = asks(place, "Chuyên viên")
        second = asks(place, "Giám đốc Sở", 2, day=NOW + timedelta(hours=3), office=place.other)
        place.accept(first)
        [result] = execute(first, acting=CONSOLE, now=NOW + timedelta(hours=4))
        assert result.address != BASE
        place.accept(second)
        [result] = execute(second, acting=CONSOLE, now=NOW + timedelta(hours=5))
        assert result.address == BASE

    def test_both_are_told_of_each_other(self, place):
        asks(place, "Chuyên viên")
        second = asks(place, "Giám đốc Sở", 2, office=place.other)
        [told] = second.rows.get().foreseen["told"]
        assert "Vũ Thùy Liễu (Chuyên viên, Sở Tư pháp)" in told
        assert "chức vụ cao hơn được địa chỉ gốc" in told

    def test_within_one_request_too(self, place):
        request = place.receive(
            person_row(1, position="Chuyên viên", **FACTS),
            person_row(2, position="Giám đốc Sở", **FACTS),
        )
        place.accept(request)
        staff, head = execute(request, acting=CONSOLE, now=NOW)
        assert (staff.done, head.done) == (True, True)
        assert head.address == BASE

    def test_of_another_day_whoever_came_first_has_it(self, place):
        first = asks(place, "Chuyên viên")
        asks(place, "Giám đốc Sở", 2, day=NOW + timedelta(days=1), office=place.other)
        place.accept(first)
        [result] = execute(first, acting=CONSOLE, now=NOW + timedelta(days=1, hours=1))
        assert result.address == BASE

    def test_equal_posts_keep_the_order_of_receipt(self, place):
        first = asks(place, "Chuyên viên")
        second = asks(place, "Chuyên viên", 2, day=NOW + timedelta(hours=1), office=place.other)
        for request in (second, first):
            place.accept(request)
        [late] = execute(second, acting=CONSOLE, now=NOW + timedelta(hours=2))
        [early] = execute(first, acting=CONSOLE, now=NOW + timedelta(hours=3))
        assert (early.address, late.address) == (BASE, SECOND)


def test_where_no_regulation_says_so_posts_decide_nothing(province):
    place = province("caobang-16-2025")
    first, second = asks(place, "Chuyên viên"), asks(place, "Giám đốc Sở", 2)
    assert second.rows.get().foreseen["told"] == []
    place.accept(first)
    [result] = execute(first, acting=CONSOLE, now=NOW)
    assert result.address == "lieuvt.sotp@caobang.gov.vn"
