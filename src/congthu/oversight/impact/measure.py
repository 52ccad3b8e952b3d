"""Measure what a text would do, and change nothing: the database itself refuses to, for as long as this lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from congthu.decisions.queries import policy_of
from congthu.directory.models import Authority
from congthu.directory.permission import require
from congthu.directory.roles import Actor, Role
from congthu.mailboxes.acts import night
from congthu.oversight.impact.effects import Effect, Impact, Kind, Texts
from congthu.oversight.impact.mailboxes import live, of_mailboxes
from congthu.oversight.impact.requests import of_reports, of_requests
from congthu.oversight.impact.timers import of_time
from congthu.regulations.comparison import as_written, changes
from congthu.regulations.policy import Decision, Policy, decision_from, with_decision
from congthu.regulations.refusals import RefusedByRule
from congthu.requests.queries import pending_for

READERS = (Role.OPERATOR, Role.MANAGING, Role.INSPECTOR)


def impact(
    authority: Authority,
    text: Policy,
    *,
    as_of: date,
    acting: Actor,
    today: date,
    in_force_from: date | None = None,
) -> Impact:
    """What *text* would do to the mailboxes of *authority* by *as_of* if it were in force and nothing else happened.

    It is taken to be in force from *in_force_from*, else from its own day, else (a draft has none) from *today*.

    Raises:
        RefusedByRule: *acting* neither operates, manages nor inspects the authority.
    """
    require(acting, *READERS, authority=authority, to="xem tác động của một văn bản")
    before = policy_of(authority)
    since = in_force_from or text.identity.in_force_from or today
    after, ended = _with_decisions(
        authority,
        text.model_copy(
            update={
                "identity": text.identity.model_copy(update={"in_force_from": since, "in_force_until": None})
            }
        ),
    )
    texts = Texts(before, after)
    with read_only():
        pending = pending_for(authority)
        changed = list(changes(before, after))
        agencies = live(authority).order_by().values("organisation").distinct().count()
        effects: list[Effect] = [
            *of_time(
                texts,
                lambda policy: night.forecast(
                    authority, as_of=as_of, acting=acting, pending=pending, today=today, policy=policy
                ),
            ),
            *of_mailboxes(authority, texts),
            *of_requests(authority, texts),
            *of_reports(changed, texts, agencies=agencies),
            *(_ended(one, after) for one in ended),
        ]
        return Impact(
            authority=authority.code,
            before=before,
            after=after,
            as_of=as_of,
            in_force_from=since,
            mailboxes=live(authority).count(),
            effects=tuple(sorted(effects, key=lambda one: list(Kind).index(one.kind))),
            changes=tuple(changed),
        )


@contextmanager
def read_only() -> Iterator[None]:
    """Let nothing be written, whatever is called inside."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def _with_decisions(authority: Authority, text: Policy) -> tuple[Policy, list[Decision]]:
    """*text* with what was decided under the document of the same name, and the decisions that it leaves no room for.

    Another document begins without the decisions that were made under this one.
    """
    ended: list[Decision] = []
    for told in authority.decisions:
        if told["regulation"] != authority.regulation:
            continue
        decision = decision_from(told)
        try:
            if text.id != authority.regulation:
                raise RefusedByRule  # noqa: TRY301  # the same end as a value that it does not let go there
            text = with_decision(text, decision)
        except (KeyError, ValueError, RefusedByRule):
            ended.append(decision)
    return text, ended


def _ended(decision: Decision, after: Policy) -> Effect:
    try:
        ruled = after.ruled(decision.parameter)
    except KeyError:
        ruled = None
    return Effect(
        Kind.DECISION,
        decision.parameter,
        ruled.cited if ruled else "",
        decision.value,
        as_written(ruled),
        1,
        note=f"Quyết định {decision} không còn áp dụng",
    )
