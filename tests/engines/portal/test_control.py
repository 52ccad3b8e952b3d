import socket
import sys
from pathlib import Path

import pytest
from tests.engines.samples import Instance

from congthu.engines.address import TcpAddress
from congthu.engines.portal import config, control
from congthu.engines.process import ProgramMissing

GRANIAN = Path(sys.executable).parent / "granian"


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version(str(GRANIAN)))


def test_a_server_that_is_not_there_is_named():
    with pytest.raises(ProgramMissing, match="/no/granian"):
        control.version("/no/granian")


def test_a_portal_that_does_not_run_is_a_fault():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = TcpAddress(host="127.0.0.1", port=taken.getsockname()[1])
    wants = Instance().wants(portal={"listen": nobody})["portal"]
    assert not control.health(wants, path="/", host="cong.tinh.example").ok
