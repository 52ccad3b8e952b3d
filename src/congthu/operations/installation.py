"""Make, start and stop an installation: the acts behind ``init``, ``up`` and ``down``."""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from congthu import clock
from congthu.engines.postgres import control as postgres_control
from congthu.engines.process import replace_file, run
from congthu.operations import (
    certificates,
    database,
    packages,
    ports,
    preflight,
    release,
    secrets,
    supervise,
    users,
)
from congthu.operations.health import wait_until_healthy
from congthu.operations.instance import PORT_NAMES, AuthorityEntry, Database, Instance, InstanceError, Portal
from congthu.operations.place import place, prepare
from congthu.operations.plan import Plan, Versions, make_plan
from congthu.operations.steps import Steps

HEALTHY_WITHIN = 120.0
LOOPBACK = "127.0.0.1"
NAME_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class NotFit(Exception):
    """The machine is not fit; the text lists every problem with its cure."""

    unfit = True

    def __init__(self, problems: list[preflight.Problem]) -> None:
        """Keep the problems for ``--json``."""
        self.problems = problems
        super().__init__("\n".join(f"{one.id} {one.cause}\n  Cách khắc phục: {one.cure}" for one in problems))


class UpFailed(Exception):
    """The new release did not become healthy; the text says what was done about it."""

    unfit = True


@dataclass(frozen=True, slots=True)
class Started:
    """What ``up`` did."""

    release: int
    changed: bool


def init(
    named: Path,
    authorities: Mapping[str, AuthorityEntry],
    *,
    hostname: str,
    demo: bool = False,
    test_clock: bool = False,
    listen: str = LOOPBACK,
    signatures: str | None = None,
) -> Instance:
    """Write down a new installation: its place, its ports, its authorities; whether its time can be moved.

    Raises:
        InstanceError: there is one already, or two authorities would share a domain.
        FileExistsError: the directory holds something else.
    """
    if (named / "instance.toml").exists():
        raise InstanceError(f"Đã có hệ thống ở {named}. Khởi động bằng: ./congthu up --instance {named}")
    where = place(named)
    prepare(where)
    instance = Instance(
        name=_name(where.named),
        hostname=hostname,
        listen=listen,
        demo=demo,
        test_clock=test_clock,
        signatures=signatures,
        ports=ports.choose(PORT_NAMES, host=listen, for_directory=where.real),
        # nginx serves loopback without TLS, and a cookie for TLS only would never come back.
        portal=Portal(hosts=(listen, "localhost", hostname), https=listen != LOOPBACK),
        database=Database(host=str(where.real / "run" / "postgres")),
        authorities=dict(authorities),
        directory=where.real,
    )
    if test_clock:
        # Only here: with `test_clock = true` written into the file of a real installation nothing would run.
        clock.write(where.real, clock.ON_TIME)
    replace_file(where.real / "instance.toml", instance.to_toml(), mode=0o644)
    return instance


def install_packages(steps: Steps, wanted: tuple[str, ...] = packages.RUNTIME) -> None:
    """Install the Debian packages that are missing; raises CannotInstall."""
    absent = packages.missing(wanted)
    if absent:
        with steps.step(f"Cài {len(absent)} gói Debian còn thiếu") as step:
            packages.install(absent, progress=step.progress)


def up(instance: Instance, *, project: Path, steps: Steps, now: datetime) -> Started:
    """Apply what ``instance.toml`` and the code in *project* say, and start everything.

    Raises:
        NotFit: the machine has a problem; nothing was touched.
        ReleaseRefused: a program's checker refused its configuration; nothing was switched.
        UpFailed: a program did not become healthy; the previous release is in force again.
    """
    running = supervise.running(instance)
    install_packages(steps)
    users.ensure()
    problems = preflight.judge(preflight.gather(instance, running=running, now=now))
    if errors := [one for one in problems if one.severity == "error"]:
        raise NotFit(errors)
    versions = Versions.found()
    held = secrets.ensure(instance.secrets, portal_group="congthu")
    certificates.ensure(instance.tls, hostname=instance.hostname, address=instance.listen, now=now)

    def plan_for(tree: str) -> Plan:
        return make_plan(instance, held, versions, tree=tree)

    plan = plan_for("current")
    release.make_directories(plan)
    for key in plan.dkim_keys:
        certificates.ensure_signing_key(Path(key.path), user="_rspamd")
    old = release.current(instance)
    digest = release.digest_of(plan, project)
    new = old
    if old is None or old.digest != digest:
        with steps.step("Kiểm tra cấu hình bằng chính các chương trình"):
            release.check(instance, plan_for)
        new = release.write(instance, plan, project, digest)
        release.switch(instance, new)
    assert new is not None  # noqa: S101  # where there was no release, one was written
    change = _Change(instance, plan, old, new, running)
    try:
        if change.made or not running:
            _prepare_records(change, held, versions["postgres"], steps)
        endpoints = json.dumps(instance.endpoints(), indent=2) + "\n"
        replace_file(instance.directory / "endpoints.json", endpoints, mode=0o644)
        _start(change, steps)
        with steps.step("Chờ mọi chương trình sẵn sàng"):
            wait_until_healthy(instance, plan, seconds=HEALTHY_WITHIN)
    except Exception as failed:
        raise UpFailed(f"{failed}\n{_undo(change)} Xem nhật ký ở {instance.log}.") from failed
    release.prune(instance)
    return Started(new.number, change.made)


