"""What does the state of somebody's mailbox let them do, and what do accounts tell mailboxes?

An account without a mailbox has no standing and nothing that limits it.
"""

from dataclasses import dataclass
from datetime import datetime

from congthu.audit.acts import Asked, Cause
from congthu.directory.roles import Actor
from congthu.enforces import enforces
from congthu.mailboxes.acts import passwords, use
from congthu.mailboxes.acts.steps import move
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import state_rule
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.states import Act, Effect, StateRule

SIGN_IN = Actor.system("sign-in")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a mailbox stands at one moment.

    *login*: its holder may sign in at all; *must_change*: nothing is open to them but the page on which a password is
    changed; *programs*: mail programs get in; *refusal*: what to say where they do not.
    """

    login: bool
    must_change: bool
    programs: bool
    refusal: Refusal


@enforces("state.sign_in", "state.must_change", "state.web_only")
def standing_of(login: str) -> Standing | None:
    """Return the standing of the mailbox *login*, None where there is no such mailbox."""
    mailbox = Mailbox.objects.select_related("authority").filter(address=login).first()
    if mailbox is None:
        return None
    rule = state_rule(mailbox)
    why = f" Lý do: {mailbox.ground_reason.rstrip('. ')}." if mailbox.ground_reason else ""
    message = f"Hộp thư {mailbox.address} đang ở trạng thái “{rule.label}”.{why} {_what_to_do(rule)}"
    clause = mailbox.ground or (str(rule.clause) if rule.clause else "")
    return Standing(
        login=rule.has(Effect.SIGN_IN),
        must_change=rule.has(Effect.MUST_CHANGE),
        programs=rule.programs,
        refusal=Refusal(rule=f"state.{mailbox.state}", clause=clause, message=message),
    )


def _what_to_do(rule: StateRule) -> str:
    if not rule.has(Effect.SIGN_IN):
        return "Hãy liên hệ cán bộ đầu mối của cơ quan để được hướng dẫn."
    if rule.has(Effect.MUST_CHANGE):
        return "Hãy đăng nhập trang này và đổi mật khẩu trước."
    return "Ở trạng thái này chỉ dùng được hộp thư qua trình duyệt."


def signed_in(login: str, *, now: datetime) -> None:
    """Take note that the holder signed in: it counts as use."""
    use.note_use({login: use.Marks(signed_in=now)}, wait=True)


def password_chosen(login: str, *, now: datetime) -> None:
    """Move the mailbox on: its holder has chosen a password of their own."""
    mailbox = Mailbox.objects.filter(address=login).first()
    if mailbox is not None:
        passwords.password_chosen(mailbox, acting=Actor(key=login, name=login), now=now)


def too_many_failures(login: str, *, clause: str, asked: Asked, now: datetime) -> bool:
    """Lock the mailbox: its password was typed wrong too often in a row. False where its state knows no lock."""
    mailbox = Mailbox.objects.filter(address=login).first()
    if mailbox is None:
        return False
    cause = Cause(clause=clause, reason="Mật khẩu bị nhập sai liên tiếp quá số lần cho phép.")
    try:
        move(mailbox, Act.TOO_MANY_FAILURES, cause=cause, acting=SIGN_IN, now=now, asked=[asked])
    except RefusedByRule:
        return False
    return True
