"""How is the collector run, which hears from the mail programs' logs who uses which mailbox?"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.layout import Layout
from congthu.engines.program import Directory, Program, Rendered
from congthu.engines.values import STRICT, AbsolutePath, SystemName

MODULE = "congthu.mailflow.collector"
STATE = "state.json"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class CollectorConfig:
    """One collector, beside the programs whose logs it reads. *environment* is what the project's settings read."""

    layout: Layout
    python: AbsolutePath
    environment: dict[str, str] = Field(repr=False)
    user: SystemName = "congthu"
    group: SystemName = "congthu"

    @property
    def state(self) -> str:
        """Where it keeps up to where it has heard, and what the database does not know yet."""
        return f"{self.layout.data('collector')}/{STATE}"


def render(wants: CollectorConfig) -> Rendered:
    """Return the collector's process. It waits for nobody: without a database it keeps what it hears."""
    return Rendered(
        directories=(Directory(wants.layout.data("collector"), wants.user, wants.group, 0o750),),
        programs=(
            Program(
                name="collector",
                command=(wants.python, "-m", MODULE),
                user=wants.user,
                environment=wants.environment,
                umask=0o027,
                start_seconds=2,
                priority=66,
            ),
        ),
    )
