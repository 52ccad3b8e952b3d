"""How are the secrets made that people do not choose, and how is each kind of password kept?

* chosen by a person: Argon2id, because people choose guessable ones;
* issued or for a mail program: 128 random bits and more under a salted SHA-512, because nobody can guess those and
  programs present them on every connection.

An app password is lower-case letters and digits without separators: Dovecot hashes exactly what is typed.
"""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, BasePasswordHasher

APP_PASSWORD_BYTES = 16
SELECTOR_DIGITS = 10
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class AppSecret:
    """An app password: what is shown once, what finds it, and what is kept."""

    plain: str
    selector: str
    hash: str


def ssha512(plain: str, *, salt: bytes) -> str:
    """Return *plain* under Dovecot's scheme SSHA512."""
    digest = hashlib.sha512(plain.encode() + salt).digest()
    return "{SSHA512}" + base64.b64encode(digest + salt).decode()


def selector(plain: str) -> str:
    """Return the first 40 bits of SHA-256, by which ``mail.passdb`` finds the one app password to compare with."""
    return hashlib.sha256(plain.encode()).hexdigest()[:SELECTOR_DIGITS]


def new_app_secret() -> AppSecret:
    """Make an app password of 128 random bits: 26 characters of a–z and 2–7."""
    plain = base64.b32encode(secrets.token_bytes(APP_PASSWORD_BYTES)).decode().rstrip("=").lower()
    return AppSecret(plain, selector(plain), ssha512(plain, salt=os.urandom(SALT_BYTES)))


class IssuedPasswordHasher(BasePasswordHasher):
    """For passwords that the system issued: random enough that slowness would only cost us."""

    algorithm = "issued_sha512"

    def encode(self, password: str, salt: str) -> str:
        """Return ``algorithm$salt$digest``."""
        digest = base64.b64encode(hashlib.sha512((salt + password).encode()).digest()).decode()
        return f"{self.algorithm}${salt}${digest}"

    def decode(self, encoded: str) -> dict[str, Any]:
        """Take an encoded password apart."""
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def verify(self, password: str, encoded: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(encoded, self.encode(password, self.decode(encoded)["salt"]))

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        """Name the algorithm and nothing else."""
        return {"algorithm": self.decode(encoded)["algorithm"]}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Do nothing: there is no work factor to equalise."""


class LightArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with the smallest parameters, for tests."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
