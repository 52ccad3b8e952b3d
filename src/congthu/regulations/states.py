"""In which states can a mailbox be, what may each do, and what moves it?

``states.toml`` of a regulation is one `StatesFile`; laid over the platform's own (``platform/states.toml``) it becomes
the `StateTable` that everybody asks (`congthu.regulations.machine` puts the two together). States are named by the
regulation and so are timers; what code must know of them is closed: the *effects* of a state, the *phase* of a
mailbox's life in which it stands, and the *acts* that people and programs perform.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from congthu.regulations.clauses import Clause
from congthu.regulations.forms import Action
from congthu.regulations.terms import WRITTEN_TERM, Days, Months, Term, WorkingDays
from congthu.regulations.values import READING, Frozen, Readings, Varied
from congthu.regulations.vocabulary import AccountClass, Rank

NAME = r"^[a-z][a-z0-9_]{0,23}$"


class Effect(StrEnum):
    """What a state allows, or lays upon whoever holds the mailbox; what is not named is not allowed."""

    SIGN_IN = "sign_in"
    SEND = "send"
    RECEIVE = "receive"
    FORWARD = "forward"
    LISTED = "listed"
    MUST_CHANGE = "must_change"
    WEB_ONLY = "web_only"


class Phase(StrEnum):
    """Where in its life a mailbox stands, whatever its state is called."""

    REQUESTED = "requested"
    """Asked for; there is no mailbox yet."""
    OPEN = "open"
    """Somebody has it and may use it, though perhaps a new password comes first."""
    LOCKED = "locked"
    """Kept from its holder, wholly or in part, until it is restored or revoked."""
    LEAVING = "leaving"
    """Its holder goes; kept until a day that a decision set."""
    ENDED = "ended"
    """Taken away; what is in it is still kept."""
    DESTROYED = "destroyed"
    """What was in it is gone; the address is nobody's for ever."""


LIVE = (Phase.OPEN, Phase.LOCKED, Phase.LEAVING)
OVER = (Phase.ENDED, Phase.DESTROYED)


class Act(StrEnum):
    """What people and programs do to a mailbox. Time does the rest, under the names that a regulation gives."""

    ISSUE = "issue"
    SET_PASSWORD = "set_password"  # noqa: S105  # the name of an act
    REISSUE_PASSWORD = "reissue_password"  # noqa: S105  # the name of an act
    LOCK = "lock"
    RESTORE = "restore"
    TRANSFER = "transfer"
    LEAVE = "leave"
    REVOKE = "revoke"
    REQUEST_AGAIN = "request_again"
    DESTROY = "destroy"
    TOO_MANY_FAILURES = "too_many_failures"


IN_WORDS: Mapping[Act, str] = {
    Act.ISSUE: "cấp",
    Act.SET_PASSWORD: "đặt mật khẩu",
    Act.REISSUE_PASSWORD: "cấp lại mật khẩu",
    Act.LOCK: "tạm khóa",
    Act.RESTORE: "khôi phục",
    Act.TRANSFER: "chuyển công tác",
    Act.LEAVE: "thu hồi khi người giữ nghỉ",
    Act.REVOKE: "thu hồi",
    Act.REQUEST_AGAIN: "cấp lại",
    Act.DESTROY: "hủy",
    Act.TOO_MANY_FAILURES: "khóa vì nhập sai mật khẩu",
}


class Anchor(StrEnum):
    """The days from which a timer may count."""

    ISSUED = "issued_on"
    PASSWORD_CHANGED = "password_changed_on"  # noqa: S105  # the name of a day
    LAST_USE = "last_use"
    LAST_LOGIN = "last_login_on"
    LAST_SENT = "last_sent_on"
    LAST_RECEIVED = "last_received_on"
    LOCKED = "locked_on"
    RESTORED = "restored_on"
    ENTERED = "entered_on"
    DECISION = "decision_on"
    LEFT = "left_on"


class Handover(StrEnum):
    """Which handing over a timer waits for."""

    IF_ASKED = "if asked"
    DONE = "done"


class Party(StrEnum):
    """Who is told of a step."""

    HOLDER = "holder"
    AGENCY = "agency"
    OPERATOR = "operator"


StateName = Annotated[str, Field(pattern=NAME)]


def _days(given: object) -> object:
    """A term in days or months; anything else is no term of a timer, which acts at midnight."""
    term = Term.parse(given) if isinstance(given, str) else given
    if not isinstance(term, Days | Months | WorkingDays):
        raise ValueError(f"«{term}»: mốc tự động tính bằng ngày, ngày làm việc hoặc tháng")  # noqa: TRY004  # what was written is wrong
    return term


