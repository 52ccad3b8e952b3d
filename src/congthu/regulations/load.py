"""How does a folder of ``regulations/`` become a regulation?

A folder holds ``regulation.toml`` (identity and values), ``states.toml``, ``clauses.toml`` and, where there are any,
``route.toml`` (the way of a request), ``words.toml``, ``forms.toml`` and ``cases.toml``. Everything wrong is found in
one pass and told with file, line and cure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from congthu.regulations.citations import check_clauses, check_readings
from congthu.regulations.clauses import Clause
from congthu.regulations.faults import Fault, LawError, TomlFile, closest
from congthu.regulations.forms import FormBook
from congthu.regulations.ledger import Ledger
from congthu.regulations.machine import combine, overlay
from congthu.regulations.revision import texts_in
from congthu.regulations.route import Route, Step
from congthu.regulations.schema import Identity, parameters, sections
from congthu.regulations.states import StatesFile, StateTable
from congthu.regulations.values import READING, Frozen, Readings
from congthu.regulations.words import Words

DATA = Path(__file__).resolve().parents[3] / "regulations"
NOT_REGULATIONS = frozenset({"platform", "calendar"})
WRITTEN_BY_PROGRAM = ("source", "decision")
REPORTS = ("report", "periodic")
AROUND = ("identity", "silent", "illegible", "dropped_from_draft")

Model = TypeVar("Model", bound=Frozen)
Table = dict[str, Any]


class Names(Frozen):
    """A list of parameters, as in ``[silent]``; a section stands for all of it where none of it is given."""

    parameters: tuple[str, ...] = Field(
        (), description="Tên tham số, hoặc tên mục khi cả mục không được nói đến"
    )
    reading: Readings = Field((), description=READING)


class Illegible(Frozen):
    """What the document says and our copy of it does not show."""

    clause: Clause = Field(description="Điều khoản có quy định")
    gist: str = Field(description="Điều gì không đọc được, và vì sao")


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
    # What this document and those that it builds on say of states; an amendment is laid over it.
    said_of_states: StatesFile
    ledger: Ledger
    forms: FormBook | None
    route: Route
    words: Words
    illegible: Mapping[str, Illegible] = field(default_factory=dict)
    # The files as they were read, with those that this document builds on.
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass
class Examined:
    """A folder as far as it could be read, with everything that is wrong in it."""

    folder: Path
    data: Path
    main: TomlFile
    machine: TomlFile
    book: TomlFile
    papers: TomlFile
    way: TomlFile
    talk: TomlFile
    identity: Identity | None = None
    given: dict[str, Table] = field(default_factory=dict)
    """The values as written, by parameter; those that are no value of their parameter are left out."""
    silent: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    illegible: Mapping[str, Illegible] = field(default_factory=dict)
    states: StateTable | None = None
    said_of_states: StatesFile | None = None
    ledger: Ledger | None = None
    forms: FormBook | None = None
    route: Route | None = None
    words: Words | None = None
    base: Regulation | None = None
    draft: Regulation | None = None
    elsewhere: list[Fault] = field(default_factory=list)

    @property
    def faults(self) -> list[Fault]:
        """Everything wrong, file by file, in the order of the lines."""
        files = (self.main, self.machine, self.book, self.papers, self.way, self.talk)
        found = [fault for file in files for fault in sorted(file.faults, key=lambda one: one.line or 0)]
        return [*found, *self.elsewhere]


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
    known = catalogue(data)
    if regulation not in known:
        what = f"không có quy chế «{regulation}»{closest(regulation, known)}; đang có: {', '.join(known) or 'không'}"
        raise LawError([Fault(data, None, "", what)])
    return load_folder(data / regulation, data)


def load_folder(folder: Path, data: Path = DATA) -> Regulation:
    """Read the regulation in *folder*, wherever that is; the documents it speaks of are in *data*.

    Raises:
        LawError: with every fault.
    """
    found = examine(folder, data)
    if found.faults or not (found.identity and found.states and found.said_of_states and found.ledger):
        raise LawError(found.faults)
    on = {name: text for one in (found.base, found.draft) if one for name, text in one.texts.items()}
    return Regulation(
        id=folder.name,
        folder=folder,
        identity=found.identity,
        given=found.given,
        silent=found.silent,
        dropped_from_draft=found.dropped,
        states=found.states,
        said_of_states=found.said_of_states,
        ledger=found.ledger,
        forms=found.forms,
        illegible=found.illegible,
        route=found.route or Route(),
        words=found.words or (found.base.words if found.base else Words()),
        texts=texts_in(folder, data, builds_on=on),
    )


def forms_to_fill(regulation: Regulation, data: Path = DATA) -> FormBook | None:
    """The forms in which agencies may ask: those of the appendix, or the draft's as patterns that bind nobody."""
    if regulation.forms is not None or not regulation.identity.drafted_as:
        return regulation.forms
    drafted = load(regulation.identity.drafted_as, data).forms
    return drafted.as_pattern() if drafted else None


