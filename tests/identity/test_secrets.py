import base64
import hashlib

from hypothesis import given
from hypothesis import strategies as st

from congthu.identity.secrets import IssuedPasswordHasher, new_app_secret, selector, ssha512


@given(st.text(min_size=1), st.binary(min_size=8, max_size=16))
def test_the_hash_is_dovecots_ssha512(plain, salt):
    kept = ssha512(plain, salt=salt)
    raw = base64.b64decode(kept.removeprefix("{SSHA512}"))
    assert raw == hashlib.sha512(plain.encode() + salt).digest() + salt


def test_the_selector_is_forty_bits_of_sha256():
    assert selector("abc") == "ba7816bf8f"


def test_app_passwords_differ_and_carry_128_bits():
    made = {new_app_secret().plain for _ in range(100)}
    assert len(made) == 100
    assert all(len(plain) == 26 for plain in made)


@given(st.text(min_size=1), st.text(min_size=1))
def test_an_issued_password_verifies_only_itself(one, other):
    hasher = IssuedPasswordHasher()
    kept = hasher.encode(one, "muoi")
    assert hasher.verify(one, kept)
    assert hasher.verify(other, kept) is (one == other)
    assert len(hasher.encode(one, hasher.salt())) <= 128
