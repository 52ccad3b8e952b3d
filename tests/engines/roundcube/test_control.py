from tests.engines.answering import answering, port

from congthu.engines.nginx.config import Site
from congthu.engines.roundcube import config, control


def test_the_sign_in_page_must_come_through_the_web_server():
    with port() as (listener, address):
        site = Site(listen=address, names=("thu.tinh.example",), largest_body_bytes=1)
        heard = []
        with answering(listener, b"HTTP/1.1 200 OK\r\n\r\n", heard):
            assert control.health(site).ok
        with answering(listener, b"HTTP/1.1 502 Bad Gateway\r\n\r\n"):
            assert not control.health(site).ok
    assert b"\r\nHost: thu.tinh.example\r\n" in heard[0]


def test_the_installed_versions_are_ones_that_we_render_for():
    assert config.VERSIONS.family(control.version())
    assert config.PHP_VERSIONS.family(control.php_version())
