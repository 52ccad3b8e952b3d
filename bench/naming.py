"""How many addresses a second are named when a million have been given out, and how many when none has?

    ./congthu bench naming [--json]
    python bench/naming.py [--size N] [--people N] [--rounds N] [--json]

People of a few thousand common names are given an address each, as for a preview of a request: the rules of the
regulation form candidates, each is looked up in the history of addresses, which knows every one ever issued. The
baseline is the same naming over an empty history; only what is looked up differs.
"""

# ruff: noqa: PLC0415, SIM905  # models are there once the private database is

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from cluster import private_database

REGULATION = "hanoi-1643-2023"
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLES = "Văn Thị Hữu Đức Minh Ngọc Thanh Quang Xuân Thu Hồng Gia Bảo Anh".split()
GIVEN = (
    "An Anh Bình Châu Chi Cường Dũng Dung Đạt Giang Hà Hải Hằng Hiếu Hoa Hùng Khánh Lan Linh Long Mai".split()
)
OFFICES = 400

MAILBOX = """
    INSERT INTO mailboxes_mailbox (authority_id, organisation_id, address, domain, kind, state, phase,
        must_change, leaving, since, ground, ground_act, ground_document, ground_reason,
        issued_under, grandfathered, issued_at,
        handover_asked, handover_done, quota_bytes)
    SELECT %s, %s, 'truoc@hanoi.gov.vn', 'hanoi.gov.vn', 'person', 'issued_default', 'open', true, '',
           %s, '', '', '', '', 'Đ5.2-1', false, %s, false, false, 1
    RETURNING id
"""
HISTORY = """
    INSERT INTO mailboxes_issuedaddress (address, domain, purpose, mailbox_id, at, reason)
    SELECT name || CASE WHEN turn = 0 THEN '' ELSE turn::text END || '_' || office || '@hanoi.gov.vn', 'hanoi.gov.vn',
           'issued', %(mailbox)s, %(now)s, ''
      FROM unnest(%(names)s::text[]) name, unnest(%(offices)s::text[]) office,
           generate_series(0, %(turns)s) turn
     LIMIT %(size)s
    ON CONFLICT DO NOTHING
"""


def main() -> None:
    """Measure and print."""
    wants = _arguments()
    with private_database():
        document = _measure(wants)
    print(json.dumps(document, ensure_ascii=False, indent=2) if wants.json else _as_text(document))


def _measure(wants: argparse.Namespace) -> dict[str, object]:
    from django.db import connection

    from congthu.mailboxes.models import IssuedAddress
    from congthu.mailboxes.naming.rules import MailboxKind
    from congthu.mailboxes.proposals import propose_for

    offices = _offices()
    dice = random.Random(1)  # noqa: S311  # load, not secrets
    people = [(dice.choice(offices), next(_names(dice))) for _ in range(wants.people)]

    def named() -> float:
        began = time.perf_counter()
        for office, name in people:
            facts = {"full_name": name, "org_code": office.person_suffix}
            assert propose_for(office, MailboxKind.PERSON, facts).address
        return len(people) / (time.perf_counter() - began)

    named()
    rates = {"empty history": [named() for _ in range(wants.rounds)]}
    with connection.cursor() as cursor:
        cursor.execute(MAILBOX, [offices[0].authority_id, offices[0].pk, NOW, NOW])
        (mailbox,) = cursor.fetchone()
        everybody = sorted({_folded(f"{f}{m}{g}") for f in FAMILIES for m in MIDDLES for g in GIVEN})
        dice.shuffle(everybody)
        suffixes = [office.person_suffix for office in offices]
        turns = wants.size // (len(everybody) * len(suffixes))
        cursor.execute(
            HISTORY,
            {
                "mailbox": mailbox,
                "now": NOW,
                "names": everybody,
                "offices": suffixes,
                "turns": turns,
                "size": wants.size,
            },
        )
        cursor.execute("VACUUM ANALYZE")
    named()
    rates["congthu"] = [named() for _ in range(wants.rounds)]
    for system, rounds in rates.items():
        sys.stderr.write(f"  {system}: {', '.join(f'{rate:.0f}' for rate in rounds)} addresses/s\n")
    medians = {system: statistics.median(rounds) for system, rounds in rates.items()}
    history = IssuedAddress.objects.count()
    return {
        "benchmark": "naming",
        "unit": "addresses/s",
        "conditions": {
            "regulation": REGULATION,
            "history": history,
            "people": wants.people,
            "rounds": wants.rounds,
        },
        "cases": [
            {
                "case": f"{history:,} addresses given out before",
                "rounds": {system: [round(rate, 1) for rate in rounds] for system, rounds in rates.items()},
                "medians": {system: round(median, 1) for system, median in medians.items()},
                "ratios": {"empty history": round(medians["congthu"] / medians["empty history"], 3)},
            }
        ],
    }


def _offices() -> list[object]:
    from congthu.directory.acts.authorities import establish_authority
    from congthu.directory.acts.organisations import establish_organisation
    from congthu.directory.facts import Codes
    from congthu.directory.models import OrganisationKind
    from congthu.directory.roles import Actor

    actor = Actor.console("bench")
    authority = establish_authority(
        code="bench",
        name="Một thành phố",
        regulation=REGULATION,
        domains=["hanoi.gov.vn"],
        acting=actor,
        now=NOW,
    )
    return [
        establish_organisation(
            authority,
            name=f"Cơ quan {number}",
            kind=OrganisationKind.AGENCY,
            codes=Codes(f"cq{number}"),
            valid_from=NOW.date(),
            acting=actor,
            now=NOW,
        )
        for number in range(OFFICES)
    ]


def _names(dice: random.Random) -> Iterator[str]:
    while True:
        yield f"{dice.choice(FAMILIES)} {dice.choice(MIDDLES)} {dice.choice(GIVEN)}"


def _folded(name: str) -> str:
    from congthu.vietnamese.names import fold

    return fold(name).replace(" ", "")


def _as_text(document: dict[str, object]) -> str:
    lines = [
        "naming: addresses a second; " + ", ".join(f"{k} {v}" for k, v in document["conditions"].items())
    ]
    for case in document["cases"]:
        lines += ["", case["case"]]
        for system, median in case["medians"].items():
            ratio = case["ratios"].get(system)
            lines.append(f"  {system:14} {median:9.1f}" + (f"   ours is {ratio:.2f} of it" if ratio else ""))
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="congthu bench naming")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", type=int, default=1_000_000, help="addresses in the history")
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
