"""Which address does a mailbox get?

The patterns of a kind (`congthu.mailboxes.naming.patterns`) are tried in their order; a later one answers a collision,
and ``{n}`` is the first number that gives an address never issued before. What is known is `NameFacts`, read once from
what was typed (`congthu.mailboxes.naming.facts`).
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from congthu.directory.scope import OUT_OF_SCOPE, UNCLEAR_SCOPE, out_of_scope
from congthu.enforces import enforces
from congthu.mailboxes.naming.facts import NAME_FACT, NameFacts, Reading, read_facts
from congthu.mailboxes.naming.patterns import (
    BIRTH,
    Known,
    facts_in,
    numbers_in,
)
from congthu.regulations.addresses import LONGEST_LOCAL_PART, is_local_part
from congthu.regulations.clauses import in_words
from congthu.regulations.pattern_words import FACTS, FIELD
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import NamingRule, OnCollision, Pattern, WhenMissing
from congthu.regulations.vocabulary import MailboxKind
from congthu.vietnamese.names import normalise, words

__all__ = ["OUT_OF_SCOPE", "UNCLEAR_SCOPE", "MailboxKind"]

LARGEST_NUMBER = 9999

FORBIDDEN = "naming.proposers"
NEEDS_BIRTH_DATE, NEEDS_OPERATOR = "naming.needs_birth_date", "naming.needs_operator"
NEEDS_NAME, WRONG_FACT = "naming.needs_name", "naming.wrong_fact"
MISSING_FACT, NO_SUCH_KIND, WRONG_FORM = "naming.missing_fact", "naming.kind", "naming.form"
PEOPLE = frozenset({MailboxKind.PERSON, MailboxKind.TITLE})


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer: the address, every address that would do (best first), and the clause; or the refusals.

    *unknown* says in Vietnamese which of the facts given nobody understands.
    """

    address: str | None
    candidates: tuple[str, ...]
    clause: str
    refused: tuple[Refusal, ...] = ()
    unknown: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        told: dict[str, object] = {
            "address": self.address,
            "candidates": list(self.candidates),
            "clause": self.clause,
            "refused": [refusal.as_json() for refusal in self.refused],
        }
        return {**told, "unknown": list(self.unknown)} if self.unknown else told


def propose_from(
    kind: MailboxKind, given: Mapping[str, object], *, policy: Policy, taken: Callable[[str], bool]
) -> Proposal:
    """Propose an address from facts as forms, commands and files carry them."""
    read = read_facts(given, spoken=policy.words)
    refused = _wrong(kind, read, policy)
    answer = _no(*refused) if refused else propose(kind, read.facts, policy=policy, taken=taken)
    return replace(answer, unknown=read.unknown)


@enforces(
    "naming.agency",
    "naming.department",
    "naming.locality",
    "naming.locality_unit",
    "naming.locality_department",
    "naming.party_committee",
    "naming.council",
    "naming.front",
    "naming.other_body",
    "naming.other_body_unit",
    "naming.van_thu",
    "naming.ky_thuat",
    "naming.group_city",
    "naming.group_agency",
    "naming.system",
    "naming.person",
    "naming.title",
    "naming.reserved",
    "naming.system_boxes",
    "domain.mail",
)
def propose(kind: MailboxKind, facts: NameFacts, *, policy: Policy, taken: Callable[[str], bool]) -> Proposal:
    """Propose an address for a new mailbox.

    *taken* says of a full address whether it was ever issued, is reserved or planned.
    """
    rule = _rule(kind, policy)
    if rule is None:
        return _no(
            Refusal(NO_SUCH_KIND, "", f"Quy chế không quy định loại hộp thư «{kind}»; hãy chọn loại khác.")
        )
    if refused := (*_scope(kind, facts, policy), *_not_for_proposer(rule, facts)):
        return _no(*refused)
    known = _known(kind, facts, policy)
    domain = facts.domain or domain_of(kind, policy)
    if domain not in policy.domain.mail.value:
        allowed = ", ".join(policy.domain.mail.value)
        cited = policy.domain.mail.cited
        return _no(
            Refusal("domain.mail", cited, f"Tên miền {domain} không thuộc hệ thống; hãy dùng {allowed}.")
        )
    if facts.existing:
        return _kept(rule, facts, known, policy)

    def issued(local_part: str) -> bool:
        # The domains of an authority stand for one another: a name given in one is given in all.
        return any(taken(f"{local_part}@{one}") for one in policy.domain.mail.value)

    return _first_free(rule, known, domain, _forbidden_parts(kind, known, policy), issued)


