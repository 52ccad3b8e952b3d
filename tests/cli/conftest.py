"""Run one command as a person at the console does."""

import json

import pytest

from congthu.cli.main import main


@pytest.fixture
def run(capsys, monkeypatch):
    """Run one command: its exit code, standard output, standard error."""

    def command(*arguments, given=None):
        if given is not None:
            monkeypatch.setattr("sys.stdin", Input(given))
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return end.value.code or 0, captured.out, captured.err

    return command


class Input:
    """Standard input that holds a document."""

    def __init__(self, given):
        self.buffer = self
        self.given = given if isinstance(given, bytes) else json.dumps(given).encode()

    def read(self):
        return self.given
