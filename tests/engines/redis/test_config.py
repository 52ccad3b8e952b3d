import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance, password

from congthu.engines.address import TcpAddress
from congthu.engines.layout import Layout
from congthu.engines.redis.config import RedisConfig, render
from congthu.engines.versions import UnknownVersion

LAYOUT = Layout(root="/srv/congthu")
SOCKET = LAYOUT.socket("redis", "redis.sock")
PORT = TcpAddress(host="10.1.0.6", port=6379)


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("redis", Instance().rendered()["redis"]) == []


def test_on_a_network_it_asks_for_a_password():
    rendered = render(RedisConfig(layout=LAYOUT, listen=PORT, password=password("redis")), "7.0.15")
    assert "bind 10.1.0.6\nport 6379\nrequirepass only-for-tests-redis\n" in rendered.files[0].text
    with pytest.raises(ValidationError, match="needs a password"):
        RedisConfig(layout=LAYOUT, listen=PORT)


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(RedisConfig(layout=LAYOUT, listen=SOCKET), "8.0.1")


@pytest.mark.parametrize("change", [{"user": "redis\nport 1"}, {"password": 'a"b'}, {"clients": "a b"}])
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        RedisConfig(layout=LAYOUT, listen=SOCKET, **change)
