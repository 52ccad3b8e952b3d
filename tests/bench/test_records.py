"""The measurements of records, small: they run, find what they must and print one document."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


def measured(name, *arguments):
    source = BENCH.parent / "src"
    done = subprocess.run(
        [sys.executable, str(BENCH / f"{name}.py"), "--json", "--rounds", "1", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(source), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "arguments", "baseline"),
    [
        ("nightly", ["--size", "2000"], "plain UPDATE"),
        ("naming", ["--size", "2000", "--people", "20"], "empty history"),
    ],
)
def test_a_measurement_prints_its_ratio_to_the_baseline(name, arguments, baseline):
    told = measured(name, *arguments)
    [case] = told["cases"]
    assert told["benchmark"] == name
    assert case["ratios"][baseline] > 0
    assert set(case["medians"]) >= {"congthu", baseline}
