"""A child that reads a file may fail in any way: the parent gets an answer or one sentence."""

import pytest

from congthu.hostile import Limits, UnreadableFile, read_bounded

LIMITS = Limits(file=1000, memory=512 * 1024**2, cpu_seconds=1, seconds=10)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tep"
    path.write_bytes(b"n")
    return path


# The readers are functions of Python's own, asked in ways that end as those of a hostile file do.
def read(path, reader, asked):
    return read_bounded(path, reader=reader, asked=asked, limits=LIMITS)


def test_the_answer_of_the_reader_comes_back(file):
    assert read(file, "operator:contains", 110) is True


def test_a_file_that_is_missing_too_large_or_a_folder_is_told(tmp_path, file):
    with pytest.raises(UnreadableFile, match="Không mở được tệp"):
        read(tmp_path / "khong-co", "operator:contains", 1)
    with pytest.raises(UnreadableFile, match="không phải là một tệp"):
        read(tmp_path, "operator:contains", 1)
    file.write_bytes(b"x" * 1001)
    with pytest.raises(UnreadableFile, match="Tệp lớn hơn"):
        read(file, "operator:contains", 1)


@pytest.mark.parametrize("reader", ["operator:truediv", "os:nothing", "no.such.module:read"])
def test_a_reader_that_breaks_is_one_sentence(file, reader):
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read(file, reader, "x")


def test_a_reader_that_eats_memory_is_stopped(file):
    with pytest.raises(UnreadableFile, match="bị hỏng"):
        read(file, "operator:mul", 10**9)
