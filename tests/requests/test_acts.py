from datetime import date

import pytest
from django.db import connection
from tests.requests.letters import LATER, PORTAL, imported, person_row, refused, row
from tests.world import CAUSE, CONSOLE, NOW, agency, establish

from congthu.audit.models import AuditEntry
from congthu.audit.queries import verify
from congthu.decisions.queries import policy_of
from congthu.directory.acts.roles import appoint
from congthu.directory.models import Person
from congthu.directory.queries import actor_for
from congthu.directory.roles import Role
from congthu.identity.actions import sign_in
from congthu.mailboxes.acts import issue as issuing
from congthu.mailboxes.acts import lock as locking
from congthu.mailboxes.models import Custody, Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.route import Step
from congthu.requests.acts import execute as executing
from congthu.requests.acts import receive as receiving
from congthu.requests.acts import route
from congthu.requests.intake import Problem, Row
from congthu.requests.models import Request, RequestRow, RequestState, RowState

PRIVATE = ("001174022272", "0912345678")


@pytest.fixture
def receive(world):
    def act(*rows, problems=(), acting=CONSOLE, content=b"phieu", office=world.justice, arrival=PORTAL):
        return receiving.receive(
            imported(*rows, problems=problems),
            authority=world.hanoi,
            agency=office,
            file_name="mau-03.docx",
            content=content,
            arrival=arrival,
            acting=acting,
            now=NOW,
        )

    return act


@pytest.fixture
def accepted(receive):
    def act(*rows, **more):
        request = receive(*rows, **more)
        route.confirm(request, acting=CONSOLE, now=NOW)
        route.accept(request, acting=CONSOLE, now=NOW)
        return request

    return act


class TestReceive:
    def test_a_form_is_stored_with_a_proposed_address_for_each_line(self, receive):
        request = receive(person_row(1), person_row(2, "Đoàn Thị Phượng"))
        assert (request.state, request.agency_name, request.document_date) == (
            RequestState.RECEIVED,
            "Sở Tư pháp",
            date(2026, 2, 27),
        )
        assert [line.proposed_address for line in request.rows.all()] == [
            "vuthuylieu_sotp@hanoi.gov.vn",
            "doanthiphuong_sotp@hanoi.gov.vn",
        ]

    def test_namesakes_in_one_form_are_proposed_different_addresses(self, receive):
        request = receive(person_row(1), person_row(2))
        assert [line.proposed_address for line in request.rows.all()] == [
            "vuthuylieu_sotp@hanoi.gov.vn",
            "vuthuylieu1_sotp@hanoi.gov.vn",
        ]

    @pytest.mark.enforces("request.fulfil")
    def test_the_term_counts_from_complete_information(self, receive):
        request = receive(person_row())
        assert (request.complete_at, request.due_on, request.due_clause) == (NOW, date(2026, 3, 4), "Đ7.4.e")

    @pytest.mark.enforces("request.fulfil")
    def test_while_something_is_missing_no_term_runs(self, receive):
        problem = Problem(line=1, field="national_id", message="Số CCCD có 11 chữ số.")
        request = receive(person_row(), problems=[problem])
        assert (request.complete_at, request.due_on) == (None, None)

    def test_private_fields_and_the_file_are_sealed(self, receive):
        receive(person_row(national_id=PRIVATE[0]), content=b"phieu goc")
        with connection.cursor() as cursor:
            cursor.execute("SELECT r::text || q::text FROM requests_requestrow r, requests_request q")
            [(stored,)] = cursor.fetchall()
        assert not any(plain in stored for plain in (*PRIVATE, "0945127466", b"phieu goc".hex()))
        line = RequestRow.objects.get()
        assert line.everything["national_id"] == PRIVATE[0]
        assert line.shown["national_id"] == "•••••••••272"

    def test_the_same_file_is_received_once_unless_it_was_returned(self, receive):
        request = receive(person_row())
        with pytest.raises(RefusedByRule) as raised:
            receive(person_row())
        assert refused(raised) == [("request.file_once", "")]
        assert f"yêu cầu số {request.pk}" in str(raised.value)
        route.return_for_correction(request, reason="Thiếu chữ ký", acting=CONSOLE, now=LATER)
        assert receive(person_row()).pk != request.pk

    def test_a_focal_point_files_for_their_own_agency_only(self, world, receive):
        focal = world.actor(Role.FOCAL, organisation=world.justice)
        assert receive(person_row(), acting=focal)
        with pytest.raises(RefusedByRule) as raised:
            receive(person_row(), acting=focal, office=world.interior, content=b"khac")
        assert refused(raised) == [("role.required", "Đ10.1.g-1")]

    def test_an_unknown_agency_is_assigned_later(self, world, receive):
        request = receive(person_row(), office=None)
        assert request.rows.get().proposed_address == ""
        receiving.assign_agency(request, world.justice, acting=CONSOLE, now=LATER)
        assert request.rows.get().proposed_address == "vuthuylieu_sotp@hanoi.gov.vn"


