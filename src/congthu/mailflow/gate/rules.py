"""May this message leave? Each rule says nothing, or why not, with the clause and with what to do."""

import unicodedata
from dataclasses import dataclass

from congthu.enforces import enforces
from congthu.regulations.refusals import Refusal
from congthu.regulations.terms import Size
from congthu.regulations.values import Ruled

MIB = 1 << 20
STROKED = str.maketrans({"đ": "d", "Đ": "D"})
# RFC 5321 allows 512 bytes for a line of a reply.
LONGEST_REPLY = 480


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that does not leave. *code* is what the mail program is told (RFC 5321, 3463)."""

    refusal: Refusal
    code: str

    @property
    def reply(self) -> str:
        """The line on the wire: without accents, because only the rarest program asks for them (SMTPUTF8)."""
        where = f" [{self.refusal.clause}]" if self.refusal.clause else ""
        return f"{self.code} {ascii_words(self.refusal.message + where)}"[:LONGEST_REPLY]


@enforces("quota.attachments_per_message")
def check_attachments(size: int, *, limit: Ruled[Size]) -> Refused | None:
    """*size* is of all attachments of one message together, decoded."""
    if size <= limit.value:
        return None
    message = (
        f"Tệp gửi kèm tổng cộng {_in_mb(size)}, vượt mức {limit.value} của một lần gửi "
        f"({limit.origin()}). Hãy bớt tệp, hoặc chia ra nhiều thư."
    )
    return Refused(Refusal("attachments.total", limit.cited, message), "552 5.3.4")


def ascii_words(text: str) -> str:
    """*text* without accents and with no letter that a reply cannot carry."""
    plain = unicodedata.normalize("NFD", text.translate(STROKED))
    return "".join(
        c if c.isascii() and c.isprintable() else "?" for c in plain if not unicodedata.combining(c)
    )


def _in_mb(size: int) -> str:
    """60 MB, 50,1 MB; rounded up, so that what is over the limit never reads like the limit."""
    tenths = -(-size * 10 // MIB)
    return f"{tenths // 10}{f',{tenths % 10}' if tenths % 10 else ''} MB"
