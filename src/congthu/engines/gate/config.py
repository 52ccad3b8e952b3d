"""How is the gate run, which Postfix asks whether a message may leave?"""

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.address import UnixSocket
from congthu.engines.layout import Layout
from congthu.engines.program import Program, Rendered, socket_directories
from congthu.engines.values import STRICT, AbsolutePath, SystemName

MODULE = "congthu.mailflow.gate"


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class GateConfig:
    """One gate, on the machine of its Postfix. *environment* is what the project's settings read.

    *clients* is the group that may open its socket: Postfix.
    """

    layout: Layout
    listen: UnixSocket
    python: AbsolutePath
    environment: dict[str, str] = Field(repr=False)
    user: SystemName = "congthu"
    group: SystemName = "congthu"
    clients: SystemName = "postfix"


def render(wants: GateConfig) -> Rendered:
    """Return the gate's process. It waits for nobody: as long as it knows nothing it says "try again later"."""
    return Rendered(
        directories=socket_directories(wants.listen, owner=wants.user, group=wants.clients),
        programs=(
            Program(
                name="gate",
                command=(wants.python, "-m", MODULE, wants.listen.path),
                user=wants.user,
                # The socket gets the primary group of the process.
                group=wants.clients,
                environment=wants.environment,
                umask=0o027,
                start_seconds=2,
                priority=45,
            ),
        ),
    )
