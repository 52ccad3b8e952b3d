"""Which address does a mailbox get?

The patterns of a kind (`congthu.mailboxes.naming.patterns`) are tried in their order; a later one answers a
collision, and ``{n}`` is the first number that gives an address never issued before.

Facts are what a request row and the directory know: ``full_name`` (and ``ho``, ``ten_lot``, ``ten`` when a registrar
entered the parts), ``dob``, ``org_code``, ``dept_code``, ``code``, ``parent_code``, ``title``, ``proposer``,
``employment``, ``org_sector``, ``domain``; for a mailbox taken over from an older system ``import_existing`` and
``issued_at``.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from congthu.directory.scope import excluded
from congthu.enforces import enforces
from congthu.mailboxes.naming.patterns import FACTS, Known, read_facts, well_formed
from congthu.regulations.clauses import in_words
from congthu.regulations.policy import Policy
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import NamingRule, OnCollision, Pattern, WhenMissing
from congthu.vietnamese.names import normalise, words

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
LARGEST_NUMBER = 9999

FORBIDDEN, OUT_OF_SCOPE = "naming.proposers", "scope.excluded"
NEEDS_BIRTH_DATE, NEEDS_OPERATOR = "naming.needs_birth_date", "naming.needs_operator"
MISSING_FACT, NO_SUCH_KIND, WRONG_FORM = "naming.missing_fact", "naming.kind", "naming.form"


class MailboxKind(StrEnum):
    """The kinds of mailboxes that a regulation names differently."""

    AGENCY = "agency"
    DEPARTMENT = "department"
    LOCALITY = "locality"
    LOCALITY_UNIT = "locality_unit"
    LOCALITY_DEPARTMENT = "locality_department"
    OTHER_BODY = "other_body"
    OTHER_BODY_UNIT = "other_body_unit"
    VAN_THU = "van_thu"
    KY_THUAT = "ky_thuat"
    GROUP_CITY = "group_city"
    GROUP_AGENCY = "group_agency"
    SYSTEM = "system"
    PERSON = "person"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer: the address, every address that would do (best first), and the clause; or the refusals."""

    address: str | None
    candidates: tuple[str, ...]
    clause: str
    refused: tuple[Refusal, ...] = ()

    def as_json(self) -> dict[str, object]:
        return {
            "address": self.address,
            "candidates": list(self.candidates),
            "clause": self.clause,
            "refused": [refusal.as_json() for refusal in self.refused],
        }


