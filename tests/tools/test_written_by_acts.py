"""What the law counts from is written by acts, in tests too: a column that only a test sets hides a missing act."""

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]
# The days from which timers count, and what they wait for.
COUNTED_FROM = frozenset(
    {
        "agency_notified_at",
        "decision_on",
        "excused_until",
        "failures",
        "handover_asked",
        "handover_done",
        "issued_at",
        "last_login_at",
        "last_received_at",
        "last_sent_at",
        "last_used_at",
        "left_on",
        "locked_at",
        "notified_at",
        "password_changed_at",
        "rank",
        "restored_at",
    }
)


def written_past_the_acts(source):
    """The lines that set such a column with an UPDATE of their own."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"update", "bulk_update"}
        and COUNTED_FROM & {keyword.arg for keyword in node.keywords}
    ]


def test_no_test_sets_what_an_act_should_write():
    found = {
        f"{path.relative_to(TESTS)}:{line}"
        for path in TESTS.rglob("*.py")
        for line in written_past_the_acts(path.read_text("utf-8"))
    }
    assert found == set()


def test_such_a_line_is_found():
    assert written_past_the_acts("a.b()\nMailbox.objects.filter(pk=1).update(handover_done=True)\n") == [2]
    assert written_past_the_acts("Custody.objects.update(until=NOW)\n") == []
