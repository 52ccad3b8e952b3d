"""Điều 7: dung lượng, tệp gửi kèm."""

import pytest
from tests.acceptance.outside.provinces import Province

REGULATION = "dongthap-143-2025"
MIB = 1 << 20


@pytest.mark.clause(REGULATION, "Đ7.1")
def test_the_least_quota_and_the_largest_attachments(province: Province) -> None:
    holder, other = province.holders(2)
    assert holder.shown["quota_bytes"] == 500 * MIB
    refused = province.refused(
        f"mailbox quota {holder.address} '499 MB' --reason 'x' --document 3/SKHCN --lower"
    )
    assert refused.clauses == ["Đ7.1"]
    files = {"a.bin": b"a" * (10 * MIB), "b.bin": b"b" * (10 * MIB)}
    other.receive(holder.write(other, attachments=files))
    for too_large in ({"a.bin": b"a" * (21 * MIB)}, {**files, "c.bin": b"c"}):
        code, words = holder.refused_to_write(other, attachments=too_large)
        assert (code, words[:5]) == (552, "5.3.4")
        assert "20 MB" in words
        assert "khoan 1 Dieu 7" in words


@pytest.mark.clause(REGULATION, "Đ7.2")
def test_a_quota_is_raised_by_a_paper_of_the_department_and_lowered_by_no_slip(province: Province) -> None:
    operator, holder = province.staff("operator"), province.holder()
    line, by = f"mailbox quota {holder.address}", f"--reason 'Nhu cầu' --as {operator.address}"
    assert province.refused(f"{line} '1 GB' {by}").clauses == ["Đ7.2"]
    assert holder.shown["quota_bytes"] == 500 * MIB
    province.run(f"{line} '1 GB' {by} --document 9/SKHCN")
    warned = province.refused(f"{line} '800 MB' {by} --document 10/SKHCN")
    assert (warned.clauses, "giảm" in warned.refused[0]["message"]) == (["Đ7.2"], True)
    assert holder.shown["quota_bytes"] == 1024 * MIB
    province.run(f"{line} '800 MB' {by} --document 10/SKHCN --lower")
    with holder.imap() as program:
        assert program.get_quota_root("INBOX")[1][0].limit == 800 << 10
