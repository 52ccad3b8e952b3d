"""In which ways can the law as data be other than it is, one value at a time?

A change is always legal in form: another value of the same type, near the old one, on both sides where there are two.
"""

import json
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from congthu.regulations.forms import Action
from congthu.regulations.load import DATA, catalogue, load, platform_defaults, platform_states
from congthu.regulations.machine import OF_TIMERS, combine
from congthu.regulations.naming_rules import NamedBox, NamingRule, OnCollision, PlaceName
from congthu.regulations.policy import COMMENCEMENT, policy_for
from congthu.regulations.reports import MonthDay, Report
from congthu.regulations.schema import Exclusion
from congthu.regulations.states import Effect, StatesFile
from congthu.regulations.terms import OfficeHours, Rate, Size, Term, YearlyDate
from congthu.regulations.values import Frozen, Ruled, Source, Varied

PLATFORM = "platform"
LAST_DAY_OF_EVERY_MONTH = 28
SMALL = 50

Table = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One value of one document replaced by another; *table* is the whole file as it reads then."""

    document: str
    parameter: str
    told: str
    file: Path
    table: Table

    def __str__(self) -> str:
        return f"{self.document} {self.parameter}: {self.told}"

    def text(self) -> str:
        """The file as TOML."""
        return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in self.table.items())


def toml(value: object) -> str:
    """Write *value* on one line; a JSON string is a TOML string."""
    match value:
        case dict():
            inside = ", ".join(
                f"{json.dumps(key, ensure_ascii=False)} = {toml(one)}" for key, one in value.items()
            )
            return f"{{ {inside} }}"
        case list():
            return f"[{', '.join(toml(one) for one in value)}]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)


def changes(document: str, data: Path = DATA) -> Iterator[Change]:
    """Every change of the regulation with this id, or of the platform's defaults; nothing is written."""
    yield from _values(document, data)
    if document == PLATFORM:
        yield from _platform_states(data)
    else:
        yield from _states(document, data)
        yield from _forms(document, data)