SIGNERS = {
    "hanoi-1643-2023": ("Thủ trưởng cơ quan", "PL.sign"),
    "caobang-16-2025": ("Xác nhận của cơ quan", "PL-2"),
    "dongthap-143-2025": ("Xác nhận của cơ quan", "PL.M03"),
    "soctrang-draft-2024": ("Người đứng đầu cơ quan, tổ chức quản lý trực tiếp", "PL.all"),
}


@pytest.fixture
def province(db):
    """Make a province under a regulation, with two agencies and a confirmed request of the first one."""

    def act(regulation, *rows):
        authority = establish("tinh", regulation)
        office = agency(authority, "Sở Tư pháp", "sotp")
        other = agency(authority, "Sở Nội vụ", "sonv")
        request = receiving.receive(
            imported(*rows),
            authority=authority,
            agency=office,
            file_name="phieu.docx",
            content=b"phieu",
            arrival=PORTAL,
            acting=CONSOLE,
            now=NOW,
        )
        return request, other

    return act


def executed(request):
    route.confirm(request, acting=CONSOLE, now=NOW)
    if policy_of(request.authority).route.step_for(Step.APPROVE, frozenset()):
        route.approve(request, acting=CONSOLE, now=NOW)
    route.accept(request, acting=CONSOLE, now=NOW)
    return executing.execute(request, acting=CONSOLE, now=LATER)


@pytest.mark.enforces("request.signed_by")
@pytest.mark.parametrize("regulation", SIGNERS)
def test_whoever_the_regulation_wants_to_sign_must_have_signed(province, regulation):
    request, _ = province(regulation, person_row())
    with pytest.raises(RefusedByRule) as raised:
        route.accept(request, acting=CONSOLE, now=LATER)
    who, clause = SIGNERS[regulation]
    assert refused(raised) == [("request.signed_by", clause)]
    assert str(raised.value).startswith(f"{who} chưa xác nhận")


@pytest.mark.enforces("request.reply")
@pytest.mark.parametrize(
    ("regulation", "how", "clause"),
    [
        ("hanoi-1643-2023", "", ""),
        ("caobang-16-2025", "Hình thức trả lời theo quy chế: văn bản.", "Đ7.2.d"),
        ("dongthap-143-2025", "Hình thức trả lời theo quy chế: văn bản.", "Đ8.2.a-2"),
        ("soctrang-59-2024", "Hình thức trả lời theo quy chế: thông báo.", "Đ4.2"),
        ("soctrang-draft-2024", "Hình thức trả lời theo quy chế: theo kênh của đề nghị.", "Đ4.3"),
    ],
)
def test_a_reply_is_given_as_the_regulation_wants_it(province, regulation, how, clause):
    request, _ = province(regulation, person_row())
    with pytest.raises(RefusedByRule) as raised:
        route.reply(request, document=" ", acting=CONSOLE, now=LATER)
    assert refused(raised) == [("cause.document", clause)]
    assert str(raised.value).endswith(how)


