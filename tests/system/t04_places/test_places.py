"""It works from wherever somebody clones it, beside another installation, and leaves no process behind."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import PROJECT, congthu

PARTS = ("congthu", "requirements.txt", "requirements-dev.txt")
TREES = ("src", "regulations")


@pytest.fixture
def clone(scratch: Path) -> Iterator[Path]:
    """A clone where a newcomer might put it: in a home that nobody else may enter, with a space, deep down."""
    home = scratch / "nhà riêng"
    place = home / ("một thư mục rất dài " * 3).strip() / "công thư"
    place.mkdir(parents=True)
    home.chmod(0o700)
    for name in PARTS:
        shutil.copy2(PROJECT / name, place / name)
    for name in TREES:
        shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    yield place
    shutil.rmtree(home)


def greeting(where: list) -> str:
    with socket.create_connection(tuple(where), timeout=10) as door:
        return door.recv(200).decode()


def processes_of(directory: Path) -> list[str]:
    listed = subprocess.run(
        ["ps", "axww", "-o", "pid,pgid,args"], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listed.splitlines() if str(directory) in line]


def test_a_clone_in_a_closed_home_with_spaces_runs_beside_the_demo_and_leaves_nothing(clone, demo, endpoints):
    named = clone / "var" / "thử nghiệm"
    made = congthu("init", "--regulation", "hanoi-1643-2023", "--json", instance=named, project=clone)
    assert made.code == 0, made.err
    real = Path(made.json["directory"])
    try:
        assert real != named
        assert str(real).startswith("/var/lib/congthu/")
        up = congthu("up", "--json", instance=named, project=clone)
        assert up.code == 0, up.err
        mine = up.json["endpoints"]
        assert mine["imap"] != endpoints["imap"]
        assert greeting(mine["imap"]).startswith("* OK")
        assert greeting(mine["smtp"]).startswith("220 ")
        assert greeting(endpoints["imap"]).startswith("* OK")
        assert congthu("status", "--json", instance=named, project=clone).code == 0
        again = congthu("up", "--json", instance=named, project=clone)
        assert again.json["changed"] is False
        assert processes_of(real)
        down = congthu("down", instance=named, project=clone)
        assert down.code == 0, down.err
        assert processes_of(real) == []
        assert congthu("status", instance=named, project=clone).code == 3
        assert congthu("status", instance=demo).code == 0
    finally:
        congthu("down", instance=named, project=clone)
        shutil.rmtree(real, ignore_errors=True)


def test_a_second_init_in_the_same_place_is_refused(demo):
    again = congthu("init", "--regulation", "hanoi-1643-2023", instance=demo)
    assert again.code == 3
    assert "Đã có hệ thống" in again.err


def test_an_unknown_regulation_is_refused_with_those_that_exist(scratch):
    wrong = congthu("init", "--regulation", "sao-hoa-2031", instance=scratch / "khong")
    assert wrong.code == 2
    assert "hanoi-1643-2023" in " ".join(wrong.err.split())
    assert not (scratch / "khong").exists()


def test_a_command_without_an_installation_says_how_to_make_one(scratch):
    missing = congthu("status", instance=scratch / "chua-co")
    assert missing.code == 3
    assert "./congthu init" in missing.err
