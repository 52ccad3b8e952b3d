"""Whole rendered files, kept so that a reviewer reads what a program will read.

``CONGTHU_WRITE_GOLDEN=1 pytest tests/engines`` writes them anew; the difference is then reviewed like code.
"""

import os
from pathlib import Path

from congthu.engines.program import Rendered

PLACE = Path(__file__).parent / "golden"
WRITE = os.environ.get("CONGTHU_WRITE_GOLDEN") == "1"


def described(rendered: Rendered) -> str:
    """Everything besides the text of the files: modes, directories, processes, checks."""
    lines = [f"file {file.mode:04o} {file.owner}:{file.group} {file.path}" for file in rendered.files]
    lines += [f"directory {one.mode:04o} {one.owner}:{one.group} {one.path}" for one in rendered.directories]
    for program in rendered.programs:
        lines.append(
            f"program {program.name} as {program.user or 'root'}:{program.group or '-'} {program.log_name}"
        )
        lines += [f"  prepare {' '.join(command)}" for command in program.prepare]
        lines += [f"  wait for {address}" for address in program.waits_for]
        lines.append(f"  run {' '.join(program.command)}")
        lines.append(
            f"  stop {program.stop_signal} {program.stop_seconds} s, reload {program.reload_signal or '-'}"
        )
    lines += [f"check as {check.user or 'root'}: {' '.join(check.argv)}" for check in rendered.checks]
    return "\n".join(lines) + "\n"


def differences(engine: str, rendered: Rendered, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Return the kept files of *engine* that differ from what is rendered now; *but* names files left out."""
    now = {file.path: file.text for file in rendered.files if file.path not in but}
    now[f"{engine}/RENDERED"] = described(rendered)
    kept = {str(path.relative_to(PLACE)) for path in (PLACE / engine).rglob("*") if path.is_file()}
    if WRITE:
        for name in kept - set(now):
            (PLACE / name).unlink()
        for name, text in now.items():
            (PLACE / name).parent.mkdir(parents=True, exist_ok=True)
            (PLACE / name).write_text(text)
        kept = set(now)
    return sorted(
        name for name in kept | set(now) if name not in kept or now.get(name) != (PLACE / name).read_text()
    )
