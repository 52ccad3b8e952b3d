from congthu.engines.dovecot.config import FILLING_PERCENT
from congthu.operations.plan import BASE64_OVERHEAD, MIB
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for


def test_a_mailbox_that_is_not_yet_listed_as_filling_has_room_for_any_message():
    # Postfix asks for room only about the listed ones; all regulations may be served by one installation.
    quotas = [policy_for(regulation).quota for regulation in catalogue()]
    largest = max(int(quota.attachments_per_message.value) for quota in quotas) * BASE64_OVERHEAD + MIB
    least = min(int(size.value) for quota in quotas for size in (quota.person, quota.organisation))
    assert least * (100 - FILLING_PERCENT) / 100 > largest
