"""For which versions of a program do we know how to write its configuration?"""

import re
from dataclasses import dataclass

from congthu.engines.process import ProgramError, run


class UnknownVersion(Exception):
    """The program found is none that we render for."""

    def __init__(self, program: str, found: str, known: tuple[str, ...]) -> None:
        """Say what was found, what is known and what to do."""
        self.program, self.found, self.known = program, found, known
        super().__init__(
            f"Không biết cấu hình cho {program} phiên bản {found}. Được hỗ trợ: {', '.join(known)}. "
            "Hãy cài phiên bản được hỗ trợ, hoặc bổ sung mẫu cấu hình cho phiên bản này."
        )


@dataclass(frozen=True, slots=True)
class Versions:
    """The families that templates exist for, each named by its leading numbers (``3.7`` covers 3.7.11)."""

    program: str
    families: tuple[str, ...]

    def family(self, version: str) -> str:
        """Return the family that *version* belongs to, or raise `UnknownVersion`."""
        for family in self.families:
            if re.fullmatch(rf"{re.escape(family)}(?:[^0-9].*)?", version):
                return family
        raise UnknownVersion(self.program, version, self.families)


def first_version(text: str) -> str | None:
    """Return the first thing in *text* that looks like a version number."""
    found = re.search(r"\d+(?:\.\d+)+", text)
    return found.group() if found else None


def version_of(*argv: str) -> str:
    """Run the program and return the version it names; raise `ProgramMissing` if it is not installed."""
    done = run(argv, timeout=20)
    found = first_version(done.stdout) or first_version(done.stderr)
    if found is None:
        raise ProgramError(argv, f"{argv[0]} không cho biết phiên bản.")
    return found