@enforces("naming.same_day_by_rank")
def propose_batch(
    kind: MailboxKind, batch: Sequence[Mapping[str, object]], *, policy: Policy, taken: Callable[[str], bool]
) -> list[Proposal]:
    """Propose addresses for requests that compete, in the order of *batch*.

    Earlier receipt comes first; where the regulation says so, among requests of one day the higher post
    (``rank``, smaller is higher), then the earlier receipt, then the place in the list.
    """
    by_rank = policy.naming.same_day_by_rank is not None and policy.naming.same_day_by_rank.value
    given: set[str] = set()
    answers: dict[int, Proposal] = {}
    facts = [read_facts(one, spoken=policy.words).facts for one in batch]

    def turn(place: int) -> tuple[object, ...]:
        received: datetime = facts[place].received_at
        if not by_rank:
            return received, place
        return received.date(), facts[place].rank, received, place

    for place in sorted(range(len(batch)), key=turn):
        answer = propose_from(
            kind, batch[place], policy=policy, taken=lambda address: address in given or taken(address)
        )
        if answer.address:
            given.add(answer.address)
        answers[place] = answer
    return [answers[place] for place in range(len(batch))]


@enforces("naming.chosen_by_operator")
def check_choice(
    local_part: str,
    *,
    kind: MailboxKind,
    facts: Mapping[str, object],
    policy: Policy,
    taken: Callable[[str], bool],
) -> list[Refusal]:
    """Say what stands against an address that the operator chose; it must show the person and the agency."""
    ruled = policy.naming.chosen_by_operator
    read = read_facts(facts, spoken=policy.words)
    if not ruled.value:
        return [
            Refusal(
                "naming.chosen_by_operator",
                ruled.cited,
                "Quy chế không cho chọn tên ngoài mẫu; hãy dùng tên đề xuất.",
            )
        ]
    if wrong := _wrong(kind, read, policy):
        return list(wrong)
    known = _known(kind, read.facts, policy)
    address = f"{local_part}@{domain_of(kind, policy)}"
    if not is_local_part(local_part):
        return [
            Refusal(
                WRONG_FORM,
                "",
                f"«{local_part}» không phải tên hộp thư; chỉ dùng chữ thường không dấu, chữ số, . _ -, "
                f"nhiều nhất {LONGEST_LOCAL_PART} ký tự",
            )
        ]
    found: list[Refusal] = []
    if local_part in _forbidden_parts(kind, known, policy) or taken(address):
        found.append(
            Refusal(NEEDS_OPERATOR, "", f"{address} đã cấp hoặc được dành riêng; hãy chọn tên khác.")
        )
    rule = _rule(kind, policy)
    shown = (
        {"person.given", "agency.code"}
        if rule and "agency.code" in rule.patterns[0].form
        else {"person.given"}
    )
    found += [
        Refusal(
            "naming.chosen_by_operator",
            ruled.cited,
            f"Tên hộp thư phải có {FACTS[fact]} «{''.join(known.parts.get(fact, ()))}».",
        )
        for fact in sorted(shown)
        if "".join(known.parts.get(fact, ("?",))) not in local_part
    ]
    return found


def _scope(kind: MailboxKind, facts: NameFacts, policy: Policy) -> tuple[Refusal, ...]:
    if kind not in PEOPLE:
        return ()
    return tuple(
        out_of_scope(
            employment=facts.employment, sector=facts.sector, contract=facts.contract, scope=policy.scope
        )
    )


def domain_of(kind: MailboxKind, policy: Policy) -> str:
    """The domain in which mailboxes of *kind* are issued."""
    rule = _rule(kind, policy)
    return (rule.domain if rule else "") or policy.domain.mail.value[0]


def _rule(kind: MailboxKind, policy: Policy) -> NamingRule | None:
    found: NamingRule | None = getattr(policy.naming, kind)
    return found


