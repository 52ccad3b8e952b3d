"""How does a folder of ``regulations/`` become a regulation?

A folder holds ``regulation.toml`` (identity and values), ``states.toml``, ``clauses.toml`` and, where there are any,
``route.toml`` (the way of a request), ``words.toml``, ``forms.toml`` and ``cases.toml``. Everything wrong is found in
one pass and told with file, line and cure.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from congthu.regulations.faults import Fault, LawError, closest, from_validation, line_of
from congthu.regulations.forms import FormBook
from congthu.regulations.ledger import Ledger
from congthu.regulations.revision import texts_in
from congthu.regulations.route import Route, Step
from congthu.regulations.schema import Identity, parameters, sections
from congthu.regulations.states import StateTable
from congthu.regulations.values import Frozen, Readings
from congthu.regulations.words import Words

DATA = Path(__file__).resolve().parents[3] / "regulations"
NOT_REGULATIONS = frozenset({"platform", "calendar"})
WRITTEN_BY_PROGRAM = ("source", "decision")

Model = TypeVar("Model", bound=Frozen)
Table = dict[str, Any]


class Names(Frozen):
    """A list of parameters, as in ``[silent]``."""

    parameters: tuple[str, ...] = ()
    reading: Readings = ()


@dataclass(frozen=True)
class Regulation:
    """One document as written: what it says, and that it is silent on the rest."""

    id: str
    folder: Path
    identity: Identity
    given: Mapping[str, Table]
    silent: frozenset[str]
    dropped_from_draft: frozenset[str]
    states: StateTable
    ledger: Ledger
    forms: FormBook | None
    route: Route
    words: Words
    # The files as they were read, with those that this document builds on.
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass
class TomlFile:
    """A file of the law, with the faults found in it so far."""

    path: Path
    text: str = ""
    table: Table = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> "TomlFile":
        file = cls(path)
        try:
            file.text = path.read_text(encoding="utf-8")
            file.table = tomllib.loads(file.text)
        except FileNotFoundError:
            file.fault("", "không có tệp này; mỗi quy chế cần có")
        except UnicodeDecodeError:
            file.fault("", "không phải văn bản UTF-8; hãy lưu lại dưới dạng UTF-8")
        except tomllib.TOMLDecodeError as error:
            file.fault("", f"không đúng cú pháp TOML: {error}")
        return file

    def fault(self, place: str, what: str, line: int | None = None) -> None:
        self.faults.append(Fault(self.path, line, place, what))

    def fault_at(self, path: tuple[str | int, ...], what: str) -> None:
        self.fault(".".join(map(str, path)), what, line_of(self.text, path))

    def validate(self, model: type[Model], table: Any, *under: str) -> Model | None:
        try:
            return model.model_validate(table)
        except ValidationError as error:
            self.faults += from_validation(error, file=self.path, text=self.text, under=under)
            return None


def catalogue(data: Path = DATA) -> list[str]:
    """The ids of all regulations, sorted."""
    return sorted(
        path.parent.name for path in data.glob("*/regulation.toml") if path.parent.name not in NOT_REGULATIONS
    )


@cache
def load(regulation: str, data: Path = DATA) -> Regulation:
    """Read the regulation with this id.

    Raises:
        LawError: there is no such regulation, or it cannot be used; with every fault.
    """
    folder = data / regulation
    if regulation not in catalogue(data):
        raise LawError(
            [
                Fault(
                    folder, None, "", f"không có quy chế «{regulation}»{closest(regulation, catalogue(data))}"
                )
            ]
        )
    return load_folder(folder, data)


def load_folder(folder: Path, data: Path = DATA) -> Regulation:
    """Read the regulation in *folder*, wherever that is; the documents it speaks of are in *data*.

    Raises:
        LawError: with every fault.
    """
    main, machine, book = (
        TomlFile.read(folder / f"{name}.toml") for name in ("regulation", "states", "clauses")
    )
    if unread := main.faults + machine.faults + book.faults:
        raise LawError(unread)

    rest = dict(main.table)
    identity = main.validate(Identity, rest.pop("identity", {}), "identity")
    silent = main.validate(Names, rest.pop("silent", {}), "silent")
    dropped = main.validate(Names, rest.pop("dropped_from_draft", {}), "dropped_from_draft")
    given = _given(main, rest)
    base = load(identity.amends, data) if identity and identity.amends else None
    if base:
        given = {**base.given, **given}
    unsaid = {*(silent.parameters if silent else ()), *(base.silent - set(given) if base else ())}
    _check_complete(main, given=given, silent=unsaid)
    draft = load(identity.drafted_as, data) if identity and identity.drafted_as else None
    if draft and dropped:
        _check_draft(main, draft, given=given, dropped=dropped.parameters)

    states = machine.validate(StateTable, machine.table)
    if states:
        for fault in states.faults():
            machine.fault("", fault)
    ledger = book.validate(Ledger, book.table)
    forms, forms_faults = _beside(FormBook, folder / "forms.toml")
    route, route_faults = _route(folder / "route.toml", given, amended=base)
    words, words_faults = _beside(Words, folder / "words.toml")
    faults = main.faults + machine.faults + book.faults + forms_faults + route_faults + words_faults
    if faults or not (identity and silent and dropped and states and ledger):
        raise LawError(faults)
    return Regulation(
        id=folder.name,
        folder=folder,
        identity=identity,
        given=given,
        silent=frozenset(unsaid),
        dropped_from_draft=frozenset(dropped.parameters),
        states=states,
        ledger=ledger,
        forms=forms,
        texts=texts_in(
            folder,
            data,
            builds_on={name: text for one in (base, draft) if one for name, text in one.texts.items()},
        ),
        route=route or Route(),
        words=words or (base.words if base else Words()),
    )


def forms_to_fill(regulation: Regulation, data: Path = DATA) -> FormBook | None:
    """The forms in which agencies may ask: those of the appendix, or the draft's as patterns that bind nobody."""
    if regulation.forms is not None or not regulation.identity.drafted_as:
        return regulation.forms
    drafted = load(regulation.identity.drafted_as, data).forms
    return drafted.as_pattern() if drafted else None


