from django.db import connection

from congthu.audit.outbox import Errand, errands_waiting, tell


def test_an_errand_waits_until_the_worker_has_run_it_and_not_while_it_is_put_off(db):
    assert not errands_waiting()
    tell(Errand.TELL_AGENCY_OF_LOCK, address="an@hanoi.gov.vn")
    assert errands_waiting()
    with connection.cursor() as cursor:
        for status, minutes, waits in (("doing", None, True), ("todo", 2, False), ("todo", -2, True)):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, "
                "scheduled_at = now() + make_interval(mins => %s)",
                [status, minutes],
            )
            assert errands_waiting() is waits, (status, minutes)
