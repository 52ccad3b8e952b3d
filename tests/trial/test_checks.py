"""A regulation that cannot be used says so with file, place and cure; those we ship can be used."""

import shutil
import tomllib
from pathlib import Path

import pytest

from congthu.regulations.load import DATA, catalogue
from congthu.trial.checks import faults_in
from congthu.trial.review import review

BAD = sorted((Path(__file__).parents[1] / "regulations" / "bad").glob("*.toml"))


@pytest.mark.parametrize("regulation", catalogue())
def test_every_regulation_we_ship_can_be_used_and_its_worked_cases_come_out(regulation):
    assert faults_in(DATA / regulation) == []


@pytest.mark.parametrize("spoiling", BAD, ids=lambda path: path.stem)
def test_a_spoiled_regulation_gets_the_error_that_helps(spoiling: Path, tmp_path: Path):
    told = tomllib.loads(spoiling.read_text(encoding="utf-8"))
    folder = tmp_path / told.get("regulation", "hanoi-1643-2023")
    shutil.copytree(DATA / folder.name, folder)
    spoiled = folder / told["file"]
    text = spoiled.read_text(encoding="utf-8")
    if told.get("remove"):
        spoiled.unlink()
    else:
        assert told.get("find", "") in text
        changed = text.replace(told.get("find", ""), told.get("put", ""), 1)
        spoiled.write_text(changed, encoding=told.get("encoding", "utf-8"))

    said = [str(fault) for fault in faults_in(folder)]

    for expected in told["says"]:
        assert any(expected in one for one in said), said
    assert all(str(folder) in one for one in said)


def test_a_fault_names_the_line_of_its_value(tmp_path: Path):
    folder = tmp_path / "hanoi-1643-2023"
    shutil.copytree(DATA / folder.name, folder)
    path = folder / "regulation.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, start=1) if line.startswith("downtime = "))
    lines[number - 1] = lines[number - 1].replace("3 days", "three days")
    path.write_text("\n".join(lines), encoding="utf-8")

    assert [fault.line for fault in faults_in(folder)] == [number]


def test_a_slip_of_syntax_is_told_once_with_its_line(tmp_path: Path):
    folder = tmp_path / "hanoi-1643-2023"
    shutil.copytree(DATA / folder.name, folder)
    path = folder / "regulation.toml"
    text = path.read_text(encoding="utf-8").replace('standing = "in-force"', "standing = in-force")
    path.write_text(text, encoding="utf-8")
    wrong = next(n for n, line in enumerate(text.splitlines(), start=1) if line.startswith("standing = "))
    told = review(folder)
    assert [(fault.file, fault.line) for fault in told.faults] == [(path, wrong)]
    assert "giá trị viết sai" in told.faults[0].what
    assert told.notes == ()
