import pytest
from pydantic import TypeAdapter, ValidationError

from congthu.engines import values

HOSTILE = [
    "a\nb",
    "a\rb",
    "a\0b",
    "a'b",
    'a"b',
    "a`b",
    "a\\b",
    "a$b",
    "a%b",
    "a{b",
    "a}b",
    "a;b",
    "a#b",
    "",
    "\n",
]
GOOD = {
    "AbsolutePath": ["/", "/srv/congthu/data", "/srv/a-b_c.d@e,f+g"],
    "Host": ["127.0.0.1", "::1", "mail.tinh.example", "localhost"],
    "DomainName": ["tinh.example", "xn--tnh-6ia.example"],
    "MailAddress": ["an.nguyen+viec@tinh.example"],
    "Secret": ["abcdefABCDEF0123_-"],
    "SystemName": ["_rspamd", "congthu-mail"],
    "SqlName": ["congthu_app"],
    "Line": ["Hộp thư của ông/bà đã dùng 90 phần trăm dung lượng."],
    "Url": ["https://cong.tinh.example/tro-giup?muc=1"],
}
BAD = {
    "AbsolutePath": ["srv", "/srv/../etc", "/srv/.", "/srv//x", "/a b"],
    "Host": ["-a.example", "a..b", "A.example", "a b"],
    "DomainName": ["Tinh.example", "tỉnh.example", ".example", "a" * 64 + ".example"],
    "MailAddress": ["tinh.example", "a b@tinh.example", "@tinh.example"],
    "Secret": ["short", "with blank in the middle"],
    "SystemName": ["Root", "0root", "a.b"],
    "SqlName": ["a-b", "1a"],
    "Line": ["hai\u2028dòng", "<b>"],
    "Url": ["ftp://tinh.example/", "https://tinh.example/<x>"],
}


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, every in GOOD.items() for value in every]
)
def test_an_honest_value_is_taken_as_it_is(kind, value):
    assert TypeAdapter(getattr(values, kind)).validate_python(value) == value


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, every in BAD.items() for value in (*every, *HOSTILE)]
)
def test_what_a_configuration_could_take_for_its_own_is_refused(kind, value):
    with pytest.raises(ValidationError):
        TypeAdapter(getattr(values, kind)).validate_python(value)


def test_a_network_is_written_in_one_way_and_must_be_one():
    assert TypeAdapter(values.Network).validate_python("10.1.0.0/16") == "10.1.0.0/16"
    with pytest.raises(ValidationError):
        TypeAdapter(values.Network).validate_python("10.1.0.1/16")
