"""Commands that run an installation: demo, test, init, up, down, status, doctor, bench, worker."""

import json
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from congthu import clock
from congthu.cli.answers import Unreadable
from congthu.cli.context import instance_directory, root, use_django
from congthu.operations import activation, health, installation, preflight, supervise
from congthu.operations.instance import AuthorityEntry, Instance
from congthu.operations.plan import plan_of
from congthu.operations.steps import Steps
from congthu.regulations import load
from congthu.regulations.duties import HANOI
from congthu.regulations.faults import LawError
from congthu.regulations.policy import Policy, policy_for
from congthu.regulations.refusals import RefusedByRule

demo_app = typer.Typer()
test_app = typer.Typer()
init_app = typer.Typer()
up_app = typer.Typer()
down_app = typer.Typer()
status_app = typer.Typer()
doctor_app = typer.Typer()
bench_app = typer.Typer()
worker_app = typer.Typer()

Json = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON ra đầu ra chuẩn.")]
UNFIT, USAGE = 3, 2
# A notice that nobody could take is tried again each hour.
PATIENCE = timedelta(hours=1)


@demo_app.command()
def demo(as_json: Json = False) -> None:
    """Dựng hệ thống mẫu, nạp bốn địa phương và chạy một yêu cầu thật từ phiếu Word đến thư đã nhận."""
    from congthu.operations.demo import run_demo

    result = run_demo(
        instance_directory(), project=root(), steps=Steps(), now=clock.now, use_records=use_django
    )
    if as_json:
        _print_json(result.as_json())
    else:
        for line in result.tell():
            typer.echo(line)


