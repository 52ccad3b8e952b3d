"""Does anything that happens lead to the code that is marked with a parameter of the law?

    python tools/reach.py

A mark ``@enforces`` on a function that nothing calls proves nothing. This walks the source from where things begin
(pages, commands that act, what runs by itself, programs that `up` starts) along every name that a function speaks of,
and names the marks that it never comes to. Calculators are no beginning: `deadline compute` changes nothing for
anybody. The exit code is 1 where a mark is not reached, or names parameters by a wildcard.

A name is followed through imports. What is called on an object (``one.issue()``) leads to every method of that name in
the classes that were come to: rather one way too many than a false alarm. A dotted name in quotes counts as a name,
since settings and Django's look-ups are written so.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
PACKAGE = "congthu"
# Questions about the law alone: they answer, and nothing follows.
CALCULATORS = frozenset(
    {"congthu.cli.law", "congthu.cli.trial", "congthu.portal.views.trial", "congthu.portal.views.regulation"}
)
# The demo plays what people do; what only a demo does, nobody does.
PLAYED = "congthu.operations.demo"
DOTTED = re.compile(r"congthu(?:\.\w+)+")
# What a child does is written as text: "from congthu.… import main; main()", or "congthu.…:read".
STARTED = re.compile(r"from (congthu[\w.]+) import (\w+)|(congthu[\w.]+):(\w+)")
MAIN = "<module>"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A function, a class or the statements of a module; methods are ``Class.method``."""

    module: str
    name: str = MAIN

    def __str__(self) -> str:
        return f"{self.module}:{self.name}"


@dataclass(slots=True)
class Module:
    """What one file defines and what its names mean."""

    name: str
    path: Path
    means: dict[str, Place] = field(default_factory=dict)
    bodies: dict[str, list[ast.AST]] = field(default_factory=dict)
    methods: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    begins: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked function."""

    file: str
    line: int
    function: str
    parameters: tuple[str, ...]


def read(source: Path = SOURCE) -> dict[str, Module]:
    """Read every module under *source*, by its dotted name."""
    modules = {}
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if "migrations" not in parts and not name.startswith(PLAYED):
            modules[name] = _module(name, path, ast.parse(path.read_text("utf-8")))
    return modules


def reached(modules: Mapping[str, Module]) -> set[Place]:
    """Every place to which something that happens leads."""
    methods: dict[str, list[Place]] = {}
    for module in modules.values():
        for owner, names in module.methods.items():
            for name in names:
                methods.setdefault(name, []).append(Place(module.name, f"{owner}.{name}"))
    found: set[Place] = set()
    called: set[str] = set()
    waiting = list(_beginnings(modules))
    while waiting:
        place = waiting.pop()
        if place in found or place.module not in modules:
            continue
        found.add(place)
        places, names = _speaks_of(place, modules)
        waiting += places
        # A method counts once its name is called and its class was come to, whichever is first.
        waiting += [one for name in names - called for one in methods.get(name, ()) if _owner(one) in found]
        called |= names
        own = modules[place.module].methods.get(place.name, ())
        waiting += [
            Place(place.module, f"{place.name}.{name}")
            for name in own
            if name in called
            or name.startswith("__")
            or f"{place.name}.{name}" in modules[place.module].begins
        ]
    return found


def marks(modules: Mapping[str, Module]) -> dict[Place, Mark]:
    """Every marked function."""
    return {
        Place(module.name, name): Mark(str(module.path.relative_to(ROOT)), line, name, parameters)
        for module in modules.values()
        for name, (line, parameters) in module.marks.items()
    }


def unreached(modules: Mapping[str, Module]) -> list[Mark]:
    """The marks to which nothing that happens leads."""
    come_to = reached(modules)
    return [mark for place, mark in sorted(marks(modules).items()) if place not in come_to]


def wildcards(modules: Mapping[str, Module]) -> list[Mark]:
    """The marks that name parameters by a pattern: nobody could say which are meant."""
    return [mark for mark in marks(modules).values() if any("*" in one for one in mark.parameters)]


def _owner(method: Place) -> Place:
    return Place(method.module, method.name.rpartition(".")[0])


def _beginnings(modules: Mapping[str, Module]) -> Iterator[Place]:
    for module in modules.values():
        if module.name in CALCULATORS:
            continue
        yield from (Place(module.name, name) for name in module.begins if "." not in name)
    yield from (
        Place(name) for name in ("congthu.project.settings", "congthu.project.urls") if name in modules
    )


def _module(name: str, path: Path, tree: ast.Module) -> Module:
    module = Module(name, path)
    statements: list[ast.AST] = []
    for node in tree.body:
        match node:
            case ast.Import() | ast.ImportFrom():
                _import(module, node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                _define(module, node, "")
            case ast.ClassDef():
                _class(module, node)
            case _:
                statements.append(node)
                if _is_program(node):
                    module.begins.add(MAIN)
                for target in _targets(node):
                    module.means.setdefault(target, Place(name))
    module.bodies[MAIN] = statements
    return module


def _import(module: Module, node: ast.Import | ast.ImportFrom) -> None:
    if isinstance(node, ast.Import):
        for one in node.names:
            if one.name.startswith(PACKAGE):
                module.means[one.asname or one.name.partition(".")[0]] = Place(one.name)
                module.loaded.add(one.name)
    elif node.module and node.module.startswith(PACKAGE):
        module.loaded.add(node.module)
        for one in node.names:
            module.means[one.asname or one.name] = Place(node.module, one.name)


def _class(module: Module, node: ast.ClassDef) -> None:
    module.means[node.name] = Place(module.name, node.name)
    module.methods[node.name] = []
    rest: list[ast.AST] = [*node.bases, *node.keywords, *node.decorator_list]
    for inner in node.body:
        if isinstance(inner, Function):
            module.methods[node.name].append(inner.name)
            _define(module, inner, f"{node.name}.")
        else:
            rest.append(inner)
    module.bodies[node.name] = rest


def _define(module: Module, node: Function, owner: str) -> None:
    name = f"{owner}{node.name}"
    if not owner:
        module.means[name] = Place(module.name, name)
    decorators = [one for one in node.decorator_list if not _is_mark(one)]
    # What a framework calls by itself: a command, a page, a task, a validator, a property.
    if (
        (owner and decorators)
        or any(_begins(one) for one in decorators)
        or (module.name.startswith("congthu.portal.views") and not name.startswith("_"))
    ):
        module.begins.add(name)
    module.bodies[name] = [node]
    for mark in filter(_is_mark, node.decorator_list):
        parameters = tuple(one.value for one in mark.args if isinstance(one, ast.Constant))  # type: ignore[attr-defined]
        module.marks[name] = (node.lineno, parameters)


def _is_mark(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "enforces"


def _begins(node: ast.expr) -> bool:
    """Whether a decorator hands the function to typer, procrastinate or Django's template library."""
    words = ast.unparse(node.func if isinstance(node, ast.Call) else node)
    return bool(
        re.fullmatch(r"\w*app\.(command|callback|task|periodic)|commands\.callback|register\.\w+", words)
    )


