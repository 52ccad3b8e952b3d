import pytest
from pydantic import ValidationError
from tests.engines.samples import password

from congthu.engines.address import (
    MAX_SOCKET_PATH,
    DatabaseAccess,
    TcpAddress,
    UnixSocket,
    plain_style,
    postfix_style,
)

SOCKET = UnixSocket(path="/run/congthu/redis.sock")
REMOTE = TcpAddress(host="db.tinh.example", port=5433)


def access(place, **more):
    return DatabaseAccess(
        place=place, database="congthu", user="congthu_app", password=password("app"), **more
    )


@pytest.mark.parametrize(
    ("address", "postfix", "plain"),
    [
        (SOCKET, "unix:/run/congthu/redis.sock", "/run/congthu/redis.sock"),
        (TcpAddress(host="10.0.0.7", port=11332), "inet:10.0.0.7:11332", "10.0.0.7:11332"),
        (TcpAddress(host="::1", port=25), "inet:[::1]:25", "[::1]:25"),
    ],
)
def test_an_address_is_written_as_each_language_wants_it(address, postfix, plain):
    assert postfix_style(address) == postfix
    assert plain_style(address) == plain


def test_a_socket_path_may_be_as_long_as_the_kernel_takes_and_no_longer():
    longest = "/" + "a" * (MAX_SOCKET_PATH - 1)
    assert UnixSocket(path=longest).path == longest
    with pytest.raises(ValidationError, match="thư mục có đường dẫn ngắn hơn"):
        UnixSocket(path=longest + "a")


def test_a_database_on_this_machine_is_reached_through_its_socket():
    there = access("/run/congthu/postgres")
    assert there.address == UnixSocket(path="/run/congthu/postgres/.s.PGSQL.5432")
    assert (there.host, there.port, there.ssl) == ("/run/congthu/postgres", 5432, {})


def test_a_database_on_another_machine_is_reached_under_verified_tls_only():
    there = access(REMOTE, certificate_authority="/etc/ssl/tinh.crt")
    assert there.ssl == {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/tinh.crt"}
    with pytest.raises(ValidationError, match="under TLS"):
        access(REMOTE)


def test_a_password_is_shown_neither_by_the_value_nor_by_the_error_that_refuses_it():
    assert password("app") not in repr(access("/run/postgres"))
    with pytest.raises(ValidationError) as refused:
        DatabaseAccess(place="/run", database="congthu", user="congthu_app", password="bí mật' OR 1=1")
    assert "bí mật" not in str(refused.value)
