"""Make, start and stop an installation: the acts behind ``init``, ``up`` and ``down``."""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from congthu.engines.process import replace_file
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
    demo: bool,
    listen: str = "127.0.0.1",
) -> Instance:
    """Write down a new installation: its place, its ports, its authorities.

    Raises:
        InstanceError: there is one already.
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
        ports=ports.choose(PORT_NAMES, host=listen, for_directory=where.real),
        portal=Portal(hosts=(listen, "localhost", hostname)),
        database=Database(host=str(where.real / "run" / "postgres")),
        authorities=dict(authorities),
        directory=where.real,
    )
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
    running = supervise.pid(instance) != 0
    install_packages(steps)
    users.ensure()
    errors = [
        one
        for one in preflight.judge(preflight.gather(instance, running=running, now=now))
        if one.severity == "error"
    ]
    if errors:
        raise NotFit(errors)
    versions = Versions.found()
    held = secrets.ensure(instance.secrets, portal_group="congthu")
    instance.tls.mkdir(exist_ok=True)
    certificates.ensure(instance.tls, hostname=instance.hostname, address=instance.listen, now=now)

    dkim = instance.secrets / "dkim"
    dkim.mkdir(exist_ok=True)

    def plan_for(tree: str) -> Plan:
        return make_plan(instance, held, versions, tree=tree)

    plan = plan_for("current")
    old = release.current(instance)
    digest = release.digest_of(plan, project)
    changed = old is None or old.digest != digest
    release.make_directories(plan)
    for one in plan.dkim_keys:
        certificates.ensure_signing_key(Path(one.path), user="_rspamd")
    new = old
    if changed:
        with steps.step("Kiểm tra cấu hình bằng chính các chương trình"):
            release.check(instance, plan_for)
        new = release.write(instance, plan, project, digest)
        release.switch(instance, new)
    assert new is not None  # noqa: S101  # changed is true before the first release
    try:
        if changed or not running:
            _prepare_database(instance, plan, held, new, versions, steps)
        replace_file(
            instance.directory / "endpoints.json",
            json.dumps(instance.endpoints(), indent=2) + "\n",
            mode=0o644,
        )
        _start(instance, old, new, steps, running=running, changed=changed)
        with steps.step("Chờ mọi chương trình sẵn sàng"):
            wait_until_healthy(instance, plan, seconds=HEALTHY_WITHIN)
    except Exception as failed:
        raise _roll_back(instance, old, new, failed, running=running, changed=changed) from failed
    release.prune(instance)
    return Started(new.number, changed)


def down(instance: Instance) -> None:
    """Stop every program; nothing of the installation runs afterwards."""
    supervise.stop(instance)
    with suppress(FileNotFoundError):
        (instance.directory / "endpoints.json").unlink()


def forget(named: Path) -> None:
    """Remove an installation that could not be made; only what ``init`` itself made."""
    real = named.resolve()
    if (real / "instance.toml").exists() and not (real / "current").exists():
        shutil.rmtree(real)
        if named.is_symlink():
            named.unlink()


def _prepare_database(
    instance: Instance,
    plan: Plan,
    held: secrets.Secrets,
    new: release.Release,
    versions: Versions,
    steps: Steps,
) -> None:
    with steps.step("Chuẩn bị cơ sở dữ liệu"):
        database.make_cluster(plan.postgres, versions["postgres"])
        with database.server(plan.postgres, versions["postgres"]):
            source = new.path / "app" / "src"
            database.bring_up_to_date(instance, plan.postgres, held, source=source)
            database.python(instance, "congthu.operations.records", source=source)
    with steps.step("Chuẩn bị tệp tĩnh của cổng"):
        database.python(instance, "django", "collectstatic", "--no-input", "--clear", "--verbosity", "0", source=source)


def _start(
    instance: Instance,
    old: release.Release | None,
    new: release.Release,
    steps: Steps,
    *,
    running: bool,
    changed: bool,
) -> None:
    if not running:
        with steps.step("Khởi động các chương trình"):
            supervise.stop(instance)
            supervise.start(instance)
    elif changed:
        with steps.step("Nạp lại các chương trình có cấu hình mới"):
            supervise.reread(instance)
            supervise.restart(instance, sorted(_affected(release.changed_engines(old, new))))


def _affected(parts: set[str]) -> set[str]:
    """Return the programs that read what changed when they start; supervisord's own list was reread before."""
    programs = parts - {"app", "supervisor"}
    if "app" in parts:
        programs |= {"portal", "worker"}
    if "roundcube" in programs:
        programs |= {"php-fpm"}
    return programs


def _roll_back(
    instance: Instance,
    old: release.Release | None,
    new: release.Release,
    failed: Exception,
    *,
    running: bool,
    changed: bool,
) -> Exception:
    if not changed or old is None:
        # Nothing to go back to: what runs half is worse than what does not run.
        if not running:
            supervise.stop(instance)
        if old is None:
            with suppress(FileNotFoundError):
                instance.current.unlink()
        return UpFailed(
            f"{failed}\nHệ thống chưa chạy được; đã dừng mọi chương trình. Xem nhật ký ở {instance.log}."
        )
    release.switch(instance, old)
    if running:
        supervise.reread(instance)
        supervise.restart(instance, sorted(_affected(release.changed_engines(new, old))))
    else:
        supervise.stop(instance)
    return UpFailed(f"{failed}\nĐã quay lại bản phát hành {old.number}. Xem nhật ký ở {instance.log}.")


def _name(named: Path) -> str:
    name = "".join(
        letter
        for letter in os.path.basename(named).lower()
        if letter.isascii() and (letter.isalnum() or letter == "-")
    )
    return name.strip("-")[:30] or "congthu"
