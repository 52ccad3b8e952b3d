"""On which day does the term of a timer end?

A timer acts for all mailboxes at once and for days far ahead, so it never has to say that the calendar has no data:
in a year that nobody has decided on yet every weekday counts. Whether a last day that is not worked moves to the next
one is ``time.timers_roll``, unless a step says it of itself; duties and the machine of states ask here alike.
"""

from datetime import date

from congthu.enforces import enforces
from congthu.regulations.calendar import DAY, Calendar
from congthu.regulations.policy import Policy
from congthu.regulations.terms import Days, Months, Term, WorkingDays


@enforces("time.timers_roll")
def timer_rolls(policy: Policy, *, own: bool | None = None) -> bool:
    """Say whether the last day of a timer moves off days that are not worked; *own* is what its step says."""
    return policy.time.timers_roll.value if own is None else own


def rolls_of(parameter: str, policy: Policy) -> bool:
    """Say whether the last day of a term moves that a parameter holds: as the step says that goes by it."""
    steps = (one.timer for one in policy.states.transition if one.timer and one.timer.after == parameter)
    return timer_rolls(policy, own=next((one.rolls for one in steps), None))


def timer_ends(term: Term, start: date, *, rolls: bool, calendar: Calendar) -> date:
    """The last day of a timer's *term*, the day of the event not counted.

    Raises:
        ValueError: the term does not count days.
    """
    match term:
        case WorkingDays():
            last = start
            for _ in range(term.count):
                last = _next_expected(last + DAY, calendar)
        case Days() | Months():
            last = term.last_day(start)
        case _:
            raise ValueError(
                f"«{term}» không dùng được cho mốc tự động; hãy dùng ngày, ngày làm việc hoặc tháng"
            )
    return _next_expected(last, calendar) if rolls else last


def at_least(term: Term) -> Days | Months:
    """A term of plain days or months that is never longer than *term*."""
    return term if isinstance(term, Days | Months) else Days(term.count)


def _next_expected(day: date, calendar: Calendar) -> date:
    while not calendar.expected(day):
        day += DAY
    return day
