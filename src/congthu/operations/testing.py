"""Run what proves the product: linters, types, layers, and every test, unit and system; and the benchmarks."""

import os
import subprocess
import sys
from pathlib import Path

from congthu.operations import installation, packages, users
from congthu.operations.steps import Steps

# Those of the first kind measure a running installation, the others a database of their own.
ON_INSTALLATION = ("mailflow", "login")
BENCHES = (*ON_INSTALLATION, "naming", "nightly")


def run_tests(project: Path, *, steps: Steps, extra: list[str]) -> int:
    """Install what is missing and run everything; return pytest's exit code, or that of the first check that failed.

    pytest's own summary is the last thing printed.
    """
    installation.install_packages(steps, (*packages.RUNTIME, *packages.TESTING))
    users.ensure()
    if not extra:
        for title, command in (
            ("Phong cách (ruff)", ["ruff", "check", "."]),
            ("Định dạng (ruff format)", ["ruff", "format", "--check", "."]),
            ("Kiểu (mypy)", ["mypy"]),
            ("Hướng phụ thuộc (import-linter)", ["lint-imports"]),
        ):
            code = _run(steps, title, [*_tool(command[0]), *command[1:]], project)
            if code:
                return code
    # Unit tests share the two cores with the system scenarios, which go one after another on a worker of their own.
    arguments = extra or ["-n", "2", "--dist", "loadgroup"]
    steps.say("Chạy các bài kiểm thử…")
    return subprocess.call(
        [sys.executable, "-m", "pytest", *arguments], cwd=project, env=_environment(project)
    )


def run_bench(project: Path, name: str, instance: Path, *, as_json: bool) -> int:
    """Run one benchmark; it prints a ratio to a baseline of the same run."""
    if name not in BENCHES:
        sys.stderr.write(f"congthu: không có phép đo “{name}”; các phép đo: {', '.join(BENCHES)}\n")
        return 2
    arguments = ["--instance", str(instance)] if name in ON_INSTALLATION else []
    arguments += ["--json"] if as_json else []
    return subprocess.call(
        [sys.executable, str(project / "bench" / f"{name}.py"), *arguments],
        cwd=project,
        env=_environment(project),
    )


def _run(steps: Steps, title: str, command: list[str], project: Path) -> int:
    with steps.step(title) as step:
        done = subprocess.run(
            command, cwd=project, env=_environment(project), capture_output=True, text=True, check=False
        )
        if done.returncode:
            step.note = ": chưa đạt"
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
    return done.returncode


def _tool(name: str) -> list[str]:
    return [str(Path(sys.executable).parent / name)]


def _environment(project: Path) -> dict[str, str]:
    environment = {**os.environ, "PYTHONPATH": str(project / "src")}
    # The tests choose their own installation.
    environment.pop("CONGTHU_INSTANCE", None)
    return environment
