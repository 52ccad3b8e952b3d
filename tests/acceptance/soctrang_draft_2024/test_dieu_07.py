"""Điều 7: dung lượng, tệp gửi kèm."""

import pytest
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-draft-2024"
MIB = 1 << 20


@pytest.mark.clause(REGULATION, "Đ7")
def test_every_mailbox_has_two_gigabytes_and_sends_fifty_megabytes_at_once(province: Province) -> None:
    holder, other = province.holders(2)
    assert holder.shown["quota_bytes"] == 2048 * MIB
    refused = province.refused(f"mailbox quota {holder.address} '3 GB' --reason 'x' --document 3/STTTT")
    assert refused.clauses == ["Đ7"]
    other.receive(holder.write(other, attachments={"a.bin": b"a" * (50 * MIB)}), seconds=60)
    code, words = holder.refused_to_write(other, attachments={"a.bin": b"a" * (51 * MIB)})
    assert (code, words[:5]) == (552, "5.3.4")
    assert "50 MB" in words
    assert "Dieu 7" in words
