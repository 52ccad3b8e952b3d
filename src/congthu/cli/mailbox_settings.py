"""The commands that set something at a mailbox: quota, other addresses, absences, the members of a group."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from congthu.audit.acts import Cause
from congthu.cli.acting import As, AuthorityCode, acting_as, clock, organisation_coded
from congthu.cli.answers import Json, Unreadable, console, document, one_of
from congthu.cli.mailbox_found import Address, authority_meant, mailbox_at, tell_mailbox
from congthu.cli.options import Paper, Reason, day_of
from congthu.cli.papers import write_private
from congthu.mailboxes.acts import addresses, evidence, groups
from congthu.mailboxes.acts import quota as quotas
from congthu.mailboxes.acts import use as using
from congthu.mailboxes.models import Purpose
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.regulations.terms import Size


def change_quota(
    address: Address,
    size: Annotated[str, typer.Argument(metavar="SIZE", help="Ví dụ “5 GB”.")],
    *,
    lower: Annotated[bool, typer.Option("--lower", help="Đúng là muốn giảm dung lượng.")] = False,
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thay đổi dung lượng."""
    try:
        quota = Size.parse(size)
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from None
    acting, now = acting_as(as_), clock()
    one, cause = mailbox_at(address, acting), Cause(document=paper, reason=reason)
    quotas.change_quota(one, quota=quota, lowering=lower, cause=cause, acting=acting, now=now)
    tell_mailbox(one, as_json=as_json)


def excuse(
    address: Address,
    *,
    until: Annotated[str, typer.Option(metavar="DATE", help="Ngày cuối cùng vắng mặt.")],
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Ghi lý do cơ quan đã báo về việc không sử dụng: đến ngày đó hộp thư không bị khóa vì lâu không dùng."""
    acting, now = acting_as(as_), clock()
    one, cause = mailbox_at(address, acting), Cause(document=paper, reason=reason)
    using.excuse(one, until=day_of(until, "--until"), cause=cause, acting=acting, now=now)
    tell_mailbox(one, as_json=as_json)


def alias(
    address: Address,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Địa chỉ thứ hai.")],
    *,
    end: Annotated[bool, typer.Option("--end", help="Bỏ bí danh; địa chỉ không cấp cho ai khác.")] = False,
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Cho hộp thư nhận thư ở một địa chỉ thứ hai chưa từng cấp, hoặc thôi nhận."""
    acting, now = acting_as(as_), clock()
    one, cause = mailbox_at(address, acting), Cause(document=paper, reason=reason)
    if end:
        held = one.aliases.select_related("mailbox__authority").filter(pk=other.strip().lower(), until=None)
        found = held.first()
        if found is None:
            raise Unreadable(f"{address} không có bí danh {other}.")
        addresses.end_alias(found, cause=cause, acting=acting, now=now)
    else:
        addresses.add_alias(one, address=other, cause=cause, acting=acting, now=now)
    tell_mailbox(one, as_json=as_json)


def reserve(
    address: Address,
    *,
    authority: AuthorityCode = "",
    reason: Reason = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Dành riêng một địa chỉ: không bao giờ cấp cho ai."""
    acting, now = acting_as(as_), clock()
    where = authority_meant(authority, acting)
    reserved = addresses.reserve(
        address, purpose=Purpose.RESERVED, reason=reason, acting=acting, now=now, authority=where
    )
    if as_json:
        document({"address": reserved.address, "purpose": reserved.purpose, "reason": reserved.reason})
    else:
        console.print(f"{reserved.address}: {Purpose(reserved.purpose).label}")


def members(
    address: Address,
    *,
    add: Annotated[str, typer.Option(metavar="ADDRESS", help="Thêm một hộp thư.")] = "",
    remove: Annotated[str, typer.Option(metavar="ADDRESS", help="Bớt một hộp thư.")] = "",
    every: Annotated[
        str, typer.Option(metavar="KIND", help="Thêm mọi hộp thư loại này, ví dụ van_thu.")
    ] = "",
    not_every: Annotated[
        str, typer.Option("--not-every", metavar="KIND", help="Thôi mọi hộp thư loại này.")
    ] = "",
    within: Annotated[
        str, typer.Option(metavar="CODE", help="Chỉ của cơ quan này và các đơn vị bên dưới.")
    ] = "",
    reason: Reason = "",
    paper: Paper = "",
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Thành viên của một nhóm: ai nhận thư gửi đến nhóm."""
    acting, now = acting_as(as_), clock()
    group, cause = mailbox_at(address, acting), Cause(document=paper, reason=reason)
    office = organisation_coded(group.authority, within) if within else None
    if add or every:
        groups.add_member(
            group,
            member=mailbox_at(add, acting) if add else None,
            every=one_of(MailboxKind, every, "loại hộp thư") if every else None,
            within=office,
            cause=cause,
            acting=acting,
            now=now,
        )
    if remove or not_every:
        kind = one_of(MailboxKind, not_every, "loại hộp thư") if not_every else ""
        held = group.members.select_related("group__authority", "member", "within")
        found = held.filter(
            **({"member__address": remove.strip().lower()} if remove else {"every": kind, "within": office})
        ).first()
        if found is None:
            raise Unreadable(f"Nhóm {address} không có thành viên này.")
        groups.remove_member(found, cause=cause, acting=acting, now=now)
    tell_mailbox(group, as_json=as_json)


def show_evidence(
    address: Address,
    number: Annotated[int, typer.Argument(metavar="N", help="Số của tệp, như mailbox show ghi.")],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Ghi tệp vào đây.")],
    as_: As = "",
    as_json: Json = False,
) -> None:
    """Lấy bằng chứng của một lần tạm khóa; mỗi lần lấy được ghi vào nhật ký."""
    acting = acting_as(as_)
    kept = mailbox_at(address, acting).evidence.select_related("mailbox__authority").filter(pk=number).first()
    if kept is None:
        raise Unreadable(f"{address} không có bằng chứng số {number}.")
    content = evidence.read(kept, acting=acting, now=clock())
    written = write_private(out, f"{kept.pk}-{Path(kept.name).name}", content)
    if as_json:
        document({"address": address, "number": kept.pk, "sha256": kept.sha256, "file": str(written)})
    else:
        console.print(str(written))


COMMANDS: Mapping[str, Callable[..., None]] = {
    "quota": change_quota,
    "excuse": excuse,
    "alias": alias,
    "reserve": reserve,
    "members": members,
    "evidence": show_evidence,
}