def _term_or_parameter(given: object) -> object:
    return _days(given) if isinstance(given, str) and WRITTEN_TERM.fullmatch(given) else given


def _calendar_days(given: object) -> object:
    term = Term.parse(given) if isinstance(given, str) else given
    if not isinstance(term, Days):
        raise ValueError(f"«{term}»: nhắc trước tính bằng ngày, ví dụ «7 days»")  # noqa: TRY004  # what was written is wrong
    return term


Ahead = Annotated[Term, BeforeValidator(_calendar_days)]


class StateSaid(Frozen):
    """One state as a file tells it; what it leaves out stands in the platform's state of the same name."""

    label: str | None = Field(None, min_length=1, description="Tên trạng thái hiện trên mọi trang")
    phase: Phase | None = Field(
        None,
        description="Giai đoạn: requested chưa có hộp thư; open đang có người dùng; locked tạm khóa một phần hay toàn "
        "bộ; leaving người giữ sắp đi; ended đã thu hồi; destroyed đã hủy",
    )
    effects: frozenset[Effect] | None = Field(
        None,
        description="Được gì, buộc gì: sign_in đăng nhập, send gửi, receive nhận, forward tự chuyển tiếp, listed có "
        "trong danh bạ, must_change phải đổi mật khẩu trước, web_only chỉ qua trình duyệt; không ghi là không được",
    )
    clause: Clause | None = Field(None, description="Điều khoản nói về trạng thái này")
    reading: Readings = Field((), description=READING)


class StepSaid(Frozen):
    """One step as a file tells it: who or what causes it, from where it leads where, and on which conditions.

    A step with ``after`` is time's, under a free name; any other is one of the acts.
    """

    on: str = Field(
        pattern=NAME, description=f"Việc ({', '.join(Act)}), hoặc tên tự đặt của một mốc thời gian có after"
    )
    sources: tuple[StateName, ...] | None = Field(None, alias="from", description="Từ các trạng thái")
    from_phase: tuple[Phase, ...] = Field(
        (), description="Và từ mọi trạng thái thuộc các giai đoạn này, trừ trạng thái đến"
    )
    from_effect: tuple[Effect, ...] = Field(
        (), description="Và từ mọi trạng thái có một trong các hiệu lực này, trừ trạng thái đến"
    )
    target: StateName | None = Field(None, alias="to", description="Đến trạng thái")
    after: Annotated[Term | str, BeforeValidator(_term_or_parameter)] | None = Field(
        None, description='Sau bao lâu: tên tham số ("inactivity.after") hoặc thời hạn ("15 days")'
    )
    since: tuple[Anchor, ...] = Field((), description="Tính từ ngày muộn nhất trong các ngày này")
    from_commencement: bool = Field(
        default=False, description="Không tính thời gian trước ngày quy chế có hiệu lực"
    )
    rolls: bool | None = Field(
        None,
        description="Ngày cuối rơi vào ngày nghỉ thì chuyển sang ngày làm việc; trống: như time.timers_roll",
    )
    agency_notified: bool | Annotated[Term | str, BeforeValidator(_term_or_parameter)] = Field(
        default=False,
        description="Chỉ khi cơ quan đã được báo; với một thời hạn hay tên tham số: đã được báo trước chừng ấy",
    )
    handover: Handover | None = Field(
        None, description="Chờ bàn giao: if asked khi có người yêu cầu bàn giao, done trong mọi trường hợp"
    )
    unless_asked: tuple[Action, ...] = Field(
        (), description="Không xảy ra khi đang chờ giải quyết một yêu cầu loại này, ví dụ restore"
    )
    kinds: frozenset[str] = Field(frozenset(), description="Chỉ các loại hộp thư này (tên trong [naming])")
    ranks: frozenset[Rank] = Field(frozenset(), description="Chỉ người có các cấp bậc này")
    classes: frozenset[AccountClass] = Field(frozenset(), description="Chỉ các loại tài khoản này")
    grounds: tuple[str, ...] = Field(
        (),
        description="Chỉ khi khóa vì các căn cứ này: tên trong lock.grounds, hoặc tên của bước đã dẫn đến việc khóa",
    )
    tell: tuple[Party, ...] = Field((), description="Báo cho ai khi bước này xảy ra")
    before: tuple[Ahead, ...] = Field((), description="Và nhắc trước chừng này, với mốc thời gian")
    clause: Clause | None = Field(None, description="Điều khoản quy định bước này")
    gist: str = Field("", description="Nội dung, một dòng")
    reading: Readings = Field((), description=READING)


