"""An installation lives where every service user can reach it, and its promised directory still answers."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from congthu.operations.place import place, prepare, reason_against


@pytest.fixture
def open_directory() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="p-", dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def test_a_short_plain_reachable_directory_holds_its_own_installation(open_directory):
    found = place(open_directory / "d", fallback=open_directory / "elsewhere")
    assert found.real == open_directory / "d"
    assert not found.moved


@pytest.mark.parametrize(
    ("below", "why"),
    [
        ("có dấu và cách", "khoảng trắng"),
        ("with space", "khoảng trắng"),
        ("x" * 100, "quá dài"),
        ("quote'", "khoảng trắng"),
    ],
)
def test_a_path_that_the_mail_programs_cannot_read_is_held_elsewhere_and_linked(open_directory, below, why):
    named = open_directory / below / "demo"
    found = place(named, fallback=open_directory / "f")
    assert why in found.why_elsewhere
    prepare(found)
    assert named.is_symlink()
    assert (named / ".").resolve() == found.real
    (found.real / "kept").write_text("x")
    again = place(named, fallback=open_directory / "f")
    prepare(again)
    assert again.real == found.real
    assert (named / "kept").read_text() == "x"


def test_a_home_that_others_cannot_enter_is_refused_as_a_place(open_directory):
    closed = open_directory / "root"
    closed.mkdir(mode=0o700)
    assert str(closed) in reason_against(closed / "clone" / "var" / "demo")
    closed.chmod(0o711)
    assert reason_against(closed / "clone" / "var" / "demo") == ""


def test_two_directories_that_cannot_hold_their_installation_get_two_places(open_directory):
    fallback = open_directory / "f"
    assert (
        place(open_directory / "a b" / "demo", fallback=fallback).real
        != place(open_directory / "c d" / "demo", fallback=fallback).real
    )


def test_a_directory_with_something_in_it_is_not_replaced_by_a_link(open_directory):
    named = open_directory / "a b"
    named.mkdir()
    (named / "thesis.doc").write_text("mine")
    with pytest.raises(FileExistsError):
        prepare(place(named, fallback=open_directory / "f"))
    assert (named / "thesis.doc").read_text() == "mine"
