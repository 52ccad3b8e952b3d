"""To whom each regulation applies, by the words of its own list; one word more or less is another body."""

import pytest

from congthu.directory.scope import exception, outside, without_category
from congthu.regulations.policy import policy_for

CATEGORIES = {
    "hanoi-1643-2023": ("cơ quan, tổ chức, đơn vị thuộc hệ thống chính trị thành phố",),
    "caobang-16-2025": ("cơ quan nhà nước của tỉnh", "cơ quan, tổ chức, cá nhân khác có liên quan"),
    "dongthap-143-2025": (
        "cơ quan nhà nước",
        "tổ chức chính trị, chính trị – xã hội",
        "cơ quan, tổ chức khác có liên quan",
    ),
    "soctrang-59-2024": (
        "sở, ngành và đơn vị trực thuộc",
        "đơn vị sự nghiệp thuộc UBND tỉnh",
        "UBND cấp huyện, cấp xã và đơn vị trực thuộc",
        "cơ quan Đảng, Mặt trận, tổ chức chính trị – xã hội các cấp",
        "cơ quan của HĐND các cấp",
        "cơ quan trung ương trên địa bàn",
    ),
    "soctrang-draft-2024": (
        "sở, ban, ngành và đơn vị sự nghiệp thuộc UBND tỉnh",
        "đơn vị thuộc sở",
        "UBND cấp huyện, cấp xã và đơn vị trực thuộc",
        "cơ quan Đảng, Mặt trận, tổ chức chính trị – xã hội thuộc Tỉnh ủy",
        "cơ quan của HĐND tỉnh",
        "doanh nghiệp nhà nước thuộc UBND tỉnh",
        "cơ quan trung ương, doanh nghiệp nhà nước trên địa bàn",
    ),
}


@pytest.mark.enforces("scope.categories")
@pytest.mark.parametrize("regulation", CATEGORIES)
def test_each_category_of_the_list_is_inside_and_nothing_else(regulation):
    scope = policy_for(regulation).scope
    for category in CATEGORIES[regulation]:
        assert outside(category, scope=scope) is None
        assert outside(category.upper(), scope=scope) is None
    refusal = outside("doanh nghiệp tư nhân", scope=scope)
    assert (refusal.rule, refusal.clause) == ("scope.categories", "Đ1.2")
    for category in CATEGORIES[regulation]:
        assert category in refusal.message
    # Where nobody has said which category it is, it is not this rule that refuses.
    assert outside("", scope=scope) is None


@pytest.mark.enforces("scope.category_needed")
@pytest.mark.parametrize("regulation", CATEGORIES)
def test_a_body_must_say_its_category_only_where_the_regulation_applies_by_categories(regulation):
    scope, needed = policy_for(regulation).scope, regulation == "soctrang-draft-2024"
    refusal = without_category("", scope=scope)
    assert (refusal is not None) == needed
    if refusal is not None:
        assert (refusal.rule, refusal.clause) == ("scope.category_needed", "Đ1.2")
        assert CATEGORIES[regulation][-1] in refusal.message
    assert without_category(CATEGORIES[regulation][0], scope=scope) is None


@pytest.mark.enforces("scope.exceptions_by")
def test_who_may_decide_otherwise_is_named_with_the_clause():
    scope = policy_for("hanoi-1643-2023").scope
    assert exception("9/QĐ-VP", scope=scope) is None
    refusal = exception("", scope=scope)
    assert refusal.clause == "Đ22.2-1"
    assert "do Văn phòng UBND thành phố quyết định" in refusal.message
    assert exception("9/QĐ-VP", scope=policy_for("caobang-16-2025").scope) is not None
