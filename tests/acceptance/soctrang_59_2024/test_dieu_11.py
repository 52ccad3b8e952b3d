"""Điều 11: trách nhiệm của cơ quan, đơn vị sử dụng."""

import pytest
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-59-2024"


@pytest.mark.clause(REGULATION, "Đ11.4")
def test_everybody_finds_where_to_report_a_fault(province: Province) -> None:
    page = province.holder().choose_password().browser.get("hop-thu-cua-toi/")
    page.must_say("Báo sự cố", "0299 3 626 800", "khoản 4 Điều 11")
    assert page.link("ttcns.sotttt@soctrang.gov.vn") == "mailto:ttcns.sotttt@soctrang.gov.vn"
