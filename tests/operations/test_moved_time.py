"""When the time of a trial moves, what would have happened by itself happens, day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.world import NOW

from congthu import clock
from congthu.audit.models import AuditEntry
from congthu.decisions import actions as decisions
from congthu.directory.roles import Role
from congthu.mailboxes.models import Mailbox
from congthu.operations.moved_time import after, moment_of, move
from congthu.regulations.duties import HANOI

DAY = timedelta(days=1)


@pytest.fixture
def trial(tmp_path):
    """A trial whose clock says :data:`NOW`."""
    clock.write(tmp_path, NOW - clock.of_the_machine())
    clock.follow(tmp_path)
    yield tmp_path
    clock.follow(None)


class TestWriting:
    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2027-03-01", "2027-03-01T00:00+07:00"),
            ("01/03/2027", "2027-03-01T00:00+07:00"),
            ("01/03/2027 09:30", "2027-03-01T09:30+07:00"),
            ("2027-03-01 09:30:15", "2027-03-01T09:30:15+07:00"),
            ("2027-03-01T09:30:00+00:00", "2027-03-01T16:30+07:00"),
        ],
    )
    def test_a_moment_is_written_as_people_do(self, text, moment):
        assert moment_of(text) == datetime.fromisoformat(moment)

    @pytest.mark.parametrize("text", ["", "mai", "31/02/2027", "0001-01-01", "9999-12-31", "12:00"])
    def test_what_is_no_moment_is_told_with_an_example(self, text):
        with pytest.raises(ValueError, match="2027-03-01"):
            moment_of(text)

    @pytest.mark.parametrize(
        ("term", "moment"),
        [
            ("15 minutes", "2026-03-02T09:15+07:00"),
            ("8 hours", "2026-03-02T17:00+07:00"),
            ("3 days", "2026-03-05T09:00+07:00"),
            ("5 working days", "2026-03-09T09:00+07:00"),
            ("3 months", "2026-06-02T09:00+07:00"),
            ("1 year", "2027-03-02T09:00+07:00"),
        ],
    )
    def test_a_term_keeps_its_unit_and_the_time_of_day(self, term, moment):
        assert after(term, NOW) == datetime.fromisoformat(moment)

    @pytest.mark.parametrize("term", ["", "soon", "3", "three days"])
    def test_what_is_no_term_is_told(self, term):
        with pytest.raises(ValueError, match="thời hạn"):
            after(term, NOW)


def test_nothing_moves_without_a_test_clock(world):
    mailbox = world.mailbox()
    clock.follow(None)
    with pytest.raises(clock.NoTestClock):
        list(move(NOW + 400 * DAY))
    mailbox.refresh_from_db()
    assert mailbox.state == "issued_default"


@pytest.mark.usefixtures("trial")
class TestMoving:
    def test_the_nights_between_are_lived_through_in_their_order(self, world):
        kept = world.mailbox()
        used = world.active("Phạm Văn Dũng").login
        found = [(one.on, one.subject) for one in move(NOW + 120 * DAY)]
        assert found == [
            (date(2026, 3, 8), kept.address),
            (date(2026, 6, 3), used),
        ]
        assert abs(clock.now() - NOW - 120 * DAY) < timedelta(seconds=5)

    def test_each_act_is_recorded_on_its_own_day(self, world):
        mailbox = world.mailbox()
        list(move(NOW + 30 * DAY))
        entry = AuditEntry.objects.get(event="mailbox.default_kept", subject_key=mailbox.address)
        assert entry.at.astimezone(HANOI).date() == date(2026, 3, 8)
        assert Mailbox.objects.get(pk=mailbox.pk).locked_at.astimezone(HANOI).date() == date(2026, 3, 8)

    def test_a_day_before_the_term_ends_nothing_happens(self, world):
        world.mailbox()
        assert list(move(datetime(2026, 3, 7, 16, 59, tzinfo=UTC))) == []
        assert [one.on for one in move(datetime(2026, 3, 7, 17, 0, tzinfo=UTC))] == [date(2026, 3, 8)]

    def test_a_decision_takes_effect_on_its_day(self, world):
        decision = decisions.propose(
            world.hanoi,
            "quota.person",
            "3 GB",
            number="15/QĐ-VP",
            signed_on=date(2026, 3, 2),
            signer="Chánh Văn phòng",
            reason="Nhu cầu",
            effective_from=date(2026, 3, 20),
            acting=world.actor(Role.MANAGING),
            now=NOW,
        )
        decisions.approve(decision, acting=world.actor(Role.MANAGING, name="Lê Văn Cường"), now=NOW)
        assert list(move(NOW + 17 * DAY)) == []
        [happened] = move(NOW + 18 * DAY)
        assert (happened.event, happened.subject, happened.on) == (
            "decision.in_force",
            "quota.person",
            date(2026, 3, 20),
        )

    def test_going_back_undoes_nothing(self, world):
        mailbox = world.mailbox()
        list(move(NOW + 30 * DAY))
        assert list(move(NOW)) == []
        mailbox.refresh_from_db()
        assert mailbox.state == "locked"
        assert abs(clock.now() - NOW) < timedelta(seconds=5)

    def test_the_trail_says_that_a_moved_clock_did_it(self, world):
        world.mailbox()
        list(move(NOW + 30 * DAY))
        assert AuditEntry.objects.get(event="mailbox.default_kept").actor == "system:clock"
        moved = AuditEntry.objects.get(event="clock.moved").details
        assert moved["from"][:10] == str(NOW.date())
        assert datetime.fromisoformat(moved["to"]) == NOW + 30 * DAY
