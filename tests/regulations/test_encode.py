"""The guide for whoever encodes a regulation speaks of what there is."""

import re
import tomllib

import pytest

from congthu.regulations.proofs import ROOT

GUIDE = (ROOT / "docs/encode-a-regulation.md").read_text("utf-8")
PARTS = re.compile(r"«[^»]*»|\[…\]|…|: …")
BLOCKS = re.findall(r"```toml\n(.*?)```", GUIDE, flags=re.DOTALL)
MESSAGES = re.findall(
    r"^\| `([^`]+)`[^|]*\|", GUIDE.partition("## What the check says")[2], flags=re.MULTILINE
)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_each_example_is_toml(block):
    assert tomllib.loads(block)


@pytest.mark.parametrize("message", MESSAGES)
def test_each_message_of_the_check_is_one(message):
    source = "".join(
        path.read_text("utf-8")
        for package in ("regulations", "trial", "mailboxes/naming")
        for path in sorted((ROOT / "src/congthu" / package).glob("*.py"))
    )
    # A message may be broken over lines of the source, with values in braces.
    plain = re.sub(r'"\s*f?"', "", source)
    for part in filter(None, (one.strip(" ;:,«»") for one in PARTS.split(message))):
        assert part in plain, f"nothing says «{part}»"


def test_the_messages_are_found():
    assert len(MESSAGES) > 12
    assert len(BLOCKS) > 6
