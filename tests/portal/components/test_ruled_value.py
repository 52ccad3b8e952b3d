from congthu.portal.components.ruled_value import RuledValue
from congthu.regulations.readings import Reading


def test_a_value_tells_its_bound_its_reading_and_its_source() -> None:
    read = Reading(
        unclear="Có phải chỉ những ký tự đó", chosen="Ký tự khác vẫn được dùng", why="Lời văn liệt kê"
    )
    page = str(
        RuledValue(
            "Số ký tự", ("8",), "Ít nhất 8", bound="minimum", origin="quy chế", readings=(("B-18a", read),)
        )
    )
    assert "tối thiểu" in page
    assert "chỉ được tăng" in page
    assert "Nguồn: quy chế." in page
    assert "Cách hiểu đã chọn (B-18a): Ký tự khác vẫn được dùng." in page
    assert "Vì sao: Lời văn liệt kê." in page


def test_what_is_not_known_leaves_no_trace() -> None:
    page = str(RuledValue("Số ký tự", ("8",)))
    assert "Nguồn" not in page
    assert "<details" not in page
    assert "bound" not in page


def test_a_decision_shows_what_the_regulation_itself_says() -> None:
    assert "Quy chế: 2 GB." in str(
        RuledValue("Dung lượng", ("3 GB",), origin="quyết định số 1", before="2 GB")
    )


def test_values_are_text_never_markup() -> None:
    assert "<b>" not in str(RuledValue("<b>", ("<b>",), "<b>", origin="<b>"))
