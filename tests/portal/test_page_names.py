"""Whoever finds their way through the portal by names finds each page and each form under one that stays."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.portal.people import Holder

import congthu.portal

TEMPLATES = Path(congthu.portal.__file__).parent


def page_of(answer) -> str:
    [name] = re.findall(r'<main [^>]*data-page="([^"]*)"', answer.content.decode())
    return name


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.parent.name + "/" + path.name
)
def test_every_form_has_a_name(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("<form") == len(re.findall(r'<form (?:class="\w+" )?(?:\w+="[\w-]+" )*name="', text))


def test_a_page_is_called_as_its_address_is_whatever_it_says(
    browse, operator: Holder, holder: Holder
) -> None:
    browser = browse(operator)
    for name in ("today", "requests", "mailboxes", "directory", "regulation", "trial", "upload"):
        assert page_of(browser.get(reverse(f"portal:{name}"))) == name
    assert page_of(browser.get(reverse("portal:mailbox", args=[holder.address]))) == "mailbox"
    lock = reverse("portal:mailbox-act", args=[holder.address, "tam-khoa"])
    answer = browser.get(lock)
    assert page_of(answer) == "mailbox-act/tam-khoa"
    assert 'name="mailbox-act/tam-khoa"' in answer.content.decode()
    refused = browser.post(lock, {})
    assert (refused.status_code, page_of(refused)) == (422, "mailbox-act/tam-khoa")


def test_pages_before_signing_in_and_those_that_only_refuse_have_names_too(db: None) -> None:
    assert page_of(Client().get("/dang-nhap/")) == "sign-in"
    assert page_of(Client().get("/khong-co/")) == "refused"
