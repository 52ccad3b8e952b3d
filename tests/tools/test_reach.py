"""A mark on code that nothing comes to is found, whatever the way there looks like."""

from pathlib import Path
from textwrap import dedent

import pytest
from tools.reach import read, unreached, wildcards

RULE = """
from congthu.enforces import enforces

@enforces("quota.person")
def rule():
    ...

class Book:
    @enforces("quota.organisation")
    def check(self):
        ...

KINDS = {"a": rule}
"""


@pytest.fixture
def lost(tmp_path, monkeypatch):
    """Write files of a small project; the parameters whose marks nothing comes to."""
    monkeypatch.setattr("tools.reach.ROOT", tmp_path)

    def write(**files):
        for name, text in {"rules": RULE, **files}.items():
            path = tmp_path / "congthu" / Path(*name.split("__")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text))
        return {parameter for mark in unreached(read(tmp_path)) for parameter in mark.parameters}

    return write


BOTH = {"quota.person", "quota.organisation"}
COMMAND = "@some_app.command('go')\ndef go():\n    "


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, BOTH),
        ({"cli__go": f"from congthu.rules import rule\n{COMMAND}rule()"}, {"quota.organisation"}),
        ({"cli__go": f"from congthu import rules\n{COMMAND}rules.rule()"}, {"quota.organisation"}),
        ({"cli__go": f"{COMMAND}from congthu.rules import rule\n    rule()"}, {"quota.organisation"}),
        ({"cli__go": f"from congthu.rules import KINDS\n{COMMAND}KINDS['a']()"}, {"quota.organisation"}),
        # The table of kinds names the rule, and the class is come to with its module.
        ({"cli__go": f"from congthu.rules import Book\n{COMMAND}Book().check()"}, set()),
        ({"cli__go": "from congthu.rules import rule\ndef helper():\n    rule()"}, BOTH),
        ({"cli__law": f"from congthu.rules import rule\n{COMMAND}rule()"}, BOTH),
        ({"operations__demo__cast": f"from congthu.rules import rule\n{COMMAND}rule()"}, BOTH),
        (
            {
                "project__schedule": "from congthu.rules import rule\n@app.task(name='x')\ndef night():\n    rule()"
            },
            {"quota.organisation"},
        ),
        (
            {"portal__views__pages": "from congthu.rules import rule\ndef page():\n    rule()"},
            {"quota.organisation"},
        ),
        ({"project__settings": "BACKEND = 'congthu.rules.rule'"}, {"quota.organisation"}),
        ({"cli__go": f"{COMMAND}run('from congthu.rules import rule; rule()')"}, {"quota.organisation"}),
        ({"cli__go": f"{COMMAND}run('congthu.rules:rule')"}, {"quota.organisation"}),
        (
            {"work": "from congthu.rules import rule\nif __name__ == '__main__':\n    rule()"},
            {"quota.organisation"},
        ),
    ],
)
def test_a_mark_counts_where_something_that_happens_leads_to_it(lost, files, expected):
    assert lost(**files) == expected


def test_a_wildcard_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("tools.reach.ROOT", tmp_path)
    (tmp_path / "congthu").mkdir()
    (tmp_path / "congthu" / "rules.py").write_text('@enforces("state.*")\ndef rule():\n    ...\n')
    assert [mark.function for mark in wildcards(read(tmp_path))] == ["rule"]


def test_something_that_happens_leads_to_every_mark_of_this_project():
    modules = read()
    assert unreached(modules) == []
    assert wildcards(modules) == []
