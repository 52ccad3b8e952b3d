"""What holds in a province today, value by value, and on whose word?

A `Policy` is a regulation, the platform's defaults where it is silent, and the operator's decisions on top. Everything
else in the program reads the law through it: ``policy.password.min_length.value``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from congthu.enforces import enforces
from congthu.regulations.calendar import Calendar, vietnam
from congthu.regulations.clauses import Clause
from congthu.regulations.faults import Fault, LawError, from_validation
from congthu.regulations.forms import FormBook
from congthu.regulations.ledger import Ledger
from congthu.regulations.load import (
    DATA,
    Illegible,
    Regulation,
    load,
    load_folder,
    platform_defaults,
    platform_route,
    platform_words,
)
from congthu.regulations.refusals import Refusal, RefusedByRule
from congthu.regulations.revision import Revision, unfold
from congthu.regulations.route import Route
from congthu.regulations.schema import Identity, NamingRule, Standing, Values, parameters
from congthu.regulations.states import StateTable
from congthu.regulations.terms import Size, Term
from congthu.regulations.values import Bound, Ruled, Source, Varied, value_told
from congthu.regulations.words import Words

COMMENCEMENT = "identity.in_force_from"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the operator that sets one parameter."""

    parameter: str
    value: Any
    number: str
    signed_on: date
    signer: str

    def __str__(self) -> str:
        return f"số {self.number} ngày {self.signed_on:%d/%m/%Y}"


class Policy(Values):
    """The law as it holds for one authority, each value knowing where it came from."""

    id: str
    identity: Identity
    states: StateTable
    ledger: Ledger
    forms: FormBook | None
    illegible: Mapping[str, Illegible] = Field(
        {}, description="Điều quy chế có nói mà bản có được không đọc được"
    )
    revision: Revision
    # The folder of regulations from which all of it was read, the calendar too.
    data: Path
    route: Route
    words: Words

    @property
    def calendar(self) -> Calendar:
        """The working days by which this text counts: those that were known when it was read."""
        return vietnam(self.data)

    def ruled(self, parameter: str) -> Ruled[Any] | NamingRule | None:
        """The value of *parameter* by its name, or None where nobody rules.

        Raises:
            KeyError: there is no such parameter.
        """
        section, _, name = parameter.partition(".")
        if section not in Values.model_fields:
            raise KeyError(parameter)
        table = getattr(self, section)
        if name not in type(table).model_fields:
            raise KeyError(parameter)
        found: Ruled[Any] | NamingRule | None = getattr(table, name)
        return found

    def values(self) -> Iterator[tuple[str, str, Ruled[Any] | NamingRule | None]]:
        """Every parameter with its description and its value."""
        for name, description, _ in parameters():
            yield name, description, self.ruled(name)

    def cited(self) -> Iterator[tuple[str, Clause]]:
        """Every parameter with each clause it cites; commencement, forms, states and transitions count as such."""
        if self.identity.commencement:
            yield COMMENCEMENT, self.identity.commencement
        if self.forms:
            yield from self.forms.cited()
        for name, _, ruled in self.values():
            yield from ((name, clause) for clause in (ruled.clauses() if ruled else ()))
        for ground in self.lock.grounds.value.values() if self.lock.grounds else ():
            yield "lock.grounds", ground.clause
        yield from ((name, said.clause) for name, said in self.illegible.items())
        for report in self.report.periodic.value if self.report.periodic else ():
            yield from (("report.periodic", clause) for clause in report.clauses())
        yield from self.states.cited()
        yield from self.route.cited()

    def why_not(self, day: date) -> Refusal | None:
        """Why nobody may be held to the document on *day*; None when it is in force."""
        if self.in_force_on(day):
            return None
        held, cited = self.identity, str(self.identity.commencement or "")
        if held.standing is Standing.DRAFT or held.in_force_from is None:
            how = "là dự thảo, không bao giờ có hiệu lực; hãy chọn quy chế đã ban hành"
        elif day < held.in_force_from:
            how = f"có hiệu lực từ {held.in_force_from:%d/%m/%Y}; hãy chờ đến ngày đó"
        else:
            how = f"hết hiệu lực sau {held.in_force_until:%d/%m/%Y}; hãy chọn văn bản thay thế"
        return Refusal(COMMENCEMENT, cited, f"{self.id} {how}.")

    @enforces("identity.in_force_from")
    def in_force_on(self, day: date) -> bool:
        """Say whether the document holds on *day*; a draft never does."""
        held = self.identity
        return (
            held.standing is not Standing.DRAFT
            and held.in_force_from is not None
            and held.in_force_from <= day
            and (held.in_force_until is None or day <= held.in_force_until)
        )


