import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines import guard
from congthu.engines.address import TcpAddress, UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Program
from congthu.engines.supervisor.config import SupervisorConfig, render, specification
from congthu.engines.versions import UnknownVersion

LAYOUT = Layout(root="/srv/congthu")
WANTS = SupervisorConfig(layout=LAYOUT)
PROGRAM = Program(
    name="sample",
    command=("/bin/sample", "100%", "a b"),
    waits_for=(UnixSocket(path="/run/a"), TcpAddress(host="::1", port=5432)),
    environment={"KEY": 'a"b%c'},
)


def main_file(*programs):
    return render(WANTS, programs, "4.3.0").files[0].text


def test_what_is_rendered_is_what_was_reviewed():
    # The guard is rendered as it stands in its module, and reviewed there.
    rendered = Instance().rendered()["supervisor"]
    assert differences("supervisor", rendered, but=frozenset({"supervisor/guard.py"})) == []


def test_the_guard_is_rendered_as_it_stands():
    files = {file.path: file.text for file in render(WANTS, [PROGRAM], "4.3.0").files}
    assert files["supervisor/guard.py"] == Path(guard.__file__).read_text()


def test_what_a_program_is_given_never_passes_through_the_supervisor_s_own_language():
    assert "100%" not in main_file(PROGRAM)
    told = json.loads(specification(PROGRAM, LAYOUT))
    assert told["command"] == ["/bin/sample", "100%", "a b"]
    assert told["environment"]["KEY"] == 'a"b%c'
    assert told["waits_for"] == ["unix:/run/a", "tcp:[::1]:5432"]


def test_a_specification_may_hold_secrets_and_is_for_root_alone():
    files = render(WANTS, [PROGRAM], "4.3.0").files
    assert [file.mode for file in files if file.path.endswith("sample.json")] == [0o600]


def test_a_changed_specification_changes_the_supervisor_s_own_lines():
    assert main_file(PROGRAM) == main_file(replace(PROGRAM))
    assert main_file(PROGRAM) != main_file(replace(PROGRAM, umask=0o077))


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(WANTS, [], "5.0")
