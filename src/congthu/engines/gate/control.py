"""How is the gate asked?"""

import struct

from congthu.engines.gate.config import GateConfig
from congthu.engines.probe import ask
from congthu.engines.program import Health

# As Postfix begins each conversation: version 6, with everything on offer. The answer has the same length.
GREETING = struct.pack("!IcIII", 13, b"O", 6, 0x1FF, 0x1FFFFF)


def health(wants: GateConfig, *, timeout: float = 5) -> Health:
    """Begin a conversation as Postfix does, and see whether it is taken up."""
    answered = ask(wants.listen, say=GREETING, expect=GREETING[:5], timeout=timeout)
    return Health(ok=True, detail="trả lời Postfix") if answered.ok else answered
