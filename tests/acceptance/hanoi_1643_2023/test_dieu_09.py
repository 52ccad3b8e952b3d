"""Điều 9: dùng thư, dung lượng."""

import pytest
from imapclient import IMAPClient
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"
MIB = 1 << 20


@pytest.mark.clause(REGULATION, "Đ9.1")
def test_a_mail_program_keeps_a_copy_and_sends_over_tls(province: Province) -> None:
    holder, other = province.holders(2)
    sent = other.write(holder)
    holder.receive(sent)
    host, port = province.endpoints["imaps"]
    with IMAPClient(host, port, ssl=True, ssl_context=province.mail.tls) as program:
        program.login(holder.address, holder.app_password)
        program.select_folder("INBOX")
        found = program.search(["HEADER", "Message-ID", sent["Message-ID"]])
        assert sent["Message-ID"].encode() in program.fetch(found, ["RFC822"])[found[0]][b"RFC822"]
    answer = holder.write(other)
    other.receive(answer)


@pytest.mark.clause(REGULATION, "Đ9.3.b")
def test_the_least_quota_and_the_largest_attachments(province: Province) -> None:
    holder, other = province.holders(2)
    refused = province.refused(f"mailbox quota {holder.address} '1945 MB' --reason 'x' --document 3/STP")
    assert refused.clauses == ["Đ9.3.b"]
    province.run(f"mailbox quota {holder.address} '2 GB' --reason 'x' --document 3/STP")
    files = {"a.bin": b"a" * (25 * MIB), "b.bin": b"b" * (25 * MIB)}
    other.receive(holder.write(other, attachments=files))
    code, _ = holder.refused_to_write(other, attachments=dict.fromkeys(files, b"c" * (30 * MIB)))
    assert code == 552
