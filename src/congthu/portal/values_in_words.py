"""How is a value of the law written for people? Tokens of the data become Vietnamese, patterns become readable."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from congthu.identity.password_rules import NAMES
from congthu.portal.words import number
from congthu.regulations.asks import Action
from congthu.regulations.fields import FIELDS
from congthu.regulations.grounds import LockGround
from congthu.regulations.policy import Policy
from congthu.regulations.reports import Report
from congthu.regulations.route import Channel, ChannelRule, RouteStep
from congthu.regulations.schema import Activity, Exclusion, Forwarding, LetterClass, Rank
from congthu.regulations.states import Effect, Handover, Party, StateRule, Timer, Transition
from congthu.regulations.terms import Term
from congthu.regulations.values import Ruled, Varied

RANKS = {rank: rank.words for rank in Rank}
TOKENS: Mapping[str, str] = {
    **{field: called.name for field, called in FIELDS.items()},
    **{kind.value: words for kind, words in NAMES.items()},
    Forwarding.OWN_DOMAINS: "chỉ trong tên miền của tỉnh",
    Forwarding.NOT_PUBLIC: "không đến hộp thư công cộng",
    **{channel.value: channel.in_words() for channel in Channel},
    "van_thu": "hộp thư văn thư",
    "ky_thuat": "hộp thư kỹ thuật",
    "sms": "tin nhắn SMS",
    "app": "ứng dụng tạo mã",
}
PARTIES = {
    Party.HOLDER: "người giữ hộp thư",
    Party.AGENCY: "cơ quan",
    Party.OPERATOR: "đơn vị vận hành",
}
ORDER = {token: place for place, token in enumerate((*LetterClass, *Activity))}


def value_in_words(parameter: str, ruled: Ruled[Any]) -> tuple[str, ...]:
    """The parts of a value, one line each; below it what some classes have of their own."""
    own = ruled.own().items() if isinstance(ruled, Varied) else ()
    special = (f"riêng {called(one)}: {one_value(told)}" for one, told in own)
    return (*(_general(parameter, ruled.value) if ruled.value is not None else ()), *special)


def called(one: StrEnum) -> str:
    """What people call an entry of a list, within a sentence."""
    words: Callable[[], str] = getattr(one, "in_words", one.__str__)
    return TOKENS.get(one) or words()[:1].lower() + words()[1:]


def _general(parameter: str, value: Any) -> tuple[str, ...]:
    match parameter, value:
        case "lock.grounds", grounds:
            return (f"{len(grounds)} căn cứ",)
        case "leaving.kept", kept:
            return _by_term(kept)
        case "quota.warn_at_percent", percent:
            return (f"{percent} %",)
        case _, (Exclusion() | Report(), *_) as listed:
            return tuple(one.in_words() for one in listed)
        case _, tuple(members) if any("," in one for one in members):
            return members
        case _, value:
            return (one_value(value),)


def one_value(value: Any) -> str:
    """A value that fits on a line."""
    match value:
        case bool():
            return "có" if value else "không"
        case _ if hasattr(value, "in_words"):
            return str(value.in_words())
        case int():
            return number(value)
        case frozenset():
            ordered = sorted(value, key=lambda one: (ORDER.get(one, len(ORDER)), one))
            return ", ".join(map(one_value, ordered))
        case tuple():
            return ", ".join(map(one_value, value))
        case _:
            return TOKENS.get(value, str(value))


def state_in_words(rule: StateRule) -> tuple[str, ...]:
    """What a state permits, in one line."""
    sign_in = "đăng nhập được" if rule.has(Effect.SIGN_IN) else "không đăng nhập được"
    if rule.has(Effect.MUST_CHANGE):
        sign_in = "chỉ đăng nhập để đổi mật khẩu"
    elif rule.has(Effect.WEB_ONLY):
        sign_in = "chỉ đăng nhập qua trình duyệt"
    send = "gửi được" if rule.has(Effect.SEND) else "không gửi được"
    receive = "nhận được" if rule.has(Effect.RECEIVE) else "không nhận được"
    return (f"{sign_in}, {send}, {receive}",)


def ground_in_words(ground: LockGround) -> Iterator[str]:
    """What a ground asks for and what follows from it, a line each."""
    if ground.warning:
        yield "phải ghi văn bản cảnh báo hoặc kèm bằng chứng"
    if ground.evidence:
        yield "phải kèm bằng chứng"
    if ground.cleaned_before_restore:
        yield "chỉ khôi phục khi đã xử lý xong"
    if ground.refers_to_law:
        yield f"theo {', '.join(one.in_words() for one in ground.refers_to_law)}"
    if ground.least:
        yield f"khóa ít nhất {ground.least.in_words()}"


def route_step_in_words(step: RouteStep) -> tuple[str, ...]:
    """Who takes a step of a request's way, and for what where not for everything."""
    who = " hoặc ".join(party.in_words() for party in step.by)
    only = f", chỉ khi {_actions(step.actions)}" if step.actions else ""
    return (f"{who}{only}{' (không bắt buộc)' if step.optional else ''}",)


def route_channel_in_words(rule: ChannelRule) -> tuple[str, ...]:
    """By which channels some kinds of requests come."""
    return (f"{', '.join(sorted(one.in_words() for one in rule.by))}: {_actions(rule.actions)}",)


def _actions(actions: frozenset[Action]) -> str:
    return ", ".join(one.in_words().lower() for one in Action if one in actions)


def step_in_words(step: Transition, policy: Policy) -> tuple[str, ...]:
    """From which states a step leads where, after how long and on what condition where time takes it, who is told."""
    way = f"{' / '.join(map(policy.states.label, step.sources))} → {policy.states.label(step.target)}"
    lines = [way + (_when(step.timer, policy) if step.timer else "")]
    if step.tell:
        ahead = [term.in_words() for term in step.timer.before] if step.timer else []
        lines.append(
            f"báo cho {', '.join(PARTIES[party] for party in step.tell)}"
            + (f", nhắc trước {', '.join(ahead)}" if ahead else "")
        )
    return tuple(lines)


def _when(timer: Timer, policy: Policy) -> str:
    term: Any = timer.after
    if isinstance(term, str):
        ruled = policy.ruled(term)
        term = ruled.value if isinstance(ruled, Ruled) else None
    waits = [
        *(["khi cơ quan đã được báo"] if timer.agency_notified else []),
        *(["khi không có yêu cầu bàn giao hoặc đã bàn giao"] if timer.handover is Handover.IF_ASKED else []),
        *(["khi đã bàn giao"] if timer.handover is Handover.DONE else []),
        *(["khi không có đề nghị đang chờ giải quyết"] if timer.unless_asked else []),
    ]
    return "".join([f", sau {_term(term)}" if term else "", *(f", {one}" for one in waits)])


def _term(value: Term | Mapping[Rank, Term]) -> str:
    if isinstance(value, Mapping):
        terms = dict.fromkeys(sorted(one.in_words() for one in value.values()))
        return f"{' hoặc '.join(terms)} tùy cấp bậc"
    return one_value(value)


def _by_term(value: Mapping[Rank, Any]) -> tuple[str, ...]:
    terms = dict.fromkeys(value[rank] for rank in Rank if rank in value)
    return tuple(
        f"{term.in_words()}: {', '.join(RANKS[rank] for rank in Rank if value.get(rank) == term)}"
        for term in terms
    )
