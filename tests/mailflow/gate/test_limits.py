import pytest
from tests.world import establish

from congthu.mailflow.gate.limits import FRESH_SECONDS, Limits, NotKnown, limits_of_authorities
from congthu.regulations.policy import policy_for
from congthu.regulations.terms import Size

MIB = 1 << 20


class Records:
    """What the records say, and whether they answer."""

    def __init__(self):
        self.value = policy_for("hanoi-1643-2023").quota.attachments_per_message
        self.away, self.asked, self.second = False, 0, 0.0

    def read(self):
        self.asked += 1
        if self.away:
            raise NotKnown("connection refused")
        return {"hanoi.gov.vn": self.value}


@pytest.fixture
def records():
    return Records()


@pytest.fixture
def limits(records):
    return Limits(records.read, lambda: records.second)


def test_a_decision_holds_for_the_next_message_and_the_records_are_not_asked_for_each(limits, records):
    assert limits.of("Ai@HaNoi.gov.vn").value == 50 * MIB
    limits.of("ai@hanoi.gov.vn")
    assert records.asked == 1
    records.value = records.value.model_copy(update={"value": Size.parse("30 MB")})
    records.second += FRESH_SECONDS
    assert limits.of("ai@hanoi.gov.vn").value == 30 * MIB


def test_while_the_records_are_away_what_was_known_last_holds(limits, records):
    limits.of("ai@hanoi.gov.vn")
    records.away = True
    records.second += 3600
    assert limits.of("ai@hanoi.gov.vn").value == 50 * MIB


def test_before_anything_is_known_nobody_is_let_through(limits, records):
    records.away = True
    with pytest.raises(NotKnown):
        limits.of("ai@hanoi.gov.vn")
    records.away, records.second = False, FRESH_SECONDS
    assert limits.of("ai@hanoi.gov.vn").value == 50 * MIB


@pytest.mark.parametrize("login", ["ai@khac.vn", "ai", "", "ai@xhanoi.gov.vn"])
def test_a_login_of_no_authority_has_no_limit_that_could_be_asked(limits, login):
    with pytest.raises(NotKnown):
        limits.of(login)


@pytest.mark.enforces("quota.attachments_per_message")
@pytest.mark.django_db
def test_each_authority_has_its_own():
    establish("hanoi", "hanoi-1643-2023")
    establish("dongthap", "dongthap-143-2025", "Tỉnh Đồng Tháp")
    known = limits_of_authorities()
    shown = {domain: str(known[domain].value) for domain in ("hanoi.gov.vn", "dongthap.gov.vn")}
    assert shown == {"hanoi.gov.vn": "50 MB", "dongthap.gov.vn": "20 MB"}
