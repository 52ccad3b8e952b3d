"""What kind of file is this really, and is its container safe to open?

The kind is told by the content, never by the name: people rename files, and attackers do. Archives are
measured before anything in them is unpacked, and XML is parsed without entities, network or document type.
"""

import io
import lzma
import zipfile
import zlib
from enum import Enum, auto
from typing import Final

from lxml import etree

from congthu.hostile import UnreadableFile
from congthu.requests.intake.document import RESAVE

MIB: Final = 1024 * 1024
MAX_ENTRIES: Final = 2_000
MAX_UNPACKED: Final = 120 * MIB
MAX_PART: Final = 60 * MIB
MAX_RATIO: Final = 200
RATIO_MATTERS_FROM: Final = 4 * MIB

UNPACKING_FAILS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    ValueError,
)

OLE_MAGIC: Final = bytes.fromhex("d0cf11e0a1b11ae1")

DAMAGED = f"Tệp bị hỏng hoặc chưa tải lên trọn vẹn; {RESAVE}"
TOO_LARGE = "Tệp quá lớn sau khi giải nén; hãy bỏ hình ảnh và nội dung thừa, chỉ giữ biểu mẫu, rồi gửi lại."
LOCKED = "Tệp được đặt mật khẩu; hãy gỡ mật khẩu rồi gửi lại."


class Kind(Enum):
    """The formats that requests come in."""

    DOCX = auto()
    ODF = auto()
    WORKBOOK = auto()
    DOC = auto()


def kind_of(content: bytes) -> Kind:
    """Tell the format of *content*; raise `UnreadableFile` for anything that is no request."""
    if not content.strip(b"\0 \r\n\t"):
        raise UnreadableFile("Tệp rỗng; hãy kiểm tra lại tệp rồi gửi lại.")
    if content.startswith(OLE_MAGIC):
        return _kind_of_ole(content)
    if content.startswith(b"PK"):
        return _kind_of_archive(content)
    if content.startswith(b"%PDF"):
        raise UnreadableFile("Tệp là PDF nên không đọc được bảng; hãy gửi tệp Word hoặc Excel của biểu mẫu.")
    if content.startswith(b"{\\rtf"):
        raise UnreadableFile("Tệp là RTF; hãy mở bằng Word, lưu lại dưới dạng .docx rồi gửi lại.")
    raise UnreadableFile(
        "Nội dung tệp không phải là Word, Excel hay OpenDocument; hãy gửi biểu mẫu dạng .docx hoặc .xlsx."
    )


def _kind_of_ole(content: bytes) -> Kind:
    # Directory names of the compound file are UTF-16; looking for them needs no parsing of its tables.
    if _named(content, "EncryptedPackage"):
        raise UnreadableFile(LOCKED)
    if _named(content, "WordDocument"):
        return Kind.DOC
    if _named(content, "Workbook") or _named(content, "Book"):
        return Kind.WORKBOOK
    raise UnreadableFile(f"Tệp không phải là tệp Word hay Excel; {RESAVE}")


def _named(content: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in content


def _kind_of_archive(content: bytes) -> Kind:
    names = Archive(content).names
    if "word/document.xml" in names:
        return Kind.DOCX
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return Kind.WORKBOOK
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return Kind.ODF
    raise UnreadableFile(
        "Tệp là tệp nén nhưng không phải tệp Word, Excel hay OpenDocument; hãy gửi thẳng biểu mẫu, không nén."
    )


class Archive:
    """A measured zip archive."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except UNPACKING_FAILS as broken:
            raise UnreadableFile(DAMAGED) from broken
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
            raise UnreadableFile(TOO_LARGE)
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise UnreadableFile(LOCKED)
            ratio = entry.file_size / max(entry.compress_size, 1)
            if entry.file_size > RATIO_MATTERS_FROM and ratio > MAX_RATIO:
                raise UnreadableFile(TOO_LARGE)
        # A name that stands twice is read differently by different programs.
        if len({entry.filename for entry in entries}) != len(entries):
            raise UnreadableFile(DAMAGED)
        self.names = frozenset(entry.filename for entry in entries)

    def part(self, name: str) -> bytes:
        """Unpack one part."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(MAX_PART + 1)
        except UNPACKING_FAILS as broken:
            raise UnreadableFile(DAMAGED) from broken
        if len(data) > MAX_PART:
            raise UnreadableFile(TOO_LARGE)
        return data

    def xml(self, name: str) -> etree._Element:
        """Parse one part; a document type has no place in an office file and is refused."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            recover=False,
        )
        try:
            root = etree.fromstring(self.part(name), parser)
        except etree.XMLSyntaxError as broken:
            raise UnreadableFile(DAMAGED) from broken
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableFile(f"Tệp chứa khai báo không an toàn; {RESAVE}")
        return root
