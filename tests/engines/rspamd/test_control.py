from tests.engines.answering import answering, port
from tests.engines.samples import Instance

from congthu.engines.rspamd import config, control


def test_the_controller_is_asked_without_a_password():
    heard = []
    with port() as (listener, address):
        wants = Instance().wants(rspamd={"controller": address})["rspamd"]
        with answering(listener, b"HTTP/1.1 200 OK\r\n\r\npong\r\n", heard):
            assert control.health(wants).ok
    assert heard[0].startswith(b"GET /ping ")
    assert not control.health(wants).ok


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
