"""Điều 15: người dùng."""

import pytest
from imapclient.exceptions import CapabilityError, IMAPClientError
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ15.5")
def test_a_personal_mailbox_is_shared_with_nobody(province: Province) -> None:
    holder, other = province.holders(2)
    with holder.imap() as program, pytest.raises((CapabilityError, IMAPClientError)):
        program.setacl("INBOX", other.address, "lr")
    with other.imap() as program:
        assert all(holder.address not in name for _, _, name in program.list_folders())
    assert other.refused_to_write(other, sender=holder.address)[0] == 553
