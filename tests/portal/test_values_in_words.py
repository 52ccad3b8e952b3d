import pytest

from congthu.portal.values_in_words import (
    called,
    state_in_words,
    step_in_words,
    value_in_words,
)
from congthu.regulations.load import catalogue
from congthu.regulations.pattern_words import pattern_in_words
from congthu.regulations.policy import policy_for
from congthu.regulations.schema import Activity, Forwarding, LetterClass, Rank
from congthu.regulations.values import Ruled


def words(regulation: str, parameter: str) -> tuple[str, ...]:
    ruled = policy_for(regulation).ruled(parameter)
    assert isinstance(ruled, Ruled)
    return value_in_words(parameter, ruled)


@pytest.mark.parametrize(
    ("regulation", "parameter", "expected"),
    [
        ("hanoi-1643-2023", "quota.organisation", ("10 GB",)),
        ("hanoi-1643-2023", "request.restore", ("02 ngày làm việc",)),
        ("hanoi-1643-2023", "password.classes", ("chữ hoa, chữ số, ký tự đặc biệt",)),
        ("hanoi-1643-2023", "inactivity.activity", ("đăng nhập, gửi thư, nhận thư",)),
        ("hanoi-1643-2023", "quota.warn_at_percent", ("90 %",)),
        ("hanoi-1643-2023", "sign_in.one_time_password", ("có",)),
        ("hanoi-1643-2023", "lock.grounds", ("2 căn cứ",)),
        ("hanoi-1643-2023", "request.sender_kinds", ("hộp thư kỹ thuật, hộp thư văn thư",)),
        (
            "caobang-16-2025",
            "report.periodic",
            (
                "cơ quan gửi cơ quan quản lý: báo cáo năm, trước ngày 30/11; còn báo cáo đột xuất khi được yêu cầu",
                "bên cung cấp dịch vụ gửi cơ quan quản lý: báo cáo khi được yêu cầu",
            ),
        ),
        ("caobang-16-2025", "message.forwarding", ("chỉ trong tên miền của tỉnh",)),
        (
            "hanoi-1643-2023",
            "leaving.kept",
            (
                "60 ngày: lãnh đạo tỉnh, thành phố, thủ trưởng cơ quan, cấp phó của thủ trưởng",
                "30 ngày: lãnh đạo phòng, ban, công chức, viên chức, người lao động",
            ),
        ),
    ],
)
def test_values_read_as_people_say_them(regulation: str, parameter: str, expected: tuple[str, ...]) -> None:
    assert words(regulation, parameter) == expected


def test_a_list_whose_members_have_commas_is_a_list() -> None:
    assert len(words("soctrang-draft-2024", "scope.categories")) > 3


def test_patterns_name_their_facts() -> None:
    assert pattern_in_words("{person.family|initials}{person.given}{n}.{agency.code}") == (
        "‹chữ đầu của họ›‹tên›‹số›.‹mã cơ quan›"
    )


def test_a_step_says_from_where_to_where_and_after_how_long() -> None:
    policy = policy_for("hanoi-1643-2023")
    idle = next(step for step in policy.states.transition if step.on == "idle")
    held = next(step for step in policy.states.transition if step.on == "hold_ended")
    assert step_in_words(idle, policy) == (
        "Đã cấp, chưa đổi mật khẩu / Đang hoạt động / Đã khôi phục, phải đổi mật khẩu → Tạm khóa, sau 03 tháng",
        "báo cho cơ quan, người giữ hộp thư",
    )
    assert step_in_words(held, policy) == (
        (
            "Thu hồi, chờ hủy → Đã hủy, sau 30 ngày hoặc 60 ngày tùy cấp bậc, "
            "khi không có yêu cầu bàn giao hoặc đã bàn giao"
        ),
        "báo cho cơ quan, người giữ hộp thư, nhắc trước 07 ngày, 01 ngày",
    )


def test_a_state_says_what_it_permits() -> None:
    states = policy_for("hanoi-1643-2023").states.state
    assert state_in_words(states["locked"]) == ("không đăng nhập được, không gửi được, nhận được",)
    assert state_in_words(states["issued_default"])[0].startswith("chỉ đăng nhập để đổi mật khẩu")


def test_every_token_of_the_schema_has_words() -> None:
    for token in (*LetterClass, *Activity, *Rank, *Forwarding):
        assert called(token) not in {"", token.value}


@pytest.mark.parametrize("regulation", catalogue())
def test_no_value_shows_a_token_of_the_data(regulation: str) -> None:
    for name, _, ruled in policy_for(regulation).values():
        if isinstance(ruled, Ruled) and name not in {
            "naming.reserved",
            "naming.system_boxes",
            "message.charset",
        }:
            for part in value_in_words(name, ruled):
                assert not {"True", "None", "_"} & set(part.split()), (name, part)
                assert not part.startswith(("<", "{", "(", "[")), (name, part)
