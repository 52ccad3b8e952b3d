"""What becomes of each line about an organisation?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from congthu.directory.corrections import completed
from congthu.directory.facts import CODES, UNITS, Codes, OrganisationFacts
from congthu.directory.importing.parsing import Line
from congthu.directory.importing.planning.values import Ground, HeldOrganisation, OrganisationEntry, Verdict
from congthu.directory.importing.tree import Node, Unfound, Waiting
from congthu.directory.scope import exception, outside, without_category
from congthu.regulations.addresses import NO_LOCAL_PART, is_local_part

INSIDE_ANOTHER = frozenset({"department", "locality_department", "locality_unit", "other_body_unit"})
SAID = ("name", "kind", "identifier", "category", "sector", "seat", "phone", "valid_from", "valid_to")


def hold(ground: Ground, organisations: Iterable[HeldOrganisation]) -> None:
    """Let the organisations of the directory be found, those of today before those dissolved."""
    ground.held = {one.pk: one for one in organisations}
    for one in sorted(ground.held.values(), key=lambda held: held.facts.valid_to is not None):
        _node(ground, one)


def _node(ground: Ground, one: HeldOrganisation) -> Node:
    if one.pk not in ground.node_of:
        above = _node(ground, ground.held[one.parent]) if one.parent in ground.held else None
        facts = one.facts
        ended = facts.valid_to is not None
        node = Node(facts.codes.code, facts.name, facts.kind, above, pk=one.pk, ended=ended)
        ground.node_of[one.pk] = node
        ground.sectors[node] = facts.sector
        ground.suffixes[node] = facts.codes.person_suffix
        ground.tree.hold(node)
    return ground.node_of[one.pk]


def plan_organisations(ground: Ground, lines: list[Line]) -> None:
    """Give every line its place in the tree, then its verdict."""
    entries = {id(entry.line): entry for entry in _placed(ground, lines)}
    _name_people_by_agency(ground, entries.values())
    _check_taken(ground, entries.values())
    _refuse_below(entries.values())
    for line in lines:
        entry = entries.get(id(line))
        held, changes = (entry.held, entry.changes) if entry else (None, {})
        verdict = ground.tell(line, line.get("name") or line.get("code"), held, changes)
        if entry and verdict is not Verdict.REFUSED:
            ground.sectors[entry.node] = entry.facts.sector
            if verdict is not Verdict.SAME:
                ground.plan.organisations.append(entry)
    ground.plan.organisations.sort(key=lambda entry: entry.node.depth)


def _placed(ground: Ground, lines: list[Line]) -> Iterable[OrganisationEntry]:
    waiting: dict[int, Waiting] = {}
    for line in lines:
        _check_codes(line)
        _check_validity(line, ground.today)
        if is_local_part(line.get("code")):
            waiting[id(line)] = Waiting(
                line.get("code"),
                line.get("parent"),
                line.get("name"),
                line.get("kind"),
                line.number,
                ended=bool(line.get("valid_to")),
            )
    ground.tree.bring(waiting.values())
    first: dict[Node, Line] = {}
    for line in lines:
        found = waiting.get(id(line))
        if found is None:
            continue
        if found.node is None:
            line.refuse("parent", found.unfound)
        elif found.node in first:
            line.refuse("code", f"Trùng với dòng {first[found.node].number}: cùng mã “{found.node}”.")
        else:
            first[found.node] = line
            yield _entry(ground, line, found.node)


def _entry(ground: Ground, line: Line, node: Node) -> OrganisationEntry:
    held = ground.held.get(node.pk) if node.pk else None
    _check_scope(ground, line, new=held is None and node.parent is None)
    if line.get("kind") in INSIDE_ANOTHER and node.parent is None:
        line.refuse("parent", "Phòng, ban, đơn vị bên trong phải có cấp trên: hãy ghi mã của cơ quan đó.")
    focal: Node | None = None
    if line.get("focal"):
        try:
            focal = ground.tree.find(line.get("focal"))
        except Unfound as unfound:
            line.refuse("focal", str(unfound))
    given = _facts(line, ground.today)
    if held is None:
        return OrganisationEntry(line, node, given, focal, None, {})
    said: dict[str, object] = {name: getattr(given, name) for name in SAID if line.get(name)}
    said |= {name: line.get(name) for name in CODES[1:]}
    facts, changes = completed(held.facts, said)
    if focal is not None and focal.pk != held.focal:
        changes["focal"] = (str(ground.node_of[held.focal]) if held.focal else "", str(focal))
    if "name" in changes and not line.get("document"):
        line.refuse(
            "document",
            f"Mã này đã là “{held.facts.name}”; đổi tên cần quyết định: hãy ghi số quyết định, hoặc sửa mã.",
        )
    if "valid_to" in changes:
        line.refuse("valid_to", "Tổ chức đang hoạt động: hãy ghi giải thể bằng lệnh directory dissolve.")
    return OrganisationEntry(line, node, facts, focal, held, changes)


def _check_codes(line: Line) -> None:
    for name in CODES:
        given = line.get(name)
        if given and not is_local_part(given):
            line.refuse(name, f"“{given}” {NO_LOCAL_PART}")


def _check_validity(line: Line, today: date) -> None:
    begun, ended = line.day("valid_from"), line.day("valid_to")
    if ended and ended > today:
        line.refuse(
            "valid_to", "Ngày giải thể chưa đến; khi quyết định có hiệu lực hãy ghi bằng directory dissolve."
        )
    if begun and ended and ended < begun:
        line.refuse("valid_to", "Ngày giải thể đứng trước ngày thành lập.")


def _check_scope(ground: Ground, line: Line, *, new: bool) -> None:
    lacking = without_category(line.get("category"), scope=ground.scope) if new else None
    if lacking is not None:
        line.refuse("category", lacking.message, clause=lacking.clause)
        return
    refusal = outside(line.get("category"), scope=ground.scope)
    if refusal is None:
        return
    needed = exception(line.get("document"), scope=ground.scope)
    by = ground.scope.exceptions_by
    if needed is None and by is not None:
        line.remark("category", f"{refusal.message} Nhập theo văn bản của {by.value}.", clause=by.cited)
    else:
        more = f" {needed.message}" if needed else ""
        line.refuse("category", refusal.message + more, clause=refusal.clause)


def _name_people_by_agency(ground: Ground, entries: Iterable[OrganisationEntry]) -> None:
    """Give the new units the suffix of the agency above, unless the line says another; from the top down."""
    for entry in sorted(entries, key=lambda entry: entry.node.depth):
        facts, above = entry.facts, entry.node.parent
        if entry.held is None and facts.kind in UNITS and not entry.line.get("person_suffix") and above:
            codes = replace(facts.codes, person_suffix=ground.suffixes.get(above, facts.codes.person_suffix))
            entry.facts = replace(facts, codes=codes)
        ground.suffixes[entry.node] = entry.facts.codes.person_suffix


def _check_taken(ground: Ground, entries: Iterable[OrganisationEntry]) -> None:
    """The mailbox names of those directly under the province, and the identifiers, are there once."""
    held = ground.held.values()
    boxes: dict[str, object] = {
        one.facts.codes.own_local_part: one.pk
        for one in held
        if one.parent is None and one.facts.valid_to is None
    }
    identifiers: dict[str, object] = {one.facts.identifier: one.pk for one in held if one.facts.identifier}
    for entry in entries:
        line, facts = entry.line, entry.facts
        if line.wrong:
            continue
        me: object = entry.node.pk or entry.node
        box = facts.codes.own_local_part
        top = entry.node.parent is None and facts.valid_to is None
        if top and boxes.setdefault(box, me) != me:
            line.refuse("own_local_part", f"Tên hộp thư “{box}” đã thuộc một cơ quan khác.")
        if facts.identifier and identifiers.setdefault(facts.identifier, me) != me:
            line.refuse("identifier", f"Mã định danh “{facts.identifier}” đã thuộc một cơ quan khác.")


def _refuse_below(entries: Iterable[OrganisationEntry]) -> None:
    for entry in sorted(entries, key=lambda entry: entry.node.depth):
        for name, other in (("parent", entry.node.parent), ("focal", entry.focal)):
            if other is not None and other.refused:
                entry.line.refuse(name, f"Dòng {other.line} (“{other}”) chưa vào được nên dòng này phải chờ.")
        entry.node.refused = entry.line.wrong and entry.node.pk is None


def _facts(line: Line, today: date) -> OrganisationFacts:
    ended = line.day("valid_to")
    return OrganisationFacts(
        name=line.get("name"),
        kind=line.get("kind"),
        codes=Codes(*(line.get(name) for name in CODES)).completed(),
        valid_from=line.day("valid_from") or ended or today,
        valid_to=ended,
        identifier=line.get("identifier"),
        category=line.get("category"),
        sector=line.get("sector"),
        seat=line.get("seat"),
        phone=line.get("phone"),
    )
