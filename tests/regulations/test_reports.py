"""Reports, as a regulation may ask for them: by the month or the quarter, on a day, before one, or without any."""

from datetime import date

import pytest
from tests.regulations.saying import saying

from congthu.regulations.calendar import vietnam
from congthu.regulations.duties import Duty, due, named, reports_ahead, reports_of
from congthu.regulations.faults import LawError
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.reports import MonthDay, Period
from congthu.regulations.vocabulary import Unit

CALENDAR = vietnam()
FILLED = {"by": "agency", "to": "department", "clause": "Đ1", "gist": "Báo cáo"}


def asking(*reports):
    return saying("hanoi-1643-2023", {"report.periodic": {"value": [{**FILLED, **one} for one in reports]}})


def last(report, about):
    policy = asking(report)
    (asked,) = reports_of(policy)
    found = due(asked, about, policy=policy, calendar=CALENDAR)
    return found and found.last


@pytest.mark.enforces("report.periodic")
@pytest.mark.parametrize(
    ("report", "about", "day"),
    [
        ({"every": "month", "last": "by day 25"}, "2026-06", date(2026, 6, 25)),
        ({"every": "month", "last": "before day 25"}, "2026-06", date(2026, 6, 24)),
        ({"every": "month", "last": "before day 5 of next month"}, "2026-12", date(2027, 1, 4)),
        ({"every": "month", "last": "before day 1 of next month"}, "2026-02", date(2026, 2, 28)),
        ({"every": "quarter", "last": "by day 15 of the last month"}, "2026-Q2", date(2026, 6, 15)),
        ({"every": "quarter", "last": "by day 5 of next month"}, "2026-Q4", date(2027, 1, 5)),
        ({"every": "half-year", "last": "by 20/6"}, "2026-H1", date(2026, 6, 20)),
        ({"every": "half-year", "last": "before 20/6"}, "2026-H1", date(2026, 6, 19)),
        ({"every": "half-year", "last": "by day 10 of next month"}, "2026-H2", date(2027, 1, 10)),
        ({"every": "nine-months", "last": "before 25/9"}, "2026-9M", date(2026, 9, 24)),
        ({"every": "year", "last": "by 10/1 of next year"}, "2026", date(2027, 1, 10)),
        ({"every": "quarter", "last": "5 working days"}, "2026-Q1", date(2026, 4, 7)),
        ({"every": "quarter", "last": "10 days"}, "2026-Q1", date(2026, 4, 10)),
        ({"every": "quarter"}, "2026-Q1", date(2026, 3, 31)),
        ({"every": "half-year"}, "2026-H2", date(2026, 12, 31)),
        ({}, "2026", None),
    ],
)
def test_the_last_day_of_a_report_is_as_the_text_names_it(report, about, day):
    assert last(report, about) == day


@pytest.mark.enforces("report.periodic")
def test_where_no_day_is_named_the_answer_says_which_was_taken():
    policy = asking({"every": "quarter"})
    found = due(reports_of(policy)[0], "2026-Q3", policy=policy, calendar=CALENDAR)
    assert (found.last, found.taken) == (date(2026, 9, 30), "không nêu ngày: lấy ngày cuối kỳ")


@pytest.mark.parametrize(
    ("report", "about"),
    [
        ({"every": "month"}, "2026-Q2"),
        ({"every": "quarter"}, "2026-13"),
        ({"every": "year"}, "2026-06"),
        ({"every": "half-year", "last": "before 20/6"}, "2026-H2"),
    ],
)
def test_a_period_of_another_report_is_refused(report, about):
    with pytest.raises(ValueError, match="hãy ghi như"):
        last(report, about)


@pytest.mark.parametrize("regulation", catalogue())
def test_a_report_is_found_by_its_name(regulation):
    policy = policy_for(regulation)
    for report in reports_of(policy):
        assert named(report.duty, policy) == report
    assert named("report.operator.month", policy) is None
    assert named("request.fulfil", policy) is Duty.FULFIL
    with pytest.raises(ValueError, match="có phải là «request"):
        named("request.fulfill", policy)


