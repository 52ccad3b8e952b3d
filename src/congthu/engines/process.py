"""How is a program run, and how is a file replaced?

The only module that does either. A program gets a small, known environment, a time limit, and its failure is
an exception that holds the end of what it said. A file is never seen half written, not even after a power
cut.
"""

import contextlib
import grp
import io
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from congthu.engines.program import RenderedFile

TAIL = 2000
SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, slots=True)
class Completed:
    """A program that ended."""

    argv: tuple[str, ...]
    code: int
    stdout: str
    stderr: str


class ProgramError(Exception):
    """A program did not do what it was run for."""

    def __init__(self, argv: Sequence[str], message: str) -> None:
        """Keep *argv* for the log."""
        self.argv = tuple(argv)
        super().__init__(message)


class ProgramMissing(ProgramError):
    """The program is not installed, or may not be run."""


class ProgramFailed(ProgramError):
    """The program ended with a code that was not expected."""

    def __init__(self, completed: Completed) -> None:
        """Show the end of what the program said."""
        self.completed = completed
        said = (completed.stderr.strip() or completed.stdout.strip())[-TAIL:]
        super().__init__(completed.argv, f"{completed.argv[0]} kết thúc với mã {completed.code}: {said}")


class ProgramTimedOut(ProgramError):
    """The program took longer than it was given and was ended."""


def run(
    argv: Sequence[str],
    *,
    timeout: float,
    input: str | bytes | None = None,  # noqa: A002
    env: Mapping[str, str] | None = None,
    as_user: str | None = None,
    cwd: str | None = None,
    expect: Iterable[int] = (0,),
) -> Completed:
    """Run *argv* to its end and return what it said.

    *env* is added to a small environment of ours; the caller's is not passed on. *as_user* drops to that user
    with all its groups. Raise `ProgramMissing`, `ProgramTimedOut`, or `ProgramFailed` for a code not in
    *expect*.
    """
    entry = pwd.getpwnam(as_user) if as_user else None
    environment = {
        "PATH": SEARCH_PATH,
        "LANG": "C.UTF-8",
        "HOME": entry.pw_dir if entry else "/",
        **(env or {}),
    }
    drop = entry is not None and entry.pw_uid != os.geteuid()
    try:
        done = subprocess.run(
            list(argv),
            input=input.encode() if isinstance(input, str) else input,
            stdin=subprocess.DEVNULL if input is None else None,
            capture_output=True,
            timeout=timeout,
            env=environment,
            cwd=cwd or "/",
            user=entry.pw_uid if entry and drop else None,
            group=entry.pw_gid if entry and drop else None,
            extra_groups=os.getgrouplist(entry.pw_name, entry.pw_gid) if entry and drop else None,
            check=False,
        )
    except (FileNotFoundError, PermissionError) as error:
        raise ProgramMissing(argv, f"Không chạy được {argv[0]}: {error.strerror}.") from error
    except subprocess.TimeoutExpired as error:
        raise ProgramTimedOut(argv, f"{argv[0]} không kết thúc sau {timeout:g} giây.") from error
    completed = Completed(
        argv=tuple(argv),
        code=done.returncode,
        stdout=done.stdout.decode(errors="replace"),
        stderr=done.stderr.decode(errors="replace"),
    )
    if completed.code not in set(expect):
        raise ProgramFailed(completed)
    return completed


def stream(
    argv: Sequence[str],
    *,
    heard: Callable[[str], None],
    timeout: float,
    env: Mapping[str, str] | None = None,
) -> None:
    """Run *argv* to its end and tell *heard* each line as it is said: for work whose progress a person
    follows.

    Raise as `run` does; a failure holds the last lines.
    """
    environment = {"PATH": SEARCH_PATH, "LANG": "C.UTF-8", "HOME": "/", **(env or {})}
    last: deque[str] = deque(maxlen=40)
    try:
        process = subprocess.Popen(
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd="/",
            text=True,
            errors="replace",
        )
    except (FileNotFoundError, PermissionError) as error:
        raise ProgramMissing(argv, f"Không chạy được {argv[0]}: {error.strerror}.") from error
    ending = threading.Timer(timeout, process.kill)
    ending.start()
    with process, contextlib.closing(process.stdout or io.StringIO()) as said:
        for line in said:
            last.append(line)
            heard(line.rstrip("\n"))
    ended_in_time = ending.is_alive()
    ending.cancel()
    if not ended_in_time:
        raise ProgramTimedOut(argv, f"{argv[0]} không kết thúc sau {timeout:g} giây.")
    if process.returncode:
        raise ProgramFailed(Completed(tuple(argv), process.returncode, "".join(last), ""))


def replace_file(
    path: Path, content: str | bytes, *, mode: int = 0o644, owner: str | None = None, group: str | None = None
) -> None:
    """Put *content* at *path* in one step: a reader sees the old file or the new one, whole.

    *owner* and *group* None: those of whoever runs this.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            # The owner first: chown takes set-id bits away, and mode must never be wider than the owner is
            # right.
            os.fchown(file.fileno(), _uid(owner), _gid(group))
            os.fchmod(file.fileno(), mode)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_directory(path.parent)


def write_tree(root: Path, files: Iterable[RenderedFile]) -> None:
    """Make the new directory *root* and write *files* below it, all or nothing.

    Raise `FileExistsError` if it is there already.
    """
    if root.exists():
        raise FileExistsError(f"{root} đã tồn tại.")
    building = Path(tempfile.mkdtemp(dir=root.parent, prefix=f".{root.name}."))
    try:
        building.chmod(0o755)
        for file in files:
            place = building / file.path
            place.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            replace_file(place, file.text, mode=file.mode, owner=file.owner, group=file.group)
        building.rename(root)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _sync_directory(root.parent)


def switch_link(link: Path, target: str) -> None:
    """Point the symbolic *link* at *target* in one step."""
    new = link.with_name(f".{link.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)
    _sync_directory(link.parent)


def make_directory(path: Path, *, mode: int, owner: str | None = None, group: str | None = None) -> None:
    """Make *path* with its parents, or give an existing one this owner and mode."""
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, _uid(owner), _gid(group))
    path.chmod(mode)


def _uid(name: str | None) -> int:
    return -1 if name is None else pwd.getpwnam(name).pw_uid


def _gid(name: str | None) -> int:
    return -1 if name is None else grp.getgrnam(name).gr_gid


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
