"""How is a request form from outside read? In a child that can do no harm (`congthu.hostile`)."""

from pathlib import Path
from typing import Any, Final

from congthu.hostile import Limits, read_bounded
from congthu.regulations.forms import FormBook
from congthu.regulations.words import Words
from congthu.requests.intake.document import RESAVE
from congthu.requests.intake.result import ImportedRequest

MAX_FILE: Final = 20 * 1024 * 1024
LIMITS: Final = Limits(file=MAX_FILE, memory=1024**3, cpu_seconds=15, seconds=30)
NO_WORDS: Final = Words()


def read_request(path: Path, *, forms: FormBook, words: Words = NO_WORDS) -> ImportedRequest:
    """Read the request form in the file *path*; *words* speak for lines that no box of the form speaks for.

    Rows that are wrong are in the result's problems. Raises `UnreadableFile` for a file that is no request
    form of *forms* or no readable file at all.
    """
    read = read_bounded(
        path,
        reader="congthu.requests.intake.bounded:read_content",
        asked={"forms": forms.model_dump(mode="json"), "words": words.model_dump(mode="json")},
        limits=LIMITS,
        resave=RESAVE,
    )
    return ImportedRequest.model_validate(read)


def read_content(content: bytes, asked: Any) -> dict[str, Any]:
    """Read *content* in the child; the answer is an `ImportedRequest` as JSON."""
    # The libraries are what hostile files attack: only the child loads them.
    from congthu.requests.intake.interpret import interpret, read_document  # noqa: PLC0415

    forms, words = FormBook.model_validate(asked["forms"]), Words.model_validate(asked["words"])
    return interpret(read_document(content), forms=forms, words=words).model_dump(mode="json")
