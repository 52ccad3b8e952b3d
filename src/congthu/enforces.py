"""Which code carries out which parameter of the regulation?

A function that carries out a parameter says so with ``@enforces("quota.person")``. The mark changes nothing at
run time; `congthu.regulations.coverage` reads it from the source and joins clause, parameter, code and test.
"""

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])

ENFORCED_BY: dict[str, list[str]] = {}
"""Parameter name to the dotted names of the functions that carry it out, as far as they have been imported."""


def enforces(*parameters: str) -> Callable[[Function], Function]:
    """Record that the decorated function carries out *parameters*; return the function itself."""

    def record(function: Function) -> Function:
        for parameter in parameters:
            ENFORCED_BY.setdefault(parameter, []).append(f"{function.__module__}.{function.__qualname__}")
        return function

    return record
