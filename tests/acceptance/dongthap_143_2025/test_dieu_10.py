"""Điều 10: hộp thư của cơ quan."""

import pytest
from tests.acceptance.outside.provinces import Province
from tests.acceptance.outside.scenes import custody_passes_on

REGULATION = "dongthap-143-2025"


@pytest.mark.clause(REGULATION, "Đ10.1.c")
def test_who_changes_post_hands_the_mailbox_over(province: Province) -> None:
    custody_passes_on(province)
