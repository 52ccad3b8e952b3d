"""In which words do agencies ask, and what does a post they name mean?

``platform/words.toml`` has the words of administrative Vietnamese; ``words.toml`` of a regulation adds those of its own
province, which are looked at first. Where no word is found nothing is guessed.
"""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import Field

from congthu.regulations.asks import Action, Box
from congthu.regulations.values import Frozen
from congthu.regulations.vocabulary import Employment, Rank, Sector

Meaning = TypeVar("Meaning")


class Words(Frozen):
    """Wordings by what they mean. They are compared without accents and capitals; the longest found counts."""

    asks: Mapping[Action, tuple[str, ...]] = Field(
        default_factory=dict, description="Việc được đề nghị, khi phiếu ghi bằng lời mà không có ô đánh dấu"
    )
    boxes: Mapping[Box, tuple[str, ...]] = Field(
        default_factory=dict, description="Loại hộp thư của tổ chức mà dòng gọi tên"
    )
    boxes_alone: Mapping[Box, tuple[str, ...]] = Field(
        default_factory=dict, description="Loại hộp thư, khi cả ô chỉ có chữ này"
    )
    ranks: Mapping[Rank, tuple[str, ...]] = Field(default_factory=dict, description="Cấp bậc của một chức vụ")
    employments: Mapping[Employment, tuple[str, ...]] = Field(
        default_factory=dict, description="Diện cán bộ, công chức, viên chức, người lao động"
    )
    sectors: Mapping[Sector, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Lĩnh vực của cơ sở công lập; other: cơ quan quản lý, ngoài công lập",
    )
    titles: tuple[str, ...] = Field((), description="Học hàm, học vị, cách xưng đứng trước họ tên")

    def over(self, platform: "Words") -> "Words":
        """These words, and the platform's beside them."""
        return Words(
            asks=_joined(self.asks, platform.asks),
            boxes=_joined(self.boxes, platform.boxes),
            boxes_alone=_joined(self.boxes_alone, platform.boxes_alone),
            ranks=_joined(self.ranks, platform.ranks),
            employments=_joined(self.employments, platform.employments),
            sectors=_joined(self.sectors, platform.sectors),
            titles=(*self.titles, *platform.titles),
        )


def by_phrase(told: Mapping[Meaning, tuple[str, ...]]) -> dict[str, Meaning]:
    """The meaning of each wording; of two meanings the first told."""
    found: dict[str, Meaning] = {}
    for meaning, wordings in told.items():
        for wording in wordings:
            found.setdefault(wording, meaning)
    return found


def _joined(
    own: Mapping[Meaning, tuple[str, ...]], platform: Mapping[Meaning, tuple[str, ...]]
) -> dict[Meaning, tuple[str, ...]]:
    spoken_for = {wording for wordings in own.values() for wording in wordings}
    return {
        meaning: (
            *own.get(meaning, ()),
            *(wording for wording in platform.get(meaning, ()) if wording not in spoken_for),
        )
        for meaning in (*own, *(one for one in platform if one not in own))
    }