def examine(folder: Path, data: Path = DATA) -> Examined:
    """Read as much of *folder* as can be read, and find everything wrong in it; nothing is raised."""
    main, machine, book = (
        TomlFile.read(folder / f"{name}.toml") for name in ("regulation", "states", "clauses")
    )
    papers, way, talk = (
        TomlFile.read(folder / f"{name}.toml", needed=False) for name in ("forms", "route", "words")
    )
    found = Examined(folder, data, main, machine, book, papers, way, talk)
    if not main.faults:
        _values(found)
    if not machine.faults and (said := machine.validate(StatesFile, machine.table)):
        under = found.base.said_of_states if found.base else platform_states(data)
        found.said_of_states = overlay(said, under)
        found.states, wrong = combine(said, under)
        for one in wrong:
            machine.fault_at(one.place, one.what)
    if not book.faults:
        found.ledger = book.validate(Ledger, book.table)
    found.forms, found.route, found.words = (
        _beside(FormBook, papers),
        _beside(Route, way),
        _beside(Words, talk),
    )
    if not way.faults and not main.faults:
        _check_route(found)
    _check_citations(found)
    return found


@cache
def platform_states(data: Path = DATA) -> StatesFile:
    """The states and steps that every regulation has unless it says otherwise."""
    file = TomlFile.read(data / "platform" / "states.toml")
    said = None if file.faults else file.validate(StatesFile, file.table)
    if said is None or file.faults:
        raise LawError(file.faults)
    return said


@cache
def platform_defaults(data: Path = DATA) -> Mapping[str, Table]:
    """What we do where a regulation is silent, by parameter."""
    file = TomlFile.read(data / "platform" / "defaults.toml")
    defaults = _given(file, file.table, cited=False)
    if file.faults:
        raise LawError(file.faults)
    return defaults


def _values(found: Examined) -> None:
    """Everything of ``regulation.toml``."""
    main, rest = found.main, dict(found.main.table)
    found.identity = main.validate(Identity, rest.pop("identity", {}), "identity")
    silent = main.validate(Names, rest.pop("silent", {}), "silent")
    dropped = main.validate(Names, rest.pop("dropped_from_draft", {}), "dropped_from_draft")
    found.illegible = dict(_illegible(main, rest.pop("illegible", {})))
    named = _given(main, rest)
    found.given = {name: table for name, table in named.items() if _fits(main, name, table)}
    unsaid = frozenset(_expanded(main, silent.parameters if silent else (), named))
    if found.identity and (amended := found.identity.amends):
        found.base = _other(found, amended, "amends")
    if found.base:
        unsaid |= found.base.silent - set(named)
        found.illegible = {**found.base.illegible, **found.illegible}
        named = found.given = {**found.base.given, **found.given}
    found.silent = unsaid
    found.dropped = frozenset(dropped.parameters if dropped else ())
    if not (found.identity and found.identity.amends and not found.base):
        _check_complete(found, named=named)
    if found.identity and (drafted := found.identity.drafted_as):
        found.draft = _other(found, drafted, "drafted_as")
    if found.draft:
        _check_draft(main, found.draft, given=_said(named), dropped=found.dropped)


def _other(found: Examined, regulation: str, key: str) -> Regulation | None:
    """Another document of which this one speaks; its own faults are told where it is named."""
    try:
        return load(regulation, found.data)
    except LawError as error:
        for fault in error.faults:
            found.main.fault_at(("identity", key), fault.what if fault.line is None else str(fault))
        return None


