import http.client
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

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


@pytest.fixture
def heard():
    """A server in the portal's place, and the headers of every request that reached it."""
    requests = []

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self):
            requests.append(self.headers)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield TcpAddress(host="127.0.0.1", port=server.server_port), requests
    server.shutdown()
    server.server_close()


def test_nobody_tells_the_portal_another_address_than_their_own(laid, place, sites, heard):
    behind, requests = heard
    plain = config.Site(listen=sites["portal"].listen, largest_body_bytes=MIB)
    changes = {**sites, "portal": plain, "portal_server": behind}
    rendered = laid("nginx", nginx=changes)
    wants = Instance(root=str(place)).wants(nginx=changes)["nginx"]
    with running(rendered.programs[0], lambda: control.health(wants)):
        requests.clear()
        client = http.client.HTTPConnection("127.0.0.1", plain.listen.port, timeout=10)
        client.request("GET", "/", headers={"X-Real-IP": "203.0.113.9", "X-Forwarded-For": "203.0.113.9"})
        assert client.getresponse().status == 204
        client.close()
    (headers,) = requests
    assert headers.get_all("X-Real-IP") == ["127.0.0.1"]
    assert headers.get_all("X-Forwarded-For") is None


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
