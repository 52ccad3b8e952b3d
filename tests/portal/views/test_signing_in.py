import pytest
from django.test import Client
from django.utils import timezone
from tests.engines.samples import Instance
from tests.portal.people import CONSOLE, EVIDENCE, OWN_PASSWORD, Holder

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.mailboxes.acts.lock import lock
from congthu.portal.views.signing_in import REAL_ADDRESS

SIGN_IN = "/dang-nhap/"


def test_a_holder_comes_in_with_address_and_password(client: Client, holder: Holder) -> None:
    answer = client.post(SIGN_IN, {"login": holder.address, "password": OWN_PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/hop-thu-cua-toi/"
    assert holder.address in answer.content.decode()


def test_one_is_led_to_the_page_that_was_asked_for(client: Client, holder: Holder) -> None:
    answer = client.get("/quy-che/")
    assert answer.headers["Location"] == "/dang-nhap/?next=/quy-che/"
    said = {"login": holder.address, "password": OWN_PASSWORD, "next": "/quy-che/"}
    assert client.post(SIGN_IN, said).headers["Location"] == "/quy-che/"


def test_one_is_never_led_to_another_site(client: Client, holder: Holder) -> None:
    said = {"login": holder.address, "password": OWN_PASSWORD, "next": "https://example.org/"}
    assert client.post(SIGN_IN, said).headers["Location"] == "/"


def test_a_wrong_password_is_refused_with_what_to_do(client: Client, holder: Holder) -> None:
    answer = client.post(SIGN_IN, {"login": holder.address, "password": "Sai12345!"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.index("Chưa đăng nhập được") < page.index("<h1>Đăng nhập</h1>")
    assert "Caps Lock" in page
    assert "Sai12345!" not in page


def test_what_is_left_empty_is_named(client: Client, db: None) -> None:
    answer = client.post(SIGN_IN, {"login": "", "password": ""})
    assert answer.status_code == 422
    assert '<a href="#id_login">Địa chỉ thư công vụ: Hãy điền mục này.</a>' in answer.content.decode()


@pytest.mark.enforces("lock.grounds")
def test_a_locked_mailbox_says_why_by_which_clause_and_whom_to_ask(client: Client, holder: Holder) -> None:
    cause = Cause(clause="Đ8.2.c", document="5/KL", reason="Phát tán thư rác")
    lock(holder.mailbox, cause=cause, evidence=EVIDENCE, acting=CONSOLE, now=timezone.now())
    answer = client.post(SIGN_IN, {"login": holder.address, "password": OWN_PASSWORD})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Tạm khóa", "Phát tán thư rác", "điểm c khoản 2 Điều 8", "cán bộ đầu mối"):
        assert words in page


def test_a_lock_ends_an_open_session(client: Client, holder: Holder) -> None:
    client.force_login(holder.account)
    assert client.get("/hop-thu-cua-toi/").status_code == 200
    lock(
        holder.mailbox, cause=Cause(document="5/KL", reason="Lộ mật khẩu"), acting=CONSOLE, now=timezone.now()
    )
    assert client.get("/hop-thu-cua-toi/").headers["Location"].startswith(SIGN_IN)


def test_one_leaves_by_post_only(client: Client, holder: Holder) -> None:
    client.force_login(holder.account)
    assert client.get("/dang-xuat/").status_code == 405
    assert client.post("/dang-xuat/").headers["Location"] == SIGN_IN
    assert client.get("/hop-thu-cua-toi/").status_code == 302


def test_a_form_of_another_site_is_refused_in_vietnamese(holder: Holder) -> None:
    guarded = Client(enforce_csrf_checks=True)
    answer = guarded.post(SIGN_IN, {"login": holder.address, "password": OWN_PASSWORD})
    assert answer.status_code == 403
    assert "Hãy mở lại trang" in answer.content.decode()


@pytest.mark.enforces("password.change_at_first_sign_in")
def test_until_a_password_is_chosen_every_page_leads_to_choosing_one(
    client: Client, newcomer: Holder
) -> None:
    answer = client.post(SIGN_IN, {"login": newcomer.address, "password": newcomer.issued})
    assert answer.headers["Location"] == "/mat-khau-lan-dau/"
    for page in ("/", "/hop-thu-cua-toi/", "/mat-khau-ung-dung/", "/quy-che/"):
        assert client.get(page).headers["Location"] == "/mat-khau-lan-dau/"


@pytest.mark.enforces("password.min_length", "password.classes", "password.specials")
def test_the_rules_stand_on_the_page_with_their_clause(client: Client, newcomer: Holder) -> None:
    client.force_login(newcomer.account)
    page = client.get("/mat-khau-lan-dau/").content.decode()
    for words in ("Có ít nhất 8 ký tự", "Có chữ in hoa", "Có chữ số", "trong các ký tự: ! @ # $ % &amp;"):
        assert words in page
    assert page.count("khoản 2 Điều 12") == 4


@pytest.mark.enforces("password.min_length", "password.classes")
@pytest.mark.parametrize("new", ["Ngan1$", "khongcohoa1$", "KhongCoSo$$", "KhongDacBiet1"])
def test_a_password_against_the_rules_is_refused_citing_article_12(
    client: Client, newcomer: Holder, new: str
) -> None:
    client.force_login(newcomer.account)
    answer = client.post("/mat-khau-lan-dau/", {"old": newcomer.issued, "new": new, "again": new})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "khoản 2 Điều 12" in page[: page.index("<h1>")]
    assert '<a href="#id_new">' in page


def test_a_chosen_password_opens_the_mailbox_and_keeps_one_signed_in(
    client: Client, newcomer: Holder
) -> None:
    client.force_login(newcomer.account)
    said = {"old": newcomer.issued, "new": "Mua.thu$2026", "again": "Mua.thu$2026"}
    answer = client.post("/mat-khau-lan-dau/", said, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/hop-thu-cua-toi/"
    assert "Đã đặt mật khẩu" in page
    assert "Đang hoạt động" in page


def test_two_different_entries_are_refused_at_the_second(client: Client, holder: Holder) -> None:
    client.force_login(holder.account)
    answer = client.post("/mat-khau/", {"old": OWN_PASSWORD, "new": "Mua.thu$2026", "again": "Mua.thu$2027"})
    assert answer.status_code == 422
    assert '<a href="#id_again">' in answer.content.decode()


def test_a_wrong_current_password_changes_nothing(client: Client, holder: Holder) -> None:
    client.force_login(holder.account)
    answer = client.post("/mat-khau/", {"old": "x", "new": "Mua.thu$2026", "again": "Mua.thu$2026"})
    assert answer.status_code == 422
    assert '<a href="#id_old">' in answer.content.decode()
    holder.account.refresh_from_db()
    assert holder.account.check_password(OWN_PASSWORD)


@pytest.mark.parametrize(
    ("peer", "recorded"),
    [("", "198.51.100.7"), ("203.0.113.9", "203.0.113.9")],
    ids=["over our own socket", "over the network"],
)
def test_only_our_own_web_server_says_who_came(
    client: Client, holder: Holder, peer: str, recorded: str
) -> None:
    said = {"login": holder.address, "password": "Sai12345!"}
    client.post(SIGN_IN, said, REMOTE_ADDR=peer, headers={REAL_ADDRESS: "198.51.100.7"})
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert entry.details["from"] == recorded


def test_the_web_server_says_it_under_the_name_that_is_read() -> None:
    (file,) = Instance().rendered()["nginx"].files
    assert f"proxy_set_header {REAL_ADDRESS} $remote_addr;" in file.text
