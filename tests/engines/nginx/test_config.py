import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import MIB, Instance

from congthu.engines.address import TcpAddress
from congthu.engines.nginx.config import NginxTls, Site, render
from congthu.engines.process import ProgramFailed
from congthu.engines.versions import UnknownVersion

WORLD = TcpAddress(host="0.0.0.0", port=12443)  # noqa: S104


def wants(**changes):
    return Instance().wants(nginx=changes)["nginx"]


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("nginx", Instance().rendered()["nginx"]) == []


def test_the_program_itself_accepts_it_and_would_refuse_a_mistake(laid, checked, place):
    rendered = laid("nginx")
    checked(rendered)
    (place / "release/etc/nginx/nginx.conf").write_text("no_such_directive;\n")
    with pytest.raises(ProgramFailed, match="no_such_directive"):
        checked(rendered)


def test_a_site_that_other_machines_reach_is_under_tls(laid, checked, certificate):
    tls = NginxTls(certificate=str(certificate / "mail.crt"), key=str(certificate / "mail.key"))
    site = Site(listen=WORLD, names=("cong.tinh.example",), tls=tls, largest_body_bytes=MIB)
    checked(laid("nginx", nginx={"portal": site}))
    config = render(wants(portal=site), "1.22.1").files[0].text
    assert "listen 0.0.0.0:12443 ssl;" in config
    assert "Strict-Transport-Security" in config
    assert site.url == "https://cong.tinh.example:12443"
    with pytest.raises(ValidationError, match="needs a certificate"):
        Site(listen=WORLD, largest_body_bytes=MIB)


def test_a_band_stands_above_every_page_of_the_webmail_only_where_there_is_one(laid, checked):
    said = "Hệ thống thử."
    checked(laid("nginx", nginx={"band": said}))
    assert said in render(wants(band=said), "1.22.1").files[0].text
    assert "sub_filter" not in render(wants(), "1.22.1").files[0].text


def test_what_was_searched_for_is_not_logged():
    config = render(wants(), "1.22.1").files[0].text
    assert "$uri" in config
    assert "$request_uri" not in config
    assert '"$request"' not in config


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(wants(), "1.26.0")


@pytest.mark.parametrize("change", [{"user": "a;"}, {"static": "/a b"}, {"workers": 0}, {"band": "it's"}])
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        wants(**change)


def test_a_name_that_would_break_the_file_is_refused():
    with pytest.raises(ValidationError):
        Site(listen=TcpAddress(host="127.0.0.1", port=80), names=("a; }",), largest_body_bytes=1)
