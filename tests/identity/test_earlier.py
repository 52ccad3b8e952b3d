"""Hashes of other systems: made here by other means than the code that compares them."""

import base64
import ctypes
import hashlib

import pytest
from argon2 import PasswordHasher
from django.contrib.auth.hashers import check_password

from congthu.identity.earlier import NotTakenOver, taken_over

PASSWORD = "Hoa-Sen$2019"
# Published vectors of SHA-crypt and bcrypt, so that not one library proves itself.
SHA_CRYPT = (
    "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"
)
BCRYPT = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"


def ssha512(password: str, salt: bytes = b"12345678") -> str:
    return base64.b64encode(hashlib.sha512(password.encode() + salt).digest() + salt).decode()


def libcrypt(password: str, setting: str) -> str:
    crypt = ctypes.CDLL("libcrypt.so.1").crypt
    crypt.argtypes, crypt.restype = (ctypes.c_char_p, ctypes.c_char_p), ctypes.c_char_p
    return crypt(password.encode(), setting.encode()).decode()


@pytest.mark.parametrize(
    ("password", "given"),
    [
        (PASSWORD, f"{{SSHA512}}{ssha512(PASSWORD)}"),
        (PASSWORD, f"{{ssha512}}{ssha512(PASSWORD, b'x' * 32)}"),
        ("Hello world!", f"{{SHA512-CRYPT}}{SHA_CRYPT}"),
        ("Hello world!", SHA_CRYPT),
        ("U*U", f"{{BLF-CRYPT}}{BCRYPT}"),
        (PASSWORD, libcrypt(PASSWORD, "$2y$05$abcdefghijklmnopqrstuu")),
        (PASSWORD, libcrypt(PASSWORD, "$6$rounds=6000$saltsalt$")),
        (PASSWORD, "{ARGON2ID}" + PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)),
    ],
)
def test_a_password_fits_its_own_hash_and_no_other_password_does(password, given):
    kept = taken_over(given)
    assert check_password(password, kept)
    assert not check_password(password + "x", kept)
    assert not check_password("", kept)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("{PLAIN}matkhau", "kiểu {PLAIN}"),
        ("{MD5-CRYPT}$1$abc$def", "kiểu {MD5-CRYPT}"),
        ("matkhau", "kiểu {PLAIN}"),
        ("{SSHA512}abc", "không đúng dạng"),
        ("{BLF-CRYPT}$2y$31$" + "a" * 53, "tốn quá nhiều"),
        ("{SHA512-CRYPT}$6$rounds=999999999$salt$" + "a" * 86, "tốn quá nhiều"),
        ("{ARGON2ID}$argon2id$v=19$m=9999999,t=3,p=1$c29tZXNhbHQ$" + "a" * 43, "tốn quá nhiều"),
    ],
)
def test_what_is_not_taken_over_is_refused_by_name(given, why):
    with pytest.raises(NotTakenOver, match=why):
        taken_over(given)
