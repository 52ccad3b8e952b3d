import pytest

from congthu.engines.process import ProgramError, ProgramMissing
from congthu.engines.versions import UnknownVersion, Versions, first_version, version_of

KNOWN = Versions("Postfix", ("3.7", "3.10"))


@pytest.mark.parametrize(
    ("version", "family"), [("3.7.11", "3.7"), ("3.7", "3.7"), ("3.10.1", "3.10"), ("3.7-rc", "3.7")]
)
def test_a_version_belongs_to_the_family_of_its_leading_numbers(version, family):
    assert KNOWN.family(version) == family


@pytest.mark.parametrize("version", ["3.71", "3.1", "2.3.7", "4", ""])
def test_an_unknown_version_is_refused_and_the_known_ones_are_named(version):
    with pytest.raises(UnknownVersion, match=r"Được hỗ trợ: 3\.7, 3\.10"):
        KNOWN.family(version)


def test_the_version_is_found_in_what_a_program_says():
    assert first_version("nginx version: nginx/1.22.1\n") == "1.22.1"
    assert first_version("no number") is None


def test_a_program_is_asked_for_its_version_whichever_way_it_speaks():
    assert version_of("/bin/echo", "Redis server v=7.0.15") == "7.0.15"
    assert version_of("/bin/sh", "-c", "echo tool 1.2 >&2") == "1.2"


def test_a_program_that_is_absent_or_names_none_is_an_error_of_its_own():
    with pytest.raises(ProgramMissing):
        version_of("/usr/sbin/no-such-program")
    with pytest.raises(ProgramError, match="không cho biết phiên bản"):
        version_of("/bin/true")
