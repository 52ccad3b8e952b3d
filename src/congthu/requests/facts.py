"""What does a line say about a person: as the directory keeps it, as naming asks it, and how high their post is?"""

from collections.abc import Mapping
from datetime import date

from congthu.decisions.queries import policy_of
from congthu.directory.facts import PersonFacts
from congthu.directory.models import Organisation, Person
from congthu.directory.ranks import RANKS, rank_of
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.mailboxes.proposals import numbers_wanted, unit_code
from congthu.regulations.schema import Rank
from congthu.regulations.words import Words, by_phrase
from congthu.requests.intake.fields import as_date
from congthu.vietnamese.phrases import meanings_in, phrases_in


def person_facts(fields: Mapping[str, str], words: Words) -> PersonFacts:
    """What a line says of the person it is about; what it leaves out is empty."""
    born = fields.get("birth_date")
    rank = rank_of(fields.get("position", ""), told=fields.get("rank", ""), words=words)
    return PersonFacts(
        full_name=fields.get("full_name", ""),
        unit_name=fields.get("unit", ""),
        position=fields.get("position", ""),
        rank=rank.value if rank else "",
        birth_date=date.fromisoformat(born) if born else None,
        national_id=fields.get("national_id", ""),
        phone=fields.get("phone", ""),
        otp_phone=fields.get("otp_phone", ""),
        employment=employment_of(fields, words),
    )


def employment_of(fields: Mapping[str, str], words: Words) -> str:
    """As what somebody is employed, where the line says so in words that mean one thing; else as it is written.

    A post says it with its first words only: "Giáo viên Toán", but not "Phó phòng Lao động".
    """
    known = by_phrase(words.employments)
    if told := fields.get("employment", ""):
        meant = meanings_in(told, known)
        return meant[0].in_words() if len(meant) == 1 else told
    beginning = [one.meaning for one in phrases_in(fields.get("position", ""), known) if one.start == 0]
    found = {*beginning, *meanings_in(fields.get("remarks", ""), known)}
    return found.pop().in_words() if len(found) == 1 else ""


def decided_on(fields: Mapping[str, str]) -> date | None:
    """The day of the decision that a line names; None where it names none."""
    if told := fields.get("decision_on"):
        return date.fromisoformat(told)
    for name in ("decision_no", "reason", "remarks"):
        if (said := fields.get(name, "")) and "quyết định" in said.lower() and (day := as_date(said)):
            return day
    return None


def left_on(fields: Mapping[str, str]) -> date | None:
    """The day on which somebody really goes, where the line names it."""
    told = fields.get("left_on")
    return date.fromisoformat(told) if told else None


def naming_facts(
    agency: Organisation, facts: PersonFacts, *, sector: str = "", known: Person | None = None
) -> dict[str, object]:
    """What naming asks about somebody, whether or not the directory knows them; *known* fills what the line omits."""
    born = facts.birth_date or (known.birth_date if known else None)
    same_name = known is not None and known.full_name == facts.full_name
    return {
        "full_name": facts.full_name,
        **(
            {"ho": known.family_name, "ten_lot": known.middle_name, "ten": known.given_name}
            if same_name and known
            else {}
        ),
        "dob": born.isoformat() if born else "",
        "org_code": agency.person_suffix,
        "org_name": agency.name,
        **_numbers(agency, facts, known),
        "dept_code": unit_code(agency, facts.unit_name),
        "employment": facts.employment or (known.employment if known else ""),
        "org_sector": sector,
        "rank": RANKS.index(Rank(facts.rank)) if facts.rank else None,
    }


def _numbers(agency: Organisation, facts: PersonFacts, known: Person | None) -> dict[str, object]:
    """The numbers of which a part stands in an address, where the regulation has such addresses."""
    wanted = numbers_wanted(MailboxKind.PERSON, policy_of(agency.authority))
    return {name: getattr(facts, name) or (getattr(known, name) if known else "") for name in wanted}
