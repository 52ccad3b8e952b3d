from pathlib import Path

import pytest
from tools.check_docs import documents, findings, main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src/congthu/mailboxes").mkdir(parents=True)
    (tmp_path / "src/congthu/mailboxes/actions.py").write_text("def issue():\n    ...\n")
    (tmp_path / "docs").mkdir()
    return tmp_path


def found(project: Path, text: str) -> list[str]:
    document = project / "docs/page.md"
    document.write_text(text)
    return list(findings(document, project, ["demo", "test"]))


@pytest.mark.parametrize(
    "text",
    [
        "[page](page.md#part) and [elsewhere](https://example.org/nowhere)",
        "`src/congthu/mailboxes/actions.py` and `src/congthu/`",
        "`congthu.mailboxes`, `congthu.mailboxes.actions`, `congthu.mailboxes.actions.issue`",
        "```\n./congthu demo\n```",
        "`regulations/<id>/` and `DIR/endpoints.json` are patterns, not paths",
    ],
)
def test_what_exists_is_not_reported(project: Path, text: str):
    assert found(project, text) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[page](gone.md)", "gone.md"),
        ("see `src/congthu/gone.py`", "src/congthu/gone.py"),
        ("see `congthu.gone`", "congthu.gone"),
        ("see `congthu.mailboxes.actions.gone`", "congthu.mailboxes.actions.gone"),
        ("run `./congthu gone`", "./congthu gone"),
        ("```\n./congthu gone now\n```", "./congthu gone"),
    ],
)
def test_what_does_not_exist_is_reported_with_its_line(project: Path, text: str, named: str):
    [finding] = found(project, text)
    assert finding.startswith("docs/page.md:")
    assert named in finding


def test_the_documents_of_this_project_name_only_what_exists(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 0, capsys.readouterr().out
    assert documents(Path(__file__).parents[2])
