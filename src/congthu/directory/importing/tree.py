"""Which organisation does a code mean, among those held and those that a file brings?

A code is enough where it is the only one, or that of an organisation directly under the province; otherwise the path
says which: ``sotp/vanphong``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from congthu.directory.importing.columns import Sheet

DEEPEST: Final = 24


class Unfound(Exception):
    """A code means nothing, or several; the message says what to do."""


@dataclass(eq=False, slots=True)
class Node:
    """An organisation. One that a file brings has a *line*, and no *pk* until it is entered."""

    code: str
    name: str
    kind: str = ""
    parent: "Node | None" = None
    pk: int | None = None
    line: int | None = None
    refused: bool = False
    ended: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The codes from the province down."""
        return (*(self.parent.path if self.parent else ()), self.code)

    @property
    def depth(self) -> int:
        """How many organisations stand above."""
        return self.parent.depth + 1 if self.parent else 0

    def __str__(self) -> str:
        return "/".join(self.path)


@dataclass(eq=False, slots=True)
class Waiting:
    """A line whose parent is not known yet."""

    code: str
    parent: str
    name: str
    kind: str
    line: int
    ended: bool = False
    node: Node | None = None
    unfound: str = ""
    at_work: bool = False


@dataclass(slots=True)
class Tree:
    """What is held, then what a file brings."""

    nodes: dict[tuple[str, ...], Node] = field(default_factory=dict)
    by_code: defaultdict[str, list[Node]] = field(default_factory=lambda: defaultdict(list))
    waiting: defaultdict[str, list[Waiting]] = field(default_factory=lambda: defaultdict(list))

    def hold(self, node: Node) -> None:
        """Let *node* be found; one that was dissolved only where none of today has its path."""
        if not node.ended or node.path not in self.nodes:
            self.nodes[node.path] = node
        self.by_code[node.code].append(node)

    def bring(self, lines: Iterable[Waiting]) -> None:
        """Give every line its node: the one held under its path, or a new one; or say why it has none."""
        everyone = list(lines)
        for one in everyone:
            self.waiting[one.code].append(one)
        for one in everyone:
            self._settle(one, 0)
        for code in list(self.waiting):
            # Whoever leans on these is told which line it is.
            self.waiting[code] = [one for one in self.waiting[code] if one.unfound]

    def find(self, reference: str) -> Node:
        """The organisation that *reference* means.

        Raises:
            Unfound: none, or several.
        """
        return self._find(reference, 0)

    def _find(self, reference: str, depth: int) -> Node:
        codes = tuple(part.strip().lower() for part in reference.strip("/ ").split("/"))
        if depth > DEEPEST:
            raise Unfound(f"“{reference}” ở sâu hơn {DEEPEST} cấp; hãy kiểm tra cột cấp trên.")
        alike = self.waiting.get(codes[-1], [])
        # Those directly under the province first: the others may stand below them.
        for one in (*(one for one in alike if not one.parent), *(one for one in alike if one.parent)):
            if codes not in self.nodes or not one.parent:
                self._settle(one, depth)
        if whole := self.nodes.get(codes):
            return whole
        found = [node for node in self.by_code.get(codes[-1], ()) if node.path[-len(codes) :] == codes]
        found = [node for node in found if not node.ended] or found
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(sorted(str(node) for node in found)[:5])
            raise Unfound(f"Có nhiều tổ chức mã “{reference}”: {several}; hãy ghi cả đường dẫn.")
        if any(one.at_work for one in alike):
            raise Unfound(f"“{reference}” lại đứng dưới chính tổ chức này: cấp trên không thể thành vòng.")
        if stuck := next((one for one in alike if one.unfound), None):
            raise Unfound(
                f"Tờ “{Sheet.ORGANISATIONS}”, dòng {stuck.line} (“{stuck.code}”) chưa vào được nên dòng này phải chờ."
            )
        raise Unfound(f"Không có tổ chức mã “{reference}” trong danh bạ và trong tệp.")

    def _settle(self, one: Waiting, depth: int) -> None:
        if one.node or one.unfound or one.at_work:
            return
        one.at_work = True
        try:
            parent = self._find(one.parent, depth + 1) if one.parent else None
        except Unfound as unfound:
            one.unfound = str(unfound)
        else:
            path = (*(parent.path if parent else ()), one.code)
            held = self.nodes.get(path)
            if held is None or (held.ended and not one.ended):
                # A code that ended with its organisation may come back with another one.
                held = Node(one.code, one.name, one.kind, parent, line=one.line, ended=one.ended)
                self.hold(held)
            one.node = held
        finally:
            one.at_work = False
