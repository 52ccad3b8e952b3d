import pytest
from tests.world import CONSOLE, NOW, World, agency, establish

from congthu.directory.roles import Role
from congthu.identity.queries import actor_of
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import access_mailbox, count_by_state, counted, search


def addresses(found):
    return [mailbox.address for mailbox in found]


@pytest.fixture
def other(world):
    """A second authority with an operator and a mailbox of its own."""
    authority = establish("haiphong", name="Thành phố khác")
    office = agency(authority, "Sở Tư pháp", "sotp")
    return World(authority, office, office)


def test_the_operator_of_one_authority_sees_nothing_of_another(world, other):
    ours, theirs = world.mailbox(), other.mailbox("Lê Thị Hoa")
    operator = world.actor(Role.OPERATOR)
    assert access_mailbox(ours.address, acting=operator) == ours
    with pytest.raises(Mailbox.DoesNotExist):
        access_mailbox(theirs.address, acting=operator)
    assert addresses(search(acting=operator)) == [ours.address]


def test_an_agency_sees_its_own_subtree_only(world):
    below = agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice)
    seen = world.mailbox("Nguyễn Văn An"), world.mailbox("Lê Thị Hoa", organisation=below)
    world.mailbox("Đỗ Văn Bình", organisation=world.interior)
    head = world.actor(Role.HEAD, organisation=world.justice)
    assert set(search(acting=head)) == set(seen)


def test_a_holder_sees_their_own_mailbox(world):
    account = world.active("Nguyễn Văn An")
    world.mailbox("Lê Thị Hoa")
    assert addresses(search(acting=actor_of(account, now=NOW))) == [account.login]


@pytest.mark.parametrize("text", ["nguyen van an", "Nguyễn Văn An", "NGUYỄN  VĂN", "nguyenvanan", "van an"])
def test_people_are_found_with_or_without_accents(world, text):
    mailbox = world.mailbox("Nguyễn Văn An")
    world.mailbox("Đỗ Thị Bích")
    assert addresses(search(acting=CONSOLE, text=text)) == [mailbox.address]


def test_d_with_a_stroke_is_found_without(world):
    mailbox = world.mailbox("Đỗ Thị Bích")
    assert addresses(search(acting=CONSOLE, text="do thi bich")) == [mailbox.address]


def test_pages_follow_the_last_address_seen(world):
    for name in ("Vũ An", "Vũ Bình", "Vũ Cường"):
        world.mailbox(name)
    first = addresses(search(acting=CONSOLE)[:2])
    assert addresses(search(acting=CONSOLE, after=first[-1])[:2]) == ["vucuong_sotp@hanoi.gov.vn"]
    assert counted(search(acting=CONSOLE)) == 3
    assert counted(search(acting=CONSOLE), at_most=2) == 2
    assert count_by_state(world.hanoi) == {"issued_default": 3}
