"""Every start-up problem has an id, a cause and a cure; a fit machine has none."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from congthu.operations.preflight import GIB, Facts, judge

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


def test_errors_come_before_warnings():
    found = judge(replace(FIT, memory=3 * GIB, debian="11"))
    assert [problem.severity for problem in found] == ["error", "warning"]
