"""As test_refused.py, with transactions that really end."""

from tests.audit.test_refused import entries, refuse


def test_what_is_refused_is_written_when_the_transaction_of_the_act_has_ended(transactional_db):
    refuse()
    assert [entry.event for entry in entries()] == ["mailbox.lock.refused"]
