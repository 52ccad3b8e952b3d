"""What several regulations ask in the same way; each test says with which values and clauses."""

from collections.abc import Sequence

from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.provinces import Province


def password_is_judged(province: Province, password: str, refused_by: str = "", **facts: str) -> None:
    """Somebody chooses *password* on the first day; it is refused with the words of a clause, or opens the portal."""
    holder = province.holder(**facts)
    page = holder.sign_in()
    answer = holder.browser.submit(page, old=holder.issued, new=password, again=password)
    if refused_by:
        answer.must_say("Chưa đổi được mật khẩu", refused_by)
        assert holder.state == "issued_default"
    else:
        province.browser().sign_in(holder.address, password).must_say(holder.address)


def nothing_opens_before_the_first_change(province: Province) -> None:
    """The issued password opens the page for another one, and no mail program."""
    holder = province.holder()
    holder.must_enter_nowhere(holder.issued)
    holder.sign_in().form("old", "new", "again")
    holder.browser.get("hop-thu-cua-toi/").form("old", "new", "again")
    holder.choose_password()
    holder.browser.get("hop-thu-cua-toi/").must_say(holder.address)
    holder.must_enter_everywhere()


def a_lock_shuts_every_door_and_lets_mail_in(province: Province, ground: str) -> None:
    """Nobody signs in, nobody sends; what arrives meanwhile is there when the mailbox is open again."""
    holder, writer = province.holders(2)
    holder.must_enter_everywhere()
    holder.lock(ground)
    holder.must_enter_nowhere()
    holder.sign_in().must_say("tạm khóa")
    stranger = letter(sender="ban@example.org", to=holder.address)
    assert province.mail.deliver(stranger, sender="ban@example.org", recipient=holder.address)[0] == 250
    inside = writer.write(holder)
    holder.restore(more="--cleaned")
    for message in (stranger, inside):
        holder.receive(message)


def addresses(province: Province, *names: str, **facts: str) -> list[str]:
    """What people of *names* get, one after another, before the @."""
    return [province.holder(name, **facts).address.partition("@")[0] for name in names]


def issued(province: Province, *kinds: Sequence[str]) -> list[str]:
    """What mailboxes of the test's agency get, before the @."""
    return [province.issue(*kind)["address"].partition("@")[0] for kind in kinds]
