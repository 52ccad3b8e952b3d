"""Steps of time that may stand beside one another; those that may not are in ``bad/``."""

import shutil

from congthu.regulations.load import DATA, examine

COOLED_DOWN = """
[[transition]]
on = "cooled_down"
from = ["locked"]
to = "active"
after = "5 days"
since = ["locked_on"]
grounds = ["forbidden-act"]
clause = "Đ8.2.c"
"""


def test_a_lock_that_ends_by_itself_is_no_ring_where_time_did_not_bring_it_about(tmp_path):
    folder = shutil.copytree(DATA / "hanoi-1643-2023", tmp_path / "hanoi-1643-2023")
    states = folder / "states.toml"
    states.write_text(states.read_text("utf-8") + COOLED_DOWN, "utf-8")
    assert examine(folder).faults == []
