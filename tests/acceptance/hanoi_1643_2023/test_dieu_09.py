"""Điều 9: dùng thư, dung lượng."""

import pytest
from imapclient import IMAPClient
from tests.acceptance.outside.provinces import Province
from tests.running import wait_for

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


@pytest.mark.clause(REGULATION, "Đ9.3.a")
def test_a_quota_is_raised_by_an_operator_and_the_mail_program_sees_it(province: Province) -> None:
    operator, holder = province.staff("operator"), province.holder()
    with holder.imap() as program:
        assert program.get_quota_root("INBOX")[1][0].limit == 2 << 20
    line = f"mailbox quota {holder.address} '3 GB' --reason 'Nhu cầu công việc' --as"
    province.refused(f"{line} {holder.address} --document 9/STP")
    province.run(f"{line} {operator.address} --document 9/STP")
    with holder.imap() as program:
        assert program.get_quota_root("INBOX")[1][0].limit == 3 << 20
    operator.browser.get(f"hop-thu/{holder.address}/").must_say("Thay đổi dung lượng", "9/STP")


@pytest.mark.clause(REGULATION, "Đ9.3.b")
def test_the_least_quota_and_the_largest_attachments(province: Province) -> None:
    holder, other = province.holders(2)
    refused = province.refused(f"mailbox quota {holder.address} '1945 MB' --reason 'x' --document 3/STP")
    assert refused.clauses == ["Đ9.3.b"]
    province.run(f"mailbox quota {holder.address} '2 GB' --reason 'x' --document 3/STP")
    files = {"a.bin": b"a" * (25 * MIB), "b.bin": b"b" * (25 * MIB)}
    other.receive(holder.write(other, attachments=files))
    for too_large in (dict.fromkeys(files, b"c" * (30 * MIB)), {"a.bin": b"a" * (50 * MIB + 1)}):
        code, words = holder.refused_to_write(other, attachments=too_large)
        assert (code, words[:5]) == (552, "5.3.4")
        assert "50 MB" in words
        assert "diem b khoan 3 Dieu 9" in words


@pytest.mark.clause(REGULATION, "Đ9.3.c")
def test_a_tenth_of_the_quota_left_is_told_each_time_it_comes_to_that(province: Province) -> None:
    holder = province.holder()
    fifty_mb = b"Subject: luu tru\r\n\r\n" + b"x" * (50 * MIB)
    with holder.imap() as program:

        def told() -> list[str]:
            letters = province.mail.messages(holder.address, holder.app_password)
            texts = [one.get_content() for one in letters if "dung lượng" in str(one["Subject"])]
            return [text for text in texts if "90 phần trăm" in text]

        def add(count: int) -> None:
            # Copies of one message lie in one place on the disk, and count each.
            for _ in range(count):
                program.copy(program.search()[:1], "Archive")
            program.noop()

        program.select_folder("Archive")
        program.append("Archive", fifty_mb)
        add(35)
        assert told() == [], "1,8 GB of 2 GB is less than nine tenths"
        add(1)
        [letter] = wait_for(told, what="a letter that nine tenths are used")
        assert "Đ9.3.c" in letter
        add(1)
        program.delete_messages(program.search()[-3:])
        program.expunge()
        assert len(told()) == 1
        add(2)
        wait_for(lambda: len(told()) == 2, what="another letter, because it has come to that again")
