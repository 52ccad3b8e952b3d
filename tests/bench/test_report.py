"""A ratio is of medians, the systems take turns, and a report says the same to programs and to people."""

import json

import pytest
from bench.report import Case, Report, Round, interleave


def rounds(*rates: float, spent: float = 1.0) -> list[Round]:
    return [Round(rate, {"postfix": spent, "dovecot": spent}) for rate in rates]


def test_the_ratio_is_of_medians_so_that_one_bad_round_does_not_count():
    case = Case("4 KB", {"congthu": rounds(90, 80, 1), "bare": rounds(100, 100, 1000)})
    assert case.ratios == {"bare": 0.8}


def test_more_work_for_a_unit_is_a_ratio_below_one():
    case = Case("4 KB", {"congthu": rounds(10, spent=2.0), "bare": rounds(10, spent=1.0)})
    assert case.effort_ratios == {"bare": pytest.approx(0.5)}


def test_systems_take_turns_at_being_first():
    order: list[str] = []

    def play(name: str) -> Round:
        order.append(name)
        return Round(1.0, {})

    systems = {name: lambda name=name: play(name) for name in ("congthu", "bare")}
    done = interleave(systems, rounds=2, heard=lambda _: None)
    assert order == ["congthu", "bare", "bare", "congthu"]
    assert {name: [one.rate for one in all_] for name, all_ in done.items()} == {
        "congthu": [1.0, 1.0],
        "bare": [1.0, 1.0],
    }


def test_the_report_is_one_json_document_and_a_text_that_names_the_ratio():
    report = Report(
        "login",
        "logins/s",
        {"connections": 20},
        {"congthu": "ours", "bare": "the same without us"},
        [Case("imap", {"congthu": rounds(50), "bare": rounds(100)})],
    )
    assert json.loads(report.as_json())["cases"][0]["ratios"] == {"bare": 0.5}
    assert "ours is 0.50 of it" in report.as_text()
    assert "the same without us" in report.as_text()
