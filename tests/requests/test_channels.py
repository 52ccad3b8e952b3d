"""By which channel, into which mailbox and from which sender a request may come: what is refused beside what passes."""

import pytest
from tests.requests.letters import Arrival, person_row, refused, row
from tests.world import CONSOLE, NOW

from congthu.mailboxes.models import Mailbox
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.route import Channel, Step
from congthu.requests.acts import route
from congthu.requests.models import RequestState
from congthu.requests.way import where

EMAIL, PAPER, DOCUMENTS = Channel.EMAIL, Channel.PAPER, Channel.DOCUMENT_SYSTEM
HANOI = {"channel": EMAIL, "received_in": "kythuat@hanoi.gov.vn"}


@pytest.mark.enforces("request.channels")
@pytest.mark.parametrize(
    ("regulation", "channel", "clause"),
    [
        ("hanoi-1643-2023", PAPER, "Đ7.2-4"),
        ("hanoi-1643-2023", DOCUMENTS, "Đ7.2-4"),
        ("hanoi-1643-2023", EMAIL, None),
        ("caobang-16-2025", PAPER, "Đ7.2-0"),
        ("caobang-16-2025", DOCUMENTS, None),
        ("caobang-16-2025", EMAIL, None),
        ("dongthap-143-2025", PAPER, "Đ8.2.a-1"),
        ("dongthap-143-2025", DOCUMENTS, None),
        ("soctrang-draft-2024", EMAIL, "Đ4.3"),
        ("soctrang-draft-2024", PAPER, None),
        ("soctrang-59-2024", PAPER, None),
        ("soctrang-59-2024", Channel.TELEPHONE, None),
    ],
)
def test_a_request_comes_by_a_channel_that_the_regulation_opens(province, regulation, channel, clause):
    place = province(regulation)
    if clause is None:
        sender = place.issue("van_thu").address if regulation == "hanoi-1643-2023" else ""
        assert place.receive(person_row(), arrival=Arrival(channel, sender)).channel == str(channel)
        return
    with pytest.raises(RefusedByRule) as raised:
        place.receive(person_row(), arrival=Arrival(channel))
    assert refused(raised) == [("request.channels", clause)]
    assert "Hãy gửi lại đúng kênh" in str(raised.value)


@pytest.mark.parametrize("channel", [Channel.PORTAL, Channel.CONSOLE])
def test_whoever_signs_in_here_may_always_ask(province, channel):
    assert province("hanoi-1643-2023").receive(person_row(), arrival=Arrival(channel))


@pytest.mark.enforces("request.channels")
def test_a_letter_has_a_number(province):
    place = province("caobang-16-2025")
    with pytest.raises(RefusedByRule) as raised:
        place.receive(person_row(), arrival=Arrival(DOCUMENTS), number=None)
    assert refused(raised) == [("request.document", "Đ7.2-0")]
    assert place.receive(person_row(), arrival=Arrival(EMAIL), number=None)


@pytest.mark.enforces("request.mailbox")
@pytest.mark.parametrize(
    ("regulation", "right", "clause"),
    [
        ("hanoi-1643-2023", "kythuat@hanoi.gov.vn", "Đ7.2-4"),
        ("caobang-16-2025", "hotromail@caobang.gov.vn", "Đ7.2-0"),
    ],
)
def test_a_request_by_mail_comes_into_the_mailbox_that_the_regulation_names(
    province, regulation, right, clause
):
    place = province(regulation)
    with pytest.raises(RefusedByRule) as raised:
        place.receive(person_row(), arrival=Arrival(EMAIL, received_in="vanthu@tinh.gov.vn"))
    assert refused(raised) == [("request.mailbox", clause)]
    assert right in str(raised.value)
    sender = place.issue("van_thu").address if regulation == "hanoi-1643-2023" else ""
    assert place.receive(person_row(), arrival=Arrival(EMAIL, sender, right.upper()))


