"""What does a rendered program consist of: files, directories, processes, checks?

Renderers return these values; the operations write, check, start and watch what they say. Nothing here
touches the machine.
"""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from congthu.engines.address import Address, UnixSocket


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file of a release. *path* is relative to its ``etc`` directory: ``postfix/main.cf``."""

    path: str
    text: str
    mode: int = 0o644
    owner: str = "root"
    group: str = "root"


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory that must exist before the program starts. *path* is absolute."""

    path: str
    owner: str = "root"
    group: str = "root"
    mode: int = 0o755


def socket_directories(*addresses: Address, owner: str, group: str) -> tuple[Directory, ...]:
    """Return the directories of those of *addresses* that are files, open to *owner* and *group* only."""
    paths = {
        str(PurePosixPath(address.path).parent) for address in addresses if isinstance(address, UnixSocket)
    }
    return tuple(Directory(path, owner, group, 0o750) for path in sorted(paths))


@dataclass(frozen=True, slots=True)
class Check:
    """The program's own checker over the rendered files; a non-zero exit refuses the release.

    *user* is set where the checker refuses to run as root.
    """

    argv: tuple[str, ...]
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Program:
    """A process that is kept running.

    *user* None: started as root, drops by itself. *group*: the primary group, where the sockets that
    the program makes must be reachable for one other program only. *prepare* runs before each start, as
    root. *waits_for*: addresses that must answer first. *reload_signal* makes it take in new files
    without ending anyone's connection; None: it must be restarted. *prepare_reload*: *prepare* is
    needed before that, too. *log* names the file in the log directory.
    """

    name: str
    command: tuple[str, ...]
    user: str | None = None
    group: str | None = None
    prepare: tuple[tuple[str, ...], ...] = ()
    waits_for: tuple[Address, ...] = ()
    reload_signal: str | None = None
    prepare_reload: bool = False
    stop_signal: str = "TERM"
    stop_seconds: int = 20
    start_seconds: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    umask: int = 0o022
    priority: int = 50
    log: str = ""

    @property
    def log_name(self) -> str:
        """The file of what it says on its standard output and error."""
        return self.log or f"{self.name}.log"


@dataclass(frozen=True, slots=True)
class Rendered:
    """Everything that one engine needs on the machine."""

    files: tuple[RenderedFile, ...] = ()
    directories: tuple[Directory, ...] = ()
    programs: tuple[Program, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What a program answered when it was asked in its own protocol."""

    ok: bool
    detail: str
