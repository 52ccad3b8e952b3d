import pytest

from congthu.mailflow.gate.rules import LONGEST_REPLY, ascii_words, check_attachments
from congthu.regulations.load import catalogue, load
from congthu.regulations.policy import policy_for

MIB = 1 << 20


def limit_of(regulation):
    return policy_for(regulation).quota.attachments_per_message


@pytest.mark.enforces("quota.attachments_per_message")
@pytest.mark.parametrize("regulation", catalogue())
def test_up_to_the_limit_all_leave_and_a_byte_more_is_refused_with_the_clause(regulation):
    limit = limit_of(regulation)
    assert check_attachments(int(limit.value), limit=limit) is None
    refused = check_attachments(int(limit.value) + 1, limit=limit)
    assert refused is not None
    assert (refused.refusal.rule, refused.refusal.clause) == ("attachments.total", limit.cited)
    assert str(limit.value) in refused.refusal.message


@pytest.mark.parametrize(
    ("regulation", "size", "why", "clause"),
    [
        (
            "hanoi-1643-2023",
            60 * MIB,
            "60 MB, vuot muc 50 MB cua mot lan gui (diem b khoan 3 Dieu 9)",
            "[D9.3.b]",
        ),
        (
            "dongthap-143-2025",
            20 * MIB + 1,
            "20,1 MB, vuot muc 20 MB cua mot lan gui (khoan 1 Dieu 7)",
            "[D7.1]",
        ),
    ],
)
def test_the_reply_names_size_limit_and_clause_in_plain_letters(regulation, size, why, clause):
    refused = check_attachments(size, limit=limit_of(regulation))
    assert refused is not None
    what_to_do = "Hay bot tep, hoac chia ra nhieu thu."
    assert refused.reply == f"552 5.3.4 Tep gui kem tong cong {why}. {what_to_do} {clause}"


def test_where_the_regulation_is_silent_the_reply_says_whose_limit_it_is():
    silent = next(one for one in catalogue() if "quota.attachments_per_message" not in load(one).given)
    refused = check_attachments(1 << 40, limit=limit_of(silent))
    assert refused is not None
    assert "mac dinh cua he thong" in refused.reply
    assert "[" not in refused.reply


@pytest.mark.parametrize(
    ("words", "plain"),
    [("Đường dẫn đúng", "Duong dan dung"), ("a\r\n250 OK", "a??250 OK"), ("“x” – 李", "?x? ? ?"), ("", "")],
)
def test_a_reply_holds_nothing_that_a_line_cannot_carry(words, plain):
    assert ascii_words(words) == plain


def test_a_reply_is_never_longer_than_a_line():
    limit = limit_of(catalogue()[0])
    wordy = limit.model_copy(update={"source": "operator", "decision": "số " + "dài " * 400})
    refused = check_attachments(1 << 40, limit=wordy)
    assert refused is not None
    assert len(refused.reply) <= LONGEST_REPLY
