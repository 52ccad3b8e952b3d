import re
from pathlib import Path

import congthu.portal

PORTAL = Path(congthu.portal.__file__).parent


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    sprite = set(
        re.findall(r'<symbol id="([a-z]+)"', (PORTAL / "static/portal/icons.svg").read_text("utf-8"))
    )
    pages = "".join(page.read_text("utf-8") for page in PORTAL.rglob("*.html"))
    named = set(re.findall(r'{% icon "([a-z]+)"', pages))
    assert named
    assert named <= sprite
