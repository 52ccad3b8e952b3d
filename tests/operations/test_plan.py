import json

import pytest

from congthu.engines.dovecot.userdb import FILLING_PERCENT
from congthu.operations.instance import AuthorityEntry, Database, Instance, Portal
from congthu.operations.plan import BASE64_OVERHEAD, MIB, policies_of
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for


def test_a_mailbox_that_is_not_yet_listed_as_filling_has_room_for_any_message():
    # Postfix asks for room only about the listed ones; all regulations may be served by one installation.
    quotas = [policy_for(regulation).quota for regulation in catalogue()]
    largest = max(int(quota.attachments_per_message.value) for quota in quotas) * BASE64_OVERHEAD + MIB
    least = min(int(size.value) for quota in quotas for size in (quota.person, quota.organisation))
    assert least * (100 - FILLING_PERCENT) / 100 > largest


def decided(value, *, regulation="dongthap-143-2025"):
    return {
        "regulation": regulation,
        "parameter": "quota.attachments_per_message",
        "value": value,
        "number": "7/QĐ-SKHCN",
        "signed_on": "2026-03-02",
        "signer": "Vũ Thị Hạnh",
    }


@pytest.fixture
def instance(tmp_path):
    entries = {
        "hanoi": AuthorityEntry(name="Hà Nội", regulation="hanoi-1643-2023"),
        "dongthap": AuthorityEntry(name="Đồng Tháp", regulation="dongthap-143-2025"),
    }
    return Instance(
        name="thu",
        hostname="mail.congthu.test",
        ports={},
        portal=Portal(hosts=("127.0.0.1",)),
        database=Database(host="/run"),
        authorities=entries,
        directory=tmp_path,
    )


def attachments(instance):
    return [str(policy.quota.attachments_per_message.value) for policy in policies_of(instance)]


def test_what_is_rendered_follows_from_the_regulations_before_anything_was_decided(instance):
    assert attachments(instance) == ["50 MB", "20 MB"]


@pytest.mark.enforces("quota.attachments_per_message")
def test_what_is_rendered_follows_from_what_was_decided(instance):
    instance.decided.parent.mkdir(parents=True)
    instance.decided.write_text(json.dumps({"hanoi": [], "dongthap": [decided("15 MB")]}))
    assert attachments(instance) == ["50 MB", "15 MB"]
    # Decisions under a regulation that holds no longer have ended with it.
    other = decided("15 MB", regulation="soctrang-59-2024")
    instance.decided.write_text(json.dumps({"dongthap": [other]}))
    assert attachments(instance) == ["50 MB", "20 MB"]
