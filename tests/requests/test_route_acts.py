"""A request takes the steps that its regulation lays down, by those whom it names, and may come back."""

from datetime import date, timedelta

import pytest
from tests.requests.letters import LATER, person_row, refused, row, stands_against
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.models import AuditEntry
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.route import Channel
from congthu.requests.acts import route
from congthu.requests.acts.complete import complete_line
from congthu.requests.acts.execute import execute
from congthu.requests.acts.receive import receive_typed
from congthu.requests.channels import Arrival
from congthu.requests.models import Request, RequestState
from congthu.requests.queries import access_request, pending_for, visible_requests
from congthu.requests.typed import TypedLetter, TypedLine
from congthu.requests.way import where

DRAFT, FIRST = "soctrang-draft-2024", "soctrang-59-2024"


class TestApproving:
    @pytest.mark.enforces("request.approved_by", "route.approve")
    @pytest.mark.parametrize(("regulation", "clause"), [(DRAFT, "Đ11.1.a"), (FIRST, "Đ4.2")])
    def test_nothing_is_accepted_before_the_department_approves(self, province, regulation, clause):
        place = province(regulation)
        request = place.receive(person_row())
        if regulation == DRAFT:
            route.confirm(request, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            route.accept(request, acting=CONSOLE, now=NOW)
        assert refused(raised) == [("request.approved_by", clause)]
        assert "Sở Thông tin và Truyền thông chưa duyệt" in str(raised.value)
        manager = place.world.actor(Role.MANAGING)
        route.approve(request, acting=manager, now=NOW, document="5/STTTT")
        route.accept(request, acting=CONSOLE, now=NOW)
        assert (request.state, request.approved_by) == (RequestState.ACCEPTED, manager.name)
        assert AuditEntry.objects.get(event="request.approved").document == "5/STTTT"

    @pytest.mark.enforces("route.approve")
    def test_the_operator_does_not_approve(self, province):
        place = province(FIRST)
        operator = place.world.actor(Role.OPERATOR)
        with pytest.raises(RefusedByRule) as raised:
            route.approve(place.receive(person_row()), acting=operator, now=NOW)
        assert refused(raised) == [("role.required", "Đ4.2")]

    def test_where_no_regulation_says_so_there_is_nothing_to_approve(self, province):
        request = province("caobang-16-2025").receive(person_row())
        with pytest.raises(RefusedByRule) as raised:
            route.approve(request, acting=CONSOLE, now=NOW)
        assert [rule for rule, _ in refused(raised)] == ["request.approve"]


def test_a_regulation_without_rules_has_the_shortest_way(province):
    request = province(FIRST).receive(person_row())
    assert where(request).awaited.cited == "Đ4.2"  # the department: all that the text says
    route.approve(request, acting=CONSOLE, now=NOW)
    assert where(request).awaited.cited == ""  # to accept: the text says nothing of it
    route.accept(request, acting=CONSOLE, now=NOW)
    assert execute(request, acting=CONSOLE, now=NOW)[0].done


class TestComingBack:
    @pytest.fixture
    def place(self, province):
        return province("caobang-16-2025")

    def test_what_was_returned_comes_again_beside_its_first_arrival(self, place):
        first = place.receive(person_row(name="Nguyễn 123"))
        route.return_for_correction(first, reason="Sai họ tên ở dòng 1", acting=CONSOLE, now=NOW)
        second = place.receive(person_row(), corrects=first, now=LATER)
        first.refresh_from_db()
        assert (first.state, second.corrects) == (RequestState.RESUBMITTED, first)
        assert second.corrects.received_at == NOW
        assert execute(place.accept(second), acting=CONSOLE, now=LATER)[0].done

    def test_it_comes_again_once(self, place):
        first = place.receive(person_row())
        route.return_for_correction(first, reason="Thiếu dấu", acting=CONSOLE, now=NOW)
        place.receive(person_row(), corrects=first, now=LATER)
        with pytest.raises(RefusedByRule) as raised:
            place.receive(person_row(), corrects=first, now=LATER)
        assert [rule for rule, _ in refused(raised)] == ["request.resubmit"]

    def test_what_was_not_returned_is_not_brought_again(self, place):
        first = place.receive(person_row())
        with pytest.raises(RefusedByRule):
            place.receive(person_row(), corrects=first, now=LATER)
        assert Request.objects.count() == 1

    def test_an_agency_withdraws_before_anything_is_done_and_says_why(self, place):
        head = place.world.actor(Role.HEAD, organisation=place.office)
        request = place.receive(person_row())
        with pytest.raises(RefusedByRule):
            route.withdraw(request, reason=" ", acting=head, now=NOW)
        route.withdraw(request, reason="Người này không về nữa", acting=head, now=NOW)
        assert (request.state, request.return_reason) == (RequestState.WITHDRAWN, "Người này không về nữa")
        with pytest.raises(RefusedByRule):
            route.confirm(request, acting=head, now=NOW)

    def test_what_was_returned_may_be_withdrawn_and_other_steps_name_the_way_on(self, place):
        request = place.receive(person_row())
        route.return_for_correction(request, reason="Thiếu dấu", acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            route.confirm(request, acting=CONSOLE, now=NOW)
        assert "Từ đây có thể: gửi lại (nhận phiếu đã sửa" in str(raised.value)
        route.withdraw(request, reason="Không cần nữa", acting=CONSOLE, now=NOW)
        assert request.state == RequestState.WITHDRAWN

    def test_only_what_was_returned_to_the_same_agency_is_brought_again(self, place):
        first = place.receive(person_row())
        with pytest.raises(RefusedByRule, match="không gửi lại được"):
            place.receive(person_row(), corrects=first, now=LATER)
        route.return_for_correction(first, reason="Thiếu dấu", acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule, match="là của Sở Tư pháp") as raised:
            place.receive(person_row(), corrects=first, now=LATER, office=place.other)
        assert refused(raised) == [("request.corrects", "")]
        elsewhere = establish("tinhkhac", "dongthap-143-2025", "Tỉnh Khác")
        with pytest.raises(RefusedByRule, match="một địa phương khác") as raised:
            receive_typed(
                [TypedLine("person.issue", {"full_name": "Lê Hoa"})],
                letter=TypedLetter("1/CV"),
                authority=elsewhere,
                arrival=Arrival(Channel.DOCUMENT_SYSTEM),
                acting=CONSOLE,
                now=LATER,
                agency_code=agency(elsewhere, "Sở Tư pháp", "stp").code,
                corrects=first,
            )
        assert refused(raised) == [("request.corrects", "")]
        first.refresh_from_db()
        assert first.state == RequestState.RETURNED

    @pytest.mark.parametrize(("file", "told"), [(b"phieu cu", 1), (b"phieu da sua", 0)])
    def test_a_correction_that_corrects_nothing_is_told(self, place, file, told):
        first = place.receive(person_row(), content=b"phieu cu")
        route.return_for_correction(first, reason="Thiếu dấu của cơ quan", acting=CONSOLE, now=NOW)
        second = place.receive(person_row(), corrects=first, now=LATER, content=file)
        assert (
            sum("giống hệt tệp đã bị trả lại: Thiếu dấu" in one["message"] for one in second.problems) == told
        )

    def test_a_form_without_a_line_is_not_confirmed(self, place):
        request = place.receive()
        with pytest.raises(RefusedByRule, match="không có dòng nào"):
            route.confirm(request, acting=CONSOLE, now=NOW)
        route.confirm(place.receive(person_row()), acting=CONSOLE, now=NOW)

    @pytest.mark.parametrize(("day", "told"), [("2026-03-02", 0), ("2026-03-03", 1)])
    def test_a_letter_of_a_day_to_come_is_told(self, place, day, told):
        request = place.receive(person_row(), day=day)
        assert sum(one["field"] == "document.date" for one in request.problems) == told
        assert request.complete_at == NOW

    def test_another_agency_withdraws_nothing(self, place):
        head = place.world.actor(Role.HEAD, organisation=place.other)
        with pytest.raises(RefusedByRule) as raised:
            route.withdraw(place.receive(person_row()), reason="Nhầm", acting=head, now=NOW)
        assert [rule for rule, _ in refused(raised)] == ["role.required"]

    def test_what_is_partly_done_is_neither_returned_nor_withdrawn(self, place):
        request = place.accept(place.receive(person_row(1), person_row(2, "Nguyễn 123")))
        execute(request, acting=CONSOLE, now=NOW)
        for back in (route.withdraw, route.return_for_correction):
            with pytest.raises(RefusedByRule):
                back(request, reason="Nhầm", acting=CONSOLE, now=NOW)


class TestCompleting:
    @pytest.fixture
    def place(self, province):
        return province("hanoi-1643-2023")

    @pytest.mark.enforces("request.fulfil")
    def test_the_term_starts_when_nothing_is_missing_any_more(self, place):
        request = place.receive(person_row(otp_phone=""))
        assert (request.complete_at, stands_against(request.rows.get())) == (
            None,
            [("request.person_facts", "Đ6.3")],
        )
        head = place.world.actor(Role.HEAD, organisation=place.office)
        line = complete_line(request, 1, {"otp_phone": "0912 345 678"}, acting=head, now=LATER)
        assert (request.complete_at, request.due_on) == (LATER, date(2026, 3, 4))
        assert (line.everything["otp_phone"], line.proposed_address) == (
            "0912345678",
            "vuthuylieu_sotp@hanoi.gov.vn",
        )

    def test_the_trail_names_what_was_added_and_not_what_it_is(self, place):
        request = place.receive(person_row(otp_phone=""))
        complete_line(request, 1, {"otp_phone": "0912345678"}, acting=CONSOLE, now=LATER)
        [entry] = AuditEntry.objects.filter(event="request.line_completed")
        assert entry.details == {"line": 1, "fields": ["otp_phone"]}

    @pytest.mark.parametrize(
        ("line", "said", "rule"),
        [
            (7, {"otp_phone": "0912345678"}, "request.row"),
            (1, {"otp_phone": "không có"}, "form.otp_phone"),
            (1, {"mau_ao": "xanh"}, "request.field"),
            (1, {"decision_on": "hôm qua"}, "form.decision_on"),
        ],
    )
    def test_what_cannot_be_right_is_refused(self, place, line, said, rule):
        request = place.receive(person_row())
        with pytest.raises(RefusedByRule) as raised:
            complete_line(request, line, said, acting=CONSOLE, now=LATER)
        assert [found for found, _ in refused(raised)] == [rule]

    def test_a_line_that_is_done_is_left_alone(self, place):
        request = place.accept(place.receive(person_row()))
        execute(request, acting=CONSOLE, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            complete_line(request, 1, {"position": "Trưởng phòng"}, acting=CONSOLE, now=LATER)
        assert [found for found, _ in refused(raised)] == ["request.row"]

    def test_another_agency_adds_nothing(self, place):
        clerk = place.world.actor(Role.CLERK, organisation=place.other)
        with pytest.raises(RefusedByRule):
            complete_line(
                place.receive(person_row()), 1, {"position": "Trưởng phòng"}, acting=clerk, now=LATER
            )


class TestTheFocalPoint:
    def test_sees_and_forwards_what_comes_through_it(self, province):
        place = province("hanoi-1643-2023")
        place.office.focal = place.other
        place.office.save()
        focal = place.world.actor(Role.FOCAL, organisation=place.other)
        request = place.receive(person_row())
        assert access_request(request.pk, acting=focal) == request
        route.confirm(request, acting=CONSOLE, now=NOW)
        assert where(request).awaited.act == "forward"
        route.forward(request, acting=focal, now=NOW)
        assert request.forwarded_by == focal.name

    def test_an_agency_that_is_not_under_it_stays_unseen(self, province):
        place = province("hanoi-1643-2023")
        focal = place.world.actor(Role.FOCAL, organisation=place.other)
        place.receive(person_row())
        assert not visible_requests(focal).exists()


@pytest.mark.enforces("lock.revoked_after")
@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "person.restore"},
        {"kind": "person.password", "when_locked": "restore"},
    ],
)
def test_a_pending_request_to_restore_stops_the_thirty_days_whatever_form_it_came_on(province, asked):
    place = province("dongthap-143-2025")
    mailbox = place.holder()
    holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
    request = place.receive(
        row(
            asked["kind"],
            when_locked=asked.get("when_locked"),
            full_name="Nguyễn Văn An",
            address=mailbox.address,
        )
    )
    assert pending_for(place.authority) == {"restore": [mailbox.address]}
    route.return_for_correction(request, reason="Thiếu dấu", acting=CONSOLE, now=NOW)
    assert pending_for(place.authority) == {"restore": []}


