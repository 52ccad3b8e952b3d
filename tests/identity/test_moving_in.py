"""Mailboxes issued before this system come in as they are, and what the law says of their names holds."""

import base64
import hashlib
from datetime import date

import pytest
from tests.world import CAUSE, CONSOLE, NOW

from congthu.audit.models import AuditEntry
from congthu.directory.roles import Role
from congthu.identity.actions import SignInRefused, sign_in
from congthu.identity.models import Account
from congthu.identity.moving_in import Outcome, import_mailboxes
from congthu.mailboxes.earlier import NotOurs
from congthu.mailboxes.models import IssuedAddress, Mailbox
from congthu.regulations.refusals import RefusedByRule

PASSWORD = "Hoa-Sen$2019"
HASH = (
    "{SSHA512}"
    + base64.b64encode(hashlib.sha512(PASSWORD.encode() + b"saltsalt").digest() + b"saltsalt").decode()
)
HEADINGS = [
    "Địa chỉ",
    "Cơ quan",
    "Loại",
    "Họ và tên",
    "Ngày cấp",
    "Đăng nhập gần nhất",
    "Đổi mật khẩu gần nhất",
    "Tình trạng",
    "Căn cứ khóa",
    "Mật khẩu băm",
]
AN = [
    "an.nv@hanoi.gov.vn",
    "sotp",
    "",
    "Nguyễn Văn An",
    "01/02/2019",
    "20/02/2026",
    "01/02/2026",
    "",
    "",
    HASH,
]


def bring(world, *lines, acting=CONSOLE, **more):
    sheets = [("Hộp thư", [HEADINGS, *lines])]
    return import_mailboxes(world.hanoi, sheets, acting=acting, now=NOW, cause=CAUSE, **more)


def line(**changes):
    return [changes.get(name, value) for name, value in zip(HEADINGS, AN, strict=True)]


@pytest.fixture
def world(world):
    world.person("Nguyễn Văn An")
    return world


@pytest.mark.enforces("naming.keeps_earlier")
def test_an_earlier_mailbox_keeps_its_address_dates_and_password(world):
    [told] = bring(world, AN)
    assert (told.outcome, told.clause) == (Outcome.NEW, "Đ5.4")
    box = Mailbox.objects.get()
    assert (box.address, box.state, box.grandfathered) == ("an.nv@hanoi.gov.vn", "active", True)
    assert box.issued_at.date() == date(2019, 1, 31)  # midnight in Hanoi, told in UTC
    assert box.use_recorded_since == NOW
    assert IssuedAddress.objects.get(pk=box.address).mailbox == box
    account = sign_in(box.address, PASSWORD, now=NOW)
    assert not account.must_change
    assert account.password == Account.objects.get().password
    assert account.password.startswith("earlier$SSHA512$")
    with pytest.raises(SignInRefused):
        sign_in(box.address, "khac", now=NOW)
    assert AuditEntry.objects.filter(event="mailbox.taken_over").count() == 1
    assert PASSWORD not in str(list(AuditEntry.objects.values_list("details", flat=True)))
    assert HASH[9:40] not in str(list(AuditEntry.objects.values_list("details", flat=True)))


@pytest.mark.enforces("naming.keeps_earlier")
@pytest.mark.parametrize(
    ("address", "issued", "outcome", "clause"),
    [
        ("an.nv@hanoi.gov.vn", "19/03/2023", Outcome.NEW, "Đ5.4"),
        ("an.nv@hanoi.gov.vn", "20/03/2023", Outcome.REFUSED, "Đ5.2-1"),
        ("nguyenvanan_sotp@hanoi.gov.vn", "20/03/2023", Outcome.NEW, "Đ5.2-1"),
        ("an.nv@gmail.com", "01/02/2019", Outcome.REFUSED, "Đ3.2"),
    ],
)
def test_a_name_against_the_format_is_kept_only_from_before_the_regulation(
    world, address, issued, outcome, clause
):
    [told] = bring(world, line(**{"Địa chỉ": address, "Ngày cấp": issued}))
    assert told.outcome is outcome
    assert [told.clause] + [one.clause for one in told.refused] == (
        [clause] if not told.refused else ["", clause]
    )


def test_a_preview_says_the_same_and_writes_nothing(world):
    [told] = bring(world, AN, dry_run=True)
    assert told.outcome is Outcome.NEW
    assert not Mailbox.objects.exists()
    assert not AuditEntry.objects.filter(event="mailbox.taken_over").exists()