def _wrong(kind: MailboxKind, read: Reading, policy: Policy) -> tuple[Refusal, ...]:
    """What was typed and cannot be right, as refusals; a birth date cites the clause that needs it."""
    rule = _rule(kind, policy)
    by_birth = next(
        (one for one in (rule.patterns if rule else ()) if BIRTH.intersection(facts_in(one.form))), None
    )
    found = []
    for one in read.wrong:
        if one.fact == NAME_FACT:
            found.append(Refusal(NEEDS_NAME, rule.cited if rule else "", one.message))
        elif one.fact in BIRTH and by_birth and rule:
            found.append(Refusal(NEEDS_BIRTH_DATE, str(by_birth.clause or rule.clause), one.message))
        else:
            found.append(Refusal(WRONG_FACT, "", one.message))
    return tuple(found)


OF_A_PLACE = frozenset(
    {MailboxKind.LOCALITY, MailboxKind.PARTY_COMMITTEE, MailboxKind.COUNCIL, MailboxKind.FRONT}
)


@enforces("naming.place_names")
def _known(kind: MailboxKind, facts: NameFacts, policy: Policy) -> Known:
    """The facts, with the code that the text itself decrees for a place in the stead of the directory's."""
    codes, names = dict(facts.codes), dict(facts.names)
    if kind is MailboxKind.LOCALITY and codes.get("place.code") == codes.get("parent.code"):
        codes.pop("place.code", None)  # it is the place itself
    if kind in OF_A_PLACE:
        # A body of a place carries its code, and its name holds the place's.
        codes.setdefault("place.code", codes.get("body.code", ""))
        names.setdefault("place.code", names.get("body.code", ""))
    elif "place.code" in codes and codes["place.code"] == codes.get("parent.code"):
        names.setdefault("place.code", names.get("parent.code", ""))
    decreed = policy.naming.place_names.value if policy.naming.place_names else ()
    for fact, called in names.items():
        for place in decreed:
            if f" {normalise(place.name).lower()} " in f" {called.lower()} ":
                codes[fact] = place.code
    return replace(facts, codes={fact: code for fact, code in codes.items() if code}).known()


def _first_free(
    rule: NamingRule, known: Known, domain: str, forbidden: frozenset[str], issued: Callable[[str], bool]
) -> Proposal:
    patterns = rule.patterns
    if rule.on_collision is OnCollision.REFUSE:
        # Alternatives of a fixed form differ in the facts they need; only the first that can be filled counts.
        patterns = tuple(itertools.islice((one for one in patterns if not known.missing(one)), 1))
    if not patterns or known.missing(patterns[0]):
        lacking = ", ".join(
            FACTS[fact] for fact in known.missing(rule.patterns[-1] if not patterns else patterns[0])
        )
        return _no(Refusal(MISSING_FACT, rule.cited, f"Chưa đặt được tên hộp thư: hãy bổ sung {lacking}."))

    found: dict[str, str] = {}
    asked: Refusal | None = None
    too_long = ""
    for pattern in patterns:
        clause = str(pattern.clause or rule.clause)
        if lacking_facts := known.missing(pattern):
            if pattern.missing is WhenMissing.SKIP:
                continue
            what = ", ".join(FACTS[fact] for fact in lacking_facts)
            asked = Refusal(
                NEEDS_BIRTH_DATE if BIRTH.intersection(lacking_facts) else MISSING_FACT,
                clause,
                f"Tên hộp thư đã có người dùng; hãy bổ sung {what} để phân biệt ({in_words(clause)}).",
            )
            break
        free, long = _free_in(pattern, known, lambda name: name not in forbidden and not issued(name))
        too_long = too_long or long
        if free:
            found.setdefault(f"{free}@{domain}", clause)
    if found:
        first = next(iter(found))
        return Proposal(first, tuple(found), found[first])
    if asked:
        return _no(asked)
    return _no(Refusal(NEEDS_OPERATOR, str(patterns[-1].clause or rule.clause), _why_none(too_long)))


