"""How do a regulation's states and the platform's become one machine, and what can be wrong with it?

The platform knows the mechanics that no regulation has to write down: that an issued password must be changed, that
what was revoked can be destroyed. What a regulation says of a state replaces what the platform says, key by key; its
steps replace the platform's of the same name. Of the platform's states and steps only those are left that a mailbox
of the regulation can come to.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import get_args

from congthu.regulations.faults import closest
from congthu.regulations.schema import NamingRule, NamingSection
from congthu.regulations.states import (
    Act,
    Effect,
    Phase,
    StateRule,
    StateSaid,
    StatesFile,
    StateTable,
    StepSaid,
    Timer,
    Transition,
)

Place = tuple[str | int, ...]
"""Where in the regulation's own file something stands."""

OF_TIMERS = ("since", "from_commencement", "rolls", "agency_notified", "handover", "unless_asked", "before")
KINDS = frozenset(
    name for name, field in NamingSection.model_fields.items() if NamingRule in get_args(field.annotation)
)
NEED_SIGN_IN = (Effect.SEND, Effect.MUST_CHANGE, Effect.WEB_ONLY)
WITHOUT_EFFECTS = (Phase.REQUESTED, Phase.DESTROYED)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with the machine, and what to do about it."""

    place: Place
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """A step with its place in the regulation's own file; None where it is the platform's."""

    step: StepSaid
    place: int | None


def overlay(own: StatesFile, under: StatesFile) -> StatesFile:
    """Lay *own* over *under*: states key by key, steps by name."""
    return StatesFile(
        state=_states(own, under), transition=tuple(one.step for one in _steps(own, under.transition))
    )


def combine(own: StatesFile, under: StatesFile) -> tuple[StateTable, list[Wrong]]:
    """The machine of a regulation that says *own*, on top of what the platform says; with every fault."""
    said = _states(own, under)
    wrong = [
        Wrong(("state", name), f"trạng thái «{name}» thiếu «{key}»; hãy thêm")
        for name, one in said.items()
        for key in ("label", "phase", "effects")
        if getattr(one, key) is None
    ]
    states = {name: _rule(one) for name, one in said.items()}
    told = _steps(own, under.transition)
    for one in told:
        wrong += _of_step(one, states)
    steps = [_step(one.step, states) for one in told]
    reached = _reached(states, steps)
    kept = {name: rule for name, rule in states.items() if name in reached or name in own.state}
    wrong += _of_states(own, kept, reached, steps)
    wrong += _of_time(
        [(one, step) for one, step in zip(told, steps, strict=True) if one.place is not None], kept
    )
    wrong += _twice([(one, step) for one, step in zip(told, steps, strict=True) if one.place is not None])
    table = StateTable(
        state=kept, transition=tuple(left for step in steps if (left := _narrowed(step, kept)).sources)
    )
    return table, wrong


def _states(own: StatesFile, under: StatesFile) -> Mapping[str, StateSaid]:
    """Every state in the order of a mailbox's life; within a phase as *under* and then *own* tell them."""
    told = {
        name: StateSaid(
            **{
                **under.state.get(name, StateSaid()).model_dump(exclude_unset=True),
                **own.state.get(name, StateSaid()).model_dump(exclude_unset=True),
            }
        )
        for name in (*under.state, *(one for one in own.state if one not in under.state))
    }
    order = [*Phase, None]
    return dict(sorted(told.items(), key=lambda one: order.index(one[1].phase)))


def _steps(own: StatesFile, under: Iterable[StepSaid]) -> list[Told]:
    """The steps of *own*, completed from the platform's of the same name, then the platform's other steps."""
    under = list(under)
    known: dict[str, StepSaid] = {}
    for step in under:
        known.setdefault(step.on, step)
    told = [Told(_completed(step, known.get(step.on)), place) for place, step in enumerate(own.transition)]
    named = {step.on for step in own.transition}
    return told + [Told(step, None) for step in under if step.on not in named]


