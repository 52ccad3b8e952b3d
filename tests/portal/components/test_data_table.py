from congthu.portal.components.data_table import Column, DataTable, Pages, Row

COLUMNS = (Column("Số", "short"), Column("Cơ quan"))


def table(**arguments: object) -> DataTable:
    return DataTable("Yêu cầu", COLUMNS, (Row(("12", "Sở Tư pháp")),), **{"parameters": {}, **arguments})


def test_pages_are_turned_with_the_filters_and_not_beyond_the_last() -> None:
    html = str(table(parameters={"state": "open"}, pages=Pages("Trang 2.000 / 2.000", back={"page": "1999"})))
    assert "Trang 2.000 / 2.000" in html
    assert 'href="?state=open&amp;page=1999"' in html
    assert "Trang sau" not in html


def test_every_cell_names_its_column_for_the_cards_of_a_phone() -> None:
    assert 'data-label="Cơ quan"' in str(table())