def _given(file: TomlFile, table: Table, *, cited: bool = True) -> dict[str, Table]:
    """Flatten the sections of *table* into parameters; only names and the need of a clause are checked here."""
    given: dict[str, Table] = {}
    known = sections()
    for section, values in table.items():
        if section not in known or not isinstance(values, dict):
            near = closest(section, [*known, *AROUND])
            file.fault_at(
                (section,), f"không có mục «{section}»{near}; các mục: {', '.join([*AROUND, *known])}"
            )
            continue
        for name, value in values.items():
            path = (section, name)
            if name not in known[section].model_fields:
                fields = list(known[section].model_fields)
                near = closest(name, fields)
                file.fault_at(
                    path, f"không có tham số «{section}.{name}»{near}; mục này có: {', '.join(fields)}"
                )
            elif path == REPORTS and isinstance(value, list):
                given[".".join(path)] = _listed(value)
            elif not isinstance(value, dict):
                file.fault_at(path, "phải viết { value = …, clause = …, gist = … }")
            elif cited and "clause" not in value:
                file.fault_at(path, "thiếu «clause»; mỗi giá trị phải dẫn điều khoản của nó")
            elif written := [key for key in WRITTEN_BY_PROGRAM if key in value]:
                file.fault_at(path, f"«{written[0]}» do chương trình ghi; hãy xóa")
            else:
                given[".".join(path)] = value
    return given


def _listed(tables: list[Any]) -> Table:
    """A parameter that is a list of tables, each with its own clause; as a whole it stands on the first."""
    first = next((one.get("clause") for one in tables if isinstance(one, dict)), None)
    return {"value": tables, "clause": first, "gist": "Báo cáo định kỳ"}


@cache
def _adapter(parameter: str) -> TypeAdapter[Any]:
    section, _, name = parameter.partition(".")
    return TypeAdapter(sections()[section].model_fields[name].rebuild_annotation())


def _fits(file: TomlFile, parameter: str, table: Table) -> bool:
    """Whether *table* is a value of its parameter; what is wrong with it is noted."""
    section, _, name = parameter.partition(".")
    try:
        _adapter(parameter).validate_python(table)
    except ValidationError as error:
        listed = (section, name) == REPORTS and isinstance(file.table.get(section, {}).get(name), list)
        annotation = sections()[section].model_fields[name].annotation
        file.note(error, annotation, section, name, skip=1 if listed else 0)
        return False
    return True


def _illegible(file: TomlFile, table: Any) -> Iterator[tuple[str, Illegible]]:
    known = [name for name, _, _ in parameters()]
    for name, told in table.items() if isinstance(table, dict) else ():
        if name not in known:
            file.fault_at(("illegible", name), f"không có tham số «{name}»{closest(name, known)}")
        elif read := file.validate(Illegible, told, "illegible", name):
            yield name, read


def _expanded(file: TomlFile, listed: Iterable[str], given: Iterable[str]) -> Iterator[str]:
    """The parameters that ``[silent]`` lists; a section stands for all of it, and then none of it may be given."""
    known, given = [name for name, _, _ in parameters()], set(given)
    for name in listed:
        inside = [one for one in known if one.startswith(f"{name}.")]
        if said := sorted(given.intersection(inside)):
            file.fault_at(
                ("silent", "parameters"),
                f"mục «{name}» ghi là không quy định nhưng có {', '.join(said)}; hãy kể từng tham số không quy định",
                line=None,
            )
        yield from inside or (name,)


