import pytest

from congthu.directory.models import Authority
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.regulations.refusals import RefusedByRule

OPERATOR = Actor("an@x.vn", "An", over_authority={"hanoi": frozenset({Role.OPERATOR})})
HEAD = Actor("binh@x.vn", "Bình", over_agency={7: frozenset({Role.HEAD})})


@pytest.mark.parametrize(
    ("actor", "role", "authority", "organisation", "allowed"),
    [
        (OPERATOR, Role.OPERATOR, "hanoi", None, True),
        (OPERATOR, Role.OPERATOR, "hanoi", 7, True),
        (OPERATOR, Role.OPERATOR, "caobang", None, False),
        (OPERATOR, Role.HEAD, "hanoi", 7, False),
        (HEAD, Role.HEAD, "hanoi", 7, True),
        (HEAD, Role.HEAD, "hanoi", 8, False),
        (HEAD, Role.HEAD, "hanoi", None, False),
        (Actor.console("root"), Role.OPERATOR, "caobang", None, True),
    ],
)
def test_a_role_counts_where_it_was_granted(actor, role, authority, organisation, allowed):
    assert actor.has(role, authority=authority, organisation=organisation) is allowed


CAO_BANG = Authority(code="caobang", regulation="caobang-16-2025", decisions=[])


def test_who_may_not_is_told_who_may_and_where_the_regulation_names_them():
    require(Actor.console("root"), Role.OPERATOR, authority=CAO_BANG, to="làm việc này")
    require(HEAD, Role.HEAD, authority=CAO_BANG, organisation=7, to="làm việc này")
    for roles, clause, named in (
        ((Role.OPERATOR,), "Đ7.1.a", "đơn vị vận hành (Trung tâm Công nghệ số và Truyền thông)"),
        (
            (Role.HEAD, Role.MANAGING),
            "Đ9.1",
            "thủ trưởng cơ quan hoặc cơ quan quản lý (Sở Khoa học và Công nghệ)",
        ),
        ((Role.HEAD,), "", "thủ trưởng cơ quan"),
    ):
        with pytest.raises(RefusedByRule) as raised:
            require(OPERATOR, *roles, authority=CAO_BANG, organisation=8, to="làm việc này")
        [why] = raised.value.refusals
        assert (why.rule, why.clause) == ("role.required", clause)
        assert f"quyền làm việc này. Việc này do {named} làm" in why.message