class StatesFile(Frozen):
    """``states.toml``: what the document says of states; the platform's own states and steps need not be repeated."""

    state: Mapping[StateName, StateSaid] = Field({}, description="Mỗi trạng thái, ví dụ [state.locked]")
    transition: tuple[StepSaid, ...] = Field(
        (),
        description="Các bước chuyển, mỗi bước một [[transition]]; các bước cùng on thay bước của hệ thống",
    )


class StateRule(Frozen):
    """What a mailbox in a state may do, and what its holder must."""

    label: str
    phase: Phase
    effects: frozenset[Effect]
    clause: Clause | None = None
    reading: tuple[str, ...] = ()

    def has(self, effect: Effect) -> bool:
        """Say whether the state has *effect*."""
        return effect in self.effects

    @property
    def programs(self) -> bool:
        """Whether mail programs get in: nothing comes before, and more than a browser is let in."""
        return Effect.SIGN_IN in self.effects and self.effects.isdisjoint(
            {Effect.MUST_CHANGE, Effect.WEB_ONLY}
        )


class Timer(Frozen):
    """When time alone moves a mailbox."""

    after: Term | str
    since: tuple[Anchor, ...]
    from_commencement: bool = False
    rolls: bool | None = None
    agency_notified: bool | Term | str = False
    handover: Handover | None = None
    unless_asked: tuple[Action, ...] = ()
    before: tuple[Term, ...] = ()

    @property
    def counts_use(self) -> bool:
        """Whether the timer runs because the mailbox is not used, so that a reason for that holds it off."""
        return not {Anchor.LAST_USE, Anchor.LAST_LOGIN, Anchor.LAST_SENT, Anchor.LAST_RECEIVED}.isdisjoint(
            self.since
        )


class Transition(Frozen):
    """A step from some states into another: an act's, or with a *timer* time's."""

    on: str
    sources: tuple[str, ...]
    target: str
    kinds: frozenset[str] = frozenset()
    ranks: frozenset[Rank] = frozenset()
    classes: frozenset[AccountClass] = frozenset()
    grounds: tuple[str, ...] = ()
    tell: tuple[Party, ...] = ()
    clause: Clause | None = None
    gist: str = ""
    reading: tuple[str, ...] = ()
    timer: Timer | None = None

    @property
    def cited(self) -> str:
        """The clause as it stands in the trail: "" when no clause says so."""
        return str(self.clause) if self.clause else ""

    @property
    def narrow(self) -> bool:
        """Whether the step is only for some of the mailboxes in its states."""
        return bool(self.kinds or self.ranks or self.classes or self.grounds)


class StateTable(Frozen):
    """The machine of one regulation."""

    state: Mapping[str, StateRule]
    transition: tuple[Transition, ...]

    def cited(self) -> Iterator[tuple[str, Clause]]:
        """Every effect, act and timer, as a parameter, with the clause that it cites.

        A clause about a state speaks of all its effects: of what it allows and, by silence, of what it forbids.
        """
        for rule in self.state.values():
            if rule.clause:
                yield from ((f"state.{effect}", rule.clause) for effect in Effect)
        for step in self.transition:
            if step.clause:
                yield ("transition.timer" if step.timer else f"transition.{step.on}"), step.clause

    @property
    def start(self) -> str:
        """The state out of which a mailbox is issued."""
        return next(source for step in self.transition if step.on == Act.ISSUE for source in step.sources)

    @property
    def issued(self) -> str:
        """The state in which a mailbox is issued."""
        return next(step.target for step in self.transition if step.on == Act.ISSUE)

    def steps_by(self, act: Act) -> tuple[Transition, ...]:
        """Every step that *act* causes; empty where the regulation does not speak of it."""
        return tuple(step for step in self.transition if step.on == act and not step.timer)

    def in_phase(self, *phases: Phase) -> tuple[str, ...]:
        """The states of *phases*, in the order of the table."""
        return tuple(name for name, rule in self.state.items() if rule.phase in phases)

    def counts_from(self, anchor: Anchor) -> str | None:
        """The clause of the first timer that counts from *anchor*; None where none does."""
        return next((one.cited for one in self.transition if one.timer and anchor in one.timer.since), None)

    def label(self, state: str) -> str:
        """What people call *state*; its bare name where the regulation does not know it."""
        return self.state[state].label if state in self.state else state


def counts_days(ruled: Any) -> bool:
    """Say whether the value of *ruled*, a term or several for different people, can be that of a timer."""
    value = getattr(ruled, "value", None)
    terms = [*value.values()] if isinstance(value, Mapping) else [value]
    if isinstance(ruled, Varied):
        # Some may have none: whom nothing is set for nothing happens to.
        terms = [term for _, term in ruled.every() if term is not None]
    return all(isinstance(term, Days | Months | WorkingDays) for term in terms)
