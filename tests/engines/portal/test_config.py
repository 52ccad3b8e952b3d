import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance

from congthu.engines.address import TcpAddress
from congthu.engines.portal.config import render
from congthu.engines.versions import UnknownVersion


def wants(**changes):
    return Instance().wants(portal=changes)["portal"]


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("portal", Instance().rendered()["portal"]) == []


def test_on_another_machine_it_listens_on_a_port():
    program = render(wants(listen=TcpAddress(host="10.1.0.8", port=8000)), "2.8.7").programs[0]
    assert "--host 10.1.0.8 --port 8000" in " ".join(program.command)
    assert program.group is None


def test_what_its_settings_read_is_not_shown_by_the_value():
    assert "secret-of-the-portal" not in repr(wants(environment={"KEY": "secret-of-the-portal"}))


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(wants(), "3.0.0")


def test_a_value_that_would_break_the_command_is_refused():
    with pytest.raises(ValidationError):
        wants(granian="granian; rm")
