"""The first day of a civil servant, in a real browser: a new password, one for the mail program, the webmail."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]
OWN = "Sông-Hồng!2026"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def newcomer(accounts: list[dict]) -> dict:
    """Somebody who still has the issued password."""
    return next(one for one in accounts if one["role"] == "newcomer")


def sign_in(page: Page, portal: str, address: str, password: str) -> None:
    page.goto(portal)
    page.fill("[name=login]", address)
    page.fill("[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def choose(page: Page, old: str, new: str) -> None:
    page.fill("[name=old]", old)
    page.fill("[name=new]", new)
    page.fill("[name=again]", new)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_first_sign_in_ends_in_the_webmail(page: Page, newcomer: dict, endpoints: dict, demo: Path, mail):
    sign_in(page, endpoints["portal"], newcomer["address"], newcomer["password"])
    for weak in ("abcdefgh", "ABCDEFG1", "Ab1!"):
        choose(page, newcomer["password"], weak)
        expect(page.locator("body")).to_contain_text("Điều 12")
    # Nothing else can be reached before the password is one's own.
    page.goto(f"{endpoints['portal']}mat-khau-ung-dung/")
    expect(page.locator("[name=new]")).to_be_visible()
    choose(page, newcomer["password"], OWN)
    expect(page.locator("[name=new]")).to_have_count(0)

    page.goto(f"{endpoints['portal']}mat-khau-ung-dung/")
    page.fill("[name=label]", "Máy ở cơ quan")
    page.keyboard.press("Enter")
    secret = page.locator(".secret").inner_text().split()[0]
    assert re.fullmatch("[a-z2-7]{26}", secret)
    page.goto(f"{endpoints['portal']}mat-khau-ung-dung/")
    assert secret not in page.content()
    expect(page.locator("body")).to_contain_text("Máy ở cơ quan")

    assert mail.refusals(login=newcomer["address"], password=secret) == {}
    page.goto(endpoints["webmail"])
    page.fill("[name=_user]", newcomer["address"])
    page.fill("[name=_pass]", secret)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("_task=mail"))
    expect(page.locator("#mailboxlist")).to_be_visible()


def test_the_locked_person_is_told_why_and_by_which_clause(page: Page, accounts: list[dict], endpoints: dict):
    locked = next(one for one in accounts if one["role"] == "locked")
    sign_in(page, endpoints["portal"], locked["address"], locked["password"])
    expect(page.locator("main")).to_contain_text("tạm khóa")
    expect(page.locator("main")).to_contain_text("Điều 8")
    other = next(one for one in accounts if one["authority"] == "hanoi" and one["role"] == "focal")
    sign_in(page, endpoints["portal"], other["address"], other["password"])
    expect(page.locator("[name=login]")).to_have_count(0)
