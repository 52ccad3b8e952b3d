"""What becomes of each line about a person, and who is who?

People are recognised by the number of their identity paper; without one by their name within the agency, as long as
nothing says that these are two people. Where that cannot be told, the line asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from congthu.directory.corrections import corrected, with_parts
from congthu.directory.facts import PersonFacts
from congthu.directory.importing.columns import Sheet
from congthu.directory.importing.parsing import Line
from congthu.directory.importing.planning.values import Ground, HeldPerson, PersonEntry, Verdict
from congthu.directory.importing.tree import Node, Unfound
from congthu.directory.scope import employed_as, out_of_scope, sector_meant, sector_told

Homes = Mapping[int, Node | None]
"""By ``id(line)`` the organisation that a line about a person names."""


def homes_of(ground: Ground, lines: Iterable[Line]) -> Homes:
    """Look the organisation of every line up, and refuse the lines that have none."""
    return {id(line): _home(ground, line) for line in lines}


def _home(ground: Ground, line: Line) -> Node | None:
    if not line.get("organisation"):
        return None
    try:
        node = ground.tree.find(line.get("organisation"))
    except Unfound as unfound:
        line.refuse("organisation", str(unfound))
        return None
    if node.refused:
        where = f"Tờ “{Sheet.ORGANISATIONS}”, dòng {node.line} (“{node}”)"
        line.refuse("organisation", f"{where} chưa vào được nên dòng này phải chờ.")
        return None
    if node.ended:
        line.refuse("organisation", f"“{node.name}” đã giải thể; hãy ghi cơ quan hiện nay.")
        return None
    return node


class Known:
    """The people held and the people brought, by what they are recognised by."""

    def __init__(self, ground: Ground, homes: Homes, lines: Iterable[Line]) -> None:
        """Ask the directory for those whom *lines* may mean."""
        self._by_number: dict[str, HeldPerson] = {}
        self._by_name: defaultdict[tuple[int, str], list[HeldPerson]] = defaultdict(list)
        self._brought_numbers: dict[str, PersonEntry] = {}
        self._brought_names: defaultdict[tuple[Node, str], list[PersonEntry]] = defaultdict(list)
        asked = {node.pk for node in homes.values() if node is not None and node.pk is not None}
        numbers = {line.get("national_id") for line in lines if line.get("national_id")}
        for held in ground.people_of(asked, numbers):
            if held.facts.national_id:
                self._by_number[held.facts.national_id] = held
            self._by_name[held.organisation, held.facts.full_name.lower()].append(held)

    def bring(self, entry: PersonEntry) -> None:
        """Let the person of a line be found by the lines after it."""
        if entry.facts.national_id:
            self._brought_numbers[entry.facts.national_id] = entry
        self._brought_names[entry.organisation, entry.facts.full_name.lower()].append(entry)

    def brought_as(self, facts: PersonFacts, home: Node) -> Line | None:
        """The earlier line that is the same person as far as anybody can tell."""
        if facts.national_id in self._brought_numbers:
            return self._brought_numbers[facts.national_id].line
        alike = self._brought_names.get((home, facts.full_name.lower()), ())
        return next((one.line for one in alike if _may_be_one(one.facts, facts)), None)

    def find(self, facts: PersonFacts, home: Node) -> HeldPerson | None:
        """The person held who is meant.

        Raises:
            Unfound: that cannot be told.
        """
        if facts.national_id in self._by_number:
            return self._by_number[facts.national_id]
        named = self._by_name.get((home.pk or 0, facts.full_name.lower()), ())
        alike = [one for one in named if _may_be_one(one.facts, facts)]
        if len(alike) > 1:
            raise Unfound(f"Cơ quan có {len(alike)} người tên {facts.full_name}: hãy ghi số CCCD.")
        if not alike:
            return None
        sure = alike[0].facts.birth_date is not None and alike[0].facts.birth_date == facts.birth_date
        if facts.national_id and not sure:
            # Taking the two for one would join two people; taking them for two would enter one person twice.
            raise Unfound(
                f"Cơ quan đã có {facts.full_name} chưa ghi số CCCD, không rõ có phải một người: "
                "hãy ghi ngày sinh ở cả hai nơi, hoặc bổ sung số CCCD cho người đã ghi (directory person correct)."
            )
        return alike[0]

    def somebody(self, facts: PersonFacts, home: Node) -> PersonEntry | HeldPerson:
        """Whoever a role is given to.

        Raises:
            Unfound: nobody, or several.
        """
        if facts.national_id:
            found = self._brought_numbers.get(facts.national_id) or self._by_number.get(facts.national_id)
            if found is None:
                raise Unfound("Không có người nào có số CCCD này trong danh bạ và trong tệp.")
            if found.facts.full_name.lower() != facts.full_name.lower():
                raise Unfound("Số CCCD này là của một người tên khác; hãy kiểm tra lại tên và số.")
            return found
        key = facts.full_name.lower()
        brought = self._brought_names.get((home, key), [])
        again = {one.held.pk for one in brought if one.held}
        held = [one for one in self._by_name.get((home.pk or 0, key), ()) if one.pk not in again]
        both: list[PersonEntry | HeldPerson] = [*brought, *held]
        if len(both) > 1:
            raise Unfound(f"Cơ quan có {len(both)} người tên {facts.full_name}: hãy ghi số CCCD.")
        if not both:
            raise Unfound(f"Không có {facts.full_name} ở {home.name}, trong danh bạ cũng như trong tệp.")
        return both[0]


def _may_be_one(one: PersonFacts, other: PersonFacts) -> bool:
    """Whether nothing says that these two of one name are two people."""
    numbers = not one.national_id or not other.national_id or one.national_id == other.national_id
    born = one.birth_date is None or other.birth_date is None or one.birth_date == other.birth_date
    return numbers and born


def plan_people(ground: Ground, lines: Iterable[Line], homes: Homes, known: Known) -> None:
    """Give every line its verdict."""
    for line in lines:
        home = homes[id(line)]
        entry = _entry(ground, line, home, known) if home is not None and not line.wrong else None
        held, changes = (entry.held, entry.changes) if entry else (None, {})
        verdict = ground.tell(line, line.get("full_name"), held, changes)
        if entry and verdict is not Verdict.REFUSED:
            known.bring(entry)
            if verdict is not Verdict.SAME:
                ground.plan.people.append(entry)


def _entry(ground: Ground, line: Line, home: Node, known: Known) -> PersonEntry | None:
    facts = _facts(line)
    employed = employed_as(facts.employment, spoken=ground.spoken)
    sector = sector_meant(_sector(ground, home, facts.unit_name), spoken=ground.spoken)
    for refusal in out_of_scope(employment=employed, sector=sector, contract=None, scope=ground.scope):
        line.remark("employment", refusal.message, clause=refusal.clause)
    if earlier := known.brought_as(facts, home):
        how = "cùng số CCCD" if facts.national_id else "hai người trùng tên thì ghi số CCCD hoặc ngày sinh"
        line.refuse("full_name", f"Trùng với dòng {earlier.number}: {how}.")
        return None
    try:
        held = known.find(facts, home)
    except Unfound as unfound:
        line.refuse("national_id", str(unfound))
        return None
    if held is None:
        return PersonEntry(line, home, with_parts(facts), None, {})
    after, changes = corrected(held.facts, facts)
    if held.organisation == home.pk:
        return PersonEntry(line, home, after, held, changes, pk=held.pk)
    here = ground.node_of.get(held.organisation)
    changes["organisation"] = (str(here or ""), str(home))
    _check_move(ground, line, held, here)
    return PersonEntry(line, home, after, held, changes, line.day("decided_on"), pk=held.pk)


def _check_move(ground: Ground, line: Line, held: HeldPerson, here: Node | None) -> None:
    decided_on = line.day("decided_on")
    if not line.get("document") or decided_on is None:
        where = f"{here.name} ({here})" if here else "một cơ quan khác"
        line.refuse(
            "document",
            f"Số CCCD này là của {held.facts.full_name}, đang ở {where}. Chuyển cơ quan cần quyết định: "
            "hãy ghi số và ngày của quyết định, hoặc sửa số CCCD.",
        )
    elif decided_on > ground.today:
        line.refuse("decided_on", "Quyết định ghi ngày chưa đến; hãy kiểm tra lại ngày.")


def _sector(ground: Ground, node: Node, unit_name: str) -> str:
    """What is told of the sector in which the people of an organisation work, or those of its unit *unit_name*."""
    places = [("", unit_name)] if unit_name else []
    here: Node | None = node
    while here is not None:
        places.append((ground.sectors.get(here, ""), here.name))
        here = here.parent
    return sector_told(places, spoken=ground.spoken)


def _facts(line: Line) -> PersonFacts:
    return PersonFacts(
        full_name=line.get("full_name"),
        unit_name=line.get("unit_name"),
        position=line.get("position"),
        rank=line.get("rank"),
        birth_date=line.day("birth_date"),
        national_id=line.get("national_id"),
        phone=line.get("phone"),
        otp_phone=line.get("otp_phone"),
        employment=line.get("employment"),
        family_name=line.get("family_name"),
        middle_name=line.get("middle_name"),
        given_name=line.get("given_name"),
    )
