"""What does a Word 97-2003 .doc say?"""

from congthu.requests.intake.document import Document, UnreadableFile


def read_doc(_: bytes) -> Document:
    """Ask for a newer format."""
    raise UnreadableFile("Tệp là Word 97-2003 (.doc); hãy mở bằng Word, lưu lại dưới dạng .docx rồi gửi lại.")