def _completed(step: StepSaid, under: StepSaid | None) -> StepSaid:
    """*step* with what it leaves out taken from *under*: from where it leads as a whole, where it leads to."""
    if under is None:
        return step
    more: dict[str, object] = {}
    if step.sources is None and not step.from_phase and not step.from_effect:
        more |= {
            "sources": under.sources,
            "from_phase": under.from_phase,
            "from_effect": under.from_effect,
        }
    if step.target is None:
        more["target"] = under.target
    if not step.gist:
        more["gist"] = under.gist
    return step.model_copy(update=more)


def _rule(said: StateSaid) -> StateRule:
    return StateRule(
        label=said.label or "",
        phase=said.phase or Phase.REQUESTED,
        effects=said.effects or frozenset(),
        clause=said.clause,
        reading=said.reading,
    )


def _step(said: StepSaid, states: Mapping[str, StateRule]) -> Transition:
    timer = None
    if said.after is not None:
        timer = Timer(
            after=said.after,
            since=said.since,
            from_commencement=said.from_commencement,
            rolls=said.rolls,
            agency_notified=said.agency_notified,
            handover=said.handover,
            unless_asked=said.unless_asked,
            before=said.before,
        )
    return Transition(
        on=said.on,
        sources=_sources(said, states),
        target=said.target or "",
        kinds=said.kinds,
        ranks=said.ranks,
        classes=said.classes,
        grounds=said.grounds,
        tell=said.tell,
        clause=said.clause,
        gist=said.gist,
        reading=said.reading,
        timer=timer,
    )


def _sources(said: StepSaid, states: Mapping[str, StateRule]) -> tuple[str, ...]:
    """Every state the step leads out of, each once. A phase or an effect stands for states other than the target."""
    named = [name for name in said.sources or () if name in states]
    meant = [
        name
        for name, rule in states.items()
        if name != said.target
        and (rule.phase in said.from_phase or not rule.effects.isdisjoint(said.from_effect))
    ]
    return tuple(dict.fromkeys((*named, *meant)))


def _narrowed(step: Transition, kept: Mapping[str, StateRule]) -> Transition:
    return step.model_copy(update={"sources": tuple(one for one in step.sources if one in kept)})


def _reached(states: Mapping[str, StateRule], steps: Iterable[Transition]) -> set[str]:
    """The states that a mailbox can come to: from those before it exists, step by step."""
    steps = list(steps)
    starts = {step.sources[0] for step in steps if step.on == Act.ISSUE and step.sources}
    found = {name for name in starts if states[name].phase is Phase.REQUESTED}
    while more := {
        step.target
        for step in steps
        if step.target in states and step.target not in found and not found.isdisjoint(step.sources)
    }:
        found |= more
    return found


def _of_states(
    own: StatesFile, kept: Mapping[str, StateRule], reached: set[str], steps: Iterable[Transition]
) -> Iterator[Wrong]:
    out = {source for step in steps for source in step.sources}
    labels: dict[str, str] = {}
    for name, rule in kept.items():
        place = ("state", name)
        if name not in reached and name in own.state:
            yield Wrong(place, f"không có bước nào dẫn đến trạng thái «{name}»")
        if rule.phase is not Phase.DESTROYED and name not in out:
            yield Wrong(place, f"không có bước nào ra khỏi trạng thái «{name}»; hộp thư sẽ ở đó mãi")
        if rule.label and (other := labels.setdefault(rule.label, name)) != name:
            yield Wrong(
                place, f"trùng tên «{rule.label}» với trạng thái «{other}»; người dùng không phân biệt được"
            )
        if rule.phase in WITHOUT_EFFECTS and rule.effects:
            yield Wrong(
                place, f"giai đoạn {rule.phase} không có hộp thư nên không có hiệu lực nào; bỏ «effects»"
            )
        if Effect.SIGN_IN not in rule.effects:
            yield from (
                Wrong(place, f"«{effect}» cần có cả «{Effect.SIGN_IN}»; hãy thêm hoặc bỏ «{effect}»")
                for effect in NEED_SIGN_IN
                if effect in rule.effects
            )


