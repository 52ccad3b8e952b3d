"""Decisions of the operator, as two people make them."""

from typing import Any

from tests.world import NOW, World

from congthu.decisions.actions import approve, propose
from congthu.directory.roles import Role


def decide(world: World, parameter: str, value: Any) -> None:
    """Let *parameter* hold as decided from today on, in the authority of *world*."""
    today = NOW.date()
    first = world.actor(Role.MANAGING, name=f"Người nhập {parameter}")
    second = world.actor(Role.MANAGING, name=f"Người duyệt {parameter}")
    entered = propose(
        world.hanoi,
        parameter,
        value,
        number="12/QĐ-VP",
        signed_on=today,
        signer="Chánh Văn phòng",
        reason="Tăng an toàn",
        effective_from=today,
        acting=first,
        now=NOW,
    )
    approve(entered, acting=second, now=NOW)
