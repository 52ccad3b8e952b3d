import pytest

from congthu.engines.dovecot.userdb import FILLING_PERCENT, Level, quota_warnings

BELOW = f"-storage={FILLING_PERCENT}%% quota-warning below %u"
FILL = f"storage={FILLING_PERCENT}%% quota-warning fill %u"


@pytest.mark.parametrize(
    ("levels", "calls"),
    [
        ([], [FILL, BELOW]),
        ([Level(90, "Đ9.3.c")], ["storage=90%% quota-warning 90 %u Đ9.3.c", FILL, BELOW]),
        (
            [Level(85), Level(95, "Đ9.3.c")],
            ["storage=95%% quota-warning 95 %u Đ9.3.c", "storage=85%% quota-warning 85 %u", FILL, BELOW],
        ),
        # A level is at the same time the sign that the mailbox fills up: Dovecot obeys one call only.
        ([Level(80)], ["storage=80%% quota-warning 80 %u", BELOW]),
        (
            [Level(70), Level(90)],
            [
                "storage=90%% quota-warning 90 %u",
                "storage=70%% quota-warning 70 %u",
                "-storage=70%% quota-warning below %u",
            ],
        ),
    ],
)
def test_the_highest_level_passed_comes_first_and_filling_up_last(levels, calls):
    assert list(quota_warnings(levels).values()) == calls


def test_the_settings_are_numbered_as_dovecot_reads_them_without_a_gap():
    assert list(quota_warnings([Level(70), Level(90), Level(95)])) == [
        "quota_warning",
        "quota_warning2",
        "quota_warning3",
        "quota_warning4",
    ]
