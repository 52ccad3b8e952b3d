"""Điều 7: dung lượng, tệp gửi kèm."""

import pytest
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import two_gigabytes_and_fifty_at_once

REGULATION = "soctrang-59-2024"


@pytest.mark.clause(REGULATION, "Đ7")
def test_every_mailbox_has_two_gigabytes_and_sends_fifty_megabytes_at_once(province: Province) -> None:
    two_gigabytes_and_fifty_at_once(province, "Đ7")
