from congthu.regulations.faults import closest, line_of

TEXT = """\
[password]
min_length = { value = 8 }

[naming.person]
patterns = [
  { form = "x" },
]

[[transition]]
event = "lock"

[[transition]]
event = "restore"

[clause]
"Đ8.2.a" = { class = "SE" }
"""


def test_a_place_is_found_by_its_table_and_key():
    assert line_of(TEXT, ("password", "min_length", "value")) == 2
    assert line_of(TEXT, ("naming", "person", "patterns", 0, "form")) == 5
    assert line_of(TEXT, ("naming", "person", "gist")) == 4
    assert line_of(TEXT, ("transition", 1, "event")) == 13
    assert line_of(TEXT, ("clause", "Đ8.2.a", "status")) == 16


def test_a_place_that_is_nowhere_has_no_line():
    assert line_of(TEXT, ("quota", "person")) is None


def test_the_nearest_name_is_offered_only_when_it_is_near():
    assert closest("quotas", ["quota", "lock"]) == "; có phải là «quota»?"
    assert closest("quotas", ["naming", "lock"]) == ""
