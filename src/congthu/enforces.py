"""Which code carries out which parameter of the regulation?

A function that carries out a parameter says so with ``@enforces("quota.person")``. The mark changes nothing at
run time; `congthu.regulations.coverage` reads it from the source and joins clause, parameter, code and test.
"""

from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[..., object])


def enforces(*_parameters: str) -> Callable[[Function], Function]:
    """Mark the decorated function as what carries out the parameters; return the function itself."""

    def unchanged(function: Function) -> Function:
        return function

    return unchanged
