from congthu.engines.address import TcpAddress, UnixSocket
from congthu.engines.program import Directory, Program, socket_directories


def test_only_sockets_need_a_directory_and_each_only_once():
    found = socket_directories(
        UnixSocket(path="/run/x/a.sock"),
        UnixSocket(path="/run/x/b.sock"),
        TcpAddress(host="127.0.0.1", port=25),
        owner="root",
        group="postfix",
    )
    assert found == (Directory("/run/x", "root", "postfix", 0o750),)


def test_a_program_logs_under_its_own_name_unless_told_another():
    assert Program(name="redis", command=("/bin/true",)).log_name == "redis.log"
    assert Program(name="postfix", command=("/bin/true",), log="start.log").log_name == "start.log"