@pytest.mark.enforces("report.periodic")
def test_every_report_of_the_five_regulations():
    found = {one: [report.duty for report in reports_of(policy_for(one))] for one in catalogue()}
    assert found == {
        "caobang-16-2025": ["report.agency.year", "report.provider.on-demand"],
        "dongthap-143-2025": [
            "report.agency.half-year",
            "report.agency.year",
            "report.department.half-year",
            "report.department.year",
            "report.operator.locked-list",
        ],
        "hanoi-1643-2023": ["report.agency.review", "report.agency.on-demand"],
        "soctrang-59-2024": ["report.department.half-year", "report.department.year"],
        "soctrang-draft-2024": [
            "report.operator.half-year",
            "report.operator.year",
            "report.department.half-year",
            "report.department.year",
        ],
    }


@pytest.mark.enforces("report.periodic")
@pytest.mark.parametrize("regulation", [one for one in catalogue() if one != "hanoi-1643-2023"])
def test_a_yearly_report_may_be_asked_for_between_times(regulation):
    assert {report.every for report in reports_of(policy_for(regulation)) if report.on_demand} == {Unit.YEAR}


@pytest.mark.enforces("report.periodic")
@pytest.mark.parametrize(("about", "day"), [("2026-Q1", date(2026, 3, 31)), ("2026-Q4", date(2026, 12, 31))])
def test_dong_thap_sends_the_list_of_locked_mailboxes_every_quarter(about, day):
    policy = policy_for("dongthap-143-2025")
    found = due(named("report.operator.locked-list", policy), about, policy=policy, calendar=CALENDAR)
    assert (found.last, found.clause) == (day, "Đ9.2")


@pytest.mark.enforces("report.periodic")
def test_hanoi_reviews_twice_a_year():
    policy = policy_for("hanoi-1643-2023")
    found = due(named("report.agency.review", policy), "2026-H1", policy=policy, calendar=CALENDAR)
    assert (found.last, found.clause) == (date(2026, 6, 30), "Đ14.7")


@pytest.mark.enforces("report.periodic")
def test_the_reports_to_come_are_told_the_next_first():
    policy = asking({"every": "month", "last": "before day 5 of next month"}, {"every": "year", "by": "head"})
    told = [
        (one.duty, found.last) for one, found in reports_ahead(policy, date(2026, 6, 5), calendar=CALENDAR)
    ]
    assert told == [("report.agency.month", date(2026, 7, 4)), ("report.head.year", date(2026, 12, 31))]


@pytest.mark.parametrize(
    ("reports", "why"),
    [
        (({"every": "month"}, {"every": "month", "to": "issuer"}), "cùng tên report.agency.month"),
        (({"last": "by 20/6"},), "không có kỳ"),
        (({"every": "quarter", "last": "by 20/6"},), "ngày trong tháng"),
        (({"every": "month", "last": "by day 31"},), "ngày 1 đến 28"),
        (({"every": "month", "last": "cuối tháng"},), "không phải hạn báo cáo"),
        (({"every": "week"},), "half-year"),
    ],
)
def test_what_makes_no_report_is_told_with_what_may_be_written(reports, why):
    with pytest.raises((LawError, ValueError), match=why):
        asking(*reports)


def test_a_report_may_have_an_outline_and_a_name_of_its_own():
    policy = asking(
        {"every": "month"},
        {"every": "month", "name": "locked", "outline": [{"title": "Hộp thư bị khóa", "asks": ["số lượng"]}]},
    )
    assert [one.duty for one in reports_of(policy)] == ["report.agency.month", "report.agency.locked"]
    assert reports_of(policy)[1].outline[0].asks == ("số lượng",)


@pytest.mark.parametrize("written", ["2026", "2026-H2", "2026-Q4", "2026-9M", "2026-06"])
def test_a_period_is_written_as_it_is_read(written):
    assert str(Period.parse(written)) == written


def test_a_day_of_the_month_is_written_as_it_is_read_and_said():
    for written in ("by day 25", "before day 5 of next month"):
        assert str(MonthDay.parse(written)) == written
    assert MonthDay.parse("before day 5 of next month").in_words() == "trước ngày 05 tháng sau"
    assert Period(2026, Unit.QUARTER, 3).last_day == date(2026, 9, 30)