ORGANISATION_FACTS = {
    "hanoi-1643-2023": (
        "Đ6.2",
        {"decision_no": "12/QĐ", "representative": "Bùi Thị Xuân", "position": "Trưởng phòng"}
        | {"national_id": "001188000001", "phone": "0912345678"},
    ),
    "soctrang-draft-2024": ("PL.M2", {}),
    "caobang-16-2025": ("PL-1", {}),
    "dongthap-143-2025": ("PL.M01", {}),
}


@pytest.mark.enforces("request.organisation_facts")
@pytest.mark.parametrize("regulation", ORGANISATION_FACTS)
def test_each_fact_of_an_organisation_is_asked_for(province, regulation):
    clause, facts = ORGANISATION_FACTS[regulation]
    facts = {"org_name": "Phòng Bổ trợ", "seat": "12 Hùng Vương", **facts}
    asked = [name for name in facts if name != "seat"]
    lines = [
        row("organisation.issue", line, **{**facts, name: ""}) for line, name in enumerate(asked, start=1)
    ]
    request, _ = province(regulation, *lines)
    results = executed(request)
    assert [[(one.rule, one.clause) for one in result.refused] for result in results] == [
        [("request.organisation_facts", clause)]
    ] * len(asked)


@pytest.mark.enforces("request.own_subtree")
@pytest.mark.parametrize(
    ("regulation", "clause"),
    [
        ("hanoi-1643-2023", "Đ7.2-3"),
        ("caobang-16-2025", "Đ11.2-2"),
        ("dongthap-143-2025", ""),
        ("soctrang-59-2024", "Đ11.2"),
        ("soctrang-draft-2024", "Đ12.1"),
    ],
)
def test_an_agency_asks_only_for_its_own_people(province, regulation, clause):
    domain = policy_for(regulation).domain.mail.value[0]
    address = f"sonv@{domain}"
    request, other = province(regulation, row("organisation.revoke", org_name="Sở Nội vụ", address=address))
    issuing.issue(other, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE)
    [result] = executed(request)
    assert [(one.rule, one.clause) for one in result.refused] == [("request.own_subtree", clause)]


DRAFT_PERSON = {
    "full_name": "Bùi Thị Xuân",
    "birth_date": "1988-04-09",
    "national_id": "094188000001",
}
HANOI_PERSON = {
    "full_name": "Bùi Thị Xuân",
    "unit": "Văn phòng",
    "national_id": "001188000001",
    "otp_phone": "0912345678",
}


@pytest.mark.enforces("request.person_facts")
@pytest.mark.parametrize(
    ("regulation", "facts", "clause"),
    [
        ("hanoi-1643-2023", HANOI_PERSON, "Đ6.3"),
        ("soctrang-draft-2024", DRAFT_PERSON, "PL.M1"),
        ("caobang-16-2025", {"full_name": "Bùi Thị Xuân"}, "PL-2"),
        ("dongthap-143-2025", {"full_name": "Bùi Thị Xuân"}, "PL.M01"),
    ],
)
def test_each_fact_that_the_regulation_wants_is_asked_for(province, regulation, facts, clause):
    lines = [row("person.issue", 1, **facts)]
    lines += [
        row("person.issue", line, **{**facts, "full_name": f"Bùi Thị Xuân {chr(64 + line)}", name: ""})
        for line, name in enumerate(facts, start=2)
    ]
    request, _ = province(regulation, *lines)
    first, *others = executed(request)
    assert first.done
    assert [[(one.rule, one.clause) for one in other.refused] for other in others] == [
        [("request.person_facts", clause)]
    ] * len(facts)


