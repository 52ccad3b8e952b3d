from tests.engines.daemon import running
from tests.engines.samples import MIB

from congthu.engines.clamav import config, control
from congthu.engines.layout import Layout
from congthu.engines.probe import ask


def instream(content):
    """What a client says to have *content* scanned."""
    return b"zINSTREAM\0" + len(content).to_bytes(4) + content + bytes(4)


def test_it_finds_the_test_virus_and_lets_the_rest_pass(laid, place):
    layout = Layout(root=str(place))
    wants = config.ClamavConfig(
        layout=layout, listen=layout.socket("clamav", "clamd.sock"), largest_message_bytes=MIB
    )
    assert not control.health(wants).ok
    with running(laid("clamav").programs[0], lambda: control.health(wants)):
        found = ask(wants.listen, say=instream(config.EICAR), expect=b"stream: Eicar-Test", timeout=30)
        clean = ask(wants.listen, say=instream(b"Kinh gui"), expect=b"stream: OK", timeout=30)
    assert found.ok, found.detail
    assert clean.ok, clean.detail


def test_the_installed_version_is_one_that_we_render_for():
    assert config.VERSIONS.family(control.version())
