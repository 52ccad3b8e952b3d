import pytest

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
    if allowed:
        actor.require(role, authority=authority, organisation=organisation, to="làm việc này")
        return
    with pytest.raises(RefusedByRule, match="Bạn chưa được giao quyền làm việc này"):
        actor.require(role, authority=authority, organisation=organisation, to="làm việc này")
