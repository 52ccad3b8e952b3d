import shutil
from pathlib import Path

import pytest
from tools.trace import PAGES, gaps, main, page

from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for

HANOI = policy_for("hanoi-1643-2023")
CODE = '@enforces("password.min_length")\ndef check():\n    ...\n'
TEST = '@pytest.mark.enforces("password.min_length")\ndef test_short_passwords_are_refused():\n    ...\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/rules.py").write_text(CODE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_rules.py").write_text(TEST)
    return tmp_path


@pytest.mark.parametrize("regulation", catalogue())
def test_the_pages_are_those_that_the_tool_would_write_now(regulation):
    written = (PAGES / f"{regulation}.md").read_text("utf-8")
    assert written == page(policy_for(regulation)), "run python tools/trace.py"


def test_a_clause_names_its_parameters_and_they_name_their_code_and_tests(project):
    text = page(HANOI, project)
    assert "| Đ12.2 |" in text
    assert "[`password.min_length`](#password-min_length), `password.classes`" in text
    _, _, behind = text.partition('<a id="password-min_length"></a>')
    assert "- mã `src/rules.py::check`\n" in behind
    assert "- kiểm thử `tests/test_rules.py::test_short_passwords_are_refused`\n" in behind


def test_a_page_does_not_change_when_lines_move(project):
    before = page(HANOI, project)
    moved = project.parent / "moved"  # marks are read once per folder
    shutil.copytree(project, moved)
    (moved / "src/rules.py").write_text("\n\n" + CODE)
    assert page(HANOI, moved) == before


def test_a_clause_without_a_test_is_a_gap(project):
    assert not [one for one in gaps([HANOI], project) if "Đ12.2:" in one]
    untested = project.parent / "untested"
    shutil.copytree(project, untested)
    (untested / "tests/test_rules.py").write_text("")
    found = [one for one in gaps([HANOI], untested) if "Đ12.2:" in one]
    assert found == ["hanoi-1643-2023 Đ12.2: ghi là «enforced» nhưng thiếu kiểm thử"]


def test_wrong_usage_writes_nothing(capsys):
    assert main(["--verify"]) == 2
    assert "--check" in capsys.readouterr().out
