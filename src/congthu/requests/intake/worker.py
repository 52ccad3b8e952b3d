"""Read one hostile file and answer in JSON; runs in a process of its own, see
`congthu.requests.intake.bounded`.

Standard input: ``{"forms": …, "words": …}``, a `FormBook` and `Words` as JSON. Argument: the path of the file. Standard
output: ``{"request": …}`` or ``{"unreadable": "one sentence"}``.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Final

GIB: Final = 1024**3
MEMORY: Final = 1 * GIB
CPU_SECONDS: Final = 15
OPEN_FILES: Final = 32


def limit() -> None:
    """Give up everything that reading a file does not need: nothing can be written, no core is left."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer for the file named in the first argument."""
    limit()
    # Imported under the limits: the libraries are what hostile files attack.
    from congthu.regulations.forms import FormBook  # noqa: PLC0415
    from congthu.regulations.words import Words  # noqa: PLC0415
    from congthu.requests.intake.document import UnreadableFile  # noqa: PLC0415
    from congthu.requests.intake.interpret import interpret, read_document  # noqa: PLC0415

    given = json.load(sys.stdin.buffer)
    forms, words = FormBook.model_validate(given["forms"]), Words.model_validate(given["words"])
    content = Path(sys.argv[1]).read_bytes()
    try:
        answer: dict[str, object] = {
            "request": interpret(read_document(content), forms=forms, words=words).model_dump(mode="json")
        }
    except UnreadableFile as unreadable:
        answer = {"unreadable": unreadable.message}
    json.dump(answer, sys.stdout, ensure_ascii=False)
