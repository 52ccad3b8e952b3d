from tools.reference import PAGE, main, manual

from congthu.regulations.schema import parameters


def test_the_manual_is_the_one_that_the_tool_would_write_now():
    assert PAGE.read_text("utf-8") == manual(), "run python tools/reference.py"
    assert main(["--check"]) == 0


def test_every_parameter_and_every_key_is_explained():
    rows = [line.strip("| ").split(" | ") for line in manual().splitlines() if line.startswith("| `")]
    assert all(len(row) == 3 and row[2].strip() for row in rows)
    explained = {row[0].strip("`*") for row in rows}
    assert explained >= {name.partition(".")[2] for name, _, _ in parameters()}


def test_wrong_usage_writes_nothing(capsys):
    assert main(["--verify"]) == 2
    assert "--check" in capsys.readouterr().out
