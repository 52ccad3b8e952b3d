import shutil
from pathlib import Path

import pytest
from tools.trace import PAGES, main, page

from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for

HANOI = policy_for("hanoi-1643-2023")
CODE = '@enforces("password.min_length")\ndef check():\n    ...\n'
TEST = '@pytest.mark.enforces("password.min_length")\ndef test_short_passwords_are_refused():\n    ...\n'

PROOF = """import pytest

@pytest.mark.clause("hanoi-1643-2023", "Đ12.2")
def test_short_ones(): ...
"""


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


def test_a_clause_is_carried_out_where_its_own_test_stands(project):
    assert (
        "| Đ12.2 | Mật khẩu từ 8 ký tự, có chữ hoa, chữ số, ký tự đặc biệt | SE | chưa làm (`identity`) |  |"
        in page(HANOI, project)
    )
    proved = project.parent / "proved"
    shutil.copytree(project, proved)
    folder = proved / "tests/acceptance/hanoi_1643_2023"
    folder.mkdir(parents=True)
    (folder / "test_dieu_12.py").write_text(PROOF, "utf-8")
    assert "| SE | buộc thực hiện | `test_dieu_12.py::test_short_ones` |" in page(HANOI, proved)


def test_what_only_people_can_do_says_why(project):
    assert "| ORG | con người: Văn bản tự nói về việc ban hành |" in page(HANOI, project)


def test_wrong_usage_writes_nothing(capsys):
    assert main(["--verify"]) == 2
    assert "--check" in capsys.readouterr().out
