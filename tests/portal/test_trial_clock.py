"""A page of a trial says so, whatever it is; a page of a real installation never does."""

from datetime import datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from tests.portal.people import Holder

from congthu import clock
from congthu.portal.errors import server_error

BAND = 'data-test-clock="'


@pytest.fixture
def trial(tmp_path):
    clock.write(tmp_path, timedelta(days=90))
    clock.follow(tmp_path)
    yield tmp_path
    clock.follow(None)


@pytest.fixture
def pages(operator: Holder, browse):
    """Pages of every frame: before sign-in, after it, refused, broken."""

    def fetch() -> dict[str, str]:
        found = {"sign-in": Client().get("/dang-nhap/"), "unknown": Client().get("/khong-co/")}
        found |= {"home": browse(operator).get("/", follow=True)}
        found |= {"refused": Client(enforce_csrf_checks=True).post("/dang-nhap/", {})}
        found |= {"broken": server_error(RequestFactory().get("/"))}
        return {name: answer.content.decode() for name, answer in found.items()}

    return fetch


def test_no_page_of_a_real_installation_speaks_of_a_test_clock(pages) -> None:
    assert [name for name, html in pages().items() if BAND in html or "Đồng hồ thử" in html] == []


@pytest.mark.usefixtures("trial")
def test_every_page_of_a_trial_shows_its_time(pages) -> None:
    for name, html in pages().items():
        assert html.count(BAND) == 1, name
        shown = datetime.fromisoformat(html.partition(BAND)[2].partition('"')[0])
        assert abs(shown - clock.now()) < timedelta(seconds=5), name
        assert "Hệ thống thử" in html, name


def test_a_clock_that_cannot_be_read_is_told_on_the_page_of_the_fault(trial) -> None:
    (trial / clock.FILE).unlink()
    assert "Không đọc được đồng hồ thử" in server_error(RequestFactory().get("/")).content.decode()


def test_a_session_survives_a_year(trial, operator: Holder) -> None:
    client = Client()
    client.force_login(operator.account)
    clock.write(trial, timedelta(days=365))
    assert client.get("/yeu-cau/").status_code == 200
