from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import formats


@pytest.mark.parametrize("written", ["02/11/2026", "2/11/2026", "02-11-2026", "2026-11-02"])
def test_the_day_comes_first(written):
    assert forms.DateField(localize=True).clean(written) == date(2026, 11, 2)


def test_dates_and_numbers_are_written_the_vietnamese_way():
    assert formats.date_format(date(2026, 11, 2), "SHORT_DATE_FORMAT") == "02/11/2026"
    assert (
        formats.date_format(datetime(2026, 11, 2, 15, 4, tzinfo=UTC), "DATETIME_FORMAT") == "15:04 02/11/2026"
    )
    assert formats.number_format(1234567.5, 1, use_l10n=True) == "1.234.567,5"
