"""What does a line ask for?

An `Ask` is whose mailbox, what to do with it, and for some acts which facts or which kind of box. It is written
``person.issue`` in data that leaves the program; inside, nothing looks into that string.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal, Self


class Subject(StrEnum):
    """Whose mailbox a row is about."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EITHER = "either"

    def in_words(self) -> str:
        """What it is called where a list names it."""
        return SUBJECTS.get(self, "cá nhân, tổ chức")


Whom = Literal[Subject.PERSON, Subject.ORGANISATION]
"""Whose mailbox it is, where that is known."""


class Action(StrEnum):
    """What a row asks for."""

    ISSUE = "issue"
    CHANGE = "change"
    REVOKE = "revoke"
    PASSWORD = "password"  # noqa: S105  a kind of request
    LOCK = "lock"
    RESTORE = "restore"

    def in_words(self) -> str:
        """What it is called where a list names it."""
        return ACTIONS[self]


ACTIONS: Mapping[str, str] = {
    Action.ISSUE: "Cấp mới",
    Action.CHANGE: "Thay đổi thông tin",
    Action.REVOKE: "Thu hồi",
    Action.PASSWORD: "Cấp lại mật khẩu",
    Action.LOCK: "Tạm khóa",
    Action.RESTORE: "Khôi phục",
}


class Box(StrEnum):
    """The kinds of mailboxes that are asked for by name; others follow from whom the line is about.

    The values are the kinds under which `[naming]` of a regulation names them.
    """

    VAN_THU = "van_thu"
    KY_THUAT = "ky_thuat"
    TITLE = "title"
    GROUP_AGENCY = "group_agency"
    GROUP_CITY = "group_city"
    SYSTEM = "system"

    def in_words(self) -> str:
        """What it is called where a list names it."""
        return BOXES[self]


BOXES: Mapping[str, str] = {
    Box.VAN_THU: "hộp thư văn thư",
    Box.KY_THUAT: "hộp thư kỹ thuật",
    Box.TITLE: "hộp thư chức danh",
    Box.GROUP_AGENCY: "nhóm của cơ quan",
    Box.GROUP_CITY: "nhóm toàn tỉnh, thành phố",
    Box.SYSTEM: "hộp thư của hệ thống",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked for. *box* says which kind of mailbox where the line names one."""

    subject: Subject
    action: Action
    box: Box | None = None

    @classmethod
    def parse(cls, kind: str, box: str = "") -> Self | None:
        """Read ``person.issue``; None for what does not say both whose and what."""
        subject, _, action = kind.partition(".")
        if subject not in {Subject.PERSON, Subject.ORGANISATION} or action not in ACTIONS:
            return None
        return cls(Subject(subject), Action(action), Box(box) if box in BOXES else None)

    @property
    def kind(self) -> str:
        """As it is written outside the program."""
        return f"{self.subject}.{self.action}"

    def instead(self, action: Action) -> "Ask":
        """The same line, asking for something else."""
        return replace(self, action=action)

    def in_words(self) -> str:
        """What a list shows: "Cấp mới", "Cấp mới (hộp thư văn thư)"."""
        return f"{self.action.in_words()} ({self.box.in_words()})" if self.box else self.action.in_words()


def actions_of(kinds: Iterable[str]) -> frozenset[Action]:
    """Everything that a request of these *kinds* asks for."""
    return frozenset(ask.action for kind in kinds if (ask := Ask.parse(kind)) is not None)


def kinds_of(action: Action) -> tuple[str, ...]:
    """The kinds of lines that ask for *action*, for whomever."""
    return tuple(Ask(subject, action).kind for subject in (Subject.PERSON, Subject.ORGANISATION))


def work_in_words(kinds: Iterable[str]) -> str:
    """Everything that a request of these *kinds* asks for, in one line."""
    told = [f"{WORK[ask.action]} {SUBJECTS[ask.subject]}" for kind in kinds if (ask := Ask.parse(kind))]
    return "; ".join(told).capitalize() if told else "Chưa rõ việc đề nghị"


SUBJECTS: Mapping[Subject, str] = {Subject.PERSON: "cá nhân", Subject.ORGANISATION: "tổ chức"}
WORK: Mapping[Action, str] = {
    Action.ISSUE: "cấp mới hộp thư",
    Action.CHANGE: "thay đổi thông tin hộp thư",
    Action.REVOKE: "thu hồi hộp thư",
    Action.PASSWORD: "cấp lại mật khẩu",
    Action.LOCK: "tạm khóa hộp thư",
    Action.RESTORE: "khôi phục hộp thư",
}