def _is_program(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "__name__" in ast.unparse(node.test)


def _targets(node: ast.AST) -> Iterable[str]:
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    return [one.id for one in targets if isinstance(one, ast.Name)]


def _speaks_of(place: Place, modules: Mapping[str, Module]) -> tuple[list[Place], set[str]]:
    """The places that *place* names, and the names of what it calls on objects."""
    module = modules[place.module]
    if place.name not in module.bodies:
        # Something imported into the module and taken on from there, or a submodule.
        onward = module.means.get(place.name)
        inner = Place(f"{place.module}.{place.name}")
        return [
            *([onward] if onward and onward != place else []),
            *([inner] if inner.module in modules else []),
        ], set()
    nodes = [node for body in module.bodies[place.name] for node in ast.walk(body)]
    here = Module(module.name, module.path, dict(module.means))
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            _import(here, node)
    loaded = here.loaded | (module.loaded if place.name == MAIN else set())
    places = [Place(place.module), *map(Place, loaded)]
    names: set[str] = set()
    for node in nodes:
        places += _named(node, here.means, modules)
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
    return places, names


def _named(node: ast.AST, means: Mapping[str, Place], modules: Mapping[str, Module]) -> Iterator[Place]:
    match node:
        case ast.Name(id=word) if word in means:
            yield _resolved(means[word], modules)
        case ast.Attribute(value=ast.Name(id=word), attr=attribute) if word in means:
            target = _resolved(means[word], modules)
            yield Place(target.module, attribute) if target.name == MAIN else target
        case ast.Constant(value=str(text)) if DOTTED.fullmatch(text):
            head, _, tail = text.rpartition(".")
            yield from (Place(text), Place(head, tail))
        case ast.Constant(value=str(text)):
            yield from (Place(a or c, b or d) for a, b, c, d in STARTED.findall(text))


def _resolved(place: Place, modules: Mapping[str, Module]) -> Place:
    """A module that was imported by its name from its package is the module itself."""
    inner = f"{place.module}.{place.name}"
    return Place(inner) if inner in modules else place


def main() -> int:
    """Tell what is not reached; the exit code."""
    modules = read()
    lost, vague = unreached(modules), wildcards(modules)
    for mark in lost:
        print(
            f"{mark.file}:{mark.line}: nothing that happens leads to {mark.function} ({', '.join(mark.parameters)})"
        )
    for mark in vague:
        print(f"{mark.file}:{mark.line}: {mark.function} is marked by a wildcard; name the parameters")
    total = len(marks(modules))
    print(f"{total - len(lost)} of {total} marked functions are reached")
    return 1 if lost or vague else 0


if __name__ == "__main__":
    sys.exit(main())
