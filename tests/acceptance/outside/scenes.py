"""What several regulations ask in the same way; each test says with which values and clauses."""

from collections.abc import Sequence

from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.people import Holder, a_name, an_applicant, run_together
from tests.acceptance.outside.provinces import Province

MIB = 1 << 20


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
    """Nobody signs in, nobody sends, no rule passes mail on; what arrives meanwhile is there when it is open again."""
    holder, writer, other = province.holders(3)
    holder.must_enter_everywhere()
    holder.passes_on_to(other)
    other.receive(writer.write(holder))
    holder.lock(ground)
    holder.must_enter_nowhere()
    holder.sign_in().must_say("tạm khóa")
    stranger = letter(sender="ban@example.org", to=holder.address)
    assert province.mail.deliver(stranger, sender="ban@example.org", recipient=holder.address)[0] == 250
    inside = writer.write(holder)
    holder.restore(more="--cleaned")
    for message in (stranger, inside):
        holder.receive(message)
    passed_on = {one["Message-ID"] for one in province.mail.messages(other.address, other.app_password)}
    assert passed_on.isdisjoint({stranger["Message-ID"], inside["Message-ID"]})


def addresses(province: Province, *names: str, **facts: str) -> list[str]:
    """What people of *names* get, one after another, before the @."""
    return [province.holder(name, **facts).address.partition("@")[0] for name in names]


def issued(province: Province, *kinds: Sequence[str]) -> list[str]:
    """What mailboxes of the test's agency get, before the @."""
    return [province.issue(*kind)["address"].partition("@")[0] for kind in kinds]


def custody_passes_on(province: Province) -> None:
    """A shared mailbox is handed from one person to the next, who gets a new password; the old one loses everything."""
    old, new = (one.choose_password() for one in province.holders(2))
    box = province.issue("agency")["address"]

    def give(to: Holder) -> Holder:
        line = f"mailbox handover {box} --to {to.person} --document 3/QĐ --reason 'Bàn giao'"
        return Holder(province, province.agency.name, box, province.run(line)["password"])

    first = give(old).choose_password()
    first.must_enter_everywhere()
    new.receive(old.write(new, sender=box))
    second = give(new)
    first.must_enter_nowhere()
    assert old.refused_to_write(new, sender=box)[0] == 553
    province.browser().sign_in(box, first.password).must_not_say("Hộp thư của tôi")
    second.choose_password()
    old.receive(new.write(old, sender=box))
    assert new.name in str(province.run(f"mailbox show {box}"))


def time_counts_from_the_first_day(
    province: Province, clock: Clock, *, used_on: str, still_open: str, over: str, ground: str
) -> None:
    """Whoever has not used a mailbox since long before a regulation held is locked by its first day."""
    clock.set(f"{used_on}T09:00")
    idle = province.holder().choose_password()
    idle.sign_in().must_say(idle.address)
    clock.set(f"{still_open}T09:00")
    assert idle.state in {"active", "password_expired"}
    clock.set(f"{over}T09:00")
    assert (idle.shown["state"], idle.shown["ground"]) == ("locked", ground)


def every_operation_stands_in_the_trail(province: Province, clock: Clock, ground: str) -> None:
    """Issue, change, lock, restore, revoke and destroy: an operator does each, two the last; the page tells who."""
    operator, second = province.staff("operator"), province.staff("operator")
    by = f"--as {operator.address}"
    holder = province.holder().choose_password()
    province.run(f"mailbox quota {holder.address} '3 GB' --document 9/STP --reason 'Nhu cầu' {by}")
    holder.lock(ground, more=by)
    holder.restore(more=f"--cleaned {by}")
    holder.choose_password()
    paper = "--document 9/QĐ --reason 'Nghỉ việc'"
    province.run(f"mailbox revoke {holder.address} --decided-on {province.today} {paper} {by}")
    page = operator.browser.get(f"hop-thu/{holder.address}/")
    page.must_say("Cấp hộp thư", "Thay đổi dung lượng", "Tạm khóa", "Khôi phục", "Thu hồi", operator.address)
    if holder.state == "revoked":
        clock.advance("31 days")  # what is held is kept so long
        province.run(f"mailbox destroy {holder.address} {paper} {by}")
        province.refused(f"mailbox destroy {holder.address} --approve {by}")
        province.run(f"mailbox destroy {holder.address} --approve --as {second.address}")
        assert holder.state == "destroyed"


