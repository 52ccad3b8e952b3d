"""What the texts say, written down once more by a second reader from the texts themselves."""

import pytest

from congthu.regulations.policy import policy_for
from congthu.regulations.terms import Size
from congthu.regulations.values import Ruled, Source

CAO_BANG, DONG_THAP, HANOI = "caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"
SOC_TRANG, DRAFT = "soctrang-59-2024", "soctrang-draft-2024"


def said(regulation, parameter):
    """The value as a file writes it, the clause, and on whose word it holds."""
    ruled = policy_for(regulation).ruled(parameter)
    assert isinstance(ruled, Ruled)
    value = ruled.value
    if isinstance(value, frozenset):
        value = {str(one) for one in value}
    elif isinstance(value, Size) or not isinstance(value, bool | int | tuple):
        value = str(value)
    return value, ruled.cited, ruled.source


@pytest.mark.enforces(
    "quota.attachments_per_message",
    "quota.raised_by",
    "request.person_facts",
    "request.organisation_facts",
    "request.transfer_filed_by_receiver",
    "request.sender_kinds",
    "request.channels",
    "request.approved_by",
    "password.one_per_account",
)
@pytest.mark.parametrize(
    ("regulation", "parameter", "value", "clause"),
    [
        (SOC_TRANG, "quota.attachments_per_message", "50 MB", "Đ7"),
        (DRAFT, "quota.attachments_per_message", "50 MB", "Đ7"),
        (DONG_THAP, "quota.raised_by", "Sở Khoa học và Công nghệ", "Đ7.2"),
        (HANOI, "quota.raised_by", "Đơn vị vận hành", "Đ9.3.a"),
        (CAO_BANG, "request.person_facts", ("full_name",), "PL-2"),
        (CAO_BANG, "request.organisation_facts", ("org_name",), "PL-1"),
        (DONG_THAP, "request.person_facts", ("full_name",), "PL.M01"),
        (DONG_THAP, "request.organisation_facts", ("org_name",), "PL.M01"),
        (DRAFT, "request.person_facts", ("full_name", "birth_date", "national_id"), "PL.M1"),
        (DRAFT, "request.organisation_facts", ("org_name", "seat"), "PL.M2"),
        (HANOI, "request.person_facts", ("full_name", "unit", "national_id", "otp_phone"), "Đ6.3"),
        (
            HANOI,
            "request.organisation_facts",
            ("org_name", "seat", "decision_no", "representative", "position", "national_id", "phone"),
            "Đ6.2",
        ),
        (DONG_THAP, "request.transfer_filed_by_receiver", True, "Đ8.2.d"),
        (HANOI, "request.transfer_filed_by_receiver", True, "Đ7.4.c-1"),
        (HANOI, "request.sender_kinds", {"van_thu", "ky_thuat"}, "Đ7.2-4"),
        (CAO_BANG, "request.channels", {"document-system", "email"}, "Đ7.2-0"),
        (DONG_THAP, "request.channels", {"document-system", "email"}, "Đ8.2.a-1"),
        (HANOI, "request.channels", {"email"}, "Đ7.2-4"),
        (DRAFT, "request.channels", {"document-system", "paper"}, "Đ4.3"),
        (SOC_TRANG, "request.approved_by", "Sở Thông tin và Truyền thông", "Đ4.2"),
        (DRAFT, "request.approved_by", "Sở Thông tin và Truyền thông", "Đ11.1.a"),
        (SOC_TRANG, "password.one_per_account", True, "Đ8.2.a"),
        (DRAFT, "password.one_per_account", True, "Đ8.2.a"),
    ],
)
def test_a_value_stands_in_the_text(regulation, parameter, value, clause):
    assert said(regulation, parameter) == (value, clause, Source.REGULATION)


@pytest.mark.enforces("quota.attachments_per_message", "quota.warn_at_percent", "leaving.transfer_kept")
@pytest.mark.parametrize(
    ("regulation", "parameter", "value"),
    [
        (CAO_BANG, "quota.attachments_per_message", "25 MB"),
        (SOC_TRANG, "quota.warn_at_percent", 90),
        (DONG_THAP, "leaving.transfer_kept", "15 days"),
    ],
)
def test_a_default_is_ours_and_says_so(regulation, parameter, value):
    assert said(regulation, parameter) == (value, "", Source.PLATFORM)
