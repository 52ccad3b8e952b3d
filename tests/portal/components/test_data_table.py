from congthu.portal.components.data_table import Column, DataTable, Pages, Row

COLUMNS = (Column("Số", "number", "short"), Column("Cơ quan"))


def table(**arguments: object) -> DataTable:
    return DataTable("Yêu cầu", COLUMNS, (Row(("12", "Sở Tư pháp")),), **{"parameters": {}, **arguments})


def test_sorting_keeps_the_filters_and_starts_again_on_the_first_page() -> None:
    html = str(table(parameters={"q": "tu phap", "page": "3"}))
    assert 'href="?q=tu+phap&amp;sort=number"' in html


def test_sorting_by_the_same_column_again_turns_the_order() -> None:
    html = str(table(sort="number"))
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-number"' in html


def test_pages_are_turned_with_the_filters_and_not_beyond_the_last() -> None:
    html = str(table(parameters={"state": "open"}, pages=Pages("Trang 2.000 / 2.000", back={"page": "1999"})))
    assert "Trang 2.000 / 2.000" in html
    assert 'href="?state=open&amp;page=1999"' in html
    assert "Trang sau" not in html


def test_every_cell_names_its_column_for_the_cards_of_a_phone() -> None:
    assert 'data-label="Cơ quan"' in str(table())