def only_an_operator_carries_out(province: Province) -> None:
    """The agency asks, signs and forwards; nobody but the operator accepts and executes."""
    focal, head, operator = (province.staff(role) for role in ("focal", "head", "operator"))
    form = province.write_form(province.form([an_applicant()]))
    line = f"request import {form} --authority {province.code} --as {focal.address}"
    number = province.run(line)["number"]
    province.run(f"request confirm {number} --as {head.address}")
    province.answer(f"request forward {number} --as {focal.address}")
    for step in ("accept", "execute"):
        for one in (focal, head):
            province.refused(f"request {step} {number} --as {one.address}")
        province.run(f"request {step} {number} --as {operator.address}")


def an_agency_asks_for_its_own(province: Province) -> None:
    """The focal point of one agency brings in its own form, and is refused that of another."""
    focal, other = province.staff("focal"), province.new_agency()
    line = f"--authority {province.code} --as {focal.address}"
    theirs = province.write_form(province.form([an_applicant()], other))
    province.refused(f"request import {theirs} {line}")
    own = province.write_form(province.form([an_applicant()]))
    province.run(f"request import {own} {line}")


def two_gigabytes_and_fifty_at_once(province: Province, clause: str) -> None:
    """Nobody gets more than 2 GB, nothing comes into a full mailbox, and 50 MB go at once and no more."""
    holder, other = province.holders(2)
    refused = province.refused(f"mailbox quota {holder.address} '3 GB' --reason 'x' --document 3/STTTT")
    assert refused.clauses == [clause]
    other.receive(holder.write(other, attachments={"a.bin": b"a" * (50 * MIB)}), seconds=180)
    code, words = holder.refused_to_write(other, attachments={"a.bin": b"a" * (51 * MIB)})
    assert (code, words[:5]) == (552, "5.3.4")
    assert "50 MB" in words
    assert "Dieu 7" in words

    def arrives() -> tuple[int, str]:
        stranger = letter(sender="ban@example.org", to=holder.address, attachments={"a.bin": b"a" * MIB})
        return province.mail.deliver(stranger, sender="ban@example.org", recipient=holder.address)

    with holder.imap() as program:
        assert program.get_quota_root("INBOX")[1][0].limit == 2 << 20
        program.select_folder("Archive")
        program.append("Archive", b"Subject: luu tru\r\n\r\n" + b"x" * (50 * MIB))
        for _ in range(39):  # copies lie in one place on the disk, and count each
            program.copy(program.search()[:1], "Archive")
        assert arrives()[0] == 250, "2000 MB of 2048"
        program.append("Archive", b"Subject: luu tru\r\n\r\n" + b"x" * (46 * MIB))
        assert arrives()[0] in {452, 552}


def one_password_for_one_mailbox(province: Province, words: str) -> None:
    """Whoever keeps a mailbox beside their own gives it another password; who keeps no other may choose the same."""
    keeper, stranger = (one.choose_password() for one in province.holders(2))
    box = province.issue("agency")["address"]
    line = f"mailbox handover {box} --to {keeper.person} --document 3/QĐ --reason 'Giao quản lý'"
    shared = Holder(province, province.agency.name, box, province.run(line)["password"])
    page = shared.sign_in()
    answer = shared.browser.submit(page, old=shared.issued, new=keeper.password, again=keeper.password)
    answer.must_say("Chưa đổi được mật khẩu", words)
    assert province.run(f"mailbox show {box}")["state"] != "active"
    shared.choose_password(stranger.password)


def the_higher_post_of_a_day_keeps_the_name(province: Province, clock: Clock) -> None:
    """Of two who ask on one day the higher post gets the base address, and the next day whoever came first has it."""
    given = "".join(run_together(a_name()) for _ in range(2)).capitalize()

    def asks(name: str, position: str) -> int:
        agency = province.new_agency()
        return province.hand_in(province.form([an_applicant(f"{name} {given}", position=position)], agency))

    def gets(number: int) -> str:
        [line] = province.execute(number)
        return str(line["address"]).partition("@")[0]

    clock.set("2026-03-02T08:00")
    official = asks("Trần Minh", "Chuyên viên")
    clock.set("2026-03-02T15:00")
    deputy = asks("Trần Minh", "Phó Giám đốc")
    base = f"tm{given.lower()}"
    assert [gets(one) for one in (official, deputy)] == [f"{base}1", base]
    clock.set("2026-03-03T08:00")
    first = asks("Đào Văn", "Chuyên viên")
    clock.set("2026-03-04T08:00")
    second = asks("Đào Văn", "Phó Giám đốc")
    base = f"dv{given.lower()}"
    assert [gets(one) for one in (first, second)] == [base, f"{base}1"]