class TestOnTheWay:
    @pytest.mark.enforces("request.signed_by")
    def test_without_the_heads_signature_nothing_is_accepted(self, receive):
        request = receive(person_row())
        with pytest.raises(RefusedByRule) as raised:
            route.accept(request, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("request.signed_by", "PL.sign")]
        assert "Thủ trưởng cơ quan chưa xác nhận" in str(raised.value)

    def test_the_head_confirms_by_name_the_console_by_paper(self, world, receive):
        head = world.actor(Role.HEAD, organisation=world.justice)
        first, second = receive(person_row()), receive(person_row(2), content=b"khac")
        route.confirm(first, acting=head, now=LATER)
        route.confirm(second, acting=CONSOLE, now=LATER)
        assert (first.signed_by, first.signer_id) == ("Trần Thị Bình", head.person_id)
        assert second.signed_by == "Thủ trưởng Sở Tư pháp, theo văn bản 1287/STP-VP"

    def test_the_head_of_another_agency_does_not_confirm(self, world, receive):
        head = world.actor(Role.HEAD, organisation=world.interior)
        with pytest.raises(RefusedByRule):
            route.confirm(receive(person_row()), acting=head, now=LATER)

    def test_the_focal_point_forwards_what_is_confirmed(self, world, receive):
        request = receive(person_row())
        focal = world.actor(Role.FOCAL, organisation=world.justice)
        with pytest.raises(RefusedByRule):
            route.forward(request, acting=focal, now=LATER)
        route.confirm(request, acting=CONSOLE, now=LATER)
        route.forward(request, acting=focal, now=LATER)
        route.accept(request, acting=CONSOLE, now=LATER)
        assert request.state == RequestState.ACCEPTED

    @pytest.mark.enforces("request.fulfil")
    def test_accepting_an_incomplete_form_starts_the_term(self, accepted):
        problem = Problem(line=2, field="national_id", message="Số CCCD có 11 chữ số.")
        request = accepted(person_row(1), person_row(2, "Lê Hoa"), problems=[problem])
        assert (request.complete_at, request.due_on) == (NOW, date(2026, 3, 4))

    def test_a_form_in_which_every_line_is_wrong_is_not_accepted(self, receive):
        request = receive(
            person_row(), problems=[Problem(line=1, field="full_name", message="Thiếu họ tên.")]
        )
        route.confirm(request, acting=CONSOLE, now=LATER)
        with pytest.raises(RefusedByRule) as raised:
            route.accept(request, acting=CONSOLE, now=LATER)
        assert refused(raised) == [("request.complete", "")]

    def test_returning_needs_a_reason_and_an_undone_request(self, accepted):
        request = accepted(person_row())
        with pytest.raises(RefusedByRule):
            route.return_for_correction(request, reason=" ", acting=CONSOLE, now=LATER)
        executing.execute(request, acting=CONSOLE, now=LATER)
        with pytest.raises(RefusedByRule):
            route.return_for_correction(request, reason="Thiếu dấu", acting=CONSOLE, now=LATER)

    def test_each_step_has_its_place(self, receive):
        request = receive(person_row())
        for step in (
            lambda: executing.execute(request, acting=CONSOLE, now=LATER),
            lambda: route.reply(request, document="1/TTTH", acting=CONSOLE, now=LATER),
        ):
            with pytest.raises(RefusedByRule):
                step()
        route.confirm(request, acting=CONSOLE, now=LATER)
        with pytest.raises(RefusedByRule):
            route.confirm(request, acting=CONSOLE, now=LATER)


