from congthu.portal.components.address_line import AddressLine


def test_the_copy_button_is_hidden_until_a_script_can_serve_it() -> None:
    html = str(AddressLine("vanthu_sotuphap@hanoi.gov.vn"))
    assert 'data-copy="vanthu_sotuphap@hanoi.gov.vn"' in html
    assert 'aria-label="Sao chép địa chỉ vanthu_sotuphap@hanoi.gov.vn" hidden' in html
