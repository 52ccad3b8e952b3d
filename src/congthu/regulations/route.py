"""Which way does a request go, who takes each step, and on which clause?

``route.toml`` of a regulation names the steps that it rules; the others are the platform's, so that a regulation
without rules has the shortest way. The steps are a closed list of acts in the order of their enumeration: a regulation
says which of them there are, who takes them and for what, never what an act does.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from congthu.regulations.asks import Action
from congthu.regulations.clauses import Clause
from congthu.regulations.values import READING, Frozen, Gist, Readings, Source


class Step(StrEnum):
    """What can be done with a request as a whole: first what leads on, in its order, then what leads aside."""

    CONFIRM = "confirm"
    FORWARD = "forward"
    APPROVE = "approve"
    ACCEPT = "accept"
    EXECUTE = "execute"
    REPLY = "reply"
    RETURN = "return"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"

    def in_words(self) -> str:
        """What it is called within a sentence."""
        return STEPS[self]


STEPS: Mapping[str, str] = {
    Step.CONFIRM: "xác nhận",
    Step.FORWARD: "chuyển",
    Step.APPROVE: "duyệt",
    Step.ACCEPT: "tiếp nhận",
    Step.EXECUTE: "thực hiện",
    Step.REPLY: "trả lời",
    Step.RETURN: "trả lại",
    Step.RESUBMIT: "gửi lại",
    Step.WITHDRAW: "rút",
}


class Stage(StrEnum):
    """How far a request is."""

    RECEIVED = "received"
    CONFIRMED = "confirmed"
    FORWARDED = "forwarded"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    EXECUTED = "executed"
    REPLIED = "replied"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    WITHDRAWN = "withdrawn"


STAGES: Mapping[Stage, str] = {
    Stage.RECEIVED: "đã nhận",
    Stage.CONFIRMED: "thủ trưởng đã xác nhận",
    Stage.FORWARDED: "đầu mối đã chuyển",
    Stage.APPROVED: "cơ quan quản lý đã duyệt",
    Stage.ACCEPTED: "đã tiếp nhận xử lý",
    Stage.EXECUTED: "đã thực hiện",
    Stage.REPLIED: "đã trả lời",
    Stage.RETURNED: "đã trả lại để bổ sung",
    Stage.RESUBMITTED: "đã gửi lại ở yêu cầu khác",
    Stage.WITHDRAWN: "cơ quan đã rút",
}
LEADS_TO: Mapping[Step, Stage] = {
    Step.CONFIRM: Stage.CONFIRMED,
    Step.FORWARD: Stage.FORWARDED,
    Step.APPROVE: Stage.APPROVED,
    Step.ACCEPT: Stage.ACCEPTED,
    Step.EXECUTE: Stage.EXECUTED,
    Step.REPLY: Stage.REPLIED,
    Step.RETURN: Stage.RETURNED,
    Step.RESUBMIT: Stage.RESUBMITTED,
    Step.WITHDRAW: Stage.WITHDRAWN,
}
ONWARD = (Step.CONFIRM, Step.FORWARD, Step.APPROVE, Step.ACCEPT, Step.EXECUTE, Step.REPLY)
ENDED = frozenset({Stage.REPLIED, Stage.RESUBMITTED, Stage.WITHDRAWN})
"""Nothing more is done with a request that is here."""
_PLACE = {Stage.RECEIVED: -1, **{LEADS_TO[step]: place for place, step in enumerate(ONWARD)}}


class Party(StrEnum):
    """Who takes a step."""

    HEAD = "head"
    AGENCY = "agency"
    FOCAL_POINT = "focal-point"
    MANAGING = "managing"
    OPERATOR = "operator"

    def in_words(self) -> str:
        """Who that is, within a sentence."""
        return PARTIES[self]


PARTIES = {
    Party.HEAD: "thủ trưởng",
    Party.AGENCY: "cơ quan gửi yêu cầu",
    Party.FOCAL_POINT: "tổ chức đầu mối",
    Party.MANAGING: "cơ quan quản lý",
    Party.OPERATOR: "đơn vị vận hành",
}


class Channel(StrEnum):
    """How a request reaches the operator. A regulation speaks of the first four; the others lead into this system."""

    DOCUMENT_SYSTEM = "document-system"
    PAPER = "paper"
    EMAIL = "email"
    TELEPHONE = "telephone"
    PORTAL = "portal"
    CONSOLE = "console"
    API = "api"

    def in_words(self) -> str:
        """What people call it."""
        return CHANNELS[self]


CHANNELS: Mapping[str, str] = {
    Channel.DOCUMENT_SYSTEM: "hệ thống quản lý văn bản",
    Channel.PAPER: "văn bản giấy",
    Channel.EMAIL: "thư điện tử",
    Channel.TELEPHONE: "điện thoại",
    Channel.PORTAL: "cổng",
    Channel.CONSOLE: "dòng lệnh",
    Channel.API: "kết nối từ hệ thống khác",
}
OWN_CHANNELS = frozenset({Channel.PORTAL, Channel.CONSOLE, Channel.API})
"""Ways into this system itself, whoever signs there is known: no regulation speaks of them."""


class RouteStep(Frozen):
    """One step of the way."""

    act: Step = Field(
        description="Việc: confirm, forward, approve, accept, execute, reply, return, resubmit, withdraw"
    )
    by: tuple[Party, ...] = Field(
        min_length=1,
        description="Ai làm: head, agency, focal-point, managing, operator; ai trong số này cũng được",
    )
    actions: frozenset[Action] = Field(
        frozenset(), alias="for", description="Chỉ khi yêu cầu có một trong các việc này; trống: mọi việc"
    )
    optional: bool = Field(default=False, description="Được làm, không bắt buộc")
    clause: Clause | None = Field(None, description="Điều khoản quy định bước này")
    also: tuple[Clause, ...] = Field((), description="Các điều khoản khác nói về bước này")
    gist: Gist
    reading: Readings = Field((), description=READING)
    source: Source = Field(Source.REGULATION, description="Nguồn; do chương trình ghi, không viết trong tệp")

    @property
    def cited(self) -> str:
        """The clause as it stands in a `Refusal`: "" where no clause says so."""
        return str(self.clause) if self.clause else ""

    def concerns(self, asked: frozenset[Action]) -> bool:
        """Whether a request for *asked* takes this step; one that does not say what it asks for takes every step."""
        return not self.actions or not asked or not self.actions.isdisjoint(asked)


class ChannelRule(Frozen):
    """By which channels some kinds of requests come, in place of `request.channels`."""

    actions: frozenset[Action] = Field(alias="for", min_length=1, description="Các việc")
    by: frozenset[Channel] = Field(min_length=1, description="Các kênh nhận")
    clause: Clause = Field(description="Điều khoản")
    gist: Gist
    reading: Readings = Field((), description=READING)


class Route(Frozen):
    """Every step of the way of a request, and the channels of its own that some kinds have."""

    step: tuple[RouteStep, ...] = Field((), description="Mỗi bước một [[step]]")
    channel: tuple[ChannelRule, ...] = Field(
        (), description="Kênh riêng của một số việc, mỗi kênh một [[channel]]"
    )

    @model_validator(mode="after")
    def _one_step_for_one_thing(self) -> Self:
        for act in Step:
            same = [one for one in self.step if one.act is act]
            for place, one in enumerate(same):
                if any(
                    not one.actions or not other.actions or one.actions & other.actions
                    for other in same[:place]
                ):
                    raise ValueError(
                        f"bước «{act}» ghi hai lần cho cùng một việc; chỉ giữ một, hoặc tách bằng «for»"
                    )
        return self

    def over(self, platform: "Route") -> "Route":
        """This regulation's route, with the platform's step wherever it names none for that act."""
        named = {one.act for one in self.step}
        added = (
            one.model_copy(update={"source": Source.PLATFORM})
            for one in platform.step
            if one.act not in named
        )
        return Route.model_construct(step=(*self.step, *added), channel=self.channel)

    def step_for(self, act: Step, asked: frozenset[Action]) -> RouteStep | None:
        """The step *act* for a request that asks for *asked*; None where its way has no such step."""
        return next((one for one in self.step if one.act is act and one.concerns(asked)), None)

    def way(self, asked: frozenset[Action]) -> tuple[RouteStep, ...]:
        """What leads a request for *asked* on, in its order."""
        return tuple(one for act in ONWARD if (one := self.step_for(act, asked)) is not None)

    def open_at(
        self, stage: Stage, asked: frozenset[Action], *, passed: frozenset[Step] = frozenset()
    ) -> tuple[RouteStep, ...]:
        """The steps that can be taken from *stage*: on to the first that must be taken, and aside.

        *passed*: steps that nothing has to wait for, such as forwarding by whoever is their own focal point.
        """
        if stage in ENDED:
            return ()
        if stage is Stage.RETURNED:
            return self._these((Step.RESUBMIT, Step.WITHDRAW), asked)
        onward: list[RouteStep] = []
        for one in self.way(asked):
            again = one.act is Step.EXECUTE and stage is Stage.EXECUTED
            if again or ONWARD.index(one.act) > _PLACE[stage]:
                onward.append(one)
                if not (one.optional or again or one.act in passed):
                    break
        aside = (Step.RETURN, Step.WITHDRAW) if _PLACE[stage] < _PLACE[Stage.EXECUTED] else ()
        return (*onward, *self._these(aside, asked))

    def before(
        self, act: Step, stage: Stage, asked: frozenset[Action], *, passed: frozenset[Step] = frozenset()
    ) -> RouteStep | None:
        """The step that must be taken from *stage* before *act* can be; None where nothing stands between.

        Nothing leads to what leads aside: to give back, to take back, to bring again.
        """
        if act not in ONWARD:
            return None
        for one in self.way(asked):
            if one.act is act:
                return None
            ahead = ONWARD.index(one.act) > _PLACE.get(stage, len(ONWARD))
            if ahead and not one.optional and one.act not in passed:
                return one
        return None

    def channels(self, action: Action) -> ChannelRule | None:
        """The channels of its own that *action* has; None where it shares those of every request."""
        return next((one for one in self.channel if action in one.actions), None)

    def cited(self) -> Iterator[tuple[str, Clause]]:
        """Every step and channel, as a parameter, with the clauses that it cites."""
        for one in self.step:
            yield from ((f"route.{one.act}", clause) for clause in (one.clause, *one.also) if clause)
        yield from (("route.channel", one.clause) for one in self.channel)

    def _these(self, acts: Iterable[Step], asked: frozenset[Action]) -> tuple[RouteStep, ...]:
        return tuple(one for act in acts if (one := self.step_for(act, asked)) is not None)
