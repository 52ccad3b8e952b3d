"""Sizes are those of the files, to the byte, however the message is built and cut into pieces."""

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.parser import BytesParser
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congthu.mailflow.gate.attachments import DEEPEST, Attachments

KIB = 1024


def letter(text="Kính gửi đồng chí,\n"):
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "a@tinh.example", "b@tinh.example", "Báo cáo"
    message.set_content(text)
    return message


def attach(message, content, name="bao cao.pdf", kind=("application", "pdf"), **more):
    message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name, **more)
    return message


def measured(raw, *, pieces=65535, dice=None):
    """As a milter hears it: the headers one by one, then the body in pieces."""
    raw = raw if isinstance(raw, bytes) else raw.as_bytes()
    head, _, body = raw.partition(b"\r\n\r\n")
    attachments = Attachments()
    for line in head.replace(b"\r\n ", b"\n ").replace(b"\r\n\t", b"\n\t").split(b"\r\n"):
        name, _, value = line.partition(b":")
        attachments.header(name, value)
    attachments.end_of_headers()
    while body:
        cut = dice.randint(1, pieces) if dice else pieces
        attachments.body(body[:cut])
        body = body[cut:]
    return attachments.end()


@pytest.mark.parametrize("size", [0, 1, 2, 3, 57, 58, 20 * KIB, 20 * KIB + 1])
def test_an_attachment_is_as_long_as_the_file(size):
    assert measured(attach(letter(), bytes(size))) == size


def test_several_count_together():
    message = attach(attach(letter(), bytes(25 * KIB)), bytes(26 * KIB), name="bang.xlsx")
    assert measured(message) == 51 * KIB


def test_the_text_of_the_letter_is_no_attachment_however_long():
    message = letter("Kính gửi. " * 10_000)
    assert measured(message) == 0
    message.add_alternative("<p>Kính gửi</p>" * 10_000, subtype="html")
    assert measured(message) == 0


def test_text_with_a_name_or_called_an_attachment_is_one():
    named = letter()
    named.add_attachment("một dòng\r\n" * 10, filename="ghi chu.txt", cte="8bit")
    assert measured(named) == len("một dòng\r\n".encode() * 10)
    called = letter()
    called.add_attachment("một", subtype="html", cte="base64")
    assert measured(called) == len("một\r\n".encode())


def test_a_picture_inside_the_letter_is_a_file_too():
    message = letter()
    message.add_related(bytes(1000), "image", "png", cid="<hinh@x>")
    assert measured(message) == 1000


def test_a_message_that_is_only_a_file_counts():
    message = EmailMessage(policy=SMTP)
    message.set_content(bytes(3000), "application", "zip")
    assert measured(message) == 3000


def test_of_an_attached_message_everything_counts():
    inner = attach(letter("abc\n"), bytes(5000))
    outer = MIMEMultipart()
    outer.attach(MIMEText("xem thư kèm"))
    outer.attach(MIMEMessage(inner))
    raw = outer.as_bytes(policy=SMTP)
    assert measured(raw) == 5000 + len(b"abc\r\n")
    # One that hides in another, too.
    outermost = MIMEMultipart()
    outermost.attach(MIMEMessage(outer))
    assert 5000 < measured(outermost.as_bytes(policy=SMTP)) < 5100


@pytest.mark.parametrize(
    ("encoding", "encoded", "size"),
    [
        ("quoted-printable", b"m=E1=BB=99t =3D 1=\r\n\r\nhai", len("một = 1\r\nhai".encode())),
        ("QUOTED-PRINTABLE", b"=3D" * 20, 20),
        ("7bit", b"abc\r\n\r\ndef", 10),
        ("8bit", "đúng".encode(), 6),
        ("binary", b"\x00\x01\xff", 3),
        ("base64", b"QUJD\r\nREVG\r\nRw==", 7),
        (" Base64 ", b"QUJD", 3),
        ("x-uuencode", b"begin 644 a\r\n#86)C\r\n`\r\nend", 26),
        ("", b"abc", 3),
    ],
)
def test_each_encoding_is_decoded_as_mail_programs_do(encoding, encoded, size):
    part = b"Content-Type: application/octet-stream\r\n"
    part += b"Content-Transfer-Encoding: %s\r\n\r\n" % encoding.encode() if encoding else b"\r\n"
    raw = (
        b'Content-Type: multipart/mixed; boundary="x y"\r\n\r\nmo dau\r\n--x y\r\n\r\nthu\r\n--x y\r\n'
        + part + encoded + b"\r\n--x y--\r\nphan cuoi " + b"z" * 500 + b"\r\n"
    )  # fmt: skip
    assert measured(raw) == size


