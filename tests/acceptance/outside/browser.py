"""A browser without pictures: pages, forms, files, cookies. What a person does with the keyboard, nothing else."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Self
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from lxml import html

SECONDS = 60
LARGEST_PAGE = 32 << 20


@dataclass(frozen=True)
class Page:
    """What an address answered."""

    url: str
    status: int
    body: bytes
    kind: str

    @cached_property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.body.decode("utf-8"), base_url=self.url)

    @cached_property
    def text(self) -> str:
        """What a person reads, with single spaces."""
        return _words(self.tree)

    @cached_property
    def main(self) -> str:
        """What a person reads in the page's own part."""
        [found] = self.tree.xpath("//main")
        return _words(found)

    def form(self, *fields: str) -> html.FormElement:
        """The form that has all of *fields*, one in the page's own part before those around it."""
        own = self.tree.xpath("//main//form")
        for form in (*own, *self.tree.forms):
            if all(field in form.fields for field in fields):
                return form
        raise AssertionError(f"{self.url} has no form with {fields}: {self.text[:2000]}")

    def link(self, words: str) -> str:
        """Where the link with *words* leads."""
        for element in self.tree.xpath("//a[@href]"):
            if words in _words(element):
                return urljoin(self.url, element.get("href"))
        raise AssertionError(f"{self.url} has no link “{words}”: {self.text[:2000]}")

    def rows(self) -> list[list[str]]:
        """The cells of every row of every table."""
        return [[_words(cell) for cell in row.xpath("./th | ./td")] for row in self.tree.xpath("//tr")]

    def must_say(self, *words: str) -> Self:
        for one in words:
            assert one in self.text, f"{self.url} ({self.status}) does not say “{one}”: {self.text[:3000]}"
        return self

    def must_not_say(self, *words: str) -> Self:
        for one in words:
            assert one not in self.text, f"{self.url} says “{one}”: {self.text[:3000]}"
        return self


class Browser:
    """One person's browser, with its cookies, on one site."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str = "") -> Page:
        """Fetch a page, a redirect followed; an error page is a page too."""
        return self._send(Request(urljoin(self.site, path)))

    def follow(self, page: Page, words: str) -> Page:
        return self._send(Request(page.link(words), headers=_from(page)))

    def submit(
        self,
        page: Page,
        *names: str,
        files: Mapping[str, Path] | None = None,
        **filled: str | list[str],
    ) -> Page:
        """Send the form of *page* that has the fields *names* and those *filled*."""
        form = page.form(*names, *filled, *(files or {}))
        fields: list[tuple[str, str]] = [
            (name, value) for name, value in form.form_values() if name not in filled
        ]
        for name, value in filled.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        url = urljoin(page.url, form.action or page.url)
        if form.method.lower() == "get":
            return self._send(Request(f"{url.partition('?')[0]}?{urlencode(fields)}", headers=_from(page)))
        if files:
            kind, body = _multipart(fields, files)
        else:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        return self._send(Request(url, data=body, headers={**_from(page), "Content-Type": kind}))

    def sign_in(self, login: str, password: str) -> Page:
        return self.submit(self.get("dang-nhap/"), login=login, password=password)

    def _send(self, request: Request) -> Page:
        try:
            answer: HTTPResponse | HTTPError = self._opener.open(request, timeout=SECONDS)
        except HTTPError as error:
            answer = error
        with answer:
            body = answer.read(LARGEST_PAGE)
        return Page(answer.url, answer.status, body, answer.headers.get_content_type())


def _words(tree: html.HtmlElement) -> str:
    told = tree.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join(" ".join(told).split())


def _from(page: Page) -> dict[str, str]:
    return {"Referer": page.url, "Origin": "/".join(page.url.split("/")[:3])}


def _multipart(fields: list[tuple[str, str]], files: Mapping[str, Path]) -> tuple[str, bytes]:
    edge = secrets.token_hex(16)
    body = b""
    for name, value in fields:
        if name in files:
            continue
        body += f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, path in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{path.name}"\r\n'
        body += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + path.read_bytes() + b"\r\n"
    return f"multipart/form-data; boundary={edge}", body + f"--{edge}--\r\n".encode()
