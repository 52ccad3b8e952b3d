"""A command that is typed wrongly is told what is wrong in Vietnamese, and where to read how it is right."""

import pytest

from congthu.cli import main


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("regulation show", "Thiếu ID|DIR"),
        ("deadline compute --regulation x", "Thiếu --"),
        ("clock advance -1", "“--”"),
        ("regulation check --jsno x", "có phải --json"),
        ("regulation nosuch", "các lệnh con của congthu regulation: "),
        ("nosuch", "các lệnh con của congthu: demo, test"),
        ("audit list --limit many", "cần một số nguyên"),
        ("audit list --limit 0", "cần một số từ 1 trở lên"),
        ("naming check --json", "Thiếu FILE"),
        ("naming check /no/such.csv", "/no/such.csv: không có tệp"),
        ("naming check /", "đây là thư mục"),
    ],
)
def test_wrong_words_are_told_in_vietnamese(typed, says, capfd):
    assert main.run(typed.split()) == main.USAGE
    told = capfd.readouterr()
    assert says in told.err
    assert told.err.startswith("congthu: ")
    assert told.out == ""


def test_help_is_no_error(capfd):
    assert main.run(["regulation", "--help"]) == 0
    assert "check" in capfd.readouterr().out