@cache
def policy_for(regulation: str, data: Path = DATA) -> Policy:
    """The policy of the regulation with this id, without decisions of an operator.

    Raises:
        LawError: the regulation cannot be used.
    """
    return resolve(load(regulation, data), data=data)


def policy_with(regulation: str, decided: Sequence[Mapping[str, Any]]) -> Policy:
    """The policy of the regulation with this id and what was decided under it, as an authority's record tells it.

    Decisions made under another regulation do not count.

    Raises:
        LawError: the regulation cannot be used.
        RefusedByRule: it does not let a decided value go there (any more).
    """
    held = [one for one in decided if one["regulation"] == regulation]
    return _policy_with(regulation, json.dumps(held)) if held else policy_for(regulation)


@lru_cache(maxsize=256)
def _policy_with(regulation: str, decided: str) -> Policy:
    return resolve(load(regulation), decisions=[decision_from(one) for one in json.loads(decided)])


def decision_from(told: Mapping[str, Any]) -> Decision:
    """A decision as an authority's record or a kept revision tells it."""
    return Decision(
        parameter=told["parameter"],
        value=told["value"],
        number=told["number"],
        signed_on=date.fromisoformat(str(told["signed_on"])),
        signer=told["signer"],
    )


def policy_under(content: str, data: Path) -> Policy:
    """The policy as a kept revision told it; *data* is an empty directory that lives as long as the policy is asked.

    Raises:
        LawError: the text of then cannot be read by the program of today.
    """
    kept = unfold(content, data)
    decisions = [decision_from(one) for one in kept.decisions]
    return resolve(load_folder(data / kept.regulation, data), decisions=decisions, data=data)


def resolve(regulation: Regulation, *, decisions: Sequence[Decision] = (), data: Path = DATA) -> Policy:
    """Put defaults under the regulation and decisions over it.

    Raises:
        LawError: a value does not fit its parameter, or a rule everyone needs is missing.
        RefusedByRule: a decision moves a value where the regulation does not let it go.
    """
    defaults = platform_defaults(data)
    tables: dict[str, dict[str, Any]] = {section: {} for section in Values.model_fields}
    for name, _, _ in parameters():
        section, _, key = name.partition(".")
        if name in regulation.given:
            tables[section][key] = regulation.given[name]
        elif name in defaults:
            tables[section][key] = {**defaults[name], "source": Source.PLATFORM}
    try:
        policy = Policy.model_validate(
            {
                **tables,
                "id": regulation.id,
                "identity": regulation.identity,
                "states": regulation.states,
                "ledger": regulation.ledger,
                "forms": regulation.forms,
                "illegible": regulation.illegible,
                "revision": Revision.of(
                    regulation.id, regulation.texts, decisions=[asdict(one) for one in decisions]
                ),
                "data": data,
                "route": regulation.route.over(platform_route(data)),
                "words": regulation.words.over(platform_words(data)),
            }
        )
    except ValidationError as error:
        raise LawError(_faults(error, regulation, data)) from None
    for decision in decisions:
        policy = with_decision(policy, decision)
    return policy


