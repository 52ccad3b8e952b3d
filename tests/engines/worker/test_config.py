from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines.worker.config import WorkerConfig, render


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("worker", Instance().rendered()["worker"]) == []


def test_what_its_settings_read_is_given_to_the_process_and_not_shown():
    wants = WorkerConfig(
        layout=Instance().layout, python="/usr/bin/python3", environment={"KEY": "secret-word"}
    )
    assert "secret-word" not in repr(wants)
    assert render(wants).programs[0].environment == {"KEY": "secret-word"}
