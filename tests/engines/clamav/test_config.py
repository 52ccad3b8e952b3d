import hashlib

import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import MIB, Instance

from congthu.engines.clamav.config import EICAR, ClamavConfig, render
from congthu.engines.layout import Layout
from congthu.engines.process import ProgramFailed
from congthu.engines.versions import UnknownVersion

LAYOUT = Layout(root="/srv/congthu")


def wants(**changes):
    return ClamavConfig(
        **{"layout": LAYOUT, "listen": LAYOUT.socket("clamav", "c"), "largest_message_bytes": MIB, **changes}
    )


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("clamav", Instance().rendered()["clamav"]) == []


def test_the_program_itself_accepts_it_and_would_refuse_a_mistake(laid, checked, place):
    rendered = laid("clamav")
    checked(rendered)
    (place / "release/etc/clamav/clamd.conf").write_text("NoSuchOption yes\n")
    with pytest.raises(ProgramFailed, match="NoSuchOption"):
        checked(rendered)


def test_the_test_virus_is_known_without_any_official_signature():
    files = {file.path: file.text for file in render(wants(), "1.4.6").files}
    assert "clamav/freshclam.conf" not in files
    assert files["clamav/congthu-eicar.ndb"].strip().endswith(EICAR.hex())
    digest, size, _ = files["clamav/congthu-eicar.hdb"].split(":")
    assert (digest, int(size)) == (hashlib.md5(EICAR, usedforsecurity=False).hexdigest(), 68)


def test_official_signatures_are_fetched_where_a_mirror_is_named(laid, checked, place):
    rendered = laid("clamav", clamav={"mirror": "database.clamav.net"})
    assert [program.name for program in rendered.programs] == ["clamd", "freshclam"]
    checked(rendered)
    assert "DatabaseMirror database.clamav.net\n" in (place / "release/etc/clamav/freshclam.conf").read_text()


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(wants(), "0.103.8")


@pytest.mark.parametrize("change", [{"user": "a\nb"}, {"mirror": "a b"}, {"largest_message_bytes": 0}])
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        wants(**change)