def _faults(error: ValidationError, regulation: Regulation, data: Path) -> list[Fault]:
    """Find for each error the file that holds the value."""
    own, platform = regulation.folder / "regulation.toml", data / "platform" / "defaults.toml"
    texts = {path: path.read_text(encoding="utf-8") for path in (own, platform)}
    found: list[Fault] = []
    for fault in from_validation(error, file=own, text=texts[own]):
        name = ".".join(fault.place.split(".")[:2])
        if name in regulation.given or name not in platform_defaults(data):
            found.append(fault)
    for fault in from_validation(error, file=platform, text=texts[platform]):
        name = ".".join(fault.place.split(".")[:2])
        if name not in regulation.given and name in platform_defaults(data):
            found.append(fault)
    return found


def with_decision(policy: Policy, decision: Decision) -> Policy:
    """*policy* with the value that *decision* sets.

    Raises:
        KeyError: there is no such parameter (any more).
        ValidationError: it is no value of the parameter.
        RefusedByRule: the regulation does not let the value go there.
    """
    section, _, name = decision.parameter.partition(".")
    held = policy.ruled(decision.parameter)
    table = getattr(policy, section)
    if isinstance(held, NamingRule):
        raise RefusedByRule(
            _unmoved(decision, held.cited, "Cách đặt tên do quy chế quy định, không thay bằng quyết định")
        )
    new = {
        **(held.model_dump() if held else {"gist": "Theo quyết định của đơn vị vận hành"}),
        "value": decision.value,
        "source": Source.OPERATOR,
        "decision": str(decision),
    }
    changed = type(table).model_validate({**dict(table), name: new})
    ruled = getattr(changed, name)
    if held and (refused := _against(held, ruled.value, decision)):
        raise RefusedByRule(refused)
    if isinstance(ruled, Varied):
        changed = changed.model_copy(update={name: _without_overtaken(ruled)})
    return policy.model_copy(update={section: changed})


def _without_overtaken(ruled: Varied[Any, Any]) -> Varied[Any, Any]:
    """*ruled*, whose classes with a value of their own have the general one where that is stricter by now."""
    by = dict(ruled.by)
    for one, own in ruled.own().items():
        overtaken = type(own) is type(ruled.value) and (
            (ruled.bound is Bound.MINIMUM and not _at_least(own, ruled.value))
            or (ruled.bound is Bound.MAXIMUM and not _at_least(ruled.value, own))
        )
        if overtaken:
            by[one] = by[one].model_copy(update={"value": None})
    return ruled.model_copy(update={"by": by})


def _against(held: Ruled[Any], value: Any, decision: Decision) -> Refusal | None:
    if (isinstance(value, Term) and value.count == 0) or (isinstance(value, Size) and value == 0):
        # No term and no room is what nobody decides: it would stop everybody at once.
        return _unmoved(decision, held.cited, "Giá trị này không đặt được bằng không")
    if held.value is None:
        return _unmoved(decision, held.cited, "Quy chế chỉ đặt giá trị riêng cho từng loại")
    allowed = {
        Bound.MINIMUM: (_at_least(value, held.value), f"chỉ được tăng từ {value_told(held.value)}"),
        Bound.MAXIMUM: (_at_least(held.value, value), f"chỉ được giảm từ {value_told(held.value)}"),
        Bound.EXACT: (value == held.value, f"phải giữ đúng {value_told(held.value)}"),
    }
    if held.bound is None:
        return None
    kept, how = allowed[held.bound]
    return None if kept else _unmoved(decision, held.cited, f"Giá trị này {how}")


def _at_least(one: Any, other: Any) -> bool:
    if isinstance(one, Term):
        return type(one) is type(other) and one.count >= other.count
    reaches: bool = one >= other
    return reaches


def _unmoved(decision: Decision, clause: str, message: str) -> Refusal:
    return Refusal(decision.parameter, clause, f"{message}; quyết định {decision} không áp dụng được.")
