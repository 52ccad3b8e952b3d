import socket

import pytest
from tests.engines.daemon import running
from tests.engines.samples import MIB, Instance

from congthu.engines.address import TcpAddress
from congthu.engines.nginx import config, control


@pytest.fixture
def sites(certificate):
    """Two sites on free ports, one of them under TLS."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        ports = [taken.getsockname()[1] for taken in (one, two)]
    listen = [TcpAddress(host="127.0.0.1", port=port) for port in ports]
    tls = config.NginxTls(certificate=str(certificate / "mail.crt"), key=str(certificate / "mail.key"))
    return {
        "portal": config.Site(listen=listen[0], tls=tls, largest_body_bytes=MIB),
        "webmail": config.Site(listen=listen[1], largest_body_bytes=MIB),
    }


def test_both_sites_answer_though_nothing_is_behind_them(laid, place, sites):
    rendered = laid("nginx", nginx=sites)
    wants = Instance(root=str(place)).wants(nginx=sites)["nginx"]
    assert not control.health(wants).ok
    with running(rendered.programs[0], lambda: control.health(wants)) as health:
        assert health.detail.startswith("HTTP/1.1 400")


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
