import threading
from datetime import UTC, datetime

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from psycopg import sql

from congthu.audit.actions import NotInTransactionError, record, recorded_for
from congthu.audit.acts import Cause, Subject
from congthu.audit.models import AuditEntry
from congthu.audit.queries import head, history, verify

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Somebody:
    key = "console:root"


def write(event="mailbox.locked", key="an@hanoi.gov.vn", **more):
    return record(event, Subject("mailbox", key), authority="hanoi", acting=Somebody(), at=NOW, **more)


def test_an_act_is_recorded_with_its_ground():
    write(cause=Cause("Đ8.2.b", "12/STP-VP", "Lộ mật khẩu"), details={"from": "active"})
    entry = AuditEntry.objects.get()
    assert (entry.id, entry.actor, entry.clause, entry.document) == (1, "console:root", "Đ8.2.b", "12/STP-VP")
    assert entry.details == {"from": "active"}


def test_entries_are_numbered_without_gaps_and_chained():
    for _ in range(3):
        write()
    first, second, third = AuditEntry.objects.order_by("id")
    assert [first.id, second.id, third.id] == [1, 2, 3]
    assert bytes(first.prev_hash) == b""
    assert bytes(second.prev_hash) == bytes(first.hash)
    assert bytes(third.prev_hash) == bytes(second.hash)


def test_an_untouched_trail_verifies_and_has_a_head():
    assert verify().ok
    assert head() is None
    for _ in range(3):
        write()
    found = verify()
    assert (found.ok, found.count, found.first_bad) == (True, 3, None)
    assert head().number == 3
    assert len(head().hash) == 64


def test_recording_outside_a_transaction_is_refused():
    raised = []

    def outside():
        try:
            write()
        except NotInTransactionError as refusal:
            raised.append(refusal)

    # Another thread has a connection of its own, without the test's transaction.
    thread = threading.Thread(target=outside)
    thread.start()
    thread.join()
    assert len(raised) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET reason = 'khác'",
        "DELETE FROM audit_auditentry",
        "TRUNCATE audit_auditentry",
    ],
)
def test_the_database_refuses_to_change_the_trail(statement):
    write()
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditEntry.objects.get().reason == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET reason = 'khác' WHERE id = 2",
        "UPDATE audit_auditentry SET actor = 'console:other' WHERE id = 2",
        "UPDATE audit_auditentry SET details = '{\"a\": 1}' WHERE id = 2",
        "UPDATE audit_auditentry SET at = at + interval '1 microsecond' WHERE id = 2",
        "DELETE FROM audit_auditentry WHERE id = 2",
        "UPDATE audit_auditentry SET hash = '\\x00' WHERE id = 2",
    ],
)
def test_what_a_superuser_changes_behind_the_triggers_is_found(statement):
    for _ in range(4):
        write()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")
    found = verify()
    assert not found.ok
    assert found.first_bad in {2, 3}


def test_a_value_moved_from_one_column_to_the_next_is_found():
    write(cause=Cause("ab", "c"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_auditentry SET clause = 'a', document = 'bc'")
    assert not verify().ok


def test_a_history_holds_the_acts_on_one_subject_newest_first():
    write("mailbox.issued")
    write("mailbox.issued", key="binh@hanoi.gov.vn")
    write("mailbox.locked")
    assert [entry.event for entry in history(Subject("mailbox", "an@hanoi.gov.vn"))] == [
        "mailbox.locked",
        "mailbox.issued",
    ]


def test_what_is_done_to_a_set_is_one_entry_for_each_in_the_order_of_the_names():
    write()
    rows = sql.SQL(
        "(VALUES ('binh@hanoi.gov.vn', 'Lâu không dùng', '{\"n\": 2}'::jsonb), ('an@hanoi.gov.vn', '', '{}'))"
        " AS moved(subject_key, reason, details)"
    )
    statement = recorded_for(
        rows,
        event="mailbox.idle",
        subject_kind="mailbox",
        authority="hanoi",
        acting=Somebody(),
        at=NOW,
        clause="Đ8.2.a",
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
    told = AuditEntry.objects.order_by("id").values_list("id", "subject_key", "clause", "reason", "details")[
        1:
    ]
    assert list(told) == [
        (2, "an@hanoi.gov.vn", "Đ8.2.a", "", {}),
        (3, "binh@hanoi.gov.vn", "Đ8.2.a", "Lâu không dùng", {"n": 2}),
    ]
    assert verify().ok
