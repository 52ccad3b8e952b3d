"""Which requests that are open would be due on another day, and which reports?"""

from collections.abc import Iterator

from congthu.directory.models import Authority
from congthu.oversight.impact.effects import Effect, Kind, Texts
from congthu.regulations.comparison import Change
from congthu.regulations.duties import PARAMETER, reports_of
from congthu.regulations.vocabulary import Office
from congthu.requests.due import due_for, last_day_of
from congthu.requests.models import Request
from congthu.requests.queries import OPEN


def of_requests(authority: Authority, texts: Texts) -> Iterator[Effect]:
    """Open requests whose day changes, by the parameter that sets their term."""
    moved: dict[str, list[int]] = {}
    open_now = Request.objects.filter(authority=authority, state__in=OPEN).defer("file").order_by("pk")
    for one in open_now.iterator():
        if one.complete_at is None:
            continue
        duty, due = due_for(one.kinds, one.complete_at, policy=texts.after)
        if (last_day_of(due) if due else None) != one.due_on:
            moved.setdefault(PARAMETER[duty], []).append(one.pk)
    for parameter, numbers in moved.items():
        yield texts.effect(Kind.DUE_DATE, parameter, requests=numbers)


def of_reports(changed: list[Change], texts: Texts, *, agencies: int) -> Iterator[Effect]:
    """Reports that fall on other days; those of agencies fall on every one of them."""
    for one in changed:
        if one.parameter == "report.periodic":
            before, after = (
                {report.duty: report for report in reports_of(text)} for text in (texts.before, texts.after)
            )
            moved = [name for name in {**before, **after} if before.get(name) != after.get(name)]
            owed = {(before.get(name) or after[name]).by for name in moved}
            yield texts.effect(
                Kind.REPORT_DATE, one.parameter, count=agencies if Office.AGENCY in owed else 1
            )
