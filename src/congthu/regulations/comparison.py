"""In which values do two texts of the law differ?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from congthu.regulations.policy import Policy
from congthu.regulations.schema import NamingRule, parameters
from congthu.regulations.values import Ruled

# What says on whose word a value holds, and in which words, changes nothing that is done.
NO_EFFECT = {"clause", "also", "gist", "reading", "source", "decision", "single"}


@dataclass(frozen=True, slots=True)
class Change:
    """One parameter that holds otherwise; a side is None where nobody rules there."""

    parameter: str
    description: str
    before: Ruled[Any] | NamingRule | None
    after: Ruled[Any] | NamingRule | None

    @property
    def clause(self) -> str:
        """The clause of the later text, or of the earlier where the later is silent."""
        return (self.after.cited if self.after else "") or (self.before.cited if self.before else "")

    @property
    def written(self) -> tuple[Any, Any]:
        """Both values as a file of the law writes them; None for silence."""
        return as_written(self.before), as_written(self.after)


def changes(before: Policy, after: Policy) -> Iterator[Change]:
    """Every parameter that *after* has otherwise than *before*, in the order of the schema."""
    for name, description, _ in parameters():
        one, other = before.ruled(name), after.ruled(name)
        if _effect(one) != _effect(other):
            yield Change(name, description, one, other)


def as_written(ruled: Ruled[Any] | NamingRule | None) -> Any:
    """The value as a file of the law writes it; with the values of classes that have one of their own."""
    if ruled is None:
        return None
    if isinstance(ruled, NamingRule):
        return [one.form for one in ruled.patterns]
    told = ruled.model_dump(mode="json")
    value = told["value"]
    if isinstance(ruled.value, frozenset):
        value = sorted(value)
    own: Mapping[str, Any] = told.get("by") or {}
    return {"": value, **{name: one["value"] for name, one in own.items()}} if own else value


def _effect(ruled: Ruled[Any] | NamingRule | None) -> Any:
    if ruled is None:
        return None
    if isinstance(ruled, NamingRule):
        return _plain(ruled.model_dump(mode="json"))
    return as_written(ruled), ruled.bound if hasattr(ruled, "bound") else None


def _plain(told: Any) -> Any:
    match told:
        case dict():
            return {name: _plain(value) for name, value in told.items() if name not in NO_EFFECT}
        case list():
            return [_plain(one) for one in told]
        case _:
            return told
