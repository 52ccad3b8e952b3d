"""Every step that a regulation knows, seen to happen: mailboxes are brought into each state and led out of it each way.

What has happened is read in the trail, what should have in the regulation's own table: a step that is written and never
seen is a fault, whoever wrote it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.acceptance.outside.clock import Clock
from tests.acceptance.outside.people import Holder, a_password
from tests.acceptance.outside.provinces import Agency, Province
from tests.running import wait_for

PAPER = "--document '31/QĐ' --reason 'Theo quyết định'"
# What is done with a request, before there is a mailbox, is proved with the route of requests.
PASSWORD_AGE = "password_too_old"
OF_REQUESTS = frozenset({"ask_info", "complete_info", "issue"})


@dataclass(frozen=True, order=True)
class Step:
    """One way out of a state."""

    on: str
    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source} —{self.on}→ {self.target}"


@dataclass
class Lives:
    """The mailboxes of a test, and what is known of the ways through their lives.

    *ground* is a clause on which a mailbox is locked. *wrong* is how many wrong passwords in a row lock one, 0 where
    nothing does. *overtaken* are the timers, each with the state, before which another always comes.
    """

    province: Province
    clock: Clock
    ground: str = ""
    wrong: int = 0
    overtaken: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        self._revoking = False
        told = self.province.run(f"regulation show {self.province.regulation}")
        self.acts, self.timers = set(), set()
        for step in told["steps"]:
            ways = {Step(step["on"], source, step["to"]) for source in step["from"]}
            if step["on"] not in OF_REQUESTS:
                (self.timers if step["after"] else self.acts).update(ways)
        # Whoever answers for the agency can be told of a lock.
        self.focal = self.province.staff("focal")
        self.other_agency: Agency = self.province.new_agency()

    # --- into a state -----------------------------------------------------------------------------------------------

    def somebody(self, state: str) -> Holder:
        """A new mailbox in *state*: a person's, or an agency's where people's are kept instead."""
        kept = any(step.on == "leave" for step in self.acts)
        new = self._of_an_agency if kept and (state == "revoked" or self._revoking) else self.province.holder
        ways: dict[str, Callable[[], Holder]] = {
            "issued_default": new,
            "active": lambda: new().choose_password(),
            "password_expired": lambda: self._led("password_too_old"),
            "restored_must_change": lambda: self._after("reissue_password"),
            "locked": lambda: self._after("lock"),
            "transfer_grace": lambda: self._after("transfer"),
            "revoked_hold": lambda: self._after("leave"),
            "revoked": lambda: self._after("revoke", new().choose_password()),
        }
        holder = ways[state]()
        assert holder.state == state, holder.shown
        return holder

    def _after(self, act: str, holder: Holder | None = None) -> Holder:
        holder = holder or self.somebody("active")
        self.do(act, holder)
        return holder

    def _of_an_agency(self) -> Holder:
        agency = self.province.new_agency()
        given = self.province.issue("van_thu", agency)
        return Holder(self.province, agency.name, given["address"], given["password"], agency=agency.code)

    def _led(self, timer: str) -> Holder:
        """Somebody whom time has led on, and who used the mailbox meanwhile."""
        holder = self.somebody("active")
        for _ in range(12):
            holder.sign_in()
            coming = {one["event"]: date.fromisoformat(one["on"]) for one in holder.shown["next"]}
            day = coming.pop(timer, date.max)
            # Two timers of as many months fall due on one day, and only use keeps the other away.
            if day < min(coming.values(), default=date.max):
                self.clock.set(day)
                return holder
            self.clock.advance("30 days")
        raise AssertionError(f"{timer} never came: {holder.shown}")

    # --- out of a state ---------------------------------------------------------------------------------------------

    def do(self, act: str, holder: Holder) -> None:
        """Do one act by the face that people have for it."""
        self._ways[act](holder)

    @property
    def _ways(self) -> dict[str, Callable[[Holder], object]]:
        today = self.clock.today.isoformat()

        def run(line: str) -> Callable[[Holder], Any]:
            return lambda holder: self.province.run(f"mailbox {line.format(holder.address)} {PAPER}")

        return {
            "set_password": self._choose,
            "reissue_password": self._reissue,
            "lock": lambda holder: holder.lock(self.ground),
            "too_many_failures": self._guess,
            "restore": lambda holder: holder.restore(more="--cleaned"),
            "transfer": run(f"transfer {{}} --to {self.other_agency.code} --decided-on {today}"),
            "leave": run(f"leave {{}} --decided-on {today}"),
            "revoke": run("revoke {}"),
            "request_again": self._issue_again,
            "destroy": self._destroy,
        }

    def _reissue(self, holder: Holder) -> None:
        given = self.province.run(f"mailbox password {holder.address} {PAPER}")
        holder.issued, holder.password = given["password"], ""

    def _guess(self, holder: Holder) -> None:
        for _ in range(self.wrong):
            self.province.browser().sign_in(holder.address, "Sai-1-mat-khau")

    def _issue_again(self, holder: Holder) -> None:
        agency = Agency(self.province, holder.agency, "")
        who = {"person": str(holder.person)} if holder.person else {}
        again = self.province.issue(holder.shown["kind"], agency, **who)
        assert again["address"] == holder.address

    def _choose(self, holder: Holder) -> None:
        old, chosen = holder.password or holder.issued, a_password()
        page = holder.sign_in(old)
        holder.browser.submit(page, old=old, new=chosen, again=chosen)
        holder.password = chosen

    def _destroy(self, holder: Holder) -> None:
        """Destroying is asked for by one and approved by another, once what was kept has been kept long enough."""
        asks, approves = self.province.staff("operator"), self.province.staff("managing")
        early = self.province.answer(f"mailbox destroy {holder.address} {PAPER} --as {asks.address}")
        if early.exit:
            [last] = re.findall(r"\d\d/\d\d/\d{4}", early.refused[0]["message"])[-1:]
            self.clock.set(date.fromisoformat("-".join(reversed(last.split("/")))) + timedelta(days=1))
            self.province.run(f"mailbox destroy {holder.address} {PAPER} --as {asks.address}")
        self.province.run(f"mailbox destroy {holder.address} --approve {PAPER} --as {approves.address}")

    # --- all of them ------------------------------------------------------------------------------------------------

    def every_act(self) -> None:
        """Do every act from every state from which the regulation lets it be done."""
        # Destroying moves time on.
        for step in sorted(self.acts, key=lambda one: (one.on == "destroy", one)):
            self._revoking = step.on == "revoke"
            holder = self.somebody(step.source)
            self.do(step.on, holder)
            self._must_be(holder, step)
        self._revoking = False

    def every_timer(self) -> None:
        """Let time lead mailboxes out of every state."""
        steps = [one for one in sorted(self.timers) if (one.on, one.source) not in self.overtaken]
        # Whom only use keeps from another timer, and whom time must bring into their state, come first: the others
        # would go on meanwhile.
        for step in [one for one in steps if one.on == PASSWORD_AGE]:
            self._must_be(self._led(step.on), step)
        waiting = [
            (self._waiting(step), step)
            for step in sorted(steps, key=lambda one: one.source != "password_expired")
            if step.on != PASSWORD_AGE
        ]
        while waiting:
            due = [date.fromisoformat(holder.shown["next"][0]["on"]) for holder, _ in waiting]
            day = min(due)
            if self.clock.today < day - timedelta(days=1):
                self.clock.set(day - timedelta(days=1))
            now = [one for one, on in zip(waiting, due, strict=True) if on == day]
            waiting = [one for one, on in zip(waiting, due, strict=True) if on != day]
            for holder, step in now:
                assert holder.state == step.source, f"{step} came before its day: {holder.shown}"
            self.clock.set(day)
            for holder, step in now:
                self._must_be(holder, step)
        for on, source in self.overtaken:
            first = self.somebody(source).shown["next"][0]
            assert first["event"] != on, f"{on} from {source} is not overtaken: {first}"

    def _waiting(self, step: Step) -> Holder:
        if step.source == "locked":
            # Time has passed for whoever was told of locks before.
            self.province.staff("focal")
        holder = self.somebody(step.source)
        if step.source == "locked":
            wait_for(lambda: holder.shown["next"], what=f"the agency hears of {holder.address}")
        first = holder.shown["next"][0]
        assert first["event"] == step.on, f"{step} is overtaken by {first}"
        return holder

    def unseen(self) -> list[str]:
        """The steps of the regulation that the trail of this installation has never seen."""
        entries = self.province.run(
            f"audit list --event mailbox. --authority {self.province.code} --limit 100000"
        )["entries"]
        seen = {
            (one["event"].removeprefix("mailbox."), one["details"]["from"])
            for one in entries
            # A hand-over goes from people to people, and is no step.
            if "to" in one["details"] and isinstance(one["details"].get("from"), str)
        }
        return [
            str(one)
            for one in sorted(self.acts | self.timers)
            if (one.on, one.source) not in seen and (one.on, one.source) not in self.overtaken
        ]

    def _must_be(self, holder: Holder, step: Step) -> None:
        # Who is asked for again is given the mailbox again in the same act.
        target = "issued_default" if step.on == "request_again" else step.target
        assert holder.state == target, f"{step}: {holder.shown}"
