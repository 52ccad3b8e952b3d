"""A real browser on the portal, inside the transaction of the test.

Django's own live server would empty the tables after each test, which the audit trail rightly refuses. Here the
server's threads share the test's connection, and the test rolls back.
"""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.test import Client
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.portal.people import Holder

CHROMIUM = "/usr/bin/chromium"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}


class SharingServer(ThreadedWSGIServer):
    """Leaves the shared connection open when a request ends."""

    def _close_connections(self) -> None:
        pass


# For one module only: while Playwright's event loop runs, no test of this process can have one of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, and Django would then refuse the test its own database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        # Django keeps another connection for code inside an event loop; only here can it be reached and ended.
        connections["default"].close()
        chromium.close()


@pytest.fixture
def site(db: None) -> Iterator[str]:
    """The address of the portal."""
    connection = connections["default"]
    server = SharingServer(
        ("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={"default": connection}
    )
    server.set_app(WSGIHandler())
    connection.inc_thread_sharing()
    # Django ends connections between requests; this one holds what the test has written.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
    connection.dec_thread_sharing()


@pytest.fixture
def open_browser(browser: Browser, site: str):
    """A browser of somebody who has signed in (or of nobody), at a width, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def make(someone: Holder | None = None, *, viewport: dict[str, int] = WIDE, scripts: bool = True):
        context = browser.new_context(
            viewport=viewport, java_script_enabled=scripts, base_url=site, locale="vi-VN"
        )
        contexts.append(context)
        if someone is not None:
            client = Client()
            client.force_login(someone.account)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}]
            )
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def screens() -> Path | None:
    """Where pictures of the pages go: set CONGTHU_SCREENS to a directory to have them written."""
    return Path(os.environ["CONGTHU_SCREENS"]) if "CONGTHU_SCREENS" in os.environ else None
