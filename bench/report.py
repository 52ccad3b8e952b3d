"""What do the rounds of a benchmark say?

Rates on somebody's machine say little; the ratio of two systems that took turns on it says more. Medians,
because one round that met a cron job must not count. Beside the rate, which the rest of the machine disturbs, stands
the processor time that each unit took, which it hardly does.
"""

import json
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from effort import effort

OURS = "congthu"


@dataclass(frozen=True)
class Round:
    """What one system did in one round: units a second, and milliseconds of processor a unit, by program."""

    rate: float
    effort: Mapping[str, float]


# One round of a system, from its start to its end.
Run = Callable[[], Round]


@dataclass(frozen=True)
class Case:
    """The same load on several systems, ours among them, and every round of each."""

    name: str
    rounds: Mapping[str, Sequence[Round]]

    @property
    def rates(self) -> dict[str, float]:
        """The median rate of each system."""
        return {
            system: statistics.median(one.rate for one in rounds) for system, rounds in self.rounds.items()
        }

    @property
    def efforts(self) -> dict[str, dict[str, float]]:
        """The median effort of each system, by program."""
        return {
            system: {
                program: statistics.median(one.effort[program] for one in rounds)
                for program in rounds[0].effort
            }
            for system, rounds in self.rounds.items()
        }

    @property
    def ratios(self) -> dict[str, float]:
        """How much of each other system's rate ours reaches; 1 is as quick."""
        rates = self.rates
        return {system: rates[OURS] / rate for system, rate in rates.items() if system != OURS}

    @property
    def effort_ratios(self) -> dict[str, float]:
        """How much of each other system's work per unit would do for ours: 1 is as much, less is more work."""
        totals = {system: sum(efforts.values()) for system, efforts in self.efforts.items()}
        return {system: total / totals[OURS] for system, total in totals.items() if system != OURS}

    def as_json(self) -> dict[str, object]:
        return {
            "case": self.name,
            "rounds": {system: [round(one.rate, 2) for one in all_] for system, all_ in self.rounds.items()},
            "medians": _rounded(self.rates, 2),
            "ratios": _rounded(self.ratios, 3),
            "processor_ms": {system: _rounded(efforts, 2) for system, efforts in self.efforts.items()},
            "processor_ratios": _rounded(self.effort_ratios, 3),
        }

    def as_text(self) -> list[str]:
        lines = [self.name]
        for system, median in self.rates.items():
            rates = [one.rate for one in self.rounds[system]]
            ratio = "" if system == OURS else f"   ours is {self.ratios[system]:.2f} of it"
            lines.append(f"  {system:8} {median:8.1f}   ({min(rates):.1f} to {max(rates):.1f}){ratio}")
        lines.append("  milliseconds of processor for each")
        for system, efforts in self.efforts.items():
            each = ", ".join(f"{program} {spent:.1f}" for program, spent in efforts.items())
            ratio = "" if system == OURS else f"   ratio {self.effort_ratios[system]:.2f}"
            lines.append(f"  {system:8} {sum(efforts.values()):8.1f}   ({each}){ratio}")
        return lines


@dataclass(frozen=True)
class Report:
    """Every case of one benchmark."""

    benchmark: str
    unit: str
    conditions: Mapping[str, object]
    systems: Mapping[str, str]
    cases: Sequence[Case] = field(default_factory=list)

    def as_json(self) -> str:
        document = {
            "benchmark": self.benchmark,
            "unit": self.unit,
            "conditions": dict(self.conditions),
            "systems": dict(self.systems),
            "cases": [case.as_json() for case in self.cases],
        }
        return json.dumps(document, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        conditions = ", ".join(f"{name} {value}" for name, value in self.conditions.items())
        lines = [f"{self.benchmark}: {self.unit}, {conditions}"]
        lines += [f"  {name:8} {what}" for name, what in self.systems.items()]
        for case in self.cases:
            lines += ["", *case.as_text()]
        return "\n".join(lines)


def interleave(
    systems: Mapping[str, Run], *, rounds: int, heard: Callable[[str], None]
) -> dict[str, list[Round]]:
    """Let the systems take turns at being first: what warms up or drifts then meets all of them."""
    names = list(systems)
    done: dict[str, list[Round]] = {name: [] for name in names}
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            one = systems[name]()
            done[name].append(one)
            heard(
                f"  round {turn + 1} of {rounds}, {name}: {one.rate:.1f}, {sum(one.effort.values()):.1f} ms each"
            )
    return done


def measured(work: Callable[[], float], *, units: int, programs: Mapping[str, int]) -> Round:
    """Do *work*, which returns its rate, and see what *programs* spent on each of its *units*."""
    before = effort(programs)
    rate = work()
    return Round(
        rate, {name: (spent - before[name]) * 1000 / units for name, spent in effort(programs).items()}
    )


def _rounded(values: Mapping[str, float], digits: int) -> dict[str, float]:
    return {name: round(value, digits) for name, value in values.items()}
