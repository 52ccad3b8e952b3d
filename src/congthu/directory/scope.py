"""Whom does the regulation apply to: which categories of bodies, and whom among their people does it leave out?"""

from collections.abc import Iterator, Mapping

from congthu.enforces import enforces
from congthu.regulations.clauses import in_words
from congthu.regulations.refusals import Refusal
from congthu.regulations.schema import ScopeSection
from congthu.vietnamese.names import fold, normalise, words


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


@enforces("scope.excluded")
def excluded(facts: Mapping[str, object], *, scope: ScopeSection) -> Iterator[Refusal]:
    """Say why somebody of these facts (``employment``, ``org_sector`` …) gets no mailbox; nothing where they do."""
    ruled = scope.excluded
    for one in ruled.value if ruled else ():
        if all(
            words(str(facts.get(fact) or "")) in {words(value) for value in values}
            for fact, values in one.when.items()
        ):
            cited = ruled.cited if ruled else ""
            yield Refusal(
                "scope.excluded", cited, f"Quy chế không cấp hộp thư cho {one.said} ({in_words(cited)})."
            )
