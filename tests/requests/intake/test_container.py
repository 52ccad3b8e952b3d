import pytest
from tests.requests.intake.offices import doc, docx, odt, ole, packed, xlsx

from congthu.requests.intake import UnreadableFile
from congthu.requests.intake.container import MAX_ENTRIES, Archive, Kind, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx("x"), Kind.DOCX),
        (odt("x"), Kind.ODF),
        (xlsx([["x"]]), Kind.WORKBOOK),
        (doc("x"), Kind.DOC),
        (ole({"Workbook": b"x"}), Kind.WORKBOOK),
    ],
)
def test_the_kind_is_told_by_the_content(content: bytes, kind: Kind):
    assert kind_of(content) is kind


@pytest.mark.parametrize(("entries", "refused"), [(MAX_ENTRIES, False), (MAX_ENTRIES + 1, True)])
def test_an_archive_of_too_many_parts_is_refused(entries: int, refused: bool):
    content = packed({f"part{number}": b"" for number in range(entries)})
    if refused:
        with pytest.raises(UnreadableFile):
            Archive(content)
    else:
        assert len(Archive(content).names) == entries


def test_a_part_named_twice_is_read_differently_by_others_and_so_not_at_all():
    content = packed({"word/document.xml": "<a/>", "word/document.xm_": "<b/>"})
    with pytest.raises(UnreadableFile, match="hỏng"):
        Archive(content.replace(b"document.xm_", b"document.xml"))


def test_a_part_under_a_password_asks_for_it_to_be_taken_off():
    content = bytearray(docx("x"))
    at = content.index(b"PK\1\2") + 8
    content[at] |= 1
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        Archive(bytes(content))


@pytest.mark.parametrize("xml", [b"<a><b></a>", b"", b"\xff\xfe\0", b"<!DOCTYPE a [<!ENTITY e 'x'>]><a/>"])
def test_broken_or_unsafe_xml_is_refused(xml: bytes):
    with pytest.raises(UnreadableFile):
        Archive(packed({"content.xml": xml})).xml("content.xml")
