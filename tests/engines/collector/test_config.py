from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines.collector.config import CollectorConfig, render


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("collector", Instance().rendered()["collector"]) == []


def test_it_waits_for_no_database_because_it_keeps_what_it_hears():
    wants = CollectorConfig(layout=Instance().layout, python="/usr/bin/python3", environment={})
    assert render(wants).programs[0].waits_for == ()
