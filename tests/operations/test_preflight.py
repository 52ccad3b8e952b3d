"""Every start-up problem has an id, a cause and a cure; a fit machine has none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from congthu.operations.preflight import GIB, Facts, judge, judge_law, judge_notices
from congthu.regulations.policy import Decision, policy_for, with_decision

FIT = Facts(
    is_root=True,
    debian="12",
    missing_packages=(),
    missing_users=(),
    busy_ports={},
    free_disk=20 * GIB,
    memory=8 * GIB,
    clock=datetime(2027, 1, 1, tzinfo=UTC),
)


def test_a_fit_machine_has_no_problem():
    assert judge(FIT) == []


@pytest.mark.parametrize(
    ("broken", "id_", "named"),
    [
        ({"is_root": False}, "congthu.E101", "root"),
        ({"debian": "11"}, "congthu.E102", "11"),
        ({"debian": ""}, "congthu.E102", "không rõ"),
        ({"missing_packages": ("rspamd", "postfix")}, "congthu.E103", "rspamd postfix"),
        ({"missing_users": ("clamav",)}, "congthu.E104", "clamav"),
        ({"busy_ports": {"imap": 143}}, "congthu.E105", "imap 143"),
        ({"free_disk": GIB}, "congthu.E106", "1,0 GiB"),
        ({"memory": GIB}, "congthu.E107", "1,0 GiB"),
        ({"memory": 3 * GIB}, "congthu.W111", "3,0 GiB"),
        ({"clock": datetime(1970, 1, 1, tzinfo=UTC)}, "congthu.E108", "01/01/1970"),
        ({"loose_secrets": ("/x/secrets/portal.json",)}, "congthu.E110", "/x/secrets/portal.json"),
        ({"unlawful": ("soctrang-draft-2024 là dự thảo.",)}, "congthu.E112", "soctrang-draft-2024"),
    ],
)
def test_each_fault_is_told_with_its_id_what_was_found_and_a_cure(broken, id_, named):
    [problem] = judge(replace(FIT, **broken))
    assert problem.id == id_
    assert named in problem.cause
    assert problem.cure


def test_what_nobody_could_read_in_a_regulation_is_told_until_somebody_decides_it():
    dongthap = policy_for("dongthap-143-2025")
    told = judge_law([policy_for("hanoi-1643-2023"), dongthap])
    assert {one.id for one in told} == {"congthu.W113"}
    assert all("điểm a khoản 2 Điều 8" in one.cause for one in told)
    [about] = [one for one in told if "request.mailbox" in one.cause]
    assert "decision propose --parameter request.mailbox" in about.cure
    decided = with_decision(
        dongthap, Decision("request.mailbox", "hotro@dongthap.gov.vn", "7/QĐ", date(2026, 1, 5), "Giám đốc")
    )
    assert len(judge_law([decided])) == len(told) - 1
    assert not any("request.mailbox" in one.cause for one in judge_law([decided]))


def test_locks_that_no_agency_could_be_told_of_are_counted_and_some_are_named():
    assert judge_notices([]) == []
    [told] = judge_notices([f"a{number}@caobang.gov.vn" for number in range(7)])
    assert (told.id, told.severity) == ("congthu.W114", "warning")
    assert "7 hộp thư" in told.cause
    assert "a4@caobang.gov.vn …" in told.cause
    assert "mailbox told" in told.cure


def test_errors_come_before_warnings():
    found = judge(replace(FIT, memory=3 * GIB, debian="11"))
    assert [problem.severity for problem in found] == ["error", "warning"]