def _check_complete(found: Examined, *, named: Iterable[str]) -> None:
    """Every parameter is given, or said to be left out; what nobody may leave out is given."""
    file, silent, named = found.main, found.silent, set(named)
    known = [name for name, _, _ in parameters()]
    for name in sorted(silent | set(found.illegible)):
        if name not in known:
            file.fault_at(("silent", "parameters"), f"không có tham số «{name}»{closest(name, known)}")
    for name in sorted(named.intersection(found.illegible)):
        file.fault_at(
            ("illegible", name), f"«{name}» vừa có giá trị vừa ghi là không đọc được; bỏ một trong hai"
        )
    if both := sorted(named.intersection(silent)):
        file.fault_at(
            ("silent", "parameters"),
            f"vừa có giá trị vừa ghi là không quy định: {_quoted(both)}; hãy bỏ tên đã có giá trị khỏi danh sách",
        )
    if forgotten := _by_section([name for name in known if name not in {*named, *silent, *found.illegible}]):
        file.fault_at(
            ("silent", "parameters"),
            f"chưa nói gì về: {_quoted(forgotten)}; hãy đặt giá trị, hoặc ghi vào parameters = [ … ] của [silent] "
            "nếu quy chế không quy định (một mục chưa nói gì thì chỉ ghi tên mục)",
        )
    needed = [name for name, _, optional in parameters() if not optional]
    if lacking := [name for name in needed if name in silent and name not in platform_defaults(found.data)]:
        file.fault_at(
            ("silent", "parameters"),
            f"không thể im lặng về {', '.join(lacking)}: hệ thống không có mặc định; hãy đặt giá trị",
        )


def _quoted(names: Iterable[str]) -> str:
    """*names* as they stand in a list, to be pasted."""
    return ", ".join(f'"{name}"' for name in names)


def _by_section(names: Sequence[str]) -> list[str]:
    """*names* as ``[silent]`` takes them: the section alone where all of its parameters are among them."""
    whole = {
        section
        for section, model in sections().items()
        if all(f"{section}.{name}" in names for name in model.model_fields)
    }
    return [
        *dict.fromkeys(name.partition(".")[0] if name.partition(".")[0] in whole else name for name in names)
    ]


def _said(given: Mapping[str, Table]) -> set[str]:
    """The parameters given, and in the stead of the list of reports each report by its name."""
    listed = given.get(".".join(REPORTS), {}).get("value", ())
    names = {
        f"report.{one.get('by')}.{one.get('name') or one.get('every') or 'on-demand'}"
        for one in listed
        if isinstance(one, dict)
    }
    return {*given, *names} - {".".join(REPORTS)}


def _check_draft(file: TomlFile, draft: Regulation, *, given: Iterable[str], dropped: Iterable[str]) -> None:
    """Nothing of a draft lives on by oversight: each of its values, each of its reports is set again or listed as
    dropped.
    """
    given, dropped = set(given), set(dropped)
    if forgotten := sorted(_said(draft.given) - given - dropped):
        file.fault_at(
            ("dropped_from_draft",),
            f"dự thảo có {', '.join(forgotten)}; hãy đặt lại hoặc ghi vào [dropped_from_draft]",
        )
    if kept := sorted(given & dropped):
        file.fault_at(
            ("dropped_from_draft",), f"{', '.join(kept)} vừa có giá trị vừa ghi là đã bỏ; bỏ một trong hai"
        )


def _check_citations(found: Examined) -> None:
    """Every clause that the files cite stands in ``clauses.toml``, every reading in ``readings.toml``."""
    listed = dict(found.ledger.clause) if found.ledger else {}
    if found.base:
        listed |= found.base.ledger.clause
    explained = found.data / "readings.toml"
    known = TomlFile.read(explained).table if explained.exists() else None
    for file in (found.main, found.machine, found.papers, found.way):
        if listed:
            check_clauses(file, listed)
        if known is not None:
            check_readings(file, known)


def _beside(model: type[Model], file: TomlFile) -> Model | None:
    """A file that a regulation need not have; None where it has none."""
    return None if file.missing or file.faults else file.validate(model, file.table)


# What a value of [request] says about the way, the way must have.
SAID_BY = {
    "request.signed_by": Step.CONFIRM,
    "request.through_focal_point": Step.FORWARD,
    "request.approved_by": Step.APPROVE,
}


def _check_route(found: Examined) -> None:
    """The steps that a regulation rules are those of which its values speak."""
    if found.route is None and found.base is not None:
        found.route = found.base.route
    named = {one.act for one in found.route.step if not one.optional} if found.route else set()
    for parameter, step in SAID_BY.items():
        if bool(found.given.get(parameter, {}).get("value")) != (step in named):
            what = f"«{parameter}» và bước «{step}» phải cùng có hoặc cùng không; hãy thêm hoặc bỏ một bên"
            found.way.fault_at(("step",), what)


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
