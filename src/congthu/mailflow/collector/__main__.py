"""``python -m congthu.mailflow.collector``: the collector of the installation that the environment names."""

import logging
import signal
from collections.abc import Collection
from functools import partial
from pathlib import Path
from threading import Event

import django


def main() -> None:
    """Run until told to stop."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415  # Django must be set up first
    from django.db import Error, connection  # noqa: PLC0415

    from congthu import clock  # noqa: PLC0415
    from congthu.identity.actions import note_keys_used  # noqa: PLC0415
    from congthu.mailboxes.acts.use import Marks, note_use  # noqa: PLC0415
    from congthu.mailflow.collector.collector import CannotWrite, Collector, Source  # noqa: PLC0415
    from congthu.mailflow.collector.reports import read_dovecot, read_rspamd  # noqa: PLC0415
    from congthu.mailflow.collector.tally import Tally  # noqa: PLC0415

    def write(tally: Tally) -> Collection[str]:
        try:
            marks = {
                address: Marks(**{kind.value: at for kind, at in heard.items()})
                for address, heard in tally.marks.items()
            }
            busy = note_use(marks, wait=False) | note_keys_used(tally.keys)
        except Error as wrong:
            connection.close()
            raise CannotWrite(
                str(wrong).strip().splitlines()[0] if str(wrong).strip() else repr(wrong)
            ) from wrong
        return {*tally.marks, *(login for login, _ in tally.keys)} - busy

    instance = Path(str(settings.CONGTHU_INSTANCE))
    logs = instance / "log"
    collector = Collector(
        {
            "dovecot": Source(
                logs / "dovecot.log", partial(read_dovecot, own_host=settings.CONGTHU_MAIL_HOST)
            ),
            "rspamd": Source(logs / "rspamd.log", read_rspamd),
        },
        instance / "data" / "collector",
        write=write,
        shifted=clock.shifted,
    )
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    logging.getLogger(__name__).info("started")
    while not stop.wait(0.5):
        collector.step(clock.of_the_machine())
    collector.keep()


if __name__ == "__main__":
    main()
