"""The page that says what another text would do: for those who answer for the system, and only to look."""

import io

import openpyxl
import pytest
from tests.portal.people import Holder, Province

from congthu.audit.queries import head
from congthu.directory.roles import Role

HERE = "/quy-che/caobang-16-2025/tac-dong/"


@pytest.fixture
def manager(province: Province) -> Holder:
    return province.holder("Ngô Thị Lan", role=Role.MANAGING)


def test_the_managing_department_reaches_it_from_the_other_text(browse, manager):
    page = browse(manager).get("/quy-che/caobang-16-2025/").content.decode()
    assert f'href="{HERE}"' in page
    assert "Xét đến ngày" in browse(manager).get(HERE).content.decode()


def test_it_tells_what_the_command_tells_and_changes_nothing(browse, manager, holder):
    browser = browse(manager)
    before = head()
    page = browser.get(HERE, {"as_of": "31/12/2026"}).content.decode()
    assert "Tên miền không còn thuộc hệ thống" in page
    assert holder.address in page
    assert head() == before


def test_the_workbook_is_the_one_of_the_command(browse, manager):
    answer = browse(manager).get(HERE, {"as_of": "31/12/2026", "tep": "1"})
    assert "tac-dong-caobang-16-2025-2026-12-31.xlsx" in answer["Content-Disposition"]
    assert "Tên miền" in openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


def test_a_day_that_is_none_is_told_beside_the_field(browse, manager):
    answer = browse(manager).get(HERE, {"as_of": "mai"})
    assert answer.status_code == 422


def test_holders_do_not_reach_it_and_the_own_text_has_none(browse, holder, manager):
    assert browse(holder).get(HERE).status_code == 403
    assert browse(manager).get("/quy-che/hanoi-1643-2023/tac-dong/").status_code == 302
    assert browse(manager).get("/quy-che/khong-co/tac-dong/").status_code == 404
