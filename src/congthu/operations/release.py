"""How does an installation become what is wanted, and what it was before if that fails?

desired state → rendered files in a new directory → each program's own checker → one switch of a link → reload →
health → on failure the link goes back. A release holds configuration and code, so that running programs never see a
source tree change under them.
"""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from congthu.engines.process import (
    ProgramError,
    make_directory,
    replace_file,
    run,
    switch_link,
    write_tree,
)
from congthu.operations.instance import Instance
from congthu.operations.plan import Plan

KEPT = 3
CHECKED = "releases/checked"


class ReleaseRefused(Exception):
    """A program's own checker refused the new configuration; nothing was changed."""

    unfit = True


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk."""

    number: int
    path: Path
    digest: str


def current(instance: Instance) -> Release | None:
    """Return the release in force, None before the first."""
    if not instance.current.is_symlink():
        return None
    path = instance.current.resolve()
    return Release(int(path.name), path, (path / "digest").read_text("ascii").strip())


def ports_in_force(instance: Instance) -> dict[str, int]:
    """Return the ports that the release in force listens on; those of ``instance.toml`` may be newer."""
    if not instance.current.is_symlink():
        return {}
    return Instance.read(instance.current.resolve()).ports


def digest_of(plan: Plan, project: Path) -> str:
    """Return what tells one release from another: every rendered file and every file of the code."""
    total = hashlib.sha256()
    for file in sorted(plan.files, key=lambda file: file.path):
        total.update(repr((file.path, file.mode, file.owner, file.group, file.text)).encode())
    for path in _code(project):
        total.update(str(path.relative_to(project)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def make_directories(plan: Plan) -> None:
    """Make every directory that the programs need, with its owner."""
    for directory in plan.directories:
        make_directory(
            Path(directory.path), mode=directory.mode, owner=directory.owner, group=directory.group
        )


def check(instance: Instance, plan_for: Callable[[str], Plan]) -> None:
    """Let every program judge its new configuration before anything is switched.

    Raises:
        ReleaseRefused: with the program's own words.
    """
    trial = plan_for(CHECKED)
    tree = instance.directory / CHECKED
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    try:
        write_tree(tree / "etc", trial.files)
        for one in trial.checks:
            run(one.argv, as_user=one.user, timeout=120)
    except ProgramError as failed:
        raise ReleaseRefused(
            f"Cấu hình mới bị từ chối, hệ thống giữ nguyên cấu hình cũ: {failed}"
        ) from failed
    finally:
        shutil.rmtree(tree, ignore_errors=True)


def write(instance: Instance, plan: Plan, project: Path, digest: str) -> Release:
    """Write the next release beside those that exist; it is not in force yet."""
    releases = instance.directory / "releases"
    releases.mkdir(exist_ok=True)
    number = max((int(path.name) for path in releases.iterdir() if path.name.isdigit()), default=0) + 1
    building = releases / f".{number}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    write_tree(building / "etc", plan.files)
    for path in _code(project):
        target = building / "app" / path.relative_to(project)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        target.chmod(0o644)
    replace_file(building / "digest", digest)
    replace_file(building / "instance.toml", instance.to_toml())
    for directory in [
        building,
        *(path for path in (building / "app").rglob("*") if path.is_dir()),
        building / "app",
    ]:
        directory.chmod(0o755)
    path = releases / str(number)
    building.rename(path)
    return Release(number, path, digest)


def switch(instance: Instance, release: Release) -> None:
    """Put *release* in force for every program that is started or reloaded from now on."""
    switch_link(instance.current, f"releases/{release.number}")


def changed_parts(old: Release | None, new: Release) -> set[str]:
    """Return the engines whose files differ between two releases; "app" stands for our code."""
    if old is None:
        return set()
    differing = set()
    for part in {path.name for tree in (old.path, new.path) for path in (tree / "etc").iterdir()}:
        if _contents(old.path / "etc" / part) != _contents(new.path / "etc" / part):
            differing.add(part)
    if _contents(old.path / "app") != _contents(new.path / "app"):
        differing.add("app")
    return differing


def prune(instance: Instance) -> None:
    """Remove all but the newest releases and the one in force."""
    releases = instance.directory / "releases"
    numbers = sorted((int(path.name) for path in releases.iterdir() if path.name.isdigit()), reverse=True)
    held = current(instance)
    for number in numbers[KEPT:]:
        if held is None or number != held.number:
            shutil.rmtree(releases / str(number), ignore_errors=True)


def _code(project: Path) -> list[Path]:
    # The tests of clauses say which of them are carried out; the page of the regulation shows it.
    roots = (project / "src" / "congthu", project / "regulations", project / "tests" / "acceptance")
    return sorted(
        path
        for root in roots
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    )


def _contents(tree: Path) -> dict[str, bytes]:
    return {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*") if path.is_file()}
