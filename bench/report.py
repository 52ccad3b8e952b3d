"""What do the rounds of a benchmark say?

Rates on somebody's machine say little; the ratio of two systems that took turns on it says more. Medians,
because one round that met a cron job must not count.
"""

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Round = Callable[[], float]
OURS = "congthu"


@dataclass(frozen=True)
class Case:
    """The same load on several systems, ours among them; *rates* are units per second, a list for each."""

    name: str
    rates: Mapping[str, Sequence[float]]

    @property
    def medians(self) -> dict[str, float]:
        return {system: statistics.median(rates) for system, rates in self.rates.items()}

    @property
    def ratios(self) -> dict[str, float]:
        """How much of each other system's rate ours reaches; 1 is as quick."""
        medians = self.medians
        return {system: medians[OURS] / median for system, median in medians.items() if system != OURS}

    def as_json(self) -> dict[str, object]:
        return {
            "case": self.name,
            "rounds": {system: [round(rate, 2) for rate in rates] for system, rates in self.rates.items()},
            "medians": {system: round(median, 2) for system, median in self.medians.items()},
            "ratios": {system: round(ratio, 3) for system, ratio in self.ratios.items()},
        }


@dataclass(frozen=True)
class Report:
    """Every case of one benchmark."""

    benchmark: str
    unit: str
    conditions: Mapping[str, object]
    cases: Sequence[Case] = field(default_factory=list)

    def as_json(self) -> str:
        document = {
            "benchmark": self.benchmark,
            "unit": self.unit,
            "conditions": dict(self.conditions),
            "cases": [case.as_json() for case in self.cases],
        }
        return json.dumps(document, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        lines = [
            f"{self.benchmark}: {self.unit}, {', '.join(f'{k} {v}' for k, v in self.conditions.items())}"
        ]
        for case in self.cases:
            lines += ["", case.name]
            for system, median in case.medians.items():
                rates = case.rates[system]
                ratio = "" if system == OURS else f"   ours is {case.ratios[system]:.2f} of it"
                lines.append(f"  {system:14} {median:9.1f}   ({min(rates):.1f} to {max(rates):.1f}){ratio}")
        return "\n".join(lines)


def interleave(
    systems: Mapping[str, Round], *, rounds: int, heard: Callable[[str], None]
) -> dict[str, list[float]]:
    """Let the systems take turns at being first: what warms up or drifts then meets all of them."""
    names = list(systems)
    rates: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            rates[name].append(systems[name]())
            heard(f"  round {turn + 1} of {rounds}, {name}: {rates[name][-1]:.1f}")
    return rates
