"""Which packages does a Word form pass on its way from the file to the mailbox, and how often does it turn back?

What is stored says where the form is: with each row that is made, and with the child that opens the file, the packages
that stand on the stack. What a package only asks, and what is written beside into the trail, is not on the way; it ends
where the mailbox stands. ``docs/flow/request.md`` draws what is found here.
"""

import re
import sys
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from django.db import connection
from typer.testing import CliRunner

import congthu.operations.demo
from congthu.cli.requests import request_app
from congthu.mailboxes.models import Mailbox
from congthu.requests.models import Request

FORM = Path(congthu.operations.demo.__file__).parent / "mau-03-so-tu-phap.docx"
PAGE = Path(__file__).parents[2] / "docs" / "flow" / "request.md"
STORED = re.compile(r'INSERT INTO "(?P<table>\w+)"')
BESIDE = {"audit"}


def standing():
    """The packages on the stack, the outermost first, each run of one package once.

    That an act is wrapped so that its refusal would be kept (`congthu.audit.refused`) is not on the way either.
    """
    frame, found = sys._getframe(1), []
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name.startswith("congthu.") and name != "congthu.audit.refused":
            found.append(name.split(".")[1])
        frame = frame.f_back
    return [package for package, _ in groupby(reversed(found))]


class Way:
    """Watches where the form is."""

    def __init__(self):
        self.stacks, self.arrived = [], False

    def read(self, frame, event, _):
        if event == "call" and frame.f_globals.get("__name__", "").startswith("congthu.hostile"):
            self.at(standing())

    def store(self, execute, sql, params, many, context):
        stored = STORED.match(sql)
        if stored and not self.arrived and not set(stack := standing()) & BESIDE:
            self.at(stack)
            self.arrived = stored["table"] == Mailbox._meta.db_table
        return execute(sql, params, many, context)

    def at(self, stack):
        if not self.stacks or self.stacks[-1] != stack:
            self.stacks.append(stack)

    @property
    def passed(self):
        """Every package on the way, in the order in which the form came there."""
        return list(dict.fromkeys(package for stack in self.stacks for package in stack))

    @property
    def turns(self):
        """From where to where it went back up, so as to go on from there."""
        return [
            (before[-1], after[-1])
            for before, after in pairwise(self.stacks)
            if after != before[: len(before)] + after[len(before) :]
        ]


@pytest.fixture
def way(world):  # the province whose agency sends the form
    """The way of one form with one line, from the file to the mailbox with its password."""
    watched = Way()
    run = CliRunner().invoke
    sys.setprofile(watched.read)
    try:
        with connection.execute_wrapper(watched.store):
            answer = run(request_app, ["import", str(FORM), "--authority", "hanoi", "--json"])
            assert answer.exit_code == 0, answer.output
            number = str(Request.objects.get().pk)
            Request.objects.get().rows.exclude(line=1).delete()
            for step in ("confirm", "forward", "accept", "execute"):
                answer = run(request_app, [step, number])
                assert answer.exit_code == 0, answer.output
    finally:
        sys.setprofile(None)
    return watched


def test_a_form_passes_few_packages_and_hardly_turns_back(way):
    assert way.arrived
    assert len(way.passed) <= 7, way.passed
    assert len(way.turns) <= 2, way.turns


def test_the_page_draws_this_way(way):
    page = PAGE.read_text("utf-8")
    [drawn] = re.findall(r"^```way\n(.*?)```", page, re.DOTALL | re.MULTILINE)
    named = [word for word in re.findall(r"\w+", drawn) if word in way.passed]
    assert list(dict.fromkeys(named)) == way.passed
    assert drawn.count("↩") == len(way.turns)
