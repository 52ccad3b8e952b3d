"""Which values may be written into a program's configuration?

Every program quotes differently, and several do not quote at all. So a value is refused here, when what is
wanted is stated, if it holds anything that one of the configuration languages could take for its own: quotes,
line ends, ``$``, ``%``, backslashes, braces. Nothing is escaped later, because nothing needs to be.
"""

import ipaddress
import re
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

# A wrong password must not be printed by the error that refuses it.
STRICT = ConfigDict(extra="forbid", hide_input_in_errors=True)

_PATH = re.compile(r"/(?:[A-Za-z0-9_+@.,-]+/)*[A-Za-z0-9_+@.,-]*")
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOSTNAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_ADDRESS = re.compile(rf"[a-z0-9._+-]+@{_LABEL}(?:\.{_LABEL})+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_SYSTEM_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_SQL_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_LINE = re.compile(r"[^\x00-\x1f\x7f\x85\u2028\u2029\"'`\\$%{}<>#;]+")
_URL = re.compile(r"https?://[A-Za-z0-9._~:/?&=\[\]@,+-]+")


def _matching(pattern: re.Pattern[str], words: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError(f"cannot be written into a configuration: {words}")
        return value

    return AfterValidator(check)


def _absolute(value: str) -> str:
    if not _PATH.fullmatch(value) or {".", ".."} & set(value.split("/")):
        raise ValueError(
            "cannot be written into a configuration: an absolute path of A-Za-z0-9_+@.,- is needed"
        )
    return value


def _host(value: str) -> str:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if not _HOSTNAME.fullmatch(value):
            raise ValueError(
                "cannot be written into a configuration: an IP address or a host name is needed"
            ) from None
    return value


def _network(value: str) -> str:
    return str(ipaddress.ip_network(value))


AbsolutePath = Annotated[str, AfterValidator(_absolute)]
Host = Annotated[str, AfterValidator(_host)]
Network = Annotated[str, AfterValidator(_network)]
DomainName = Annotated[str, _matching(_HOSTNAME, "a domain name in lower case is needed")]
MailAddress = Annotated[str, _matching(_ADDRESS, "a mail address in lower case is needed")]
Secret = Annotated[str, _matching(_SECRET, "a secret is 16 to 256 of A-Za-z0-9_-")]
SystemName = Annotated[str, _matching(_SYSTEM_NAME, "a user, group or program name is needed")]
SqlName = Annotated[str, _matching(_SQL_NAME, "a name of a-z0-9_ is needed")]
Line = Annotated[
    str, _matching(_LINE, "one line without quotes, $, %, braces or control characters is needed")
]
Url = Annotated[str, _matching(_URL, "an http or https address is needed")]
Port = Annotated[int, Field(ge=1, le=65535)]
Percent = Annotated[int, Field(ge=1, le=100)]
Count = Annotated[int, Field(ge=1)]