class TestTypedLetters:
    """A letter that follows no form (Hà Nội's requests to restore) is typed in and takes the same way."""

    def enter(self, place, *lines, office=None, arrival=None):
        return receive_typed(
            lines,
            letter=TypedLetter("9/STP-VP", "2026-02-27", "Lê Hoa"),
            authority=place.authority,
            arrival=arrival or Arrival(),
            acting=CONSOLE,
            now=NOW,
            agency_code=(office or place.office).code,
        )

    def test_it_is_a_request_like_any_other(self, province):
        place = province("hanoi-1643-2023")
        mailbox = place.holder()
        holding.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        request = self.enter(place, TypedLine("person.restore", {"address": mailbox.address}))
        assert (request.kinds, request.due_on, request.due_clause) == (
            ["person.restore"],
            date(2026, 3, 4),
            "Đ8.3.b",
        )
        [result] = execute(place.accept(request), acting=CONSOLE, now=NOW + timedelta(hours=1))
        assert result.done

    def test_what_cannot_be_read_is_told_at_once(self, province):
        place = province("hanoi-1643-2023")
        with pytest.raises(RefusedByRule) as raised:
            self.enter(
                place,
                TypedLine("person.dance", {}),
                TypedLine("person.issue", {"full_name": "Lê Hoa", "birth_date": "31/02/1990"}),
            )
        assert [rule for rule, _ in refused(raised)] == ["request.kind", "form.birth_date"]

    def test_the_same_letter_is_taken_in_once(self, province):
        place, line = province("hanoi-1643-2023"), TypedLine("person.lock", {"full_name": "Lê Hoa"})
        self.enter(place, line)
        with pytest.raises(RefusedByRule) as raised:
            self.enter(place, line)
        assert refused(raised) == [("request.file_once", "")]
