"""How was a passage read that can be read in several ways?

A value that rests on such a reading carries its number (``reading = "B-18a"``); ``readings.toml`` says once for all
regulations what is unclear, what the system does, and why.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field

from congthu.regulations.faults import LawError, TomlFile
from congthu.regulations.load import DATA
from congthu.regulations.values import Frozen


class Reading(Frozen):
    """One passage that leaves a choice, and the choice."""

    unclear: str = Field(description="Chỗ chưa rõ")
    chosen: str = Field(description="Hệ thống hiểu và làm thế nào")
    why: str = Field(description="Vì sao chọn như vậy")


@cache
def readings(data: Path = DATA) -> Mapping[str, Reading]:
    """Every reading by its number; raise `LawError` when the file is wrong."""
    file = TomlFile.read(data / "readings.toml")
    found = {number: file.validate(Reading, table, number) for number, table in file.table.items()}
    if file.faults:
        raise LawError(file.faults)
    return {number: reading for number, reading in found.items() if reading}