@enforces(
    "naming.agency",
    "naming.department",
    "naming.locality",
    "naming.locality_unit",
    "naming.locality_department",
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
def propose(
    kind: MailboxKind, facts: Mapping[str, object], *, policy: Policy, taken: Callable[[str], bool]
) -> Proposal:
    """Propose an address for a new mailbox.

    *taken* says of a full address whether it was ever issued, is reserved or planned.
    """
    rule: NamingRule | None = getattr(policy.naming, kind)
    if rule is None:
        return _no(
            Refusal(NO_SUCH_KIND, "", f"Quy chế không quy định loại hộp thư «{kind}»; hãy chọn loại khác.")
        )
    if refused := (*_out_of_scope(kind, facts, policy), *_not_for_proposer(rule, facts)):
        return _no(*refused)
    known, wrong = read_facts(facts)
    domain = str(facts.get("domain") or policy.domain.mail.value[0])
    if domain not in policy.domain.mail.value:
        allowed = ", ".join(policy.domain.mail.value)
        wrong.append(
            Refusal(
                "domain.mail",
                policy.domain.mail.cited,
                f"Tên miền {domain} không thuộc hệ thống; hãy dùng {allowed}.",
            )
        )
    if wrong:
        return _no(*wrong)
    if facts.get("import_existing"):
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

    def turn(place: int) -> tuple[object, ...]:
        received = _moment(batch[place].get("received_at"))
        if not by_rank:
            return received, place
        return received.date(), _rank(batch[place].get("rank")), received, place

    for place in sorted(range(len(batch)), key=turn):
        answer = propose(
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
    known, wrong = read_facts(facts)
    if not ruled.value:
        return [
            Refusal(
                "naming.chosen_by_operator",
                ruled.cited,
                "Quy chế không cho chọn tên ngoài mẫu; hãy dùng tên đề xuất.",
            )
        ]
    if wrong:
        return wrong
    address = f"{local_part}@{policy.domain.mail.value[0]}"
    if not well_formed(local_part):
        return [
            Refusal(
                WRONG_FORM,
                "",
                f"«{local_part}» không phải tên hộp thư; chỉ dùng chữ thường không dấu, chữ số, . _ -",
            )
        ]
    found: list[Refusal] = []
    if local_part in _forbidden_parts(kind, known, policy) or taken(address):
        found.append(
            Refusal(NEEDS_OPERATOR, "", f"{address} đã cấp hoặc được dành riêng; hãy chọn tên khác.")
        )
    rule: NamingRule | None = getattr(policy.naming, kind)
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
    for pattern in patterns:
        clause = str(pattern.clause or rule.clause)
        if lacking_facts := known.missing(pattern):
            if pattern.missing is WhenMissing.SKIP:
                continue
            what = ", ".join(FACTS[fact] for fact in lacking_facts)
            asked = Refusal(
                NEEDS_BIRTH_DATE,
                clause,
                f"Tên hộp thư đã có người dùng; hãy bổ sung {what} để phân biệt ({in_words(clause)}).",
            )
            break
        for local_part in _tries(known, pattern):
            address = f"{local_part}@{domain}"
            if well_formed(local_part) and local_part not in forbidden and not issued(local_part):
                found.setdefault(address, clause)
                break
    if found:
        first = next(iter(found))
        return Proposal(first, tuple(found), found[first])
    if asked:
        return _no(asked)
    return _no(
        Refusal(
            NEEDS_OPERATOR,
            str(patterns[-1].clause or rule.clause),
            "Mọi tên theo quy tắc đều đã cấp hoặc được dành riêng; đơn vị vận hành chọn tên khác và ghi lý do.",
        )
    )


def _tries(known: Known, pattern: Pattern) -> Iterator[str]:
    if "{n}" not in pattern.form:
        yield known.fill(pattern)
        return
    for number in range(1, LARGEST_NUMBER + 1):
        yield known.fill(pattern, number)


@enforces("naming.keeps_earlier")
def _kept(rule: NamingRule, facts: Mapping[str, object], known: Known, policy: Policy) -> Proposal:
    """Judge an address taken over from before: the naming rules hold for mailboxes issued since the regulation."""
    address = normalise(str(facts["import_existing"])).lower()
    local_part, _, domain = address.partition("@")
    if domain not in policy.domain.mail.value or not well_formed(local_part):
        cited = policy.domain.mail.cited
        return _no(
            Refusal(
                "domain.mail", cited, f"{address} không phải địa chỉ của hệ thống; không chuyển vào được."
            )
        )
    kept, since = policy.naming.keeps_earlier, policy.identity.in_force_from
    issued = _moment(facts.get("issued_at")).date()
    if kept.value and since and issued != date.min and issued < since:
        return Proposal(address, (address,), kept.cited)
    fitting = {known.fill(one) for one in rule.patterns if not known.missing(one) and "{n}" not in one.form}
    numbered = [one for one in rule.patterns if not known.missing(one) and "{n}" in one.form]
    if local_part in fitting or any(_numbered(one, known, local_part) for one in numbered):
        return Proposal(address, (address,), rule.cited)
    return _no(
        Refusal(
            WRONG_FORM,
            rule.cited,
            f"{address} không đúng quy tắc đặt tên ({rule.clause.in_words()}); hãy cấp địa chỉ mới đúng mẫu.",
        )
    )


def _numbered(pattern: Pattern, known: Known, local_part: str) -> bool:
    before, _, after = pattern.form.partition("{n}")
    number = local_part.removeprefix(known.fill(Pattern(form=before))).removesuffix(
        known.fill(Pattern(form=after))
    )
    return number.isdigit() and known.fill(pattern, int(number)) == local_part


def _out_of_scope(kind: MailboxKind, facts: Mapping[str, object], policy: Policy) -> Iterator[Refusal]:
    if kind in {MailboxKind.PERSON, MailboxKind.TITLE}:
        yield from excluded(facts, scope=policy.scope)


def _not_for_proposer(rule: NamingRule, facts: Mapping[str, object]) -> Iterator[Refusal]:
    if rule.proposers and words(str(facts.get("proposer") or "")) not in {
        words(name) for name in rule.proposers
    }:
        yield Refusal(
            FORBIDDEN,
            rule.cited,
            f"Chỉ {rule.proposers[-1]} được đề xuất hộp thư này ({rule.clause.in_words()}).",
        )


def _forbidden_parts(kind: MailboxKind, known: Known, policy: Policy) -> frozenset[str]:
    """Local parts that this kind may not have: those of mail administration, and those that the regulation itself
    fixes for another mailbox of the same agency. A person yields to them because a person has other forms.
    """
    if kind is MailboxKind.SYSTEM:
        return frozenset()
    named = policy.naming.system_boxes.value if policy.naming.system_boxes else ()
    found = {*policy.naming.reserved.value, *named}
    if kind in {MailboxKind.PERSON, MailboxKind.TITLE}:
        agency = Known({fact: parts for fact, parts in known.parts.items() if fact == "agency.code"})
        for other in set(MailboxKind) - {kind}:
            rule: NamingRule | None = getattr(policy.naming, other)
            found |= {agency.fill(one) for one in rule.patterns if not agency.missing(one)} if rule else set()
    return frozenset(found)


def _moment(given: object) -> datetime:
    """A point in time from what a row holds; the beginning of time where it holds nothing readable."""
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        return datetime.min.replace(tzinfo=HANOI)
    return found.astimezone(HANOI) if found.tzinfo else found.replace(tzinfo=HANOI)


def _rank(given: object) -> float:
    return float(given) if isinstance(given, int | float) else float("inf")


def _no(*refused: Refusal) -> Proposal:
    return Proposal(None, (), refused[0].clause, refused)
