from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congthu.regulations.forms import Check, Column, RowField
from congthu.requests.intake.document import Cell
from congthu.requests.intake.fields import CHECKS, as_date, phone_digits, read_cell

ON = date(2026, 6, 1)


def value(check: Check, text: str, *, number: bool = False, field: RowField = RowField.PHONE) -> str | None:
    reading = read_cell(
        Cell(text, 0, 0, number=number), Column(label="Cột", field=field, check=check), written_on=ON
    )
    # Whatever is kept out is said to be wrong, and nothing kept is.
    assert (field in reading.values) != any(remark.severity == "error" for remark in reading.remarks)
    return reading.values.get(field)


def test_every_check_of_the_forms_is_carried_out():
    assert set(CHECKS) == set(Check)


@pytest.mark.parametrize(
    "written",
    ["0912345678", "0912 345 678", "0912.345.678", "+84 912.345.678", "(+84) 912 345 678", "84912345678",
     "0084 912345678", "+84 (0) 912 345 678", "0912-345-678", "0912 345 678; 0987 654 321", "ĐT: 0912345678"],
)  # fmt: skip
def test_a_mobile_is_written_in_digits(written: str):
    assert value(Check.MOBILE, written) == "0912345678"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0299 3 626 800", "02993626800"),
        ("(024) 38 330 512", "02438330512"),
        ("024.37560318", "02437560318"),
        ("+84 24 3756 0318", "02437560318"),
        ("0299 3626", None),
        ("09134456", None),
        ("0123456789", None),
        ("không có", None),
    ],
)
def test_a_landline_is_a_phone_with_its_area(written: str, kept: str | None):
    assert value(Check.PHONE, written) == kept


def test_a_landline_receives_no_code_by_message():
    assert value(Check.MOBILE, "024 3756 0318") is None


@pytest.mark.parametrize("stored", ["939118204", "2993621507"])
def test_a_zero_lost_in_a_spreadsheet_comes_back_with_a_warning(stored: str):
    reading = read_cell(
        Cell(stored, 0, 0, number=True),
        Column(label="Điện thoại", field=RowField.PHONE, check=Check.PHONE),
        written_on=ON,
    )
    assert reading.values == {RowField.PHONE: "0" + stored}
    assert [remark.severity for remark in reading.remarks] == ["warning"]


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True), st.sampled_from([" ", ".", "-", ""]))
def test_separators_do_not_change_a_phone(number: str, separator: str):
    spread = separator.join([number[:4], number[4:7], number[7:]])
    assert phone_digits(spread) == phone_digits("+84" + spread[1:]) == number


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("001090000123", "001090000123"),
        ("001 090 000 123", "001090000123"),
        ("CCCD: 001090000123", "001090000123"),
        ("012345678", "012345678"),
        ("00109000012", None),
        ("0010900001234", None),
        ("097090000123", None),
        ("00109000012O", None),
    ],
)
def test_an_identity_number_has_12_or_9_digits(written: str, kept: str | None):
    assert value(Check.NATIONAL_ID, written, field=RowField.NATIONAL_ID) == kept


@pytest.mark.parametrize(
    ("stored", "kept"), [("1090000123", "001090000123"), ("79090000123", "079090000123")]
)
def test_zeros_come_back_only_where_the_file_stores_a_number(stored: str, kept: str):
    assert value(Check.NATIONAL_ID, stored, number=True, field=RowField.NATIONAL_ID) == kept
    assert value(Check.NATIONAL_ID, stored, field=RowField.NATIONAL_ID) is None


@given(st.text(alphabet="0123456789", min_size=5, max_size=15))
def test_messages_never_repeat_an_identity_number(digits: str):
    column = Column(label="CCCD", field=RowField.NATIONAL_ID, check=Check.NATIONAL_ID)
    for remark in read_cell(Cell(digits, 0, 0), column, written_on=ON).remarks:
        assert digits not in remark.message


@pytest.mark.parametrize(
    "identity",
    [
        "094096018179\n28/09/2021\nCục CSQLHC về TTXH",
        "Số CCCD: 094096018179\nCấp ngày 28/09/2021\nNơi cấp: Cục CSQLHC về TTXH",
        "094096018179, cấp ngày 28/09/2021, nơi cấp: Cục CSQLHC về TTXH",
        "094096018179 cấp ngày 28 tháng 9 năm 2021 tại Cục CSQLHC về TTXH",
        "094 096 018 179/ 28-09-2021/ Cục CSQLHC về TTXH",
        "094096018179 ngày cấp: 28.09.2021 do Cục CSQLHC về TTXH cấp",
    ],
)
def test_the_three_parts_of_an_identity_paper_are_told_apart(identity: str):
    column = Column(label="CCCD/Ngày cấp/Nơi cấp", field=RowField.NATIONAL_ID, check=Check.IDENTITY)
    reading = read_cell(Cell(identity, 0, 0), column, written_on=ON)
    assert reading.values[RowField.NATIONAL_ID] == "094096018179"
    assert reading.values[RowField.NATIONAL_ID_DATE] == "2021-09-28"
    assert reading.values[RowField.NATIONAL_ID_PLACE] == "Cục CSQLHC về TTXH"
    assert reading.remarks == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("5/9/1990", date(1990, 9, 5)),
        ("05-09-1990", date(1990, 9, 5)),
        ("05.09.1990", date(1990, 9, 5)),
        ("ngày 5 tháng 9 năm 1990", date(1990, 9, 5)),
        ("1990-09-05", date(1990, 9, 5)),
        ("31/02/1990", None),
        ("1990", None),
        ("9/1990", None),
    ],
)
def test_days_are_read_in_the_ways_people_write_them(written: str, day: date | None):
    assert as_date(written) == day


@pytest.mark.parametrize(
    ("born", "kept"),
    [("01/06/2010", "2010-06-01"), ("02/06/2010", None), ("01/01/1920", None), ("30/02/1990", None)],
)
def test_nobody_at_work_is_under_16_or_over_100(born: str, kept: str | None):
    assert value(Check.BIRTH_DATE, born, field=RowField.BIRTH_DATE) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Nguyễn  Đỗ\nThị Kim Uyên ", "Nguyễn Đỗ Thị Kim Uyên"),
        ("NGUYỄN ĐỨC ĐẠT", "NGUYỄN ĐỨC ĐẠT"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Nguyễn Văn A2", None),
        ("anv@hanoi.gov.vn", None),
    ],
)
def test_names_are_kept_as_written_in_one_line(written: str, kept: str | None):
    assert value(Check.NAME, written, field=RowField.FULL_NAME) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("bantdkt_sonv@hanoi.gov.vn", "bantdkt_sonv@hanoi.gov.vn"),
        ("mailto:a.b@x.gov.vn", "a.b@x.gov.vn"),
        ("a.b@\nx.gov.vn", "a.b@x.gov.vn"),
        ("bantdkt_sonv", None),
        ("bản@hanoi.gov.vn", None),
        ("a@hanoi", None),
        (f"{'a' * 65}@hanoi.gov.vn", None),
    ],
)
def test_an_address_is_whole(written: str, kept: str | None):
    assert value(Check.ADDRESS, written, field=RowField.ADDRESS) == kept
