"""Which mailbox, organisation and person does a command mean, and how is a mailbox told?"""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from congthu.cli.acting import authority_named
from congthu.cli.answers import Unreadable, console, document
from congthu.cli.records import USES, whole_mailbox_json
from congthu.directory.models import Authority, Organisation, Person
from congthu.directory.queries import subtree, visible_authorities
from congthu.directory.roles import Actor
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.outlook import Waiting
from congthu.mailboxes.queries import access_mailbox
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import HANOI
from congthu.vietnamese.names import fold, normalise

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="Địa chỉ hộp thư.")]
SHOWN = 5
WAITING = {
    Waiting.NOTICE: "báo cho cơ quan biết hộp thư bị khóa (chưa có hộp thư nào nhận được; đã báo bằng văn bản thì "
    "ghi nhận: mailbox told)",
    Waiting.REQUEST: "trả lời đề nghị của cơ quan",
    Waiting.HANDOVER: "bàn giao dữ liệu",
}


def mailbox_at(address: str, acting: Actor) -> Mailbox:
    """The mailbox *address*; raises Unreadable."""
    try:
        return access_mailbox(address, acting=acting)
    except Mailbox.DoesNotExist:
        raise Unreadable(f"Không có hộp thư {address}.") from None


def authority_meant(code: str, acting: Actor) -> Authority:
    """The authority *code*; the only one there is where none is named; raises Unreadable."""
    if code:
        return authority_named(code, acting)
    known = list(visible_authorities(acting))
    if len(known) == 1:
        return known[0]
    listed = ", ".join(one.code for one in known)
    raise Unreadable(f"Hãy nêu địa phương bằng --authority; có: {listed or 'không có'}.")


def person_named(given: str, authority: Authority, *, within: Organisation) -> Person:
    """The person of that number, or the only one of that name in *within*, else in *authority*; raises Unreadable."""
    people = Person.objects.select_related("authority", "organisation").filter(authority=authority)
    if given.strip().isdecimal():
        found = list(people.filter(pk=int(given)))
    else:
        named = people.filter(folded=fold(normalise(given)))
        found = list(named.filter(organisation__in=subtree(within))[: SHOWN + 1]) or list(named[: SHOWN + 1])
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unreadable(f"Không có người “{given}” trong danh bạ của {authority.name}.")
    listed = "; ".join(f"{one.pk} {one.full_name} ({one.position or one.organisation.name})" for one in found)
    raise Unreadable(f"Có nhiều người tên “{given}”: {listed}. Hãy nêu số.")


def tell_mailbox(one: Mailbox, *, as_json: bool, more: Mapping[str, Any] | None = None) -> None:
    """Print *one*, with *more* of what a command has to say."""
    told = {**whole_mailbox_json(one), **(more or {})}
    if as_json:
        document(told)
        return
    console.print(
        f"[bold]{one.address}[/bold]  {told['state_label']} từ {one.since.astimezone(HANOI):%d/%m/%Y}"
    )
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in told.items():
        if name in USES:
            table.add_row(name, value or "chưa ghi nhận")
        elif value not in (None, "", False, [], {}):
            table.add_row(name, escape(_in_words(name, value)))
    console.print(table)


def _in_words(name: str, value: Any) -> str:
    """A value as people read it; what a program reads stands in the JSON."""
    match name:
        case "next":
            return "; ".join(
                f"{one['on']} {one['label']} ({in_words(one['clause']) or 'mặc định của hệ thống'})"
                for one in value
            )
        case "waits_for":
            return ", ".join(WAITING[one] for one in value)
        case "handover":
            words = {"asked": "có yêu cầu", "done": "đã bàn giao"}
            return ", ".join(words[part] for part, holds in value.items() if holds) or "không có yêu cầu"
        case "evidence":
            return "; ".join(f"{one['number']} {one['name']}" for one in value)
        case _:
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
