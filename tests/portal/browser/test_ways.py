"""The ways that must be open to everybody: by keyboard alone, and without JavaScript."""

from playwright.sync_api import expect
from tests.portal.browser.conftest import NARROW
from tests.portal.people import OWN_PASSWORD, Holder, Province, ask


def test_one_signs_in_and_opens_a_page_by_keyboard_alone(open_browser, holder: Holder) -> None:
    page = open_browser()
    page.goto("/")
    keyboard = page.keyboard
    keyboard.type(holder.address)
    keyboard.press("Tab")
    keyboard.type(OWN_PASSWORD)
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hộp thư của tôi")
    keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    for _ in range(20):
        keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Mật khẩu ứng dụng":
            break
    keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Mật khẩu ứng dụng")


def test_a_refused_form_puts_the_reasons_under_the_reader_s_eyes(open_browser, holder: Holder) -> None:
    page = open_browser()
    page.goto("/dang-nhap/")
    page.keyboard.type(holder.address)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()


def test_slash_goes_to_the_search_field_unless_one_is_typing(open_browser, operator: Holder) -> None:
    page = open_browser(operator)
    page.goto("/yeu-cau/")
    page.keyboard.press("/")
    expect(page.locator("#tim")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.locator("#tim")).to_have_value("a/b")


def test_the_rules_are_ticked_while_one_types(open_browser, newcomer: Holder) -> None:
    page = open_browser(newcomer)
    page.goto("/mat-khau-lan-dau/")
    page.fill("#id_new", "Thang11")
    expect(page.locator(".rule-met")).to_have_count(2)
    page.fill("#id_new", "Thang11$")
    expect(page.locator(".rule-met")).to_have_count(4)


def test_without_a_script_one_signs_in_and_finds_the_way_on_a_phone(open_browser, holder: Holder) -> None:
    page = open_browser(viewport=NARROW, scripts=False)
    page.goto("/dang-nhap/")
    page.fill("#id_login", holder.address)
    page.fill("#id_password", OWN_PASSWORD)
    page.click("text=Đăng nhập >> nth=-1")
    page.click("summary")
    page.click(".sheet >> text=Mật khẩu ứng dụng")
    page.fill("#id_label", "Điện thoại")
    page.click("text=Tạo mật khẩu >> nth=-1")
    expect(page.locator(".once")).to_contain_text("chỉ hiện một lần")
    expect(page.locator(".once .copy")).to_be_hidden()


def test_without_a_script_an_operator_works_a_request(
    open_browser, operator: Holder, head: Holder, province: Province
) -> None:
    one = ask(province, "Bùi Thị Mai")
    page = open_browser(head, scripts=False)
    page.goto(f"/yeu-cau/{one.pk}/xac-nhan/")
    page.click("main button.button-primary")
    page = open_browser(operator, scripts=False)
    page.goto(f"/yeu-cau/{one.pk}/")
    page.click("main a:has-text('Tiếp nhận')")
    page.click("main button:has-text('Tiếp nhận')")
    page.click("main a:has-text('Thực hiện')")
    page.click("main button:has-text('Thực hiện 1 dòng')")
    expect(page.locator("main")).to_contain_text("buithimai_sotuphap@hanoi.gov.vn")


def test_without_a_script_one_finds_a_clause_and_tries_it_on_a_phone(open_browser, holder: Holder) -> None:
    page = open_browser(holder, viewport=NARROW, scripts=False)
    page.goto("/quy-che/")
    page.fill("#id_q", "mat khau")
    page.click("text=Lọc >> nth=-1")
    page.click(".contents >> text=Điều 12")
    expect(page.locator("#dieu-12")).to_be_in_viewport()
    page.click("text=Thử một quy định")
    page.fill("#id_mk-password", "matkhau")
    page.click("#mat-khau button")
    expect(page.locator("#mat-khau")).to_contain_text("Chưa đạt 4 quy định")
    expect(page.locator("#id_mk-password")).to_have_value("")


def test_a_reference_to_a_clause_opens_the_regulation_at_it(open_browser, operator: Holder) -> None:
    page = open_browser(operator)
    page.goto("/quy-che/thu/?han-duty=request.restore&han-start=02/02/2026")
    page.click("#han .clause a")
    expect(page.locator('[id="Đ8.3.b"]')).to_be_in_viewport()


def test_the_regulation_is_printed_without_what_one_clicks(open_browser, holder: Holder) -> None:
    page = open_browser(holder)
    page.goto("/quy-che/")
    page.emulate_media(media="print")
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.locator(".filters")).to_be_hidden()
    expect(page.locator("#dieu-12")).to_be_visible()
    expect(page.locator(".chart")).to_be_visible()
