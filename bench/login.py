"""How many IMAP sign-ins a second, and how many with a passwd-file?

    ./congthu bench login [--json]

20 connections at a time; each sign-in is a connection of its own, LOGIN and LOGOUT, with an app
password. Both sides keep the same hash (salted SHA-512), so what differs is where Dovecot asks. No TLS:
its handshake would cost more than everything that is measured here.
"""

from functools import partial

from bare import bare_system
from load import CONNECTIONS, rate_of_sign_in
from report import OURS, Case, Report, Round, interleave, measured
from subject import arguments, heard, let_in, read

WARM_UP = 60
WHAT = {
    OURS: "this installation: state, permission for IMAP and app password from the database, each time",
    "bare": "the same Dovecot with a passwd-file and one password for each mailbox",
}


def main() -> None:
    """Measure and print."""
    wants = arguments("login", logins=600)
    subject = read(wants.instance)
    accounts = let_in(subject.imap, subject.accounts)
    logins = sorted(accounts.items())
    with bare_system(subject.directory, accounts) as bare:
        doors = {
            OURS: (subject.imap, subject.only("dovecot", "postgres")),
            "bare": (bare.imap, {"dovecot": bare.programs["dovecot"]}),
        }

        def run(name: str, count: int) -> Round:
            door, programs = doors[name]
            return measured(
                lambda: rate_of_sign_in(door, logins, count=count), units=count, programs=programs
            )

        for name in doors:
            run(name, WARM_UP)
        runs = {name: partial(run, name, wants.logins) for name in doors}
        rounds = interleave(runs, rounds=wants.rounds, heard=heard)
    conditions = {"connections": CONNECTIONS, "rounds": wants.rounds, "mailboxes": len(logins)}
    report = Report("login", "sign-ins/s", conditions, WHAT, [Case(f"IMAP, {wants.logins} a round", rounds)])
    print(report.as_json() if wants.json else report.as_text())


if __name__ == "__main__":
    main()
