"""How are id numbers, phones and uploaded forms kept, so that a copy of the database tells nobody any of them?

AES-256-GCM under the installation's field key, a fresh nonce each time; equality is asked of a keyed digest kept in
a column of its own. Keys of the two uses are derived apart.
"""

import hashlib
import hmac
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE = 12
SHOWN = 3


@lru_cache(maxsize=8)
def _derived(field_key: str, use: bytes) -> bytes:
    return hmac.digest(bytes.fromhex(field_key), use, "sha256")


def _key(use: bytes) -> bytes:
    return _derived(settings.CONGTHU_FIELD_KEY, use)


def seal(plain: bytes) -> bytes:
    """Encrypt *plain*; the same text gives another ciphertext each time."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(b"seal")).encrypt(nonce, plain, None)


def unseal(sealed: bytes) -> bytes:
    """Decrypt what :func:`seal` made; raises cryptography's InvalidTag if it was changed or the key is another."""
    return AESGCM(_key(b"seal")).decrypt(sealed[:NONCE], sealed[NONCE:], None)


def digest(text: str) -> bytes:
    """Return the digest by which equal values find each other; empty for an empty text."""
    return hmac.digest(_key(b"digest"), text.encode(), hashlib.sha256) if text else b""


def masked(text: str) -> str:
    """Return *text* as it may stand on a screen: the last three characters, the rest as dots."""
    return "•" * max(0, len(text) - SHOWN) + text[-SHOWN:] if len(text) > SHOWN else "•" * len(text)


# Django's Field takes type arguments in its stubs only.
if TYPE_CHECKING:
    _TextField = models.Field[str, str]
    _BytesField = models.Field[bytes, bytes]
else:
    _TextField = _BytesField = models.Field


class SealedTextField(_TextField):
    """A text, plain in Python and sealed in the database. It cannot be searched: ask its digest."""

    def get_internal_type(self) -> str:
        """The column is bytea."""
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str:
        """Unseal what the database holds."""
        return unseal(bytes(value)).decode() if value else ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Seal on the way out."""
        return seal(value.encode()) if value else b""


class SealedBytesField(_BytesField):
    """Bytes, such as an uploaded file, sealed in the database."""

    def get_internal_type(self) -> str:
        """The column is bytea."""
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes:
        """Unseal what the database holds."""
        return unseal(bytes(value)) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Seal on the way out."""
        return seal(bytes(value)) if value else b""
