"""Does every program answer in its own protocol?"""

import time
from dataclasses import dataclass

from congthu.engines.program import Health
from congthu.engines.supervisor.control import SupervisorDown
from congthu.operations import supervise
from congthu.operations.instance import Instance
from congthu.operations.plan import Plan


class NotHealthy(Exception):
    """Some programs do not answer; the text names them and what they said."""

    unfit = True


@dataclass(frozen=True, slots=True)
class ProgramStatus:
    """One program: how the supervisor sees it, and what it answers."""

    name: str
    state: str
    pid: int
    health: Health

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name,
            "state": self.state,
            "pid": self.pid,
            "healthy": self.health.ok,
            "detail": self.health.detail,
        }


def ask(instance: Instance, plan: Plan) -> list[ProgramStatus]:
    """Ask every program of the plan once."""
    try:
        known = {row.name: row for row in supervise.supervisor_of(instance).states()}
    except SupervisorDown:
        known = {}
    found = []
    for program in plan.programs:
        row = known.get(program.name)
        if row is None or not row.running:
            health = Health(ok=False, detail=(row.detail if row else "") or "không chạy")
            found.append(ProgramStatus(program.name, row.state if row else "STOPPED", 0, health))
            continue
        probe = plan.probes.get(program.name)
        # freshclam speaks no protocol: that it runs is all that can be asked.
        health = probe() if probe else Health(ok=True, detail="đang chạy")
        found.append(ProgramStatus(program.name, row.state, row.pid, health))
    return found


def ask_until(instance: Instance, plan: Plan, *, seconds: float) -> list[ProgramStatus]:
    """Ask until all answer, one has failed for good, or *seconds* have passed; return the last answers."""
    end = time.monotonic() + seconds
    while True:
        found = ask(instance, plan)
        ill = [one for one in found if not one.health.ok]
        if not ill or time.monotonic() > end or any(one.state == "FATAL" for one in ill):
            return found
        time.sleep(0.2)


def wait_until_healthy(instance: Instance, plan: Plan, *, seconds: float) -> None:
    """Wait until every program answers.

    Raises:
        NotHealthy: not all did in *seconds*.
    """
    ill = [one for one in ask_until(instance, plan, seconds=seconds) if not one.health.ok]
    if ill:
        told = "; ".join(f"{one.name}: {one.health.detail}" for one in ill)
        raise NotHealthy(f"Chưa sẵn sàng sau {seconds:.0f} giây: {told}")
