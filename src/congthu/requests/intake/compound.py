"""Which streams does an OLE compound file (the container of Word 97-2003) hold?

MS-CFB: a file system in a file. A stream is a chain of sectors through an allocation table; small streams lie
in sectors of 64 bytes inside one big stream. Every chain is cut off at the size of the file, so loops end.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Final

LONGEST_NAME: Final = 64
MINI_SECTOR_CUTOFF: Final = 4096
MINI_SECTOR: Final = 64
DIRECTORY_ENTRY: Final = 128
LAST_SECTOR: Final = 0xFFFFFFFA
SECTOR_SHIFTS: Final = (9, 12)
TABLES_IN_HEADER: Final = 109
STREAM, ROOT = 2, 5


class DamagedCompound(Exception):
    """The tables of the compound file contradict each other."""


def streams_of(content: bytes) -> Mapping[str, bytes]:
    """Read every stream of *content*, by name; raise `DamagedCompound` if its tables are broken."""
    try:
        return dict(_Compound(content).streams())
    except (struct.error, IndexError, UnicodeDecodeError) as broken:
        raise DamagedCompound from broken


class _Compound:
    def __init__(self, content: bytes) -> None:
        self._content = content
        (shift,) = struct.unpack_from("<H", content, 0x1E)
        if shift not in SECTOR_SHIFTS:
            raise DamagedCompound
        self._size = 1 << shift
        self._directory_at, _, _, self._mini_table_at, _, more, _ = struct.unpack_from("<7I", content, 0x30)
        self._links: list[int] = []
        for table in self._tables(more):
            if table < LAST_SECTOR:
                self._links += self._numbers(self._sector(table))

    def _tables(self, more: int) -> list[int]:
        """Numbers of the sectors that hold the allocation table; the header names the first of them."""
        tables = list(struct.unpack_from(f"<{TABLES_IN_HEADER}I", self._content, 0x4C))
        for _ in range(len(self._content) // self._size):
            if more >= LAST_SECTOR:
                break
            *listed, more = self._numbers(self._sector(more))
            tables += listed
        return tables

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    @staticmethod
    def _numbers(data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data))

    @staticmethod
    def _chain(start: int, links: list[int]) -> Iterator[int]:
        for _ in range(len(links) + 1):
            if start >= LAST_SECTOR:
                return
            yield start
            start = links[start]
        raise DamagedCompound

    def _read(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._chain(start, self._links))

    def streams(self) -> Iterator[tuple[str, bytes]]:
        directory = self._read(self._directory_at)
        mini_links = self._numbers(self._read(self._mini_table_at))
        mini_stream = b""
        for at in range(0, len(directory) - DIRECTORY_ENTRY + 1, DIRECTORY_ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 0x40)
            start, size = struct.unpack_from("<II", directory, at + 0x74)
            if kind == ROOT:
                mini_stream = self._read(start)
            elif kind == STREAM:
                name = directory[at : at + max(0, min(length, LONGEST_NAME) - 2)].decode("utf-16-le")
                if size < MINI_SECTOR_CUTOFF:
                    places = (number * MINI_SECTOR for number in self._chain(start, mini_links))
                    data = b"".join(mini_stream[place : place + MINI_SECTOR] for place in places)
                else:
                    data = self._read(start)
                yield name, data[:size]
