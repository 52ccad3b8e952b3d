"""Who wrote the letter around the tables, under which number and date, and who asks?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from congthu.regulations.forms import Column
from congthu.regulations.forms import Requester as RequesterLabels
from congthu.requests.intake.fields import DAY, DAY_IN_WORDS, as_date
from congthu.requests.intake.labels import plain
from congthu.requests.intake.result import Letter
from congthu.requests.intake.subjects import head_of, in_running_text
from congthu.vietnamese.names import fold, normalise

FILLER: Final = re.compile(r"[\s.…_\-–*]*")
MOTTO: Final = re.compile(r"cong hoa xa hoi|dang cong san viet nam|doc lap\s*-|mau so|phu luc\b|bieu mau")
END_OF_LETTERHEAD: Final = re.compile(
    r"so\s*:|so\s+\d|v/v|ve viec|kinh gui|can cu|ho va ten|ho ten|\d+\s*[./]|.*\bngay\b.*\bthang\b"
    r"|danh sach|phieu|cong van|to trinh|bang\b|\("
)
END_OF_HEADER: Final = re.compile(r"\s*(kinh gui|can cu)")
NUMBER: Final = re.compile(r"\d+[a-zA-Z]?(?:\s*[-–]\s*\w+)?\s*/\s*[\w&.]+(?:\s?[-–/]\s?[\w&.]+)*")
NUMBERED: Final = re.compile(r"\s*số\s*:?\s*(?=\d)", re.IGNORECASE)
ENCLOSED_WITH: Final = re.compile(
    r"(?:kèm theo|công văn|tờ trình|văn bản).{0,30}?\bsố\s*:?\s*(?=\d)", re.IGNORECASE
)
PLACE_AND_DAY: Final = re.compile(r"\s*[^,:;]{2,40},\s*ngày\b", re.IGNORECASE)
REQUESTING: Final = re.compile(
    r"\s*(?P<name>[^.;:,]{3,120}?)\s+(?:trân trọng\s+)?(?:kính\s+)?đề nghị\b", re.IGNORECASE
)
OF_AGENCY: Final = re.compile(r"\bcủa\s+(?P<name>[^().;:]{3,120}?)\s*\)?\s*$")

LONG_FORMS: Final = {"ubnd": "(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)", "hđnd": "(?:hđnd|hội đồng nhân dân)"}


def letterhead(opening: Sequence[str]) -> list[str]:
    """The bodies named at the top left: the superior body and the agency, each on one line or broken over
    several.
    """
    lines: list[str] = []
    for raw in opening:
        line = normalise(raw).strip("_-–* ")
        if not line or FILLER.fullmatch(line) or MOTTO.match(fold(line)):
            continue
        if END_OF_LETTERHEAD.match(fold(line)):
            break
        # A line that only names a kind of body ("ỦY BAN NHÂN DÂN") or does not begin with one goes on from
        # the line before.
        if lines and (lines[-1].lower() == head_of(lines[-1]) or not head_of(line)):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def agency_name(opening: Sequence[str], everything: Sequence[str]) -> str | None:
    """The agency as running text writes it. The letterhead says which it is, the letter how it is written."""
    head = letterhead(opening)
    if head:
        name = head[-1].strip("<>")
        text = "\n".join(normalise(line) for line in everything)
        return _as_written(name, text) or (in_running_text(name) if name.isupper() else name)
    for line in opening:
        for pattern in (REQUESTING, OF_AGENCY):
            found = pattern.match(line) if pattern is REQUESTING else pattern.search(line)
            if found and head_of(found["name"]):
                return normalise(found["name"])
    return None


def _as_written(name: str, text: str) -> str | None:
    words = name.lower().replace("ủy ban nhân dân", "ubnd").replace("uỷ ban nhân dân", "ubnd").split()
    pattern = r"\s+".join(LONG_FORMS.get(word, re.escape(word)) for word in words)
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
        if not found[0].isupper():
            return normalise(found[0])
    return None


@dataclass(frozen=True, slots=True)
class Dated:
    """The letter, and whether it shows a day that is not in the calendar."""

    letter: Letter
    day: date | None
    wrong_day: bool


def letter_of(opening: Sequence[str], closing: Sequence[str]) -> Dated:
    """Number and date of the letter; the legal basis, which has numbers and dates too, does not count."""
    header: list[str] = []
    for line in opening:
        if END_OF_HEADER.match(fold(line)):
            break
        header.append(line)
    written = next((line for line in header if DAY_IN_WORDS.search(line)), None) or next(
        (
            line
            for line in [*header, *closing]
            if PLACE_AND_DAY.match(line) and (DAY_IN_WORDS.search(line) or DAY.search(line))
        ),
        None,
    )
    day = as_date(written) if written else None
    letter = Letter(number=_number(header), date=day.isoformat() if day else None)
    return Dated(letter, day, wrong_day=bool(written) and day is None)


def _number(header: Sequence[str]) -> str | None:
    for line in header:
        begins = NUMBERED.match(line)
        found = NUMBER.match(line, begins.end()) if begins else NUMBER.fullmatch(line.strip())
        if found:
            return _joined(found)
    for line in header:
        begins = ENCLOSED_WITH.search(line)
        if begins and (found := NUMBER.match(line, begins.end())):
            return _joined(found)
    return None


def _joined(found: re.Match[str]) -> str:
    return re.sub(r"\s*([-–/])\s*", r"\1", found[0]).rstrip(".").replace("–", "-")


def labelled(lines: Sequence[str], labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Read "label: value" entries, several to a line; *labels* gives the wordings of each name. The first
    value counts.
    """
    meanings = {
        plain(wording): (name, rank)
        for name, wordings in labels.items()
        for rank, wording in enumerate(wordings)
    }
    wordings = sorted((wording for some in labels.values() for wording in some), key=len, reverse=True)
    alternatives = "|".join(r"\s+".join(map(re.escape, wording.split())) for wording in wordings)
    pattern = re.compile(rf"(?<!\w)({alternatives})\s*[:：]", re.IGNORECASE)
    values: dict[str, tuple[int, str]] = {}
    for line in lines:
        found = list(pattern.finditer(line))
        ends = [following.start() for following in found[1:]] + [len(line)]
        for label, end in zip(found, ends, strict=False):
            value = normalise(re.sub(r"[.…_]{2,}|…", " ", line[label.end() : end])).strip(" ,;-–")
            if value and not FILLER.fullmatch(value):
                name, rank = meanings[plain(label[1])]
                if name not in values or rank < values[name][0]:
                    values[name] = (rank, value.removesuffix("."))
    return {name: value for name, (_, value) in values.items()}


def requester_values(opening: Sequence[str], labels: RequesterLabels) -> dict[str, str]:
    """What the letter says about the person who asks."""
    return labelled(opening, {name: wordings for name, wordings in labels if wordings})


def entry_values(opening: Sequence[str], lines: Sequence[Column]) -> dict[str, str]:
    """Values of an entry above the tables, by the label of the form.

    An entry begins with its first label: the agency's own address may stand in the letterhead.
    """
    labels = {column.label: column.labels for column in lines}
    first = {lines[0].label: lines[0].labels}
    begins = next((at for at, line in enumerate(opening) if labelled([line], first)), len(opening))
    return labelled(opening[begins:], labels)
