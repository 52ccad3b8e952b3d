import gettext
import re
from pathlib import Path

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
