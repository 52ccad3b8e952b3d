"""Passwords that another system kept: which hashes are taken over, and does a password fit one?

A hash is compared and never made, and signing in does not turn it into another: it lives until its holder chooses a new
password, as the regulation makes them. Schemes are named as Dovecot names them:

* ``{SSHA512}``, base64 of SHA-512 over password and salt, with the salt behind it;
* ``{SHA512-CRYPT}`` (``$6$…``) and ``{BLF-CRYPT}`` (``$2y$…``), by the machine's libcrypt;
* ``{ARGON2ID}`` (``$argon2id$…``).

Weaker ones (MD5, SHA1, DES, plain) are refused by name: whoever has one gets a new password.
"""

import base64
import binascii
import ctypes
import ctypes.util
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from django.contrib.auth.hashers import BasePasswordHasher

WRITTEN: Final = re.compile(r"\{(?P<scheme>[A-Za-z0-9.-]+)\}(?P<hash>\S+)")
BY_PREFIX: Final = {"$6$": "SHA512-CRYPT", "$2a$": "BLF-CRYPT", "$2b$": "BLF-CRYPT", "$2y$": "BLF-CRYPT"}
SHA512_BYTES: Final = 64
FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "SSHA512": re.compile(r"[A-Za-z0-9+/]{88,}={0,2}"),
    # What a sign-in may cost is bounded: whoever wrote the file must not be able to keep the portal busy.
    "SHA512-CRYPT": re.compile(r"\$6\$(?:rounds=[1-9]\d{3,5}\$)?[./0-9A-Za-z]{0,16}\$[./0-9A-Za-z]{86}"),
    "BLF-CRYPT": re.compile(r"\$2[aby]\$(?:0[4-9]|1[0-4])\$[./0-9A-Za-z]{53}"),
    "ARGON2ID": re.compile(
        r"\$argon2id\$v=19\$m=(?P<memory>\d{1,7}),t=(?P<time>\d{1,2}),p=[1-9]\d?\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,172}"
    ),
}
MOST_MEMORY: Final = 1 << 20
MOST_TIME: Final = 16
LONGEST: Final = 255
CRYPT_DATA: Final = 32_768


class NotTakenOver(Exception):
    """The hash cannot be used; the message says why and what to do."""


def taken_over(text: str) -> str:
    """Return *text*, a hash with or without its scheme, as it is kept with an account.

    Raises:
        NotTakenOver: the scheme is another, or the hash is none of its scheme.
    """
    scheme, digest = _split(text.strip())
    form = FORMS.get(scheme)
    if form is None:
        known = ", ".join(f"{{{one}}}" for one in FORMS)
        raise NotTakenOver(
            f"Không nhận mật khẩu băm kiểu {{{scheme}}}; chỉ nhận {known}. Hãy để trống để cấp mật khẩu mới."
        )
    found = form.fullmatch(digest)
    costly = (
        scheme == "ARGON2ID"
        and found
        and (int(found["memory"]) > MOST_MEMORY or int(found["time"]) > MOST_TIME)
    )
    kept = f"{EarlierPasswordHasher.algorithm}${scheme}${digest}"
    if not found or costly or len(kept) > LONGEST:
        raise NotTakenOver(f"Chuỗi sau {{{scheme}}} không đúng dạng, hoặc tốn quá nhiều để kiểm tra.")
    return kept


def _split(text: str) -> tuple[str, str]:
    if written := WRITTEN.fullmatch(text):
        return written["scheme"].upper(), written["hash"]
    if text.startswith("$argon2id$"):
        return "ARGON2ID", text
    return BY_PREFIX.get(text[:4], BY_PREFIX.get(text[:3], "PLAIN")), text


def _ssha512(password: str, digest: str) -> bool:
    try:
        held = base64.b64decode(digest, validate=True)
    except binascii.Error:
        return False
    made = hashlib.sha512(password.encode() + held[SHA512_BYTES:]).digest()
    return hmac.compare_digest(made, held[:SHA512_BYTES])


def _crypt(password: str, digest: str) -> bool:
    if "\0" in password:
        return False
    data = ctypes.create_string_buffer(CRYPT_DATA)
    made = _libcrypt()(password.encode(), digest.encode(), data, CRYPT_DATA)
    return made is not None and hmac.compare_digest(made, digest.encode())


@cache
def _libcrypt() -> Callable[..., bytes | None]:
    # Every Debian has it; Python's own module for it is gone from 3.13 on.
    function = ctypes.CDLL(ctypes.util.find_library("crypt") or "libcrypt.so.1").crypt_rn
    function.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int)
    function.restype = ctypes.c_char_p
    return function


def _argon2id(password: str, digest: str) -> bool:
    try:
        return PasswordHasher().verify(digest, password)
    except (Argon2Error, InvalidHashError):
        return False


CHECKS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "SSHA512": _ssha512,
    "SHA512-CRYPT": _crypt,
    "BLF-CRYPT": _crypt,
    "ARGON2ID": _argon2id,
}


class EarlierPasswordHasher(BasePasswordHasher):
    """For hashes that came from another system; it makes none."""

    algorithm = "earlier"

    def encode(self, password: str, salt: str) -> str:
        """Refuse: what is chosen here is kept under Argon2id."""
        raise NotImplementedError

    def decode(self, encoded: str) -> dict[str, Any]:
        """Take a kept hash apart."""
        algorithm, scheme, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "scheme": scheme, "hash": digest, "salt": ""}

    def verify(self, password: str, encoded: str) -> bool:
        """Compare in constant time."""
        told = self.decode(encoded)
        return CHECKS[told["scheme"]](password, told["hash"])

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        """Name the scheme and nothing else."""
        return {"algorithm": self.algorithm, "scheme": self.decode(encoded)["scheme"]}

    def must_update(self, encoded: str) -> bool:  # noqa: ARG002  # the base class's signature
        """Never by itself: a sign-in changes nothing but what it says."""
        return False

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: nobody signs in faster than the scheme is slow."""
