import json
import os
import time
from pathlib import Path

import pytest

from congthu.engines.collector.config import CollectorConfig
from congthu.engines.collector.control import SILENT_SECONDS, health
from congthu.engines.layout import Layout


@pytest.fixture
def wants(tmp_path):
    wants = CollectorConfig(layout=Layout(root=str(tmp_path)), python="/usr/bin/python3", environment={})
    (tmp_path / "data" / "collector").mkdir(parents=True)
    return wants


def written(wants, *, failing=False, seconds_ago=0.0):
    Path(wants.state).write_text(json.dumps({"places": {}, "tally": {}, "failing": failing}))
    os.utime(wants.state, times=(time.time() - seconds_ago, time.time() - seconds_ago))


def test_it_is_well_as_long_as_it_writes_its_state(wants):
    written(wants)
    assert health(wants).ok


@pytest.mark.parametrize("seconds_ago", [SILENT_SECONDS + 1, 3600])
def test_one_that_has_fallen_silent_is_not_well(wants, seconds_ago):
    written(wants, seconds_ago=seconds_ago)
    assert not health(wants).ok


def test_one_that_never_wrote_is_not_well(wants):
    assert not health(wants).ok


def test_waiting_for_the_database_is_told(wants):
    written(wants, failing=True)
    answer = health(wants)
    assert not answer.ok
    assert "giữ lại" in answer.detail
