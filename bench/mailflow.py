"""How many messages a second does the whole system deliver, and how many a bare one?

    ./congthu bench mailflow [--json]

20 connections to the MX, messages of 4 KB and of 100 KB; a message counts when its file is in a
mailbox. What bare means: see bare.py.
"""

import itertools
import time
from contextlib import ExitStack
from functools import partial

from bare import bare_system, maildirs
from load import CONNECTIONS, messages, rate_of_delivery
from report import OURS, Case, Report, Round, interleave, measured
from subject import arguments, heard, read

SIZES = {"4 KB": 4 * 1024, "100 KB": 100 * 1024}
WARM_UP = 40
BARE = {
    "bare": "the same Postfix, Dovecot and Rspamd with the same features, answered by files",
    "minimal": "besides without virus scan, quota and sieve",
}
WHAT = {OURS: "this installation", **BARE}
# ClamAV and Redis serve every system, which takes its turn alone.
SHARED = ("clamd", "redis")


def main() -> None:
    """Measure and print."""
    wants = arguments("mailflow", messages=400)
    subject = read(wants.instance)
    addresses = sorted(subject.accounts)
    # Never the attachments of an earlier run: what ClamAV said of those is still known.
    seeds = itertools.count(time.time_ns())
    cases = []
    with ExitStack() as stack:
        doors = {OURS: (subject.smtp, subject.mail, subject.only("postfix", "dovecot", "rspamd", "postgres"))}
        for name in BARE:
            bare = stack.enter_context(
                bare_system(subject.directory, subject.accounts, minimal=name == "minimal")
            )
            doors[name] = (bare.smtp, bare.mail, dict(bare.programs))

        def run(name: str, size: int, count: int) -> Round:
            door, mail, programs = doors[name]
            letters = messages(size, count, addresses, seed=next(seeds))
            return measured(
                lambda: rate_of_delivery(door, letters, maildirs(mail, addresses)),
                units=count,
                programs={**programs, **subject.only(*SHARED)},
            )

        for words, size in SIZES.items():
            heard(words)
            # The larger messages take longer; a quarter of them gives rounds of a like length.
            count = wants.messages if size < SIZES["100 KB"] else max(wants.messages // 4, CONNECTIONS)
            for name in doors:
                run(name, size, WARM_UP)
            runs = {name: partial(run, name, size, count) for name in doors}
            rounds = interleave(runs, rounds=wants.rounds, heard=heard)
            cases.append(Case(f"{words}, {count} messages a round", rounds))
    conditions = {"connections": CONNECTIONS, "rounds": wants.rounds, "mailboxes": len(subject.accounts)}
    report = Report("mailflow", "messages/s", conditions, WHAT, cases)
    print(report.as_json() if wants.json else report.as_text())


if __name__ == "__main__":
    main()
