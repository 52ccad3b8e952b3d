"""A browser without pictures: fetches a page, fills a form in, follows where it leads.

The story signs in to the portal and to the webmail as a person does, through the pages themselves.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

SECONDS = 30
LARGEST_PAGE = 4 << 20


@dataclass(slots=True)
class Form:
    """A form of a page, with the values that it comes with."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Page:
    """What an address answered."""

    url: str
    status: int
    html: str
    forms: list[Form]
    text: str

    def form_with(self, name: str) -> Form:
        """Return the form that has a field called *name*; raises LookupError if no form has."""
        for form in self.forms:
            if name in form.fields:
                return form
        raise LookupError(f"{self.url} has no form with a field {name}")


class Browser:
    """One person's browser, with its cookies."""

    def __init__(self) -> None:
        self.cookies = CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, url: str) -> Page:
        """Fetch a page; an error page is a page too."""
        return self._send(Request(url))  # noqa: S310  # the portal's own address

    def submit(self, page: Page, form: Form, **filled: str) -> Page:
        """Send *form* with *filled* over what it came with."""
        body = urlencode({**form.fields, **filled})
        url = urljoin(page.url, form.action or page.url)
        headers = {"Referer": page.url, "Origin": "/".join(page.url.split("/")[:3])}
        if form.method == "post":
            return self._send(Request(url, data=body.encode(), headers=headers))  # noqa: S310
        return self._send(Request(f"{url}?{body}", headers=headers))  # noqa: S310

    def _send(self, request: Request) -> Page:
        try:
            answer = self._opener.open(request, timeout=SECONDS)
        except HTTPError as error:
            answer = error
        with answer:
            html = answer.read(LARGEST_PAGE).decode("utf-8", "replace")
        reader = _Reader()
        reader.feed(html)
        return Page(answer.url, answer.status, html, reader.forms, " ".join(" ".join(reader.words).split()))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self._silent += 1
        elif tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
        elif tag in {"input", "textarea", "select"} and self.forms and found.get("name"):
            if found.get("type") in {"checkbox", "radio"} and "checked" not in found:
                return
            self.forms[-1].fields[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)
