import gettext
import re
from datetime import date
from pathlib import Path

import pytest
from django import forms
from django.utils import translation

import congthu.portal

CATALOGUE = Path(congthu.portal.__file__).parent / "locale" / "vi" / "LC_MESSAGES"


def test_what_is_shipped_is_what_is_written() -> None:
    with (CATALOGUE / "django.mo").open("rb") as compiled:
        shipped = set(gettext.GNUTranslations(compiled)._catalog.values())
    written = re.findall(
        r'^msgstr(?:\[0\])? "(.+)"$', (CATALOGUE / "django.po").read_text("utf-8"), re.MULTILINE
    )
    assert written
    assert set(written) <= shipped


@pytest.mark.parametrize("language", ["vi", "en", "en-us"])
def test_a_day_is_read_day_first_whatever_language_the_browser_asks_for(language) -> None:
    with translation.override(language):
        assert forms.DateField().clean("01/10/2026") == date(2026, 10, 1)
