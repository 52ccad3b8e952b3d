"""How many messages a second does the whole system deliver, and how many a bare one?

    ./congthu bench mailflow [--json]

20 connections to the MX, messages of 4 KB and of 100 KB; a message counts when its file is in a
mailbox.
"""

from bare import Bare, bare_system, maildirs
from load import CONNECTIONS, messages, rate_of_delivery
from report import Case, Report, Round, interleave
from subject import Subject, arguments, heard, read

SIZES = {"4 KB": 4 * 1024, "100 KB": 100 * 1024}
WARM_UP = 40


def main() -> None:
    """Measure and print."""
    wants = arguments("mailflow", messages=400)
    subject = read(wants.instance)
    cases = []
    with bare_system(subject.directory, subject.accounts) as bare:
        for name, size in SIZES.items():
            heard(name)
            # The larger messages take longer; a quarter of them gives rounds of a like length.
            count = wants.messages if size < SIZES["100 KB"] else max(wants.messages // 4, CONNECTIONS)
            for measure in systems(subject, bare, size, WARM_UP).values():
                measure()
            rounds = interleave(systems(subject, bare, size, count), rounds=wants.rounds, heard=heard)
            cases.append(Case(f"{name}, {count} messages a round", rounds))
    conditions = {"connections": CONNECTIONS, "rounds": wants.rounds, "mailboxes": len(subject.accounts)}
    report = Report("mailflow", "messages/s", conditions, cases)
    print(report.as_json() if wants.json else report.as_text())


def systems(subject: Subject, bare: Bare, size: int, count: int) -> dict[str, Round]:
    """Return the three ways that the same load may take."""
    addresses = sorted(subject.accounts)
    seeds = iter(range(10**9))

    def through(door: tuple[str, int], mail: object) -> Round:
        boxes = maildirs(mail, addresses)
        return lambda: rate_of_delivery(
            door, messages(size, count, addresses, seed=next(seeds)), lambda: boxes
        )

    return {
        "congthu": through(subject.smtp, subject.mail),
        "bare": through(bare.plain, bare.mail),
        "bare + ClamAV": through(bare.scanned, bare.mail),
    }


if __name__ == "__main__":
    main()
