"""How long does a night over all mailboxes take, and how does that grow with their number?

    ./congthu bench nightly [--json]
    python bench/nightly.py [--size N] [--rounds N] [--moved PERMILLE] [--json]

Every mailbox of an authority is asked what time does to it, one in a hundred is moved, and each move is written into
the chained audit trail. Beside it, in the same run and on the same rows: an UPDATE that moves as many mailboxes by
their numbers, which it is simply told. Each round is undone, so that all rounds meet the same records.
"""

# ruff: noqa: PLC0415  # models are there once the private database is

import argparse
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cluster import private_database

REGULATION = "caobang-16-2025"
GROWTH = (10_000, 100_000, 1_000_000)
NOW = datetime(2026, 11, 20, 17, 5, tzinfo=UTC)  # 00:05 in Hanoi
AS_OF = date(2026, 11, 21)

MAILBOXES = """
    INSERT INTO mailboxes_mailbox (authority_id, organisation_id, address, domain, kind, state, phase,
        must_change, leaving, since, ground,
        ground_act, ground_document, ground_reason,
        issued_under, grandfathered, issued_at, password_changed_at, last_login_at,
        handover_asked, handover_done, quota_bytes)
    SELECT %(authority)s, %(office)s, 'm' || n || '.skhcn@caobang.gov.vn', 'caobang.gov.vn', 'person',
           'active', 'open', false, '',
           %(now)s::timestamptz - interval '400 days', '', '', '', '', 'Đ5.2', false,
           %(now)s::timestamptz - interval '400 days', %(now)s::timestamptz - interval '10 days',
           CASE WHEN n %% 1000 < %(moved)s THEN %(now)s::timestamptz - interval '200 days'
                ELSE %(now)s::timestamptz - (n %% 80) * interval '1 day' END, false, false, 2147483648
      FROM generate_series(%(first)s, %(last)s) n
"""


def main() -> None:
    """Measure and print."""
    wants = _arguments()
    sizes = [wants.size] if wants.size else list(GROWTH)
    with private_database():
        cases = [_measure(before, size, wants) for before, size in zip([0, *sizes], sizes, strict=False)]
    for smaller, larger in itertools.pairwise(cases):
        larger["growth"] = {
            "mailboxes": larger["mailboxes"] / smaller["mailboxes"],
            "seconds": round(larger["medians"]["congthu"] / smaller["medians"]["congthu"], 2),
        }
    conditions = {"regulation": REGULATION, "rounds": wants.rounds, "moved": f"{wants.moved} in 1,000"}
    document = {"benchmark": "nightly", "unit": "s", "conditions": conditions, "cases": cases}
    print(json.dumps(document, ensure_ascii=False, indent=2) if wants.json else _as_text(document))


def _measure(before: int, size: int, wants: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection

    from congthu.directory.roles import Actor
    from congthu.mailboxes.acts.night import forecast, run

    authority = _populate(before, size, wants.moved)
    night = Actor.system("night")
    due = [one.address for one in forecast(authority, as_of=AS_OF, acting=night, today=AS_OF)]
    assert len(due) == size * wants.moved // 1000, len(due)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM mailboxes_mailbox WHERE address = ANY(%s)", [due])
        numbers = [number for (number,) in cursor.fetchall()]

    def ours() -> None:
        assert len(run(authority, as_of=AS_OF, acting=night, now=NOW)) == len(numbers)

    def plain() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE mailboxes_mailbox SET state = 'locked', phase = 'locked', locked_at = %s, since = %s "
                "WHERE id = ANY(%s)",
                [NOW, NOW, numbers],
            )
            assert cursor.rowcount == len(numbers)

    def told() -> None:
        assert len(forecast(authority, as_of=AS_OF, acting=night, today=AS_OF)) == len(numbers)

    seconds: dict[str, list[float]] = {"congthu": [], "plain UPDATE": [], "forecast": []}
    for turn in range(wants.rounds):
        for name, work in (("congthu", ours), ("plain UPDATE", plain), ("forecast", told)):
            seconds[name].append(_undone(work))
            sys.stderr.write(f"  {size} mailboxes, round {turn + 1}, {name}: {seconds[name][-1]:.3f} s\n")
    medians = {name: statistics.median(rounds) for name, rounds in seconds.items()}
    return {
        "mailboxes": size,
        "case": f"{size:,} mailboxes, {len(numbers):,} moved",
        "rounds": {name: [round(one, 4) for one in rounds] for name, rounds in seconds.items()},
        "medians": {name: round(median, 4) for name, median in medians.items()},
        "mailboxes_per_second": round(size / medians["congthu"]),
        "moves_per_second": {
            name: round(len(numbers) / medians[name]) for name in ("congthu", "plain UPDATE")
        },
        "ratios": {"plain UPDATE": round(medians["plain UPDATE"] / medians["congthu"], 3)},
    }


def _undone(work: Callable[[], None]) -> float:
    """The seconds that *work* takes with its commit left out, which both sides would pay alike."""
    from django.db import connection, transaction

    with transaction.atomic():
        began = time.perf_counter()
        work()
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM mailboxes_mailbox, audit_auditentry, audit_ruling")
    return seconds


def _populate(before: int, size: int, moved: int) -> object:
    from django.db import connection

    from congthu.directory.acts.authorities import establish_authority
    from congthu.directory.acts.organisations import establish_organisation
    from congthu.directory.facts import Codes
    from congthu.directory.models import Authority, Organisation, OrganisationKind
    from congthu.directory.roles import Actor

    actor, start = Actor.console("bench"), NOW - timedelta(days=500)
    if not before:
        authority = establish_authority(
            code="bench",
            name="Một tỉnh",
            regulation=REGULATION,
            domains=["caobang.gov.vn"],
            acting=actor,
            now=start,
        )
        establish_organisation(
            authority,
            name="Một sở",
            kind=OrganisationKind.AGENCY,
            codes=Codes("skhcn"),
            valid_from=start.date(),
            acting=actor,
            now=start,
        )
    authority = Authority.objects.get()
    facts = {
        "authority": authority.pk,
        "office": Organisation.objects.get().pk,
        "now": NOW,
        "moved": moved,
        "first": before,
        "last": size - 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(MAILBOXES, facts)
        cursor.execute("VACUUM ANALYZE")
    return authority


def _as_text(document: dict[str, Any]) -> str:
    lines = ["nightly: seconds; " + ", ".join(f"{k} {v}" for k, v in document["conditions"].items())]
    for case in document["cases"]:
        medians = case["medians"]
        lines += ["", case["case"]]
        lines += [f"  {name:14} {median:9.3f} s" for name, median in medians.items()]
        lines.append(f"  mailboxes asked a second {case['mailboxes_per_second']:,}")
        moves = case["moves_per_second"]
        lines.append(
            f"  mailboxes moved a second {moves['congthu']:,}, by the plain UPDATE {moves['plain UPDATE']:,}: "
            f"ours is {case['ratios']['plain UPDATE']:.2f} of it"
        )
        if growth := case.get("growth"):
            lines.append(
                f"  {growth['mailboxes']:.0f} times the mailboxes take {growth['seconds']} times as long"
            )
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="congthu bench nightly")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--size", type=int, default=0, help="mailboxes; default: 10,000, 100,000 and 1,000,000"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--moved", type=int, default=10, help="of 1,000 mailboxes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