def _free_in(pattern: Pattern, known: Known, usable: Callable[[str], bool]) -> tuple[str, str]:
    """The first local part of *pattern* that can be used; "" where none can, with one that is too long."""
    for local_part in _tries(known, pattern):
        if len(local_part) > LONGEST_LOCAL_PART:
            return "", local_part
        if is_local_part(local_part) and usable(local_part):
            return local_part, ""
    return "", ""


def _why_none(too_long: str) -> str:
    if too_long:
        return (
            f"«{too_long}» dài {len(too_long)} ký tự, quá {LONGEST_LOCAL_PART} ký tự mà thư điện tử cho phép; "
            "đơn vị vận hành chọn tên ngắn hơn và ghi lý do."
        )
    return "Mọi tên theo quy tắc đều đã cấp hoặc được dành riêng; đơn vị vận hành chọn tên khác và ghi lý do."


def _tries(known: Known, pattern: Pattern) -> Iterator[str]:
    if not numbers_in(pattern.form):
        yield known.fill(pattern)
        return
    for number in range(pattern.number_from, LARGEST_NUMBER + 1):
        yield known.fill(pattern, number)


@enforces("naming.keeps_earlier")
def _kept(rule: NamingRule, facts: NameFacts, known: Known, policy: Policy) -> Proposal:
    """Judge an address taken over from before: the naming rules hold for mailboxes issued since the regulation."""
    address = facts.existing
    local_part, _, domain = address.partition("@")
    if domain not in policy.domain.mail.value or not is_local_part(local_part):
        cited = policy.domain.mail.cited
        return _no(
            Refusal(
                "domain.mail", cited, f"{address} không phải địa chỉ của hệ thống; không chuyển vào được."
            )
        )
    kept, since = policy.naming.keeps_earlier, policy.identity.in_force_from
    if kept.value and since and facts.issued_on and facts.issued_on < since:
        return Proposal(address, (address,), kept.cited)
    fillable = [one for one in rule.patterns if not known.missing(one)]
    fitting = {known.fill(one) for one in fillable if not numbers_in(one.form)}
    if local_part in fitting or any(
        _numbered(one, known, local_part) for one in fillable if numbers_in(one.form)
    ):
        return Proposal(address, (address,), rule.cited)
    return _no(
        Refusal(
            WRONG_FORM,
            rule.cited,
            f"{address} không đúng quy tắc đặt tên ({rule.clause.in_words()}); hãy cấp địa chỉ mới đúng mẫu.",
        )
    )


def _numbered(pattern: Pattern, known: Known, local_part: str) -> bool:
    at = next(field for field in FIELD.finditer(pattern.form) if field["number"])
    before, after = pattern.form[: at.start()], pattern.form[at.end() :]
    number = local_part.removeprefix(known.fill(Pattern(form=before))).removesuffix(
        known.fill(Pattern(form=after))
    )
    return (
        number.isdecimal()
        and int(number) >= pattern.number_from
        and known.fill(pattern, int(number)) == local_part
    )


def _not_for_proposer(rule: NamingRule, facts: NameFacts) -> Iterator[Refusal]:
    if rule.proposers and words(facts.proposer) not in {words(name) for name in rule.proposers}:
        yield Refusal(
            FORBIDDEN,
            rule.cited,
            f"Chỉ {rule.proposers[-1]} được đề xuất hộp thư này ({rule.clause.in_words()}).",
        )


def _forbidden_parts(kind: MailboxKind, known: Known, policy: Policy) -> frozenset[str]:
    """Local parts that this kind may not have: those of mail administration, and those that the regulation itself
    fixes for another mailbox of the same agency. A person yields to them because a person has other forms.
    """
    named = policy.naming.system_boxes.value if policy.naming.system_boxes else ()
    if kind is MailboxKind.SYSTEM:
        return frozenset(one.name for one in named if one.kind is not kind)
    found = {*policy.naming.reserved.value, *(one.name for one in named if one.kind is not kind)}
    if kind in PEOPLE:
        agency = Known({fact: parts for fact, parts in known.parts.items() if fact == "agency.code"})
        for other in set(MailboxKind) - {kind}:
            rule = _rule(other, policy)
            found |= {agency.fill(one) for one in rule.patterns if not agency.missing(one)} if rule else set()
    return frozenset(found)


def _no(*refused: Refusal) -> Proposal:
    return Proposal(None, (), refused[0].clause, refused)
