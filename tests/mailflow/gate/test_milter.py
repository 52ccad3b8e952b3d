"""Spoken to as Postfix speaks: what is asked, what is answered, and what is done with nonsense."""

import asyncio
import struct

import pytest

from congthu.mailflow.gate.milter import LONGEST_PACKET, packet, serve

DAT = "dat@hanoi.gov.vn"
# What Postfix 3.7 offers.
OFFER = packet(b"O", struct.pack("!III", 6, 0x1FF, 0x1FFFFF))
OLD_OFFER = packet(b"O", struct.pack("!III", 2, 0x1F, 0x7F))
TOO_LARGE = "552 5.3.4 qua lon"


def mail(login=DAT):
    macros = b"M{mail_addr}\0x@y.vn\0" + (b"{auth_authen}\0%s\0" % login.encode() if login else b"")
    return packet(b"D", macros) + packet(b"M", b"<x@y.vn>\0SIZE=100\0")


def message(size):
    return (
        packet(b"L", b"Content-Type\0application/zip\0")
        + packet(b"L", b"Content-Transfer-Encoding\0binary\0")
        + packet(b"N")
        + packet(b"B", b"x" * size)
    )


END, ABORT, QUIT = packet(b"E"), packet(b"A"), packet(b"Q")


def answers(said, *, limit=100):
    """Everything that is answered to *said*, as (letter, data)."""
    asked = []

    async def judge(login, size):
        asked.append((login, size))
        if size < 0 or login == "hong@hanoi.gov.vn":
            raise RuntimeError("broken")
        return TOO_LARGE if size > limit else ""

    async def talk():
        got = []
        server = await asyncio.start_server(lambda r, w: serve(r, w, judge), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(said)
        writer.write_eof()
        whole = await asyncio.wait_for(reader.read(), 20)
        while whole:
            (length,) = struct.unpack_from("!I", whole)
            got.append((whole[4:5], whole[5 : 4 + length]))
            whole = whole[4 + length :]
        writer.close()
        server.close()
        return got

    return asyncio.run(talk()), asked


def test_a_message_within_the_limit_leaves_and_one_above_it_is_refused_in_words():
    said, asked = answers(OFFER + mail() + message(100) + END + QUIT)
    assert said[1:] == [(b"c", b""), (b"a", b"")]
    assert asked == [(DAT, 100)]
    said, asked = answers(OFFER + mail() + message(101) + END + QUIT)
    assert said[1:] == [(b"c", b""), (b"y", TOO_LARGE.encode() + b"\0")]
    assert asked == [(DAT, 101)]


def test_of_two_messages_over_one_connection_each_is_measured_alone():
    said, asked = answers(OFFER + mail() + message(90) + END + mail("anh@x.vn") + message(80) + END)
    assert [answer for answer, _ in said[1:]] == [b"c", b"a", b"c", b"a"]
    assert asked == [(DAT, 90), ("anh@x.vn", 80)]


def test_a_message_that_is_broken_off_leaves_nothing_behind():
    said, asked = answers(OFFER + mail() + message(90) + ABORT + mail() + message(20) + END)
    assert [answer for answer, _ in said[1:]] == [b"c", b"c", b"a"]
    assert asked == [(DAT, 20)]


def test_a_login_is_forgotten_with_its_message():
    said, asked = answers(OFFER + mail() + message(90) + END + mail(login=""))
    assert [answer for answer, _ in said[1:]] == [b"c", b"a", b"a"]
    assert asked == [(DAT, 90)]


def test_who_has_not_signed_in_is_none_of_its_affairs():
    said, asked = answers(OFFER + mail(login=""))
    assert said[1:] == [(b"a", b"")]
    assert asked == []


def test_what_nobody_looks_at_is_left_out_and_pieces_need_no_answer():
    (letter, data), *_ = answers(OFFER)[0]
    version, actions, steps = struct.unpack("!III", data)
    assert (letter, version, actions) == (b"O", 6, 0)
    assert steps == 0x01 | 0x02 | 0x08 | 0x100 | 0x200 | 0x80 | 0x40000 | 0x80000


def test_one_that_waits_for_an_answer_to_each_piece_gets_it():
    said, asked = answers(OLD_OFFER + mail() + message(101) + END)
    assert [answer for answer, _ in said[1:]] == [b"c", b"c", b"c", b"c", b"c", b"y"]
    assert asked == [(DAT, 101)]


def test_a_fault_of_ours_lets_the_message_wait():
    said, _ = answers(OFFER + mail("hong@hanoi.gov.vn") + message(10) + END)
    assert said[-1] == (b"t", b"")


@pytest.mark.parametrize(
    "nonsense",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack("!I", LONGEST_PACKET + 1) + b"O",
        struct.pack("!I", 0),
        packet(b"O", b"\0"),
        packet(b"L", b"no message yet\0"),
        OFFER + packet(b"D") + packet(b"D", b"M{auth_authen}"),
        OFFER + END,
    ],
)
def test_nonsense_ends_the_conversation_and_nothing_else(nonsense):
    said, asked = answers(nonsense)
    assert asked == []
    assert all(letter in {b"O", b"a", b"c"} for letter, _ in said)
