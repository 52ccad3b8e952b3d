"""Điều 12: mật khẩu."""

import pytest
from tests.acceptance.outside.people import a_password
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ12.1")
def test_nothing_is_open_before_the_issued_password_is_changed(province: Province) -> None:
    holder = province.holder()
    holder.must_enter_nowhere(holder.issued)
    page = holder.sign_in(holder.issued)
    assert page.form("old", "new", "again") is not None
    assert holder.browser.get("hop-thu-cua-toi/").form("old", "new", "again") is not None
    holder.choose_password(a_password())
    holder.browser.get("hop-thu-cua-toi/").must_say(holder.address)
    holder.must_enter_everywhere()


@pytest.mark.clause(REGULATION, "Đ12.2")
@pytest.mark.parametrize(
    ("password", "good"),
    [("ABCDEF1!", True), ("Abcdefg1", False), ("ABCDEF1*", False), ("ABCDE1!", False), ("abcdef1!", False)],
)
def test_a_password_needs_the_named_kinds_of_characters(
    province: Province, password: str, good: bool
) -> None:
    holder = province.holder()
    page = holder.sign_in(holder.issued)
    answer = holder.browser.submit(page, old=holder.issued, new=password, again=password)
    if good:
        province.browser().sign_in(holder.address, password).must_say(holder.address)
    else:
        answer.must_say("Chưa đổi được mật khẩu", "khoản 2 Điều 12")
        assert holder.state == "issued_default"
