"""Each row that must never exist is refused by the database itself."""

import pytest
from django.db import IntegrityError, transaction
from tests.world import NOW

from congthu.requests.models import Request, RequestRow


@pytest.fixture
def request_(world):
    return Request.objects.create(
        authority=world.hanoi,
        agency=world.justice,
        agency_name="Sở Tư pháp",
        folded="so tu phap",
        form="mau-03",
        channel="paper",
        state="received",
        received_at=NOW,
        file_name="a.docx",
        file_sha256="0" * 64,
    )


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("request_state_known", {"state": "lạc", "signed_by": "Thủ trưởng"}),
        ("request_due_needs_complete", {"due_on": "2026-03-04"}),
        ("request_signed_by_somebody", {"state": "confirmed", "signed_at": NOW}),
        ("request_approved_has_time", {"state": "approved", "approved_by": "Sở"}),
        ("request_back_has_reason", {"state": "returned"}),
        ("request_back_has_reason", {"state": "withdrawn"}),
        ("request_executed_has_time", {"state": "executed", "signed_by": "Thủ trưởng"}),
        ("request_replied_has_document", {"state": "replied", "signed_by": "Thủ trưởng", "executed_at": NOW}),
    ],
)
def test_a_request_that_contradicts_itself_is_refused(request_, constraint, bad):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Request.objects.update(**bad)


@pytest.mark.parametrize(
    ("constraint", "bad"),
    [
        ("request_row_state_known", {"state": "lạc"}),
        ("request_row_done_has_time", {"state": "done"}),
        ("request_row_done_has_time", {"done_at": NOW}),
        ("request_row_failed_says_why", {"state": "failed"}),
    ],
)
def test_a_line_that_contradicts_itself_is_refused(request_, constraint, bad):
    RequestRow.objects.create(request=request_, line=1)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RequestRow.objects.update(**bad)


def test_a_line_stands_once(request_):
    RequestRow.objects.create(request=request_, line=1)
    with pytest.raises(IntegrityError, match="request_row_line_once"), transaction.atomic():
        RequestRow.objects.create(request=request_, line=1)
