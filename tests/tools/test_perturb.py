"""A change of the law is noticed by an honest test and not by one that repeats what it read."""

import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.law_changes import PLATFORM, changes, others, toml
from tools.perturb import main

from congthu.regulations.load import catalogue
from congthu.regulations.proofs import ROOT
from congthu.regulations.schema import Activity, Forwarding
from congthu.regulations.terms import Size, Term, YearlyDate


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (True, [False]),
        (8, [9, 7]),
        (128, [144, 112]),
        (Size.parse("500 MB"), ["501 MB", "499 MB"]),
        (Term.parse("2 working days"), ["3 working days", "1 working day"]),
        (YearlyDate.parse("before 30/11"), ["before 29/11"]),
        (YearlyDate.parse("before 20/1 of next year"), ["before 21/1 of next year"]),
        (Forwarding.NOT_PUBLIC, ["own-domains"]),
        ("Sở Tư pháp", ["xSở Tư pháp"]),
        (frozenset({Activity.SENT, Activity.RECEIVED}), [["sent"], ["received"]]),
        (("a", "b"), [["b"], ["a"]]),
        (("a",), [["xa"]]),
    ],
)
def test_a_value_has_neighbours_of_its_own_type(value, found):
    assert sorted(map(str, others(value))) == sorted(map(str, found))


@pytest.mark.parametrize("document", [*catalogue(), PLATFORM])
def test_a_change_touches_one_thing_and_is_readable(document):
    planned = list(changes(document))
    assert len({str(change) for change in planned}) == len(planned)
    for change in planned[::17]:
        text = tomllib.loads(change.text())
        assert text == change.table
        assert text != tomllib.loads(change.file.read_text("utf-8"))


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]))
VALUES = st.recursive(
    st.booleans() | st.integers() | TEXTS | st.dates(date(2000, 1, 1)),
    lambda inside: st.lists(inside) | st.dictionaries(TEXTS, inside),
    max_leaves=10,
)


@given(VALUES)
def test_what_is_written_is_read_back(value):
    assert tomllib.loads(f"it = {toml(value)}") == {"it": value}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--regulation", "hanoi-1643-2023", "--parameter", "inactivity.after"),
        ("--regulation", "dongthap-143-2025", "--parameter", "naming.department"),
        ("--regulation", "caobang-16-2025", "--parameter", "lock.revoked_after", "--sample", "1"),
        ("--seconds", "86400"),
    ],
    ids=["a term", "a pattern", "one of several", "every value there is"],
)
def test_the_tests_notice_when_the_law_changes(arguments, capfd):
    code = main(arguments)
    told = capfd.readouterr().out
    assert (code, " 0 not noticed\n" in told) == (0, True), told


LYING = """
import pytest
from congthu.regulations.policy import policy_for

@pytest.mark.enforces("quota.person")
def test_the_quota_is_what_it_is():
    rule = policy_for("hanoi-1643-2023").quota.person
    assert rule.value == rule.value

@pytest.mark.enforces("quota.organisation")
def test_the_quota_is_what_the_clause_says():
    assert str(policy_for("hanoi-1643-2023").quota.organisation.value) == "10 GB"
"""


def test_a_test_that_repeats_what_it_read_is_found_out(tmp_path: Path):
    for name in ("src", "tools", "regulations", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_quota.py").write_text(LYING)
    program = f"import sys; from pathlib import Path; from tools import perturb; perturb.ROOT = Path({str(tmp_path)!r})"
    command = (
        f"{program}; sys.exit(perturb.main(['--regulation', 'hanoi-1643-2023', '--parameter', 'quota.*']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "hanoi-1643-2023 quota.person: 2 GB → 3 GB: 1 tests stay green" in done.stdout
    assert "quota.organisation:" not in done.stdout