@init_app.command()
def init(
    regulation: Annotated[
        list[str], typer.Option("--regulation", help="Quy chế, nhắc lại được cho nhiều địa phương.")
    ],
    hostname: Annotated[str, typer.Option(help="Tên máy chủ thư.")] = "mail.congthu.test",
    signatures: Annotated[
        str | None, typer.Option(help="Nơi lấy mẫu virus chính thức của ClamAV, ví dụ database.clamav.net.")
    ] = None,
    test_clock: Annotated[
        bool, typer.Option("--test-clock", help="Hệ thống thử: đặt được đồng hồ, chạy được cả dự thảo.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Khởi tạo một hệ thống: chọn chỗ, chọn cổng, ghi instance.toml. Chưa khởi động gì."""
    known = set(load.catalogue())
    unknown = [one for one in regulation if one not in known]
    if unknown:
        raise Unreadable(f"không có quy chế {', '.join(unknown)}; các quy chế: {', '.join(sorted(known))}")
    policies = [policy_for(one) for one in regulation]
    today = clock.of_the_machine().astimezone(HANOI).date()
    if refused := activation.refused(policies, today=today, trial=test_clock):
        raise RefusedByRule(*refused)
    trials = activation.trials(policies, today=today)
    authorities = {
        policy.id.partition("-")[0]: AuthorityEntry(name=policy.identity.province, regulation=policy.id)
        for policy in policies
    }
    directory = instance_directory()
    made = installation.init(
        directory, authorities, hostname=hostname, test_clock=test_clock, signatures=signatures
    )
    if as_json:
        told = {"instance": str(directory), "directory": str(made.directory), "ports": made.ports}
        _print_json({**told, "test_clock": test_clock, "trials": trials})
        return
    console = Console(highlight=False)
    console.print(f"Đã khởi tạo {directory}", markup=False)
    if made.directory != directory.absolute():
        console.print(
            f"  Dữ liệu đặt ở {made.directory}, vì người dùng của các dịch vụ phải vào được.", markup=False
        )
    if test_clock:
        console.print("  Hệ thống thử: đồng hồ đặt được bằng ./congthu clock, đừng dùng cho công việc thật.")
    for sentence in trials:
        console.print(f"  {sentence}", markup=False)
    console.print(f"Khởi động bằng: ./congthu up --instance {directory}", markup=False)


@up_app.command()
def up(as_json: Json = False) -> None:
    """Kiểm tra, áp dụng cấu hình, khởi động, chờ mọi chương trình trả lời; hỏng thì quay lại bản trước."""
    instance = Instance.read(instance_directory())
    started = installation.up(instance, project=root(), steps=Steps(), now=clock.of_the_machine())
    if as_json:
        _print_json(
            {"release": started.release, "changed": started.changed, "endpoints": instance.endpoints()}
        )
        return
    console = Console(highlight=False)
    console.print(f"Hệ thống đang chạy, bản phát hành {started.release}.", markup=False)
    for name in instance.endpoints():
        if name in instance.ports:
            console.print(f"  {name:12} {instance.listen}:{instance.ports[name]}", markup=False)


@down_app.command()
def down(as_json: Json = False) -> None:
    """Dừng mọi chương trình của hệ thống."""
    instance = Instance.read(instance_directory())
    installation.down(instance)
    if as_json:
        _print_json({"stopped": True})
    else:
        Console(highlight=False).print("Đã dừng mọi chương trình.", markup=False)


@status_app.command()
def status(
    wait: Annotated[
        float, typer.Option("--wait", help="Chờ tối đa bấy nhiêu giây cho đến khi tất cả sẵn sàng.")
    ] = 0,
    as_json: Json = False,
) -> None:
    """Tình trạng từng chương trình; mã kết thúc 3 khi có chương trình không trả lời."""
    instance = Instance.read(instance_directory())
    plan = plan_of(instance)
    found = health.ask_until(instance, plan, seconds=wait)
    well = all(one.health.ok for one in found)
    if as_json:
        _print_json({"healthy": well, "programs": [one.as_json() for one in found]})
    else:
        table = Table(box=None, header_style="bold", pad_edge=False)
        for title in ("Chương trình", "Tình trạng", "Tiến trình", "Trả lời"):
            table.add_column(title)
        for one in found:
            mark = "✓ hoạt động" if one.health.ok else "✗ không trả lời"
            table.add_row(one.name, mark, str(one.pid or "–"), one.health.detail)
        Console(highlight=False).print(table)
    raise typer.Exit(0 if well else UNFIT)


@doctor_app.command()
def doctor(as_json: Json = False) -> None:
    """Tìm điều chưa ổn trên máy và trong hệ thống; mỗi điều có mã, nguyên nhân và cách khắc phục."""
    instance = Instance.read(instance_directory())
    running = supervise.running(instance)
    problems = preflight.judge(preflight.gather(instance, running=running, now=clock.of_the_machine()))
    problems += preflight.judge_programs(
        health.ask(instance, plan_of(instance)), running=running, log=instance.log
    )
    problems += preflight.judge_law(_in_force(instance, running=running))
    problems += preflight.judge_notices(_untold() if running else [])
    errors = any(one.severity == "error" for one in problems)
    if as_json:
        _print_json({"fit": not errors, "problems": [one.as_json() for one in problems]})
    else:
        console = Console(highlight=False)
        for one in problems:
            console.print(
                f"{'✗' if one.severity == 'error' else '!'} {one.id} {one.cause}\n    Cách khắc phục: {one.cure}",
                markup=False,
            )
        console.print(
            "Không thấy điều gì chưa ổn." if not problems else f"{len(problems)} điều cần xem.", markup=False
        )
    raise typer.Exit(UNFIT if errors else 0)


def _in_force(instance: Instance, *, running: bool) -> list[Policy]:
    """The law of each authority, with what was decided under it where the record answers."""
    if running:
        use_django()
        from django.db import DatabaseError

        from congthu.decisions.queries import policy_of
        from congthu.directory.models import Authority

        with suppress(DatabaseError):
            return [policy_of(authority) for authority in Authority.objects.order_by("code")]
    with suppress(LawError):  # told already
        return [policy_for(entry.regulation) for entry in instance.authorities.values()]
    return []


def _untold() -> list[str]:
    """The locked mailboxes whose agency could not be told within the hour in which it is tried again."""
    use_django()
    from django.db import DatabaseError

    from congthu.mailboxes.queries import untold_locks

    with suppress(DatabaseError):
        old = untold_locks().filter(locked_at__lt=clock.now() - PATIENCE)
        return list(old.values_list("address", flat=True))
    return []


@test_app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def test(context: typer.Context) -> None:
    """Cài phần còn thiếu rồi chạy mọi bài kiểm thử; tham số thêm được chuyển cho pytest."""
    from congthu.operations.testing import run_tests

    sys.exit(run_tests(root(), steps=Steps(), extra=list(context.args)))


@bench_app.command()
def bench(
    name: Annotated[str, typer.Argument(help="mailflow | login | naming | nightly")], as_json: Json = False
) -> None:
    """Đo tốc độ, in ra tỉ lệ so với hệ thống trần chạy cùng lượt."""
    from congthu.operations.testing import run_bench

    sys.exit(run_bench(root(), name, instance_directory(), as_json=as_json))


@worker_app.command()
def worker() -> None:
    """Làm việc nền: chạy cho đến khi bị dừng."""
    from django.core.management import call_command

    call_command("procrastinate", "worker", name="congthu")


def _print_json(document: object) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
