"""How does a template become a PDF that looks the same on every machine?

Only the Liberation 2 fonts are used, named by path: the older ``fonts-liberation`` has 54 of the 146
Vietnamese letters, and a search through the fonts of a machine mixes two faces within one word. What is said
about people reaches the template as JSON data and never as Typst source: no name can be taken for markup.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

FONTS = Path("/usr/share/fonts/truetype/liberation2")
TEMPLATES = Path(__file__).parent / "templates"


class FontsMissing(Exception):
    """The machine has no Liberation 2 fonts; the message says how to get them."""

    unfit = True


def render(template: str, data: Mapping[str, object] | Sequence[object], *, at: datetime) -> bytes:
    """Typeset *template* with *data* as PDF; *at* is the creation time written into the file.

    No PDF/A profile is asked for: it refuses the whole document over one letter that the fonts lack, and a
    password that can be shown once only must not be lost to an emoji in the name of an agency.
    """
    compiler = typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(FONTS))
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(pdf, bytes)  # noqa: S101  # without an output path the compiler answers with the file
    return pdf


def one_line(text: str) -> str:
    """*text* as it may stand on paper: composed, one line, without characters that only steer (bidi, NUL)."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in {"Cc", "Cf"})


@cache
def _fonts(folder: Path) -> typst.Fonts:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    if "Liberation Sans" not in fonts.families():
        raise FontsMissing(
            f"Không có phông chữ Liberation 2 trong {folder}. Cài gói fonts-liberation2 rồi làm lại."
        )
    return fonts
