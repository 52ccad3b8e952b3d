"""What becomes of each line that gives somebody a role?"""

from collections import defaultdict
from collections.abc import Iterable

from congthu.directory.facts import PersonFacts
from congthu.directory.importing.parsing import Line
from congthu.directory.importing.planning.people import Homes, Known
from congthu.directory.importing.planning.values import Ground, RoleEntry, Verdict
from congthu.directory.importing.tree import Node, Unfound
from congthu.directory.roles import AUTHORITY_ROLES, NAMES, Role

Office = tuple[object, Role, object]
"""Who (a pk, or the entry that brings them), which role, over what."""


def plan_roles(ground: Ground, lines: Iterable[Line], homes: Homes, known: Known) -> None:
    """Give every line its verdict; a role that is held already changes nothing."""
    told = [(line, _entry(ground, line, homes[id(line)], known)) for line in lines]
    people = {entry.person.pk for _, entry in told if entry and entry.person.pk is not None}
    held: set[Office] = set()
    offices: defaultdict[object, set[Role]] = defaultdict(set)
    for one in ground.roles_of(people):
        held.add((one.person, one.role, one.over))
        offices[one.person].add(one.role)
    given: dict[Office, Line] = {}
    for line, entry in told:
        office = _office(entry) if entry else None
        if entry and office:
            _check(line, office, given, offices[office[0]])
        verdict = ground.tell(line, _subject(line), office if office in held else None, {})
        if entry and verdict is Verdict.NEW:
            ground.plan.roles.append(entry)


def _entry(ground: Ground, line: Line, home: Node | None, known: Known) -> RoleEntry | None:
    if home is None or line.wrong:
        return None
    role = Role(line.get("role"))
    if role not in ground.grants:
        line.refuse("role", f"Vai trò {NAMES[role]} do cơ quan quản lý giao: hãy đề nghị họ.")
    over: Node | None = None
    if role not in AUTHORITY_ROLES:
        over = _over(ground, line) if line.get("over") else home
    elif line.get("over"):
        line.refuse("over", f"Vai trò {NAMES[role]} có hiệu lực toàn địa phương; hãy để trống cột này.")
    facts = PersonFacts(line.get("full_name"), national_id=line.get("national_id"))
    try:
        person = known.somebody(facts, home)
    except Unfound as unfound:
        line.refuse("full_name", str(unfound))
        return None
    return None if line.wrong else RoleEntry(line, person, role, over)


def _over(ground: Ground, line: Line) -> Node | None:
    try:
        over = ground.tree.find(line.get("over"))
    except Unfound as unfound:
        line.refuse("over", str(unfound))
        return None
    if over.refused or over.ended:
        line.refuse("over", f"“{over}” chưa vào được hoặc đã giải thể.")
    return over


def _office(entry: RoleEntry) -> Office:
    who: object = entry.person.pk or id(entry.person)
    over: object = (entry.over.pk or id(entry.over)) if entry.over else None
    return who, entry.role, over


def _check(line: Line, office: Office, given: dict[Office, Line], roles: set[Role]) -> None:
    role = office[1]
    if office in given:
        line.refuse("role", f"Trùng với dòng {given[office].number}.")
        return
    if {Role.OPERATOR, Role.INSPECTOR} <= roles | {role}:
        line.refuse("role", "Người vận hành hệ thống không đồng thời là người kiểm tra.")
        return
    given[office] = line
    roles.add(role)


def _subject(line: Line) -> str:
    name, role = line.get("full_name"), line.get("role")
    return f"{name}, {NAMES[Role(role)]}" if role else name
