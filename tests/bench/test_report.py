import json

from bench.report import Case, Report, interleave


def test_the_ratio_is_of_medians_so_that_one_bad_round_does_not_count():
    case = Case("4 KB", {"congthu": [90, 80, 1], "bare": [100, 100, 1000]})
    assert case.ratios == {"bare": 0.8}


def test_systems_take_turns_at_being_first():
    order: list[str] = []
    systems = {name: lambda name=name: order.append(name) or 1.0 for name in ("congthu", "bare")}
    rates = interleave(systems, rounds=2, heard=lambda _: None)
    assert order == ["congthu", "bare", "bare", "congthu"]
    assert rates == {"congthu": [1.0, 1.0], "bare": [1.0, 1.0]}


def test_the_report_is_one_json_document_and_a_text_that_names_the_ratio():
    report = Report(
        "login", "logins/s", {"connections": 20}, [Case("imap", {"congthu": [50], "bare": [100]})]
    )
    assert json.loads(report.as_json())["cases"][0]["ratios"] == {"bare": 0.5}
    assert "ours is 0.50 of it" in report.as_text()