class TestSenders:
    @pytest.fixture
    def place(self, province):
        return province("hanoi-1643-2023")

    @pytest.mark.enforces("request.sender_kinds")
    @pytest.mark.parametrize("kind", ["van_thu", "ky_thuat"])
    def test_the_focal_point_sends_from_its_clerks_or_technical_mailbox(self, place, kind):
        sender = place.issue(kind).address
        assert place.receive(person_row(), arrival=Arrival(**HANOI, sender=sender)).sender == sender

    @pytest.mark.enforces("request.sender_kinds")
    def test_not_from_anybodys_own_mailbox_nor_from_elsewhere(self, place):
        for sender in (
            place.holder().address,
            "ai-do@gmail.com",
            place.issue("van_thu", place.other).address,
        ):
            with pytest.raises(RefusedByRule) as raised:
                place.receive(person_row(), arrival=Arrival(**HANOI, sender=sender))
            assert refused(raised) == [("request.sender_kinds", "Đ7.2-4")]
        assert "hộp thư văn thư" in str(raised.value)
        assert "Sở Tư pháp" in str(raised.value)

    def test_a_letter_by_mail_says_from_which_mailbox_it_came_where_that_matters(self, place):
        asked = row("person.restore", full_name="Nguyễn Văn An")
        for line, cited in (
            (person_row(), ("request.sender_kinds", "Đ7.2-4")),
            (asked, ("request.restore_by_organisation", "Đ8.3.a")),
        ):
            with pytest.raises(RefusedByRule, match="Hãy ghi hộp thư gửi") as raised:
                place.receive(line, arrival=Arrival(**HANOI))
            assert refused(raised) == [cited]

    @pytest.mark.enforces("request.restore_by_organisation")
    def test_the_organisation_asks_for_restoring_not_the_holder(self, place):
        holder, asked = place.holder(), row("person.restore", full_name="Nguyễn Văn An")
        with pytest.raises(RefusedByRule) as raised:
            place.receive(asked, arrival=Arrival(**HANOI, sender=holder.address))
        assert refused(raised) == [("request.restore_by_organisation", "Đ8.3.a")]
        agency = place.issue("agency").address
        assert place.receive(asked, arrival=Arrival(**HANOI, sender=agency))

    def test_where_no_regulation_says_so_anybody_may_write(self, province):
        place = province("caobang-16-2025")
        asked = row("person.restore", full_name="Nguyễn Văn An")
        assert place.receive(asked, arrival=Arrival(EMAIL, sender="ai-do@gmail.com"))


class TestLockedOut:
    """Whoever cannot send because those very mailboxes are locked may write on paper (B-43)."""

    @pytest.mark.enforces("request.channels")
    def test_a_paper_may_ask_to_restore_what_one_has_to_write_from(self, province):
        place = province("hanoi-1643-2023")
        box, person = place.issue("ky_thuat").address, place.holder().address
        own = row("organisation.restore", org_name="Sở Tư pháp", address=box)
        assert place.receive(own, arrival=Arrival(PAPER))
        for refused_rows in (
            [own, person_row(2)],
            [row("person.restore", full_name="Nguyễn Văn An", address=person)],
            [row("organisation.restore", org_name="Sở Tư pháp")],
        ):
            with pytest.raises(RefusedByRule) as raised:
                place.receive(*refused_rows, arrival=Arrival(PAPER))
            assert refused(raised) == [("request.channels", "Đ7.2-4")]


class TestThroughTheFocalPoint:
    @pytest.fixture
    def place(self, province):
        place = province("hanoi-1643-2023")
        Mailbox.objects.all().delete()
        place.office.focal = place.other
        place.office.save()
        return place

    @pytest.mark.enforces("request.through_focal_point")
    def test_what_an_agency_sends_itself_is_led_to_its_focal_point(self, place):
        own = place.issue("van_thu").address
        with pytest.raises(RefusedByRule) as raised:
            place.receive(person_row(), arrival=Arrival(**HANOI, sender=own))
        assert refused(raised) == [("request.sender_kinds", "Đ7.2-4")]
        assert "Sở Nội vụ" in str(raised.value)

    @pytest.mark.enforces("request.through_focal_point")
    def test_what_the_focal_point_sends_needs_nobody_to_forward_it(self, place):
        focal = place.issue("van_thu", place.other).address
        request = place.receive(person_row(), arrival=Arrival(**HANOI, sender=focal))
        route.confirm(request, acting=CONSOLE, now=NOW)
        assert request.forwarded_by == focal
        assert where(request).awaited.act is Step.ACCEPT

    @pytest.mark.enforces("request.through_focal_point")
    def test_what_comes_by_the_portal_is_accepted_when_the_focal_point_has_forwarded_it(self, place):
        request = place.receive(person_row())
        route.confirm(request, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            route.accept(request, acting=CONSOLE, now=NOW)
        assert refused(raised) == [("request.through_focal_point", "Đ7.2-3")]
        assert "Hãy đề nghị Sở Nội vụ chuyển" in str(raised.value)
        route.forward(request, acting=CONSOLE, now=NOW)
        route.accept(request, acting=CONSOLE, now=NOW)
        assert request.state == RequestState.ACCEPTED
