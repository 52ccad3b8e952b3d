import re
from pathlib import Path

import pytest

from congthu.regulations.faults import LawError
from congthu.regulations.load import DATA
from congthu.regulations.readings import readings

READING = re.compile(r"reading = (?:\"[^\"]*\"|\[[^\]]*\])")
NUMBER = re.compile(r"B-\d{2}[a-z]?")


def test_every_reading_that_a_value_rests_on_is_explained_and_none_besides() -> None:
    cited = {
        number
        for path in DATA.glob("*/*.toml")
        for written in READING.findall(path.read_text("utf-8"))
        for number in NUMBER.findall(written)
    }
    assert cited == set(readings())


def test_a_reading_says_what_is_unclear_what_is_done_and_why() -> None:
    one = readings()["B-18a"]
    assert "Danh sách ký tự đặc biệt" in one.unclear
    assert "ít nhất một" in one.chosen
    assert one.why


def test_a_reading_without_a_reason_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "readings.toml").write_text('[B-01]\nunclear = "x"\nchosen = "y"\n', encoding="utf-8")
    with pytest.raises(LawError) as refused:
        readings(tmp_path)
    assert "B-01" in str(refused.value)