def _of_time(told: Iterable[tuple[Told, Transition]], states: Mapping[str, StateRule]) -> Iterator[Wrong]:
    """Time alone moves no mailbox for ever, and brings nothing back that has ended."""
    timers = [(("transition", one.place or 0), step) for one, step in told if step.timer is not None]
    over = {name for name, rule in states.items() if rule.phase in {Phase.ENDED, Phase.DESTROYED}}
    for place, step in timers:
        if (ended := over.intersection(step.sources)) and step.target not in over:
            what = f"mốc «{step.on}» đưa hộp thư đã kết thúc («{min(ended)}») trở lại «{step.target}»"
            yield Wrong(place, f"{what}; chỉ cấp lại theo yêu cầu mới làm được việc đó")
    follows = {
        place: {before for before, earlier in timers if _leads_into(earlier, step)} for place, step in timers
    }
    try:
        TopologicalSorter(follows).prepare()
    except CycleError as found:
        steps = dict(timers)
        ring = [steps[place] for place in found.args[1]]
        shown = " → ".join((ring[0].target, *(step.target for step in ring[1:])))
        what = f"các mốc thời gian thành vòng ({shown})"
        yield Wrong(found.args[1][0], f"{what}: hộp thư đổi trạng thái mãi; hãy bỏ một mốc")


def _leads_into(earlier: Transition, step: Transition) -> bool:
    """Whether time may take *step* right after *earlier*; a step into a lock is itself a ground."""
    return earlier.target in step.sources and (not step.grounds or earlier.on in step.grounds)


def _of_step(told: Told, states: Mapping[str, StateRule]) -> Iterator[Wrong]:
    step, place = told.step, ("transition", told.place if told.place is not None else 0)
    if told.place is not None:
        # The platform names states that a regulation need not have; a regulation names only what there is.
        yield from (
            Wrong(place, f"bước «{step.on}» dùng trạng thái «{name}» chưa khai báo ở [state.{name}]")
            for name in (*(step.sources or ()), *([step.target] if step.target else ()))
            if name not in states
        )
    if step.sources is None and not step.from_phase and not step.from_effect:
        yield Wrong(place, f"bước «{step.on}» thiếu «from» hoặc «from_phase»; hãy ghi từ trạng thái nào")
    if step.target is None:
        yield Wrong(place, f"bước «{step.on}» thiếu «to»; hãy ghi đến trạng thái nào")
    acts = {str(act) for act in Act}
    if step.after is None:
        if step.on not in acts:
            near = closest(step.on, sorted(acts))
            yield Wrong(
                place,
                f"«{step.on}» không phải là việc nào, cũng không có «after» để là một mốc thời gian{near}",
            )
        yield from (
            Wrong(place, f"«{key}» chỉ dùng cho mốc thời gian; bước «{step.on}» không có «after»")
            for key in OF_TIMERS
            if getattr(step, key) not in {None, False, ()}
        )
    else:
        if step.on in acts:
            yield Wrong(
                place, f"«{step.on}» là việc của con người nên không có «after»; hãy đặt tên khác cho mốc"
            )
        if not step.since:
            yield Wrong(place, f"mốc «{step.on}» thiếu «since»; hãy ghi tính từ ngày nào")
    if unknown := sorted(step.kinds - KINDS):
        yield Wrong(place, f"không có loại hộp thư «{unknown[0]}»{closest(unknown[0], sorted(KINDS))}")
    if step.before and not step.tell:
        yield Wrong(place, f"bước «{step.on}» có «before» mà không có «tell»; hãy ghi nhắc ai")


def _twice(told: Iterable[tuple[Told, Transition]]) -> Iterator[Wrong]:
    """Two steps of one name from one state: the second is never taken unless the first is only for some."""
    seen: dict[tuple[str, str], list[Transition]] = {}
    for one, step in told:
        for source in step.sources:
            before = seen.setdefault((step.on, source), [])
            if any(not other.narrow or _conditions(other) == _conditions(step) for other in before):
                yield Wrong(
                    ("transition", one.place or 0),
                    f"từ «{source}» có hai bước cùng «{step.on}»; chỉ giữ một, hoặc ghi bước trước chỉ cho ai",
                )
            before.append(step)


def _conditions(step: Transition) -> tuple[object, ...]:
    return step.kinds, step.ranks, step.classes, frozenset(step.grounds)
