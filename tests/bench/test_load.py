import asyncio
import email
import email.policy
from pathlib import Path

import pytest
from bench.load import MARK, LoadError, delivered, messages, remove_ours, send, sign_in


class Server:
    """A server that answers from a script, and keeps what it heard."""

    def __init__(self, answers: dict[bytes, bytes], greeting: bytes) -> None:
        self.answers, self.greeting, self.heard = answers, greeting, []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self.greeting)
        while line := await reader.readline():
            if line == b"DATA\r\n":
                writer.write(b"354 go on\r\n")
                body = await reader.readuntil(b"\r\n.\r\n")
                self.heard.append(body)
                line = b"."
            self.heard.append(line)
            answer = next((reply for start, reply in self.answers.items() if line.startswith(start)), b"")
            writer.write(answer)
        writer.close()

    def run(self, load):
        async def both():
            server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
            async with server:
                await load("127.0.0.1", server.sockets[0].getsockname()[1])

        asyncio.run(both())


SMTP = {
    b"EHLO": b"250-here\r\n250 SIZE\r\n",
    b"MAIL": b"250 ok\r\n",
    b"RCPT": b"250 ok\r\n",
    b".": b"250 queued\r\n",
}


@pytest.mark.parametrize("size", [4096, 100 * 1024])
def test_messages_have_the_size_asked_for_and_are_well_formed(size: int):
    [(recipient, raw), *_] = messages(size, 2, ["a@x.example", "b@x.example"], seed=1)
    assert abs(len(raw) - size) < 100
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert parsed["To"] == recipient
    assert not parsed.defects
    assert [part.get_content_type() for part in parsed.iter_parts()] == [
        "text/plain",
        "application/octet-stream",
    ]
    assert not any(line.startswith(b".") for line in raw.split(b"\r\n"))


def test_no_message_is_sent_twice_and_recipients_take_turns():
    made = messages(4096, 50, ["a@x.example", "b@x.example"], seed=1)
    assert len({raw for _, raw in made}) == 50
    assert [recipient for recipient, _ in made[:3]] == ["a@x.example", "b@x.example", "a@x.example"]


def test_every_message_is_sent_over_the_connections():
    server = Server(SMTP, b"220 hello\r\n")
    made = messages(4096, 7, ["a@x.example"], seed=2)
    server.run(lambda host, port: send(host, port, made, connections=3))
    assert sum(line == b"." for line in server.heard) == 7
    assert server.heard.count(b"EHLO bench.example\r\n") == 3


def test_a_refused_message_stops_the_benchmark():
    server = Server({**SMTP, b"RCPT": b"550 no\r\n"}, b"220 hello\r\n")
    with pytest.raises(ExceptionGroup) as caught:
        server.run(
            lambda host, port: send(host, port, messages(4096, 1, ["a@x.example"], seed=3), connections=1)
        )
    assert caught.group_contains(LoadError, match="550 no")


@pytest.mark.parametrize(("answer", "fails"), [(b"a OK in\r\n", False), (b"a NO out\r\n", True)])
def test_a_sign_in_counts_only_when_it_is_let_in(answer: bytes, *, fails: bool):
    server = Server({b"a LOGIN": answer, b"b LOGOUT": b"* BYE\r\nb OK bye\r\n"}, b"* OK ready\r\n")

    def load(host: str, port: int):
        return sign_in(host, port, [("a@x.example", "secret")], count=4, connections=2)

    if fails:
        with pytest.raises(ExceptionGroup):
            server.run(load)
    else:
        server.run(load)
        assert sum(line.startswith(b'a LOGIN "a@x.example" "secret"') for line in server.heard) == 4


def test_only_what_the_benchmark_delivered_is_removed(tmp_path: Path):
    new = tmp_path / "new"
    new.mkdir()
    (new / "ours").write_bytes(b"Subject: x\r\n" + MARK + b"\r\n\r\nbody")
    (new / "theirs").write_bytes(b"Subject: y\r\n\r\nbody")
    assert remove_ours([tmp_path]) == 1
    assert [path.name for path in delivered([tmp_path])] == ["theirs"]


def test_what_dovecot_marked_or_took_for_spam_counts_as_delivered(tmp_path: Path):
    for place in ("new", "cur", ".Junk/cur"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "message").touch()
    assert len(list(delivered([tmp_path]))) == 3
