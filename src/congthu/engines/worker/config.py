"""How is the worker run, which does what nobody waits for: timers, letters, reports?"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.address import Address
from congthu.engines.layout import Layout
from congthu.engines.program import Directory, Program, Rendered
from congthu.engines.values import STRICT, AbsolutePath, SystemName


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class WorkerConfig:
    """One worker. *environment* is what the project's settings read."""

    layout: Layout
    python: AbsolutePath
    environment: dict[str, str] = Field(repr=False)
    waits_for: tuple[Address, ...] = ()
    user: SystemName = "congthu"
    group: SystemName = "congthu"


def render(wants: WorkerConfig) -> Rendered:
    """Return the worker's process. It is our own program: there is no other version to render for."""
    return Rendered(
        directories=(Directory(wants.layout.data("worker"), wants.user, wants.group, 0o750),),
        programs=(
            Program(
                name="worker",
                command=(wants.python, "-m", "congthu", "worker"),
                user=wants.user,
                waits_for=wants.waits_for,
                environment=wants.environment,
                umask=0o027,
                start_seconds=2,
                # A job in hand is finished first.
                stop_seconds=60,
                priority=65,
            ),
        ),
    )
