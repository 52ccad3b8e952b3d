"""Did the agency ask in time after the decision? It is told and keeps nothing back: whoever is meant cannot help it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from congthu.enforces import enforces
from congthu.regulations.asks import Action, Subject
from congthu.regulations.calendar import OutsideCalendar
from congthu.regulations.clauses import in_words
from congthu.regulations.duties import Due, Duty, Matter, due
from congthu.regulations.fields import RowField
from congthu.regulations.vocabulary import Occasion
from congthu.requests.due import local_day
from congthu.requests.facts import decided_on
from congthu.requests.foreseen import Deed, Foreseen, Line, Scene
from congthu.vietnamese.phrases import meanings_in

OCCASIONS: Final[Mapping[tuple[Subject, Action], Occasion]] = {
    (Subject.PERSON, Action.ISSUE): Occasion.HIRED,
    (Subject.PERSON, Action.REVOKE): Occasion.LEFT,
    (Subject.PERSON, Action.CHANGE): Occasion.CHANGED,
    (Subject.ORGANISATION, Action.ISSUE): Occasion.FOUNDED,
    (Subject.ORGANISATION, Action.REVOKE): Occasion.DISSOLVED,
    (Subject.ORGANISATION, Action.CHANGE): Occasion.CHANGED,
}
RETIRING: Final[Mapping[str, Occasion]] = {"nghỉ hưu": Occasion.RETIRED, "hưu trí": Occasion.RETIRED}
SAID_IN: Final = ("reason", "remarks", "decision_no")


@enforces("request.after_decision")
def in_time(found: Foreseen, line: Line, scene: Scene) -> Foreseen:
    """*found*, with what is worth knowing where the request came later than the regulation lets the agency ask."""
    decided, occasion = decided_on(line.fields), occasion_of(found, line)
    if decided is None or occasion is None:
        return found
    ends = _due(Matter(occasion=occasion), decided.isoformat(), scene)
    if ends is None:
        return found
    last = local_day(ends.last) if isinstance(ends.last, datetime) else ends.last
    if local_day(scene.received_at) <= last:
        return found
    return found.and_told(
        f"Cơ quan gửi muộn: hạn là {last:%d/%m/%Y}, {ends.term.in_words()} từ quyết định {decided:%d/%m/%Y} "
        f"({in_words(ends.clause)}). Dòng này vẫn được thực hiện."
    )


def occasion_of(found: Foreseen, line: Line) -> Occasion | None:
    """What happened, so that the agency had to ask; None where nothing had to happen, as for a forgotten password."""
    if line.ask is None:
        return None
    occasion = OCCASIONS.get((line.ask.subject, line.ask.action))
    if occasion is Occasion.LEFT:
        said = " ; ".join(line.fields.get(name, "") for name in SAID_IN)
        return next(iter(meanings_in(said, RETIRING)), occasion)
    if occasion is Occasion.CHANGED and line.ask.subject is Subject.PERSON:
        if found.deed is Deed.TRANSFER:
            return Occasion.MOVED
        if any(one.field is RowField.POSITION for one in found.changes):
            return Occasion.PROMOTED
    return occasion


def _due(matter: Matter, decided: str, scene: Scene) -> Due | None:
    try:
        return due(
            Duty.AFTER_DECISION, decided, policy=scene.policy, calendar=scene.policy.calendar, matter=matter
        )
    except OutsideCalendar:
        return None
