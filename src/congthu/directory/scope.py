"""Whom does the regulation apply to: which categories of bodies, and whom among their people does it leave out?"""

from collections.abc import Iterable, Iterator

from congthu.enforces import enforces
from congthu.regulations.clauses import in_words
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import Exclusion, ScopeSection
from congthu.regulations.terms import Days, Months, Term
from congthu.regulations.vocabulary import Employment, Sector
from congthu.regulations.words import Words, by_phrase
from congthu.vietnamese.names import fold, normalise
from congthu.vietnamese.phrases import meanings_in, phrases_in

OUT_OF_SCOPE, UNCLEAR_SCOPE = "scope.excluded", "scope.unclear"


@enforces("scope.categories")
def outside(category: str, *, scope: ScopeSection) -> Refusal | None:
    """Say why a body of *category* is outside the regulation; None inside, and where no category is told."""
    ruled = scope.categories
    if not category or ruled is None:
        return None
    if fold(normalise(category)) in {fold(normalise(one)) for one in ruled.value}:
        return None
    known = "; ".join(ruled.value)
    return Refusal(
        "scope.categories",
        ruled.cited,
        f"Nhóm “{category}” không thuộc đối tượng áp dụng ({in_words(ruled.cited)}); có: {known}.",
    )


@enforces("scope.category_needed")
def without_category(category: str, *, scope: ScopeSection) -> Refusal | None:
    """Say that a body's category must be told where the regulation applies by categories; None where it is told.

    Asked of a body of its own: a unit is inside with the body that it belongs to.
    """
    ruled = scope.category_needed
    if category or ruled is None or not ruled.value:
        return None
    known = "; ".join(scope.categories.value) if scope.categories else ""
    return Refusal(
        "scope.category_needed",
        ruled.cited,
        f"Phải ghi nhóm của cơ quan, vì quy chế áp dụng theo nhóm ({in_words(ruled.cited)}); có: {known}.",
    )


@enforces("scope.exceptions_by")
def exception(document: str, *, scope: ScopeSection) -> Refusal | None:
    """Say what is still needed to take in a body from outside; None where *document* of whoever may decide is there."""
    ruled = scope.exceptions_by
    if ruled is not None and document:
        return None
    if ruled is None:
        return Refusal("scope.exceptions_by", "", "Quy chế không giao cho ai quyết định ngoài phạm vi đó.")
    return Refusal(
        "scope.exceptions_by",
        ruled.cited,
        f"Ngoài phạm vi đó do {ruled.value} quyết định ({in_words(ruled.cited)}): hãy ghi văn bản của cơ quan này.",
    )


def employed_as(text: str, *, spoken: Words) -> frozenset[Employment] | None:
    """What somebody is employed as; None where nothing is told, empty where nobody understands it."""
    return frozenset(meanings_in(text, by_phrase(spoken.employments))) if normalise(text) else None


def sector_meant(text: str, *, spoken: Words) -> frozenset[Sector] | None:
    """The sector of a public facility; an office that administers it, or a private one, is none.

    Words that name no sector name another one, unless they speak of a public facility without saying which.
    """
    if not normalise(text):
        return None
    meant = frozenset(meanings_in(text, by_phrase(spoken.sectors)))
    if Sector.OTHER in meant:
        return frozenset({Sector.OTHER})
    return meant or frozenset(() if "cong lap" in fold(normalise(text)) else (Sector.OTHER,))


def sector_told(places: Iterable[tuple[str, str]], *, spoken: Words) -> str:
    """What is told of the sector of somebody's workplace, "" where nothing is.

    *places* are the workplace and what is above it, the nearest first, each with its sector as somebody wrote it and
    its name. What was written counts first; then a name that begins as those of facilities do: "Trường THPT Cao Lãnh",
    but not "Phòng Kế hoạch y tế".
    """
    for told, name in places:
        if told or named_by_sector(name, spoken=spoken):
            return told or name
    return ""


def named_by_sector(name: str, *, spoken: Words) -> bool:
    """Whether the name of a workplace begins with the words for a sector."""
    return any(one.start == 0 for one in phrases_in(name, by_phrase(spoken.sectors)))


@enforces("scope.excluded", "scope.least_contract")
def out_of_scope(
    *,
    employment: frozenset[Employment] | None,
    sector: frozenset[Sector] | None,
    contract: Term | None,
    scope: ScopeSection,
) -> Iterator[Refusal]:
    """Say why somebody gets no mailbox, or what has to be known before they do; nothing where they do.

    None is what nobody told; an empty set, what was told and nobody understands.
    """
    ruled = scope.excluded
    for excluded in ruled.value if ruled else ():
        cited = ruled.cited if ruled else ""
        if (lacking := _lacking(excluded, employment, sector)) == "":
            message = f"Quy chế không cấp hộp thư cho {excluded.said} ({in_words(cited)})."
            yield Refusal(OUT_OF_SCOPE, cited, message)
        elif lacking:
            message = (
                f"Quy chế không cấp hộp thư cho {excluded.said} ({in_words(cited)}); hãy ghi rõ {lacking}."
            )
            yield Refusal(UNCLEAR_SCOPE, cited, message)
    least = scope.least_contract
    if least is None:
        return
    if contract is None and employment == frozenset({Employment.WORKER}):
        message = f"Hãy ghi thời hạn hợp đồng: từ {least.value.in_words()} mới cấp hộp thư ({in_words(least.cited)})."
        yield Refusal(UNCLEAR_SCOPE, least.cited, message)
    elif contract is not None and _shorter(contract, least.value):
        message = f"Hợp đồng dưới {least.value.in_words()} thì không cấp hộp thư ({in_words(least.cited)})."
        yield Refusal("scope.least_contract", least.cited, message)


def left_out(employment: str, sector: str, *, scope: ScopeSection, spoken: Words) -> bool:
    """Whether somebody is left out for sure, from what the directory has written of them."""
    told = out_of_scope(
        employment=employed_as(employment, spoken=spoken),
        sector=sector_meant(sector, spoken=spoken),
        contract=None,
        scope=scope,
    )
    return any(one.rule == OUT_OF_SCOPE for one in told)


def _lacking(
    excluded: Exclusion, employment: frozenset[Employment] | None, sector: frozenset[Sector] | None
) -> str | None:
    """Whether these facts are those of *excluded*: "" if they are, None if not, else what has to be told first.

    Whoever's workplace nobody called a facility works in an office.
    """
    sector = frozenset({Sector.OTHER}) if sector is None else sector
    if sector and not sector & excluded.sector:
        return None
    if employment and not employment & excluded.employment:
        return None
    if not sector:
        return "nơi làm việc là cơ sở giáo dục, y tế công lập hay cơ quan khác"
    if not employment or not employment <= excluded.employment:
        return "là cán bộ, công chức, viên chức hay người lao động"
    return ""


def _shorter(one: Term, other: Term) -> bool:
    days = {Days: 1, Months: 30}
    return one.count * days.get(type(one), 1) < other.count * days.get(type(other), 1)