class TestExecute:
    def test_each_person_gets_a_mailbox_and_a_password_that_opens_it(self, accepted):
        request = accepted(person_row(1), person_row(2, "Đoàn Thị Phượng"))
        results = executing.execute(request, acting=CONSOLE, now=LATER)
        assert [result.address for result in results] == [
            "vuthuylieu_sotp@hanoi.gov.vn",
            "doanthiphuong_sotp@hanoi.gov.vn",
        ]
        assert sign_in(results[0].address, results[0].password, now=LATER).must_change
        assert request.state == RequestState.EXECUTED
        assert Mailbox.objects.filter(request_number=request.pk).count() == 2
        assert verify().ok

    def test_a_line_that_fails_leaves_nothing_and_stops_no_other(self, accepted):
        problem = Problem(line=1, field="national_id", message="Số CCCD có 11 chữ số.")
        request = accepted(person_row(1, "Lê Hoa"), person_row(2), problems=[problem])
        first, second = executing.execute(request, acting=CONSOLE, now=LATER)
        assert (first.done, first.refused[0].rule, first.refused[0].message) == (
            False,
            "form.national_id",
            "Số CCCD có 11 chữ số.",
        )
        assert second.done
        assert not Person.objects.filter(full_name="Lê Hoa").exists()
        assert [line.state for line in request.rows.all()] == [RowState.FAILED, RowState.DONE]

    @pytest.mark.enforces("forms")
    @pytest.mark.parametrize(("severity", "done"), [("error", False), ("warning", True)])
    def test_nothing_is_done_for_somebody_who_does_not_say_what_the_form_asks_of_them(
        self, accepted, severity, done
    ):
        message = "Thiếu họ và tên của người yêu cầu."
        lacking = Problem(line=None, field="requester.full_name", message=message, severity=severity)
        request = accepted(person_row(1, "Lê Hoa"), problems=[lacking])
        [result] = executing.execute(request, acting=CONSOLE, now=LATER)
        assert [(one.rule, one.clause) for one in result.refused] == (
            [] if done else [("form.requester.full_name", "PL.M03")]
        )
        assert Person.objects.filter(full_name="Lê Hoa").exists() is done

    @pytest.mark.enforces("request.person_facts")
    @pytest.mark.parametrize(
        ("left_out", "done"), [("position", True), ("otp_phone", False), ("unit", False)]
    )
    def test_what_the_regulation_wants_to_know_must_be_there(self, accepted, left_out, done):
        request = accepted(person_row(1, **{left_out: ""}))
        [result] = executing.execute(request, acting=CONSOLE, now=LATER)
        assert result.done is done
        if not done:
            assert (result.refused[0].rule, result.refused[0].clause) == ("request.person_facts", "Đ6.3")

    def test_a_failed_line_may_be_tried_again_and_a_done_one_is_left_alone(self, world, accepted):
        request = accepted(
            person_row(1), row("organisation.issue", 2, org_name="Phòng Bổ trợ", **ORGANISATION)
        )
        first = executing.execute(request, acting=CONSOLE, now=LATER)
        assert [result.done for result in first] == [True, False]
        assert first[1].refused[0].rule == "organisation.code"
        agency(world.hanoi, "Phòng Bổ trợ", "phongbt", parent=world.justice, kind="department")
        [again] = executing.execute(request, acting=CONSOLE, now=LATER)
        assert (again.line, again.address) == (2, "phongbt_sotp@hanoi.gov.vn")
        assert Custody.objects.get().person.full_name == "Lê Thị Hoa"
        assert executing.execute(request, acting=CONSOLE, now=LATER) == []

    def test_whoever_signed_does_not_execute(self, world, receive):
        head = world.actor(Role.HEAD, organisation=world.justice)
        appoint(Person.objects.get(pk=head.person_id), Role.OPERATOR, acting=CONSOLE, now=NOW, cause=CAUSE)
        both = actor_for(Person.objects.get(pk=head.person_id), key="binh@hanoi.gov.vn", now=NOW)
        request = receive(person_row())
        route.confirm(request, acting=both, now=NOW)
        route.accept(request, acting=both, now=NOW)
        with pytest.raises(RefusedByRule) as raised:
            executing.execute(request, acting=both, now=NOW)
        assert refused(raised) == [("request.separation", "")]
        assert executing.execute(request, acting=world.actor(Role.OPERATOR, name="Lê Văn Cường"), now=NOW)

    def test_no_issued_password_is_kept_in_the_clear(self, accepted):
        request = accepted(person_row())
        [result] = executing.execute(request, acting=CONSOLE, now=LATER)
        assert result.password
        kept = str(list(RequestRow.objects.values())) + str(list(AuditEntry.objects.values()))
        assert result.password not in kept

    def test_a_row_without_a_kind_fails_with_what_to_do(self, accepted):
        request = accepted(person_row(1), Row(line=2, kind=None, fields={"full_name": "Lê Hoa"}))
        assert executing.execute(request, acting=CONSOLE, now=LATER)[1].refused[0].rule == "request.kind"


ORGANISATION = {
    "representative": "Lê Thị Hoa",
    "position": "Trưởng phòng",
    "national_id": "001174022299",
    "phone": "0912345678",
    "decision_no": "33/QĐ-STP",
}


