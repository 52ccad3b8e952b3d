import pytest
from tests.requests.intake.offices import ole

from congthu.requests.intake.compound import DamagedCompound, streams_of


def test_streams_come_out_as_they_went_in():
    streams = {"WordDocument": b"a" * 5000, "0Table": b"b" * 9000}
    assert streams_of(ole(streams)) == streams


@pytest.mark.parametrize("length", [0, 40, 600, 4000])
def test_a_file_cut_off_is_damaged(length: int):
    with pytest.raises(DamagedCompound):
        streams_of(ole({"WordDocument": b"a" * 9000})[:length])


def test_a_chain_that_bites_its_tail_is_damaged():
    content = bytearray(ole({"WordDocument": b"a" * 9000}))
    content[-512:-508] = (0).to_bytes(4, "little")
    with pytest.raises(DamagedCompound):
        streams_of(bytes(content))