@settings(max_examples=40)
@given(
    sizes=st.lists(st.integers(0, 3000), max_size=4),
    dice=st.randoms(use_true_random=False),
    encoding=st.sampled_from(["base64", "quoted-printable", "8bit"]),
)
def test_how_the_message_is_cut_into_pieces_changes_nothing(sizes, dice, encoding):
    message = letter()
    for number, size in enumerate(sizes):
        text = "".join(dice.choice("aáđ=- \n") for _ in range(size))
        message.add_attachment(text, filename=f"{number}.txt", cte=encoding)
    whole = measured(message)
    assert measured(message, pieces=40, dice=dice) == whole
    read = BytesParser(policy=SMTP).parsebytes(message.as_bytes())
    assert whole == sum(len(part.get_payload(decode=True)) for part in read.iter_attachments())


class TestBadlyBuilt:
    def test_a_boundary_that_looks_like_another_is_told_apart(self):
        raw = (
            b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: a/b\r\n\r\n--xy\r\n--x--y\r\n"
            b"---x\r\n--x--\r\n"
        )
        assert measured(raw) == len(b"--xy\r\n--x--y\r\n---x")

    def test_a_boundary_that_ends_like_a_last_one_is_told_apart(self):
        raw = (
            b"Content-Type: multipart/mixed; boundary=x--\r\n\r\n--x--\r\nContent-Type: a/b\r\n\r\nabc\r\n"
            b"--x--\r\nContent-Type: a/b\r\n\r\nde\r\n--x----\r\nf\r\n"
        )
        assert measured(raw) == 5

    def test_parts_without_an_end_are_closed_by_what_is_around_them(self):
        raw = (
            b"Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: x/y\r\n\r\n12345\r\n--a\r\n"
            b"Content-Type: x/y\r\n\r\n678\r\n"
        )
        assert measured(raw) == 8

    def test_many_parts_without_a_boundary_are_a_file_of_their_own(self):
        assert measured(b"Content-Type: multipart/mixed\r\n\r\n12345") == 5

    def test_an_encoded_message_is_a_file(self):
        raw = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJDREVG\r\n"
        assert measured(raw) == 6

    def test_a_message_inside_a_message_inside_a_message_ends_somewhere(self):
        raw = b"Content-Type: message/rfc822\r\n\r\n" * (3 * DEEPEST) + b"\r\n12345\r\n"
        assert measured(raw) > 0

    def test_a_file_without_line_ends_is_measured_and_not_kept(self):
        attachments = Attachments()
        attachments.header(b"Content-Type", b"application/zip")
        attachments.end_of_headers()
        for _ in range(64):
            attachments.body(b"x" * 65535)
        assert attachments.end() == 64 * 65535

    @given(st.binary(max_size=600))
    def test_nothing_breaks_it(self, junk):
        measured(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + junk)
        measured(junk)
        assert measured(b"Content-Type: application/zip\r\n\r\n" + junk) >= 0

    @pytest.mark.parametrize(
        "name",
        [
            b"filename*=utf-9''%ff%fe",
            b'filename*0*="a"; filename*2*="b"',
            b"filename==?=",
            b'filename="\xff"',
        ],
    )
    def test_a_broken_name_is_a_name(self, name):
        raw = b"Content-Type: text/plain\r\nContent-Disposition: attachment; " + name + b"\r\n\r\n12345"
        assert measured(raw) == 5


def test_fifty_megabytes_are_measured_and_not_kept():
    attachments = Attachments()
    attachments.header(b"Content-Type", b"application/zip")
    attachments.header(b"Content-Transfer-Encoding", b"base64")
    attachments.end_of_headers()
    block = (b"QUJDREVG" * 9 + b"QUJD\r\n") * 860
    for _ in range(1100):
        attachments.body(block)
    assert attachments.end() == 1100 * 860 * 57