class TestKinds:
    @pytest.fixture
    def carry_out(self, accepted):
        def act(kind, **fields):
            request = accepted(row(kind, **fields))
            [result] = executing.execute(request, acting=CONSOLE, now=LATER)
            return result

        return act

    def test_revoking_holds_the_mailbox_from_the_letters_date(self, world, carry_out):
        mailbox = world.mailbox()
        result = carry_out(
            "person.revoke", full_name="Nguyễn Văn An", address=mailbox.address, decision_no="7/QĐ"
        )
        mailbox.refresh_from_db()
        assert result.done
        assert (mailbox.state, mailbox.decision_on, mailbox.ground_document) == (
            "revoked_hold",
            date(2026, 2, 27),
            "7/QĐ",
        )

    @pytest.mark.enforces("request.own_subtree")
    def test_an_agency_does_not_revoke_the_mailbox_of_another(self, world, carry_out):
        mailbox = world.mailbox(organisation=world.interior)
        result = carry_out("person.revoke", full_name="Nguyễn Văn An", address=mailbox.address)
        assert result.refused[0].rule == "request.own_subtree"
        mailbox.refresh_from_db()
        assert mailbox.state == "issued_default"

    def test_an_unknown_address_is_refused(self, carry_out):
        assert carry_out("person.revoke", address="ai@hanoi.gov.vn").refused[0].rule == "form.address"

    def test_without_an_address_the_name_finds_the_mailbox(self, world, carry_out):
        world.account("Lê Thị Bình")
        assert carry_out("person.password", full_name="LÊ THỊ BÌNH").address == "lethibinh_sotp@hanoi.gov.vn"

    def test_a_name_that_two_people_share_is_refused(self, world, carry_out):
        world.mailbox()
        world.mailbox()
        assert carry_out("person.lock", full_name="Nguyễn Văn An").refused[0].rule == "form.address"

    def test_a_post_or_a_phone_is_changed(self, world, accepted):
        mailbox = world.mailbox()
        request = accepted(
            row(
                "person.change",
                1,
                address=mailbox.address,
                old_value="Chức vụ: Chuyên viên",
                new_value="Trưởng phòng",
            ),
            row(
                "person.change",
                2,
                address=mailbox.address,
                old_value="Số điện thoại OTP",
                new_value="0377 118 260",
            ),
            row("person.change", 3, address=mailbox.address, old_value="Màu áo", new_value="Xanh"),
        )
        results = executing.execute(request, acting=CONSOLE, now=LATER)
        assert [result.done for result in results] == [True, True, False]
        person = Person.objects.get(pk=mailbox.person_id)
        assert (person.position, person.otp_phone) == ("Trưởng phòng", "0377118260")

    def test_restoring_gives_a_new_password(self, world, carry_out):
        account = world.active()
        mailbox = Mailbox.objects.get()
        locking.lock(mailbox, cause=CAUSE, acting=CONSOLE, now=NOW)
        result = carry_out("person.restore", address=mailbox.address)
        assert sign_in(account.login, result.password, now=LATER).must_change
        mailbox.refresh_from_db()
        assert mailbox.state == "restored_must_change"

    def test_a_forgotten_password_is_issued_anew(self, world, carry_out):
        account = world.active()
        result = carry_out("person.password", address=account.login)
        assert sign_in(account.login, result.password, now=LATER).must_change
        assert Mailbox.objects.get().state == "restored_must_change"


class TestReply:
    def test_the_reply_ends_the_request(self, accepted):
        request = accepted(person_row())
        executing.execute(request, acting=CONSOLE, now=LATER)
        with pytest.raises(RefusedByRule):
            route.reply(request, document=" ", acting=CONSOLE, now=LATER)
        route.reply(request, document="15/TTTH", acting=CONSOLE, now=LATER)
        assert Request.objects.get().state == RequestState.REPLIED
        assert list(AuditEntry.objects.filter(subject_kind="request").values_list("event", flat=True)) == [
            "request.replied",
            "request.replied.refused",
            "request.executed",
            "request.line",
            "request.accepted",
            "request.confirmed",
            "request.received",
        ]
