"""Where do credentials sheets go that a command prints?"""

import os
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from congthu.cli.acting import clock
from congthu.identity.holding import Handed
from congthu.requests.documents.credentials import credentials_sheet
from congthu.requests.documents.sheets import sheet_for

Sheets = Annotated[
    Path | None, typer.Option("--sheets", metavar="DIR", help="Ghi phiếu giao tài khoản (PDF) vào đây.")
]


def write_sheet(directory: Path, handed: Handed, *, document: str) -> Path:
    """Write the sheet of a mailbox that was just handed out; only its owner can read the file."""
    paper = sheet_for(
        handed.mailbox,
        password=handed.password,
        document=document,
        endpoints=settings.CONGTHU_ENDPOINTS,
        now=clock(),
    )
    return write_private(directory, f"{handed.mailbox.address}.pdf", credentials_sheet(paper))


def write_private(directory: Path, name: str, content: bytes) -> Path:
    """Write a file that holds a password: born unreadable for others."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = directory / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    return path