def reason(named: Path) -> str:
    """Say why the installation called *named* does not lie there, "" if it does."""
    return place(named).why_elsewhere


def down(instance: Instance) -> None:
    """Stop every program; nothing of the installation runs afterwards."""
    supervise.stop(instance)
    with suppress(FileNotFoundError):
        (instance.directory / "endpoints.json").unlink()


def remove(instance: Instance, named: Path) -> Path:
    """Stop an installation and remove it with everything in it; return where its logs were put."""
    supervise.stop(instance)
    logs = named.with_name(f"{named.name}-log")
    shutil.rmtree(logs, ignore_errors=True)
    logs.mkdir(parents=True)
    if instance.log.exists():
        shutil.copytree(instance.log, logs, dirs_exist_ok=True)
    shutil.rmtree(instance.directory)
    if named.is_symlink():
        named.unlink()
    return logs


@dataclass(frozen=True, slots=True)
class _Change:
    """From one release to the next on an installation that ran, or did not."""

    instance: Instance
    plan: Plan
    old: release.Release | None
    new: release.Release
    ran: bool

    @property
    def made(self) -> bool:
        return self.new is not self.old


def _prepare_records(change: _Change, held: secrets.Secrets, version: str, steps: Steps) -> None:
    """Bring database and static files to what the new release expects.

    Migrations only add, and the release before goes on working on what they leave: going back needs no way back here.
    """
    source = change.new.path / "app" / "src"
    with steps.step("Chuẩn bị cơ sở dữ liệu"):
        postgres_control.initialise(change.plan.postgres, version)
        with database.server(change.plan.postgres, version):
            database.bring_up_to_date(change.instance, change.plan.postgres, held, source=source)
            database.python(change.instance, "congthu.operations.records", source=source)
    with steps.step("Chuẩn bị tệp tĩnh của cổng"):
        collect = ("collectstatic", "--no-input", "--clear", "--verbosity", "0")
        database.python(change.instance, "django", *collect, source=source)


def _start(change: _Change, steps: Steps) -> None:
    if not change.ran:
        with steps.step("Khởi động các chương trình"):
            supervise.start(change.instance)
    elif change.made:
        with steps.step("Nạp lại các chương trình có cấu hình mới"):
            _take_up(change, release.changed_parts(change.old, change.new))


# Which programs read the files of an engine, where they are not called like it; "app" is our code.
READERS = {
    "app": {"portal", "worker", "collector", "gate"},
    "clamav": {"clamd"},
    "roundcube": {"webmail"},
    "supervisor": set[str](),
}
# PHP remembers where the link to the release pointed, and would look for a release that is gone.
FOLLOW_NO_LINK = {"webmail"}


def _take_up(change: _Change, parts: set[str]) -> None:
    """Let the running programs take up what changed: without ending anybody's work where they can do that."""
    supervisor = supervise.supervisor_of(change.instance)
    started_anew = set(supervisor.update())
    readers = FOLLOW_NO_LINK | {name for part in parts for name in READERS.get(part, {part})}
    for program in change.plan.programs:
        if program.name in readers - started_anew:
            if program.reload_signal:
                for command in program.prepare if program.prepare_reload else ():
                    run(command, timeout=60)
                supervisor.signal(program.name, program.reload_signal)
            else:
                supervisor.restart(program.name)


def _undo(change: _Change) -> str:
    """Go back to the release before, or stop what never worked; return in words what was done."""
    if change.made and change.old is not None:
        release.switch(change.instance, change.old)
        if change.ran:
            _take_up(change, release.changed_parts(change.new, change.old))
            return f"Đã quay lại bản phát hành {change.old.number}."
    if change.old is None:
        with suppress(FileNotFoundError):
            change.instance.current.unlink()
    if change.ran:
        return "Cấu hình không đổi; các chương trình khác vẫn chạy."
    supervise.stop(change.instance)
    return "Đã dừng mọi chương trình."


def _name(named: Path) -> str:
    plain = "".join(letter for letter in named.name.lower() if letter in NAME_LETTERS)
    return plain.strip("-")[:30] or "congthu"
