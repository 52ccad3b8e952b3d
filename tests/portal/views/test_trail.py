"""The page that says why: for whoever may see what was acted on, in the words of the command."""

import re

from tests.portal.people import CAUSE, CONSOLE, EVIDENCE

from congthu.audit.acts import Cause
from congthu.audit.models import AuditEntry
from congthu.audit.queries import explanation
from congthu.identity import holding

LEAK = Cause("Đ8.2.b", "12/STP-VP", "Lộ mật khẩu")


def lock(holder, now):
    holding.lock(holder.mailbox, cause=LEAK, evidence=EVIDENCE, acting=CONSOLE, now=now)
    return AuditEntry.objects.get(event="mailbox.lock")


def test_a_line_of_the_timeline_leads_to_why(browse, operator, holder, now):
    entry = lock(holder, now)
    page = browse(operator).get(f"/hop-thu/{holder.address}/").content.decode()
    assert f'href="/nhat-ky/{entry.pk}/"' in page


def test_the_page_says_what_the_command_says(browse, operator, holder, now):
    entry = lock(holder, now)
    page = browse(operator).get(f"/nhat-ky/{entry.pk}/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Đây có phải căn cứ tạm khóa không?" in text
    assert "Vì: Lộ mật khẩu." in text
    for line in explanation(entry).texts():
        assert line in text


def test_holders_read_it_of_their_own_mailbox_and_strangers_find_nothing(
    browse, holder, newcomer, elsewhere, now
):
    entry = AuditEntry.objects.get(event="mailbox.issued", subject_key=holder.address)
    assert browse(holder).get(f"/nhat-ky/{entry.pk}/").status_code == 200
    stranger = elsewhere.holder("Hoàng Thị Mai")
    assert browse(stranger).get(f"/nhat-ky/{entry.pk}/").status_code == 404
    assert browse(holder).get("/nhat-ky/999999/").status_code == 404


def test_what_the_portal_refuses_is_in_the_trail_with_its_reason(browse, operator, holder, now):
    client = browse(operator)
    holding.lock(holder.mailbox, cause=LEAK, evidence=EVIDENCE, acting=CONSOLE, now=now)
    answer = client.post(
        f"/hop-thu/{holder.address}/khoi-phuc/", {"document": "13/STP", "reason": "Theo đề nghị"}
    )
    assert answer.status_code == 422
    entry = AuditEntry.objects.get(event="mailbox.restore.refused")
    page = client.get(f"/nhat-ky/{entry.pk}/").content.decode()
    assert "chỉ khôi phục khi đã xử lý xong" in page
    assert CAUSE.document not in page
