import socket

import pytest
from tests.engines.daemon import running
from tests.engines.samples import password

from congthu.engines.address import TcpAddress
from congthu.engines.layout import Layout
from congthu.engines.redis import config, control


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return TcpAddress(host="127.0.0.1", port=taken.getsockname()[1])


def test_it_answers_on_its_socket_to_its_group_only(laid, place):
    rendered = laid("redis")
    wants = config.RedisConfig(
        layout=Layout(root=str(place)), listen=Layout(root=str(place)).socket("redis", "redis.sock")
    )
    assert not control.health(wants).ok
    with running(rendered.programs[0], lambda: control.health(wants)) as health:
        assert health.detail == "+PONG"
        socket_file = place / "run/redis/redis.sock"
        assert socket_file.stat().st_mode & 0o777 == 0o770
        assert socket_file.parent.stat().st_mode & 0o007 == 0


def test_it_is_not_well_with_another_password(laid, free_port, place):
    rendered = laid("redis", redis={"listen": free_port, "password": password("redis")})
    wants, other = (
        config.RedisConfig(layout=Layout(root=str(place)), listen=free_port, password=password(word))
        for word in ("redis", "other")
    )
    with running(rendered.programs[0], lambda: control.health(wants)):
        assert not control.health(other).ok


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
