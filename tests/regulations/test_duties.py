"""Due dates as the regulations set them; the day of the event is never counted."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.regulations.saying import saying

from congthu.regulations.asks import Action
from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import PARAMETER, TIMERS, Duty, Matter, due, named
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.vocabulary import Occasion, Rank, Severity

CALENDAR = vietnam()


def last(regulation, duty, start, rank=None):
    policy = policy_for(regulation)
    wanted = named(duty, policy)
    found = wanted and due(wanted, start, policy=policy, calendar=CALENDAR, rank=rank)
    return found and found.last


@pytest.mark.enforces("request.fulfil", "time.obligations_roll")
@pytest.mark.parametrize(
    ("regulation", "received", "day"),
    [
        ("caobang-16-2025", "2026-01-05T10:00", date(2026, 1, 10)),
        ("caobang-16-2025", "2025-08-29T15:00", date(2025, 9, 9)),
        ("dongthap-143-2025", "2025-12-29T08:00", date(2026, 1, 7)),
        ("hanoi-1643-2023", "2025-10-13T09:00", date(2025, 10, 15)),
        ("hanoi-1643-2023", "2025-10-10T09:00", date(2025, 10, 13)),
        ("soctrang-draft-2024", "2025-01-24T16:00", date(2025, 2, 7)),
        ("soctrang-59-2024", "2025-03-03T08:00", None),
    ],
)
def test_a_request_is_fulfilled_within_the_term_of_its_regulation(regulation, received, day):
    assert last(regulation, "request.fulfil", received) == day


@pytest.mark.enforces("request.restore", "request.after_decision")
def test_restoring_counts_working_days_where_the_request_counts_days():
    assert last("hanoi-1643-2023", "request.restore", "2026-02-13T09:00") == date(2026, 2, 24)
    assert last("hanoi-1643-2023", "agency.request-after-decision", "2025-10-15") == date(2025, 10, 20)
    assert last("hanoi-1643-2023", "agency.request-after-decision", "2025-10-13") == date(2025, 10, 16)
    assert last("caobang-16-2025", "request.restore", "2025-06-30T09:00") == date(2025, 7, 7)
    assert last("dongthap-143-2025", "request.restore", "2025-12-29T08:00") == date(2026, 1, 7)


@pytest.mark.enforces("time.timers_roll", "inactivity.after", "password.max_age", "lock.revoked_after")
@pytest.mark.parametrize(
    ("regulation", "duty", "start", "day"),
    [
        ("hanoi-1643-2023", "mailbox.default-password", "2025-10-13T09:00", date(2025, 10, 18)),
        ("hanoi-1643-2023", "mailbox.idle", "2023-11-30", date(2024, 2, 29)),
        ("hanoi-1643-2023", "mailbox.transfer", "2025-12-01", date(2025, 12, 16)),
        ("hanoi-1643-2023", "mailbox.locked", "2025-12-01", None),
        ("hanoi-1643-2023", "password.age", "2025-12-01", None),
        ("caobang-16-2025", "mailbox.idle", "2025-07-01", date(2025, 9, 29)),
        ("caobang-16-2025", "mailbox.locked", "2025-10-01", date(2025, 10, 31)),
        ("caobang-16-2025", "password.age", "2025-11-30", date(2026, 2, 28)),
        ("dongthap-143-2025", "mailbox.idle", "2025-11-01", date(2026, 2, 3)),
        ("dongthap-143-2025", "mailbox.idle", "2025-12-22", date(2026, 2, 5)),
        ("soctrang-59-2024", "mailbox.idle", "2025-08-31", None),
        ("soctrang-draft-2024", "mailbox.idle", "2025-08-31", date(2026, 2, 28)),
    ],
)
def test_what_happens_on_its_own_does_not_wait_for_a_working_day(regulation, duty, start, day):
    assert last(regulation, duty, start) == day


@pytest.mark.enforces("leaving.kept", "leaving.transfer_kept")
@pytest.mark.parametrize(
    ("rank", "day"),
    [
        (Rank.STAFF, date(2026, 2, 4)),
        (Rank.UNIT_LEADER, date(2026, 2, 4)),
        (Rank.AGENCY_DEPUTY, date(2026, 3, 6)),
        (Rank.AGENCY_HEAD, date(2026, 3, 6)),
        (None, date(2026, 3, 6)),
    ],
)
def test_a_leavers_mailbox_is_kept_by_rank_and_longest_when_the_rank_is_unknown(rank, day):
    assert last("hanoi-1643-2023", "mailbox.leaving", "2026-01-05", rank) == day
    assert last("dongthap-143-2025", "mailbox.leaving", "2026-01-05", rank) is None


@pytest.mark.enforces("request.fulfil", "request.restore", "time.obligations_roll")
@pytest.mark.parametrize(
    ("regulation", "duty", "start", "day"),
    [
        ("hanoi-1643-2023", "request.fulfil", "2026-02-12T09:00", date(2026, 2, 23)),  # ends in Tết
        (
            "hanoi-1643-2023",
            "request.fulfil",
            "2026-01-08T09:00",
            date(2026, 1, 10),
        ),  # a Saturday that is worked
        ("hanoi-1643-2023", "request.fulfil", "2025-12-30T23:59", date(2026, 1, 5)),  # the 2nd was exchanged
        ("dongthap-143-2025", "request.fulfil", "2026-02-13T17:30", date(2026, 2, 27)),
        (
            "dongthap-143-2025",
            "request.restore",
            "2026-04-24",
            date(2026, 5, 6),
        ),  # three holidays in one week
        ("caobang-16-2025", "request.restore", "2025-12-31", date(2026, 1, 9)),
        ("soctrang-59-2024", "request.fulfil", "2025-03-03", None),
        ("soctrang-draft-2024", "request.restore", "2025-03-03", None),
    ],
)
def test_holidays_and_exchanged_days_move_what_somebody_must_do(regulation, duty, start, day):
    assert last(regulation, duty, start) == day


@pytest.mark.enforces("notice.downtime")
@pytest.mark.parametrize(
    ("regulation", "begins", "day"),
    [
        ("caobang-16-2025", "2025-09-03T08:00", date(2025, 8, 27)),  # 28/8, 29/8, 3/9
        ("caobang-16-2025", "2026-02-23T08:00", date(2026, 2, 11)),  # 12/2, 13/2, 23/2
        ("hanoi-1643-2023", "2026-02-18", date(2026, 2, 15)),
        ("dongthap-143-2025", "2026-02-18", None),
    ],
)
def test_a_downtime_is_announced_as_long_before_as_the_regulation_says(regulation, begins, day):
    assert last(regulation, "notice.downtime", begins) == day


@pytest.mark.enforces("password.change_default_within")
def test_the_draft_counts_three_days_before_a_default_password_is_reported():
    assert last("soctrang-draft-2024", "mailbox.default-password", "2025-12-01") == date(2025, 12, 4)


@pytest.mark.enforces("notice.downtime", "notice.incident")
def test_notices_are_counted_back_and_incidents_by_the_clock():
    assert last("hanoi-1643-2023", "notice.downtime", "2025-10-20T22:00") == date(2025, 10, 17)
    assert last("caobang-16-2025", "notice.downtime", "2025-09-08T20:00") == date(2025, 9, 3)
    assert last("soctrang-draft-2024", "incident.report", "2025-01-29T22:15") == datetime(2025, 1, 30, 6, 15)  # noqa: DTZ001  # as typed
    assert last("hanoi-1643-2023", "incident.report", "2025-01-29T22:15") is None


@pytest.mark.enforces("report.periodic")
@pytest.mark.parametrize(
    ("regulation", "duty", "period", "day"),
    [
        ("caobang-16-2025", "report.agency.year", "2025", date(2025, 11, 29)),
        ("caobang-16-2025", "report.agency.half-year", "2025-H1", None),
        ("dongthap-143-2025", "report.agency.half-year", "2026-H1", date(2026, 6, 19)),
        ("dongthap-143-2025", "report.agency.year", "2026", date(2026, 12, 19)),
        ("dongthap-143-2025", "report.department.half-year", "2026-H1", date(2026, 6, 29)),
        ("dongthap-143-2025", "report.department.year", "2026", date(2026, 12, 24)),
        ("soctrang-59-2024", "report.department.half-year", "2025-H1", date(2025, 7, 19)),
        ("soctrang-59-2024", "report.department.year", "2025", date(2026, 1, 19)),
        ("soctrang-59-2024", "report.operator.year", "2025", None),
        ("soctrang-draft-2024", "report.operator.half-year", "2025-H1", date(2025, 7, 9)),
        ("soctrang-draft-2024", "report.operator.year", "2025", date(2026, 1, 9)),
        ("soctrang-draft-2024", "report.department.half-year", "2025-H1", date(2025, 7, 19)),
        ("soctrang-draft-2024", "report.department.year", "2025", date(2026, 1, 19)),
    ],
)
def test_a_report_due_before_a_day_is_late_on_that_day(regulation, duty, period, day):
    assert last(regulation, duty, period) == day


@pytest.mark.parametrize(
    ("duty", "start"),
    [
        ("report.agency.year", "2025-H1"),
        ("report.agency.year", "2025-12-01"),
        ("report.agency.half-year", "2025"),
        ("request.fulfil", "hôm qua"),
        ("request.fulfil", "2025-13-01"),
    ],
)
def test_a_start_that_the_duty_does_not_count_from_is_refused(duty, start):
    with pytest.raises(ValueError, match="hãy ghi như"):
        last("dongthap-143-2025", duty, start)


def test_an_incident_needs_its_hour():
    with pytest.raises(ValueError, match="phải có giờ"):
        last("soctrang-draft-2024", "incident.report", "2025-01-29")


def test_a_moment_of_another_zone_is_the_day_it_is_in_vietnam():
    late = datetime(2025, 10, 12, 18, 30, tzinfo=timezone(timedelta(0)))  # 01:30 on the 13th in Việt Nam
    assert last("hanoi-1643-2023", "request.restore", late) == date(2025, 10, 15)


def test_a_count_over_a_day_not_decided_yet_says_so():
    policy = policy_for("caobang-16-2025")
    found = due(Duty.FULFIL, "2026-11-19T09:00", policy=policy, calendar=CALENDAR)
    assert found is not None
    assert found.last == date(2026, 11, 27)
    assert found.uncertain == (date(2026, 11, 24),)
    assert found.clause == "Đ7.2-SLA"
    assert found.origin == "khoản 2 Điều 7"


@pytest.mark.parametrize(
    ("duty", "start", "uncertain"),
    [
        ("request.fulfil", "2026-11-22", ["2026-11-24"]),  # two days end on it and move on
        ("request.fulfil", "2026-11-23", []),  # two days end after it, decided or not
        ("request.restore", "2026-11-23", ["2026-11-24"]),
        ("request.restore", "2026-11-24", []),
        ("mailbox.default-password", "2026-11-20", []),
        ("notice.downtime", "2026-11-25", []),
    ],
)
def test_only_days_that_could_move_the_end_are_uncertain(duty, start, uncertain):
    found = due(Duty(duty), start, policy=policy_for("hanoi-1643-2023"), calendar=CALENDAR)
    assert [str(day) for day in found.uncertain] == uncertain


def test_a_day_is_read_as_people_in_vietnam_write_it():
    assert last("hanoi-1643-2023", "request.fulfil", "13/10/2025") == date(2025, 10, 15)
    assert last("hanoi-1643-2023", "request.fulfil", "13/10/2025 09:00") == date(2025, 10, 15)
    assert last("soctrang-draft-2024", "incident.report", "29/1/2025 22:15") == datetime(2025, 1, 30, 6, 15)  # noqa: DTZ001  # as typed
    with pytest.raises(ValueError, match="không phải thời điểm"):
        last("hanoi-1643-2023", "request.fulfil", "31/02/2026")


def asked(values, duty, start, **matter):
    policy = saying("hanoi-1643-2023", values)
    return due(Duty(duty), start, policy=policy, calendar=CALENDAR, matter=Matter(**matter))


@pytest.mark.enforces("notice.downtime")
@pytest.mark.parametrize(
    ("term", "begins", "last"),
    [
        ("24 hours", "2026-10-05T22:00", "2026-10-04T22:00:00"),
        ("90 minutes", "2026-10-05T00:30", "2026-10-04T23:00:00"),
        ("4 working hours", "2026-10-05T15:00", "2026-10-05T09:00:00"),
        ("4 working hours", "2026-10-05T08:30", "2026-10-02T14:00:00"),  # over the weekend
        ("4 working hours", "2026-10-04T20:00", "2026-10-02T11:00:00"),  # a Sunday
        ("1 month", "2026-03-31T22:00", "2026-02-28"),
        ("2 working days", "2026-10-05T22:00", "2026-10-01"),
    ],
)
def test_a_notice_is_counted_back_in_every_unit(term, begins, last):
    found = asked({"notice.downtime": {"value": term}}, "notice.downtime", begins)
    assert found.last.isoformat() == last


@pytest.mark.enforces("request.fulfil")
def test_a_request_may_have_a_term_of_its_own_kind():
    terms = {
        "request.fulfil": {
            "value": "2 working days",
            "by": {"password": {"value": "2 hours", "clause": "Đ2"}},
        }
    }
    quick = asked(terms, "request.fulfil", "2026-03-06T16:00", action=Action.PASSWORD)
    assert (quick.last, quick.clause, quick.taken) == (datetime(2026, 3, 6, 18, 0), "Đ2", "")  # noqa: DTZ001  # as typed
    assert asked(terms, "request.fulfil", "2026-03-06T16:00", action=Action.ISSUE).last == date(2026, 3, 10)
    unsaid = asked(terms, "request.fulfil", "2026-03-06T16:00")
    assert unsaid.last == date(2026, 3, 10)
    assert "cấp lại mật khẩu 02 giờ" in unsaid.taken


@pytest.mark.enforces("notice.incident")
def test_where_only_grave_incidents_have_a_term_the_question_must_say_how_grave():
    terms = {
        "notice.incident": {"by": {"critical": {"value": "1 hour"}, "serious": {"value": "4 working hours"}}}
    }
    grave = asked(terms, "incident.report", "2026-03-06T16:00", severity=Severity.CRITICAL)
    assert grave.last == datetime(2026, 3, 6, 17, 0)  # noqa: DTZ001  # as typed
    assert asked(terms, "incident.report", "2026-03-06T16:00", severity=Severity.ORDINARY) is None
    with pytest.raises(ValueError, match="hãy nêu là trường hợp nào"):
        asked(terms, "incident.report", "2026-03-06T16:00")


@pytest.mark.enforces("request.after_decision")
def test_a_term_may_depend_on_what_happened():
    terms = {"request.after_decision": {"value": "3 days", "by": {"left": {"value": "15 days"}}}}
    assert asked(terms, "agency.request-after-decision", "2026-03-02", occasion=Occasion.LEFT).last == date(
        2026, 3, 17
    )
    assert asked(terms, "agency.request-after-decision", "2026-03-02", occasion=Occasion.HIRED).last == date(
        2026, 3, 5
    )


@pytest.mark.enforces("time.office_hours")
@pytest.mark.parametrize(
    ("start", "ends"),
    [
        ("2026-03-06T08:00", "2026-03-06T14:00"),  # over lunch
        ("2026-03-06T16:00", "2026-03-09T10:30"),  # over a weekend
        ("2026-03-07T10:00", "2026-03-09T11:30"),  # begun on a Saturday
        ("2026-01-09T16:30", "2026-01-10T11:00"),  # into a Saturday that is worked
    ],
)
def test_working_hours_stand_still_while_offices_are_closed(start, ends):
    terms = {"request.fulfil": {"value": "4 working hours"}}
    assert asked(terms, "request.fulfil", start).last == datetime.fromisoformat(ends)


@pytest.mark.enforces("time.office_hours")
def test_a_province_may_keep_other_hours():
    terms = {
        "request.fulfil": {"value": "4 working hours"},
        "time.office_hours": {"value": "08:00-12:00, 13:00-17:00"},
    }
    assert asked(terms, "request.fulfil", "2026-03-06T08:00").last == datetime(2026, 3, 6, 12, 0)  # noqa: DTZ001  # as typed


@pytest.mark.enforces("time.after_hours_is_next_day")
@pytest.mark.parametrize(
    ("arrived", "same", "next_day"),
    [
        ("2026-03-05T16:59", "2026-03-09", "2026-03-09"),
        ("2026-03-05T17:01", "2026-03-09", "2026-03-10"),
        ("2026-03-07T09:00", "2026-03-10", "2026-03-11"),
    ],
)
def test_what_arrives_when_offices_are_closed_may_count_as_of_the_next_working_day(arrived, same, next_day):
    terms = {"request.fulfil": {"value": "2 working days"}}
    assert str(asked(terms, "request.fulfil", arrived).last) == same
    later = {**terms, "time.after_hours_is_next_day": {"value": True}}
    assert str(asked(later, "request.fulfil", arrived).last) == next_day


@pytest.mark.enforces("leaving.kept")
def test_a_count_without_the_rank_says_which_term_was_taken():
    unsaid = asked({}, "mailbox.leaving", "2026-01-05")
    assert "lấy thời hạn dài nhất, 60 ngày" in unsaid.taken
    assert asked({}, "mailbox.leaving", "2026-01-05", rank=Rank.STAFF).taken == ""


def test_every_duty_has_its_parameter():
    assert set(PARAMETER) == set(Duty)


@given(
    st.sampled_from(catalogue()),
    st.sampled_from([duty for duty in Duty if not duty.startswith(("report.", "incident."))]),
    st.dates(date(2026, 1, 1), date(2027, 5, 1)),
)
def test_a_later_event_is_never_due_earlier(regulation, duty, start):
    one, other = last(regulation, duty, start), last(regulation, duty, start + timedelta(days=1))
    assert (one is None) == (other is None)
    if one is not None:
        assert one <= other
        if duty not in TIMERS and duty is not Duty.DOWNTIME:
            assert CALENDAR.works(one)
            assert one > start


def test_a_parameter_is_answered_with_the_name_of_its_duty():
    with pytest.raises(ValueError, match=r"«notice.incident» là tham số; .* «incident.report»"):
        named("notice.incident", policy_for("soctrang-draft-2024"))
    with pytest.raises(ValueError, match=r"Không có việc có thời hạn «notice\.incidents»"):
        named("notice.incidents", policy_for("soctrang-draft-2024"))