def test_a_second_run_changes_nothing_and_a_wrong_line_stops_no_other(world):
    world.person("Lê Thị Hoa")
    hoa = line(**{"Địa chỉ": "hoa@hanoi.gov.vn", "Họ và tên": "Lê Thị Hoa"})
    nobody = line(**{"Địa chỉ": "x@hanoi.gov.vn", "Họ và tên": "Trần Nam"})
    assert [one.outcome for one in bring(world, AN, nobody, hoa)] == [
        Outcome.NEW,
        Outcome.REFUSED,
        Outcome.NEW,
    ]
    assert [one.outcome for one in bring(world, AN, nobody, hoa)] == [
        Outcome.SAME,
        Outcome.REFUSED,
        Outcome.SAME,
    ]
    assert Mailbox.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "column", "why"),
    [
        ({"Cơ quan": "khongco"}, "Cơ quan", "tổ chức mã"),
        ({"Họ và tên": "Trần Nam"}, "Họ và tên", "nhập danh bạ trước"),
        ({"Ngày cấp": "30/02/2019"}, "Ngày cấp", "không có trong lịch"),
        ({"Ngày cấp": ""}, "Ngày cấp", "Thiếu"),
        ({"Ngày cấp": "01/01/2030"}, "Ngày cấp", "chưa đến"),
        ({"Đăng nhập gần nhất": "01/01/2018"}, "Đăng nhập gần nhất", "trước ngày cấp"),
        ({"Mật khẩu băm": "{MD5}abc"}, "Mật khẩu băm", "kiểu {MD5}"),
        ({"Tình trạng": "mất"}, "Tình trạng", "không có trong danh sách"),
        ({"Loại": "vua"}, "Loại", "không có trong danh sách"),
    ],
)
def test_what_is_wrong_stands_at_its_column(world, changes, column, why):
    [told] = bring(world, line(**changes))
    assert told.outcome is Outcome.REFUSED
    [(where, message)] = told.line.problems
    assert (where, why in message) == (column, True), message


def test_a_locked_one_stays_locked_and_one_with_an_issued_password_must_change_it(world):
    world.person("Lê Thị Hoa")
    locked = line(**{"Tình trạng": "tạm khóa", "Căn cứ khóa": "Đ8.2.b"})
    issued = line(
        **{"Địa chỉ": "hoa@hanoi.gov.vn", "Họ và tên": "Lê Thị Hoa", "Tình trạng": "chưa đổi mật khẩu"}
    )
    assert [one.outcome for one in bring(world, locked, issued)] == [Outcome.NEW] * 2
    assert Mailbox.objects.get(address="an.nv@hanoi.gov.vn").ground == "Đ8.2.b"
    with pytest.raises(SignInRefused, match="khóa"):
        sign_in("an.nv@hanoi.gov.vn", PASSWORD, now=NOW)
    assert sign_in("hoa@hanoi.gov.vn", PASSWORD, now=NOW).must_change


def test_the_address_of_one_that_is_gone_is_nobodys_for_ever(world):
    gone = line(**{"Địa chỉ": "nguyenvanan_sotp@hanoi.gov.vn", "Tình trạng": "đã thu hồi", "Họ và tên": ""})
    assert [one.outcome for one in bring(world, gone)] == [Outcome.NEW]
    assert [one.outcome for one in bring(world, gone)] == [Outcome.SAME]
    assert world.mailbox("Nguyễn Văn An").address != "nguyenvanan_sotp@hanoi.gov.vn"


def test_an_organisation_and_its_channels_come_in_too(world):
    own = line(**{"Địa chỉ": "tuphap@hanoi.gov.vn", "Loại": "cơ quan", "Họ và tên": ""})
    clerk = line(**{"Địa chỉ": "vt.stp@hanoi.gov.vn", "Loại": "văn thư", "Họ và tên": ""})
    assert [one.outcome for one in bring(world, own, clerk)] == [Outcome.NEW] * 2
    assert set(Mailbox.objects.values_list("kind", flat=True)) == {"agency", "van_thu"}


def test_a_second_mailbox_of_one_person_and_an_address_given_out_are_refused(world):
    bring(world, AN)
    [second] = bring(world, line(**{"Địa chỉ": "an2@hanoi.gov.vn"}))
    assert "đã có hộp thư" in second.refused[0].message
    world.person("Lê Thị Hoa")
    [taken] = bring(world, line(**{"Họ và tên": "Lê Thị Hoa"}))
    assert taken.refused[0].rule == "naming.unique"


def test_only_an_operator_brings_mailboxes_in(world):
    with pytest.raises(RefusedByRule):
        bring(world, AN, acting=world.actor(Role.MANAGING))
    with pytest.raises(NotOurs, match="Ngày cấp"):
        import_mailboxes(
            world.hanoi, [("x", [["Địa chỉ", "Cơ quan"], ["a", "b"]])], acting=CONSOLE, now=NOW, cause=CAUSE
        )
