"""What does a person hold in their hand when a mailbox has just been issued?

One A4 sheet with the issued password, which is shown this once and stored nowhere. Folded in three as a
letter, the password lies inside and no fold runs through it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from congthu.regulations.duties import HANOI
from congthu.requests.documents.typesetting import one_line, render


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of ours and the clause behind it in full words, "" where the regulation is silent."""

    text: str
    clause: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which the issued password may still be changed, and what happens after it."""

    last_day: date
    consequence: str
    clause: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail program connects; *security* is the word that mail programs use, such as SSL/TLS."""

    host: str
    port: int
    security: str = "SSL/TLS"


@dataclass(frozen=True, slots=True)
class CredentialsSheet:
    """Everything the sheet says.

    *portal* is its address with https, *document* the request that the sheet answers, *support* whom to ask.
    What may be absent has a default and then leaves no trace on the paper.
    """

    authority: str
    regulation: str
    agency: str
    holder: str
    address: str
    password: str
    issued_at: datetime
    must_change: Cited
    portal: str
    unit: str = ""
    position: str = ""
    document: str = ""
    support: str = ""
    imap: Server | None = None
    submission: Server | None = None
    deadline: Deadline | None = None
    password_rule: Cited | None = None


def credentials_sheet(sheet: CredentialsSheet) -> bytes:
    """The sheet of one person as PDF (A4, one page)."""
    return credentials_sheets((sheet,))


def credentials_sheets(sheets: Sequence[CredentialsSheet]) -> bytes:
    """The sheets of several people, at least one, as one PDF: a page each, to be printed in one go."""
    return render("credentials.typ", [_data(sheet) for sheet in sheets], at=sheets[0].issued_at)


def _data(sheet: CredentialsSheet) -> Mapping[str, object]:
    deadline, rule = sheet.deadline, sheet.password_rule
    return {
        "authority": one_line(sheet.authority),
        "regulation": one_line(sheet.regulation),
        "agency": one_line(sheet.agency),
        "holder": one_line(sheet.holder),
        "role": ", ".join(filter(None, map(one_line, (sheet.position, sheet.unit)))),
        "address": one_line(sheet.address),
        # Never touched: what stands on the paper is what the person types.
        "password": sheet.password,
        "groups": _groups(sheet.password),
        "issued_on": _day(sheet.issued_at.astimezone(HANOI)),
        "document": one_line(sheet.document),
        "support": one_line(sheet.support),
        "must_change": _cited(sheet.must_change),
        "deadline": deadline
        and {
            "last_day": _day(deadline.last_day),
            "consequence": one_line(deadline.consequence),
            "clause": one_line(deadline.clause),
        },
        "password_rule": rule and _cited(rule),
        "portal": one_line(sheet.portal),
        "servers": [
            {"use": use, **_server(server)}
            for use, server in (("Nhận thư (IMAP)", sheet.imap), ("Gửi thư (SMTP)", sheet.submission))
            if server
        ],
    }


def _groups(password: str) -> list[list[int]]:
    """Return what the eye should take together, as [first letter, length]: what hyphens divide, or fours."""
    if "-" in password:
        return [[found.start(), len(found.group())] for found in re.finditer("[^-]+", password)]
    return [[start, min(4, len(password) - start)] for start in range(0, len(password), 4)]


def _cited(cited: Cited) -> Mapping[str, str]:
    return {"text": one_line(cited.text), "clause": one_line(cited.clause)}


def _server(server: Server) -> Mapping[str, str]:
    return {"host": one_line(server.host), "port": str(server.port), "security": one_line(server.security)}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