@cache
def platform_defaults(data: Path = DATA) -> Mapping[str, Table]:
    """What we do where a regulation is silent, by parameter."""
    file = TomlFile.read(data / "platform" / "defaults.toml")
    defaults = _given(file, file.table, cited=False)
    if file.faults:
        raise LawError(file.faults)
    return defaults


def _given(file: TomlFile, table: Table, *, cited: bool = True) -> dict[str, Table]:
    """Flatten the sections of *table* into parameters; only names and the need of a clause are checked here."""
    given: dict[str, Table] = {}
    known = sections()
    for section, values in table.items():
        if section not in known or not isinstance(values, dict):
            file.fault_at(
                (section,), f"không có mục «{section}»{closest(section, [*known, 'identity', 'silent'])}"
            )
            continue
        for name, value in values.items():
            path = (section, name)
            if name not in known[section].model_fields:
                near = closest(name, list(known[section].model_fields))
                file.fault_at(path, f"không có tham số «{section}.{name}»{near}")
            elif not isinstance(value, dict):
                file.fault_at(path, "phải viết { value = …, clause = …, gist = … }")
            elif cited and "clause" not in value:
                file.fault_at(path, "thiếu «clause»; mỗi giá trị phải dẫn điều khoản của nó")
            elif written := [key for key in WRITTEN_BY_PROGRAM if key in value]:
                file.fault_at(path, f"«{written[0]}» do chương trình ghi; hãy xóa")
            else:
                given[".".join(path)] = value
    return given


def _check_complete(file: TomlFile, *, given: Iterable[str], silent: Iterable[str]) -> None:
    known = [name for name, _, _ in parameters()]
    given, silent = set(given), set(silent)
    for name in sorted(silent):
        if name not in known:
            file.fault_at(("silent", "parameters"), f"không có tham số «{name}»{closest(name, known)}")
        elif name in given:
            file.fault_at(
                tuple(name.split(".")), f"«{name}» vừa có giá trị vừa ghi là không quy định; bỏ một trong hai"
            )
    if forgotten := [name for name in known if name not in given and name not in silent]:
        file.fault_at(
            ("silent", "parameters"),
            f"chưa nói gì về: {', '.join(forgotten)}; hãy đặt giá trị hoặc ghi vào [silent] nếu quy chế không quy định",
        )


def _check_draft(file: TomlFile, draft: Regulation, *, given: Iterable[str], dropped: Iterable[str]) -> None:
    """Nothing of a draft lives on by oversight: each of its values is set again or listed as dropped."""
    given, dropped = set(given), set(dropped)
    if forgotten := sorted(set(draft.given) - given - dropped):
        file.fault_at(
            ("dropped_from_draft",),
            f"dự thảo có {', '.join(forgotten)}; hãy đặt lại hoặc ghi vào [dropped_from_draft]",
        )
    if kept := sorted(given & dropped):
        file.fault_at(
            ("dropped_from_draft",), f"{', '.join(kept)} vừa có giá trị vừa ghi là đã bỏ; bỏ một trong hai"
        )


def _beside(model: type[Model], path: Path) -> tuple[Model | None, list[Fault]]:
    """A file that a regulation need not have; None where it has none."""
    if not path.exists():
        return None, []
    file = TomlFile.read(path)
    return (None if file.faults else file.validate(model, file.table)), file.faults


# What a value of [request] says about the way, the way must have.
SAID_BY = {
    "request.signed_by": Step.CONFIRM,
    "request.through_focal_point": Step.FORWARD,
    "request.approved_by": Step.APPROVE,
}


def _route(
    path: Path, given: Mapping[str, Table], *, amended: Regulation | None
) -> tuple[Route | None, list[Fault]]:
    """The steps that a regulation rules, and whether its values say the same."""
    route, faults = _beside(Route, path)
    if faults:
        return None, faults
    if route is None and amended is not None:
        route = amended.route
    named = {one.act for one in route.step if not one.optional} if route else set()
    for parameter, step in SAID_BY.items():
        if bool(given.get(parameter, {}).get("value")) != (step in named):
            what = f"«{parameter}» và bước «{step}» phải cùng có hoặc cùng không; hãy thêm hoặc bỏ một bên"
            faults = [*faults, Fault(path, None, "step", what)]
    return route, faults


@cache
def platform_route(data: Path = DATA) -> Route:
    """The shortest way of a request: what is done where a regulation is silent."""
    return _of_platform(Route, "route.toml", data)


@cache
def platform_words(data: Path = DATA) -> Words:
    """The words of administrative Vietnamese."""
    return _of_platform(Words, "words.toml", data)


def _of_platform(model: type[Model], name: str, data: Path) -> Model:
    # A text kept from before the platform had this file is asked under the platform of today.
    where = data if (data / "platform" / name).exists() else DATA
    file = TomlFile.read(where / "platform" / name)
    found = None if file.faults else file.validate(model, file.table)
    if found is None:
        raise LawError(file.faults)
    return found
