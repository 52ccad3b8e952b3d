"""Under which text, to the letter, was something decided, and how is that text asked again?

A revision is everything that an answer can rest on: the files of a regulation and of those it builds on, the platform's
defaults, the calendar of working days, and the operator's decisions in force. Its digest stands beside each decision;
its content is kept, so that the same question can be put to it when the files have long been others.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

# Worked cases test a text and readings comment on it: neither changes what it answers.
NO_PART_OF_THE_LAW = frozenset({"cases.toml"})
SHARED = (
    "platform/defaults.toml",
    "platform/states.toml",
    "platform/route.toml",
    "platform/words.toml",
    "calendar/vn.toml",
)
SHOWN = 12


@dataclass(frozen=True)
class Revision:
    """One text of the law. ``content`` is JSON: the regulation's id, its files by path, the decisions in force."""

    regulation: str
    content: str

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal: the name of the revision."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @property
    def short(self) -> str:
        """The beginning of the digest, for people."""
        return self.digest[:SHOWN]

    @classmethod
    def of(
        cls, regulation: str, texts: Mapping[str, str], *, decisions: Sequence[Mapping[str, Any]] = ()
    ) -> "Revision":
        """Put a text together; what is said twice in another order is the same text."""
        told = {
            "regulation": regulation,
            "files": dict(texts),
            "decisions": sorted(decisions, key=lambda one: str(one["parameter"])),
        }
        return cls(
            regulation,
            json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
        )


def texts_in(folder: Path, data: Path, *, builds_on: Mapping[str, str] | None = None) -> dict[str, str]:
    """The files of the regulation in *folder*, by the path that they have in a folder of regulations.

    *builds_on* are the texts of documents that this one amends or was drafted as.
    """
    texts = {
        f"{folder.name}/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.toml"))
        if path.name not in NO_PART_OF_THE_LAW
    }
    shared = {name: (data / name).read_text(encoding="utf-8") for name in SHARED if (data / name).exists()}
    return {**(builds_on or {}), **shared, **texts}


@dataclass(frozen=True, slots=True)
class Unfolded:
    """A kept revision written back as files: where, which regulation, and the decisions that held."""

    data: Path
    regulation: str
    decisions: tuple[Mapping[str, Any], ...]


def unfold(content: str, data: Path) -> Unfolded:
    """Write the files of a revision into the empty directory *data*, from which a policy can be read again."""
    told = json.loads(content)
    for name, text in told["files"].items():
        path = data / name
        if not path.resolve().is_relative_to(data.resolve()):
            raise ValueError(f"{name} leaves the directory")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Unfolded(data, told["regulation"], tuple(told["decisions"]))
