"""What does one line of a mail program's log say about the use of a mailbox?

Dovecot reports each sign-in at every door in its own event (IMAP, submission for Postfix, ManageSieve), each app
password that opened one by the question that found it, and each message that it stored. Rspamd, which Postfix asks
about every message that is handed in, names whoever signed in to send it and what became of it.

A line is worth something only from its first letter on: what strangers can write (a subject, a message id, the name
that a client gives itself) stands behind what our programs know. Anything else, half a line included, says nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from congthu.regulations.addresses import is_address
from congthu.regulations.duties import HANOI

# Where people and their programs sign in. A question that Dovecot asks itself, to deliver mail or for an operator who
# tries something out (doveadm), is no sign-in.
DOORS = frozenset({"imap", "pop3", "smtp", "submission", "sieve", "managesieve"})
ACCEPTED = frozenset({"no action", "add header", "rewrite subject"})

_SELECTOR = re.compile(r"[0-9a-f]{10}")
_AT = rb"([0-9-]{10} [0-9:]{8}(?:\.[0-9]{1,6})?)"
_EVENT = re.compile(_AT + rb" stats: Info: (\{.*\})")
_STORED = re.compile(
    _AT + rb" lmtp\(([^()<>\s]+)\)<\d+><[^<>\s]*>: Info: (?:sieve: )?"
    rb"from=<([^<>]*)> msgid=.*: (?:stored mail into mailbox|saved mail to|forwarded to) "
)
_JUDGED = re.compile(
    _AT + rb" #\d+\([a-z_]+\) <[0-9a-f]*>; [a-z]+; rspamd_task_write_log: "
    rb"user=([^<>\s]+) action=([a-z ]+) qid=<[^<>\s]*> from=<([^<>\s]*)> "
)


class Kind(StrEnum):
    """What was done with a mailbox."""

    SIGNED_IN = "signed_in"
    SENT = "sent"
    RECEIVED = "received"
    # An app password opened it; the sign-in itself is reported beside it.
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Use:
    """A mailbox was used. *address* may be any address of it; *selector* names the app password of `Kind.OPENED`."""

    kind: Kind
    address: str
    at: datetime
    selector: str = ""


def read_dovecot(line: bytes, *, own_host: str) -> Use | None:
    """Read one line of Dovecot's log; None where it tells of no use.

    *own_host* is the name of the installation's mail host. Its own addresses write reports and reminders: if those
    counted as mail received, a reminder that a mailbox lies idle would keep it from ever being so.
    """
    if event := _EVENT.fullmatch(line):
        try:
            told = json.loads(event[2])
        except ValueError:
            return None
        return _of_event(told) if isinstance(told, dict) else None
    if stored := _STORED.match(line):
        if stored[3].lower().endswith(b"@" + own_host.encode()):
            return None
        return _use(Kind.RECEIVED, stored[2].decode("ascii", "replace"), _local(stored[1]))
    return None


def read_rspamd(line: bytes) -> Use | None:
    """Read one line of Rspamd's log: a message that somebody who signed in has sent.

    It counts for the mailbox in whose name it was sent. Without a sender (a receipt that a program wrote) it counts
    for whoever signed in.
    """
    judged = _JUDGED.match(line)
    if judged is None or judged[3].decode("ascii") not in ACCEPTED:
        return None
    login, sender = (judged[part].decode("ascii", "replace") for part in (2, 4))
    if _address(login) is None:
        # "unknown": nobody had signed in, the message came from outside.
        return None
    return _use(Kind.SENT, sender or login, _local(judged[1]))


def _of_event(told: Mapping[str, Any]) -> Use | None:
    fields, at = told.get("fields"), _moment(told.get("end_time"))
    if not isinstance(fields, dict) or at is None:
        return None
    match told.get("event"):
        case "auth_request_finished":
            # A master user is an operator who acts for somebody; that is not the holder's use.
            holds = fields.get("success") == "yes" and "master_user" not in fields
            if not holds or fields.get("service") not in DOORS:
                return None
            return _use(Kind.SIGNED_IN, fields.get("user"), at)
        case "dict_lookup_finished":
            return _of_question(fields, at)
        case _:
            return None


def _of_question(fields: Mapping[str, Any], at: datetime) -> Use | None:
    """The question for a password names it by 40 bits of its hash: what was found by them has opened the mailbox."""
    if "error" in fields or "key_not_found" in fields:
        return None
    match str(fields.get("key")).split("/"):
        case ["shared", "passdb", door, address, selector] if door in DOORS and _SELECTOR.fullmatch(selector):
            return _use(Kind.OPENED, address, at, selector)
        case _:
            return None


def _use(kind: Kind, written: object, at: datetime | None, selector: str = "") -> Use | None:
    address = _address(written)
    return Use(kind, address, at, selector) if address and at else None


def _address(written: object) -> str | None:
    """The address without its extension; None for what no mailbox of ours can be called."""
    if not isinstance(written, str):
        return None
    local, _, domain = written.strip().lower().rpartition("@")
    address = f"{local.partition('+')[0]}@{domain}"
    return address if is_address(address) else None


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _local(written: bytes) -> datetime | None:
    """Both programs write their lines in the time of Việt Nam, with as many decimals as they like."""
    whole, _, decimals = written.decode("ascii").partition(".")
    try:
        second = datetime.strptime(whole, "%Y-%m-%d %H:%M:%S").replace(tzinfo=HANOI)
    except ValueError:
        return None
    return second.replace(microsecond=int(decimals.ljust(6, "0") or 0))
