import pytest

from congthu.regulations.addresses import is_address, is_local_part


@pytest.mark.parametrize("text", ["stc", "pns-stc", "du.kinhbac", "van_thu.so1", "a" * 64])
def test_what_can_stand_before_the_at(text):
    assert is_local_part(text)
    assert is_address(f"{text}@bacninh.gov.vn")


@pytest.mark.parametrize("text", ["", "Sở", "STC", "a..b", ".a", "a-", "a b", "a@b", "a" * 65])
def test_what_cannot(text):
    assert not is_local_part(text)
    assert not is_address(f"{text}@bacninh.gov.vn")


@pytest.mark.parametrize("text", ["stc", "stc@", "stc@localhost", "@bacninh.gov.vn", "stc@bacninh.gov.vn."])
def test_an_address_has_a_domain(text):
    assert not is_address(text)
