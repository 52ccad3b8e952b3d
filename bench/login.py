"""How many IMAP sign-ins a second, and how many with a passwd-file?

    ./congthu bench login [--json]

20 connections at a time; each sign-in is a connection of its own, LOGIN and LOGOUT, with an app
password. Both sides keep the same hash (salted SHA-512), so what differs is where Dovecot asks. No TLS:
its handshake would cost more than everything that is measured here.
"""

from bare import bare_system
from load import CONNECTIONS, rate_of_sign_in
from report import Case, Report, Round, interleave
from subject import arguments, heard, read

WARM_UP = 60


def main() -> None:
    """Measure and print."""
    wants = arguments("login", logins=600)
    subject = read(wants.instance)
    logins = sorted(subject.accounts.items())
    with bare_system(subject.directory, subject.accounts) as bare:

        def through(door: tuple[str, int], count: int) -> Round:
            return lambda: rate_of_sign_in(door, logins, count=count)

        doors = {"congthu": subject.imap, "bare": bare.imap}
        for door in doors.values():
            through(door, WARM_UP)()
        systems = {name: through(door, wants.logins) for name, door in doors.items()}
        rates = interleave(systems, rounds=wants.rounds, heard=heard)
    conditions = {"connections": CONNECTIONS, "rounds": wants.rounds, "mailboxes": len(logins)}
    report = Report("login", "sign-ins/s", conditions, [Case(f"IMAP, {wants.logins} a round", rates)])
    print(report.as_json() if wants.json else report.as_text())


if __name__ == "__main__":
    main()
