"""What is to be said to somebody who encodes a regulation: what is wrong, what is asked for, what to know?"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from congthu.mailboxes.naming.patterns import pattern_warning
from congthu.regulations.citations import CLAUSES, cited
from congthu.regulations.clauses import Clause
from congthu.regulations.coverage import marks_on_code
from congthu.regulations.faults import Fault, line_of
from congthu.regulations.load import DATA, Examined, examine, load_folder
from congthu.regulations.policy import resolve
from congthu.trial.checks import faults_in, forms_of
from congthu.trial.edges import unheld_in

SOURCE = DATA.parent / "src"


@dataclass(frozen=True, slots=True)
class Review:
    """*faults* must be mended before the document can be used; *asks* are missing cases; *notes* bind nobody."""

    faults: tuple[Fault, ...]
    asks: tuple[Fault, ...]
    notes: tuple[Fault, ...]


def review(folder: Path, data: Path = DATA) -> Review:
    """Look through the regulation in *folder* once, and say everything."""
    faults, found = faults_in(folder, data), examine(folder, data)
    asks = [] if faults else unheld_in(folder, resolve(load_folder(folder, data), data=data))
    return Review(tuple(faults), tuple(asks), tuple(_notes(found)))


def unread(given: frozenset[str], source: Path = SOURCE) -> list[str]:
    """Those of the parameters *given* that no code carries out yet; they are shown and bind nobody."""
    marked = marks_on_code(source)
    return sorted(name for name in given if name not in marked)


def _without_value(found: Examined) -> list[str]:
    """The clauses that the system should carry out, help with or watch over, and that stand behind nothing it knows."""
    listed = found.ledger.clause if found.ledger else {}
    files = (found.main, found.machine, found.papers, found.way)
    known: list[Clause] = []
    for written in {one for file in files for _, one in cited(file.table, CLAUSES)}:
        with suppress(ValueError):  # told as a fault
            known.append(Clause.parse(written))
    return [
        str(clause)
        for clause, entry in listed.items()
        if entry.by is not None and not any(one.within(clause) or clause.within(one) for one in known)
    ]


def _notes(found: Examined) -> Iterator[Fault]:
    file = found.main.anew()
    for name, form in forms_of(found):
        if what := pattern_warning(form):
            line = line_of(file.text, (*name.split("."), "patterns"), sought=form)
            file.fault_at((*name.split("."), "patterns"), f"mẫu «{form}»: {what}", line=line)
    if not found.faults and (empty := _without_value(found)):
        file.fault("", f"điều khoản của hệ thống mà không giá trị, bước, mẫu nào dẫn: {', '.join(empty)}")
    if planned := unread(frozenset(found.given)):
        what = f"hệ thống hiện giá trị nhưng chưa thực hiện: {', '.join(planned)}"
        file.fault("", what)
    yield from file.faults
