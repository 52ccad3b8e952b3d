from congthu.portal.components.stepper import Stepper


def test_the_step_one_is_at_is_marked_and_those_before_it_are_done() -> None:
    html = str(Stepper(("Đăng nhập", "Đặt mật khẩu", "Bắt đầu"), 2))
    assert html.count('aria-current="step"') == 1
    assert html.count("step-done") == 1