def others(value: object) -> Iterator[Any]:  # noqa: C901  # one case a type
    """Other values of the type of *value*, as they are written in a file."""
    match value:
        case bool():
            yield not value
        case Size():
            count, _, unit = str(value).partition(" ")
            yield from (f"{int(count) + step} {unit}" for step in (1, -1))
        case int():
            # A neighbour of a large number may well mean the same: 129 bits are as many characters as 128.
            step = 1 if value <= SMALL else value // 8
            yield from (value + step, value - step)
        case Rate() | Term():
            yield from (str(replace(value, count=value.count + step)) for step in (1, -1))
        case MonthDay() | YearlyDate():
            yield str(replace(value, day=value.day + (1 if value.day < LAST_DAY_OF_EVERY_MONTH else -1)))
        case OfficeHours():
            (opens, closes), *rest = value.shifts
            yield str(OfficeHours(((opens.replace(minute=opens.minute // 2 + 1), closes), *rest)))
        case StrEnum():
            yield from (str(one) for one in type(value) if one is not value)
        case str():
            yield f"x{value}"
        case frozenset() | tuple():
            yield from _other_lists(value)
        case Mapping():
            yield from _other_tables(value)


def _other_lists(value: Collection[Any]) -> Iterator[list[Any]]:
    """Each entry in turn left out; of a single one, another."""
    if len(value) > 1:
        listed = [_written(one) for one in value]
        yield from (listed[:place] + listed[place + 1 :] for place in range(len(listed)))
    else:
        yield [_other_entry(one) for one in value]


def _other_entry(entry: object) -> object:
    if isinstance(entry, Exclusion):
        return {"said": entry.said, "employment": ["cadre"], "sector": sorted(entry.sector)}
    if isinstance(entry, NamedBox | PlaceName):
        return {**_written(entry), "name": f"x{entry.name}"}
    return next(others(entry))


def _written(entry: object) -> Any:
    return entry.model_dump(mode="json", exclude_none=True) if isinstance(entry, Frozen) else str(entry)


def _other_tables(value: Mapping[str, Any]) -> Iterator[Table]:
    """Each entry in turn with another term, or left out."""
    written = {str(key): _written(one) for key, one in value.items()}
    for key, one in value.items():
        if isinstance(one, Term):
            yield {**written, str(key): next(others(one))}
        else:
            yield {name: entry for name, entry in written.items() if name != key}


def _values(document: str, data: Path) -> Iterator[Change]:
    if document == PLATFORM:
        file, given = data / PLATFORM / "defaults.toml", platform_defaults(data)
        policies, source = [policy_for(one, data) for one in catalogue(data)], Source.PLATFORM
    else:
        file, given = data / document / "regulation.toml", load(document, data).given
        policies, source = [policy_for(document, data)], Source.REGULATION
    text = tomllib.loads(file.read_text("utf-8"))
    if since := text.get("identity", {}).get("in_force_from"):
        later = since + timedelta(days=1)
        table = {**text, "identity": {**text["identity"], "in_force_from": later}}
        yield Change(document, COMMENCEMENT, f"{since} → {later}", file, table)
    for name in given:
        held = next(
            (one for policy in policies if (one := policy.ruled(name)) and one.source is source), None
        )
        if held is None:
            continue  # a default that every regulation overrules
        section, _, key = name.partition(".")
        table = text[section][key]
        for told, new in _other(held, table):
            yield Change(document, name, told, file, {**text, section: {**text[section], key: new}})


def _other(held: Ruled[Any] | NamingRule, written: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(held, NamingRule):
        yield from _other_rules(held, written)
    elif isinstance(written, list):
        yield from _other_reports(held.value, written)
    else:
        yield from _other_values(held, written)


def _other_values(held: Ruled[Any], table: Table) -> Iterator[tuple[str, Table]]:
    """The value itself, then that of each class that has one of its own."""
    old = table.get("value")
    if isinstance(old, list):
        old = [_written(entry) for entry in held.value]
    for new in others(held.value):
        yield _told(old, new), {**table, "value": new}
    for name, special in held.by.items() if isinstance(held, Varied) else ():
        own = table["by"][name]
        for new in others(special.value):
            by = {**table["by"], str(name): {**own, "value": new}}
            yield f"{name}: {_told(own['value'], new)}", {**table, "by": by}


def _other_reports(reports: Sequence[Report], tables: list[Table]) -> Iterator[tuple[str, list[Table]]]:
    """Each report due on another day; one that has no day, left out."""
    for place, report in enumerate(reports):
        around = tables[:place], tables[place + 1 :]
        for new in others(report.last):
            told = f"{report.duty} {report.last} → {new}"
            yield told, [*around[0], {**tables[place], "last": new}, *around[1]]
        if report.last is None and len(tables) > 1:
            yield f"without {report.duty}", [*around[0], *around[1]]


def _told(old: object, new: object) -> str:
    if isinstance(old, list | dict) and isinstance(new, list | dict):
        if left_out := [one for one in old if one not in new]:
            return f"without {_shown(left_out)}"
        return f"with {_shown(new)}"
    return f"{old} → {new}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" if isinstance(one, str) else key for key, one in value.items())
    return (
        ", ".join(one["name"] if isinstance(one, dict) and "name" in one else str(one) for one in value)
        if isinstance(value, list)
        else str(value)
    )


def _other_rules(rule: NamingRule, table: Table) -> Iterator[tuple[str, Table]]:
    patterns = table["patterns"]
    for place, pattern in enumerate(patterns):
        other = f"z{pattern['form']}"
        new = [*patterns[:place], {**pattern, "form": other}, *patterns[place + 1 :]]
        yield f"{pattern['form']} → {other}", {**table, "patterns": new}
    if rule.single:
        yield f"single {rule.single} → none", {key: one for key, one in table.items() if key != "single"}
    if rule.proposers:
        yield "proposers → x", {**table, "proposers": ["x"]}
    if len(patterns) > 1:
        flipped = next(one for one in OnCollision if one is not rule.on_collision)
        yield f"on_collision → {flipped}", {**table, "on_collision": str(flipped)}


CONDITIONS = {*OF_TIMERS, "kinds", "ranks", "classes", "grounds", "tell"} - {"since"}


def _states(document: str, data: Path) -> Iterator[Change]:
    """Each effect of each state flipped, each step led elsewhere or asking less; the platform says the rest."""
    file = data / document / "states.toml"
    text = tomllib.loads(file.read_text("utf-8"))
    under = platform_states(data)
    ruled = combine(StatesFile.model_validate(text), under)[0]
    for state, rule in ruled.state.items():
        if rule.clause is None:
            continue  # nobody's law: the platform's file is perturbed by itself
        for effect in Effect:
            effects = sorted(rule.effects ^ {effect})
            said = {**text["state"].get(state, {}), "effects": effects}
            table = {**text, "state": {**text["state"], state: said}}
            if not combine(StatesFile.model_validate(table), under)[1]:
                told = f"{state}: {'with' if effect in effects else 'without'} {effect}"
                yield Change(document, f"state.{effect}", told, file, table)
    for place, step in enumerate(text["transition"]):
        name = "transition.timer" if "after" in step else f"transition.{step['on']}"
        led = False
        for told, new in (*_led_elsewhere(step, ruled.state), *_less(step)):
            steps = [*text["transition"][:place], new, *text["transition"][place + 1 :]]
            table = {**text, "transition": steps}
            other, faults = combine(StatesFile.model_validate(table), under)
            # What the platform says, too, is no change; and one other target is enough.
            if not faults and other != ruled and not (led and "to" in told.split()):
                led = True
                yield Change(document, name, f"{step['on']}: {told}", file, table)


def _platform_states(data: Path) -> Iterator[Change]:
    """The same of the states and steps that every mail system has, as far as a regulation lets them stand."""
    file = data / PLATFORM / "states.toml"
    text = tomllib.loads(file.read_text("utf-8"))
    files = [data / one / "states.toml" for one in catalogue(data)]
    laws = [StatesFile.model_validate(tomllib.loads(one.read_text("utf-8"))) for one in files]
    before = [combine(law, platform_states(data))[0] for law in laws]

    def differs(table: Table) -> bool:
        after = [combine(law, StatesFile.model_validate(table)) for law in laws]
        return not any(faults for _, faults in after) and [one for one, _ in after] != before

    for state, said in text["state"].items():
        for effect in Effect:
            effects = sorted({*said["effects"]} ^ {effect.value})
            table = {**text, "state": {**text["state"], state: {**said, "effects": effects}}}
            if differs(table):
                told = f"{state}: {'with' if effect in effects else 'without'} {effect}"
                yield Change(PLATFORM, f"state.{effect}", told, file, table)
    for place, step in enumerate(text["transition"]):
        led = False
        for told, new in (*_led_elsewhere(step, text["state"]), *_less(step)):
            table = {
                **text,
                "transition": [*text["transition"][:place], new, *text["transition"][place + 1 :]],
            }
            if differs(table) and not (led and "to" in told.split()):
                led = True
                yield Change(PLATFORM, f"transition.{step['on']}", f"{step['on']}: {told}", file, table)


def _led_elsewhere(step: Table, states: Iterable[str]) -> Iterator[tuple[str, Table]]:
    yield from ((f"to {target}", {**step, "to": target}) for target in states)


def _less(step: Table) -> Iterator[tuple[str, Table]]:
    """The step comes from fewer states, counts from fewer days, asks or tells less."""
    for key in ("from", "from_phase", "since"):
        listed = step.get(key, [])
        if len(listed) > 1:
            yield from (
                (f"{key} without {one}", {**step, key: [other for other in listed if other != one]})
                for one in listed
            )
    for key in sorted(CONDITIONS & step.keys()):
        yield f"without {key}", {name: said for name, said in step.items() if name != key}


def _forms(document: str, data: Path) -> Iterator[Change]:
    file = data / document / "forms.toml"
    if not file.exists():
        return
    text = tomllib.loads(file.read_text("utf-8"))
    for place, form in enumerate(text["forms"]):
        for number, table in enumerate(form["tables"]):
            for told, new in _other_form_tables(table):
                tables = [*form["tables"][:number], new, *form["tables"][number + 1 :]]
                forms = [*text["forms"][:place], {**form, "tables": tables}, *text["forms"][place + 1 :]]
                where = f"table {number + 1}: {told}"
                yield Change(document, f"form.{form['id']}", where, file, {**text, "forms": forms})


def _other_form_tables(table: Table) -> Iterator[tuple[str, Table]]:
    """What is asked for is something else, or the columns that must be filled need not be."""
    columns = table["columns"]
    if table.get("action"):
        other = next(one for one in Action if one != table["action"])
        yield f"{table['action']} → {other}", {**table, "action": str(other)}
    for place, column in enumerate(columns):
        if column.get("tick"):
            other = next(one for one in Action if one != column["tick"])
            new = [*columns[:place], {**column, "tick": str(other)}, *columns[place + 1 :]]
            yield f"«{column['label']}» ticked → {other}", {**table, "columns": new}
    required = [column["label"] for column in columns if column.get("required")]
    if required:
        new = [{key: one for key, one in column.items() if key != "required"} for column in columns]
        yield f"«{', '.join(required)}» not required", {**table, "columns": new}
