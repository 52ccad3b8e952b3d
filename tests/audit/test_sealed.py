import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from congthu.audit.sealed import digest, masked, seal, unseal
from congthu.directory.models import Person


@given(st.binary())
def test_what_is_sealed_comes_back(plain):
    assert unseal(seal(plain)) == plain


def test_the_same_text_is_sealed_differently_each_time():
    assert seal(b"001174022272") != seal(b"001174022272")
    assert digest("001174022272") == digest("001174022272") != digest("001174022273")


def test_a_changed_ciphertext_is_noticed():
    sealed = bytearray(seal(b"001174022272"))
    sealed[-1] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed))


@pytest.mark.parametrize(("text", "shown"), [("001174022272", "•••••••••272"), ("123", "•••"), ("", "")])
def test_a_screen_shows_the_last_three(text, shown):
    assert masked(text) == shown


def test_the_table_holds_neither_number_nor_phone(world):
    person = world.person(national_id="001174022272", otp_phone="0912345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM directory_person p")
        [(stored,)] = cursor.fetchall()
    for plain in ("001174022272", "0912345678"):
        assert plain not in stored
        assert plain.encode().hex() not in stored
    kept = Person.objects.get(pk=person.pk)
    assert (kept.national_id, kept.masked_otp_phone) == ("001174022272", "•••••••678")
