"""How is a regulation laid out for reading: article by article, under each clause the values that cite it?

What no clause says stands apart: defaults of the platform, and questions that nobody answers.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from inspect import getdoc
from itertools import groupby
from typing import Any

from congthu.portal.components.ruled_value import RuledValue
from congthu.portal.components.state_chip import StateChip
from congthu.portal.values_in_words import (
    ground_in_words,
    route_channel_in_words,
    route_step_in_words,
    state_in_words,
    step_in_words,
    value_in_words,
)
from congthu.regulations.clauses import ARTICLE, Clause
from congthu.regulations.ledger import Entry, Kind, Part
from congthu.regulations.pattern_words import pattern_in_words
from congthu.regulations.policy import Policy, policy_for
from congthu.regulations.proofs import Proofs, Status, proofs, status
from congthu.regulations.readings import readings
from congthu.regulations.reports import Report
from congthu.regulations.schema import NamingRule, sections
from congthu.regulations.values import Ruled, Source
from congthu.vietnamese.names import fold, normalise

KINDS = {
    Kind.ENFORCED: "Hệ thống phải thực hiện",
    Kind.ASSISTED: "Hệ thống phải hỗ trợ",
    Kind.DETECTED: "Phải phát hiện, báo cáo",
    Kind.ORGANISATIONAL: "Việc của cơ quan, con người",
}
PARTS = {
    Part.API: "kết nối với hệ thống khác",
    Part.DIRECTORY: "danh bạ",
    Part.ENGINES: "máy chủ thư",
    Part.IDENTITY: "tài khoản và đăng nhập",
    Part.MAILBOXES: "hộp thư",
    Part.MAILFLOW: "kiểm soát thư đi, thư đến",
    Part.OPERATIONS: "vận hành",
    Part.OVERSIGHT: "giám sát, báo cáo",
    Part.PORTAL: "trang web này",
    Part.REQUESTS: "yêu cầu và biểu mẫu",
}
PROMULGATION, APPENDIX = "Quyết định ban hành", "Phụ lục"
BY_REGULATION, BY_PLATFORM = "quy chế", "mặc định của hệ thống"
# Descriptions in the schema stand under their section, and tell whoever writes the file what may be written.
PREFIXES = {"quota": "Dung lượng", "report": "Báo cáo"}
FOR_WRITERS = re.compile(r"; trống.*|; by: .*|: [a-z-]+(?:, [a-z-]+)*$")


@dataclass(frozen=True, slots=True)
class ClauseInWords:
    """One clause; *anchors* are it and the places around it that are cited as a whole, *by* what will carry it."""

    clause: str
    anchors: tuple[str, ...]
    label: str
    whole: str
    gist: str
    status: str
    chip: StateChip
    kind: str
    by: str
    reason: str
    values: tuple[RuledValue, ...]

    @property
    def text(self) -> str:
        """Everything that a search looks at."""
        return " ".join((self.whole, self.gist, self.chip.words, *(one.text for one in self.values)))


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its clauses; *topic* is the section of values that it mostly sets, "" where it sets none."""

    anchor: str
    title: str
    topic: str
    clauses: tuple[ClauseInWords, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole regulation: its articles, what the platform adds, and what nobody says."""

    articles: tuple[Article, ...]
    added: tuple[tuple[str, tuple[RuledValue, ...]], ...]
    unsaid: tuple[tuple[str, tuple[str, ...]], ...]

    def counts(self) -> Counter[str]:
        """How many clauses stand in each status."""
        return Counter(clause.status for article in self.articles for clause in article.clauses)

    def narrowed(self, text: str, status: str) -> "Layout":
        """Only what contains *text*, accents or not, and only clauses in *status*; all of it where both are empty."""
        sought = _folded(text)
        articles = (
            replace(
                article,
                clauses=tuple(
                    one
                    for one in article.clauses
                    if status in {"", one.status} and sought in _folded(one.text)
                ),
            )
            for article in self.articles
        )
        added = (
            (title, tuple(v for v in values if sought in _folded(v.text))) for title, values in self.added
        )
        unsaid = (
            (title, tuple(one for one in names if sought in _folded(one))) for title, names in self.unsaid
        )
        return Layout(
            articles=tuple(one for one in articles if one.clauses),
            added=() if status else tuple(one for one in added if one[1]),
            unsaid=() if status else tuple(one for one in unsaid if one[1]),
        )


@dataclass
class _Placed:
    """What has been found for each clause of the ledger, and what has no clause."""

    policy: Policy
    values: dict[Clause, list[RuledValue]] = field(default_factory=dict)
    around: dict[Clause, list[str]] = field(default_factory=dict)
    sections: dict[Clause, list[str]] = field(default_factory=dict)
    added: dict[str, list[RuledValue]] = field(default_factory=dict)

    @cached_property
    def proofs(self) -> Proofs:
        """The tests that prove the clauses."""
        return proofs(self.policy.id)

    def put(self, clause: Clause | None, value: RuledValue, section: str) -> None:
        """Under its clause; under the first part of it where the clause is cited as a whole."""
        if clause is None:
            self.added.setdefault(section, []).append(value)
            return
        home = self.home(clause)
        if home != clause and str(clause) not in self.around.setdefault(home, []):
            self.around[home].append(str(clause))
        if value not in self.values.setdefault(home, []):
            self.values[home].append(value)
        self.sections.setdefault(home, []).append(section)

    def home(self, clause: Clause) -> Clause:
        entries = self.policy.ledger.clause
        if clause in entries:
            return clause
        inside = (one for one in entries if one.within(clause))
        return next((one for one in entries if clause.within(one)), None) or next(inside)


def layout(policy: Policy) -> Layout:
    """Lay *policy* out; decisions of the operator stand where the clause is whose value they move."""
    placed = _Placed(policy)
    titles = {name: (getdoc(model) or name).rstrip(".") for name, model in sections().items()}
    unsaid: dict[str, list[str]] = {}
    for name, description, ruled in policy.values():
        title = titles[name.partition(".")[0]]
        if ruled is None:
            unsaid.setdefault(title, []).append(FOR_WRITERS.sub("", description))
            continue
        for clause, value in _values(name, description, ruled, policy):
            placed.put(clause, value, title)
    for clause, value in _states(policy):
        placed.put(clause, value, "Trạng thái của hộp thư")
    for clause, value in _route(policy):
        placed.put(clause, value, "Đường đi của yêu cầu")
    for form in policy.forms.forms if policy.forms else ():
        value = RuledValue(form.printed, (form.title,), origin=BY_REGULATION, **_read(form.reading))
        placed.put(form.clause, value, "Biểu mẫu")
    return Layout(
        articles=tuple(_articles(placed)),
        added=tuple((title, tuple(values)) for title, values in placed.added.items()),
        unsaid=tuple((title, tuple(names)) for title, names in unsaid.items()),
    )


def _values(
    name: str, description: str, ruled: Ruled[Any] | NamingRule, policy: Policy
) -> Iterator[tuple[Clause | None, RuledValue]]:
    """The value with each clause that it cites."""
    if isinstance(ruled, NamingRule):
        yield from _names(name, description, ruled)
        return
    if name == "report.periodic":
        yield from _reports(ruled.value)
        return
    value = RuledValue(
        _described(name, description),
        value_in_words(name, ruled),
        ruled.gist if _folded(ruled.gist) != _folded(description) else "",
        bound=ruled.bound or "",
        origin=_origin(ruled),
        before=_before(name, ruled, policy),
        **_read(ruled.reading),
    )
    yield ruled.clause, value
    yield from ((clause, value) for clause in ruled.also)
    if name == "lock.grounds":
        for ground in ruled.value.values():
            words = (ground.gist, *ground_in_words(ground))
            yield (
                ground.clause,
                RuledValue("Căn cứ tạm khóa", words, origin=BY_REGULATION, **_read(ground.reading)),
            )


def _reports(reports: tuple[Report, ...]) -> Iterator[tuple[Clause, RuledValue]]:
    """Each report under the clauses that ask for it."""
    for one in reports:
        words = (one.in_words(), *(f"Phần “{part.title}”" for part in one.outline))
        value = RuledValue("Báo cáo", words, one.gist, origin=BY_REGULATION, **_read(one.reading))
        yield from ((clause, value) for clause in one.clauses())


def _names(name: str, description: str, rule: NamingRule) -> Iterator[tuple[Clause, RuledValue]]:
    """The patterns of one kind of mailbox, each under the clause that gives it."""
    for clause in dict.fromkeys(one.clause or rule.clause for one in rule.patterns):
        own = [one for one in rule.patterns if (one.clause or rule.clause) == clause]
        numbers = tuple(dict.fromkeys(n for one in own for n in one.reading)) or rule.reading
        words = tuple(pattern_in_words(one.form) for one in own)
        label = _described(name, description, prefix="Tên hộp thư")
        yield (
            clause,
            RuledValue(label, words, rule.gist, origin=BY_REGULATION, **_read(numbers)),
        )


def _described(name: str, description: str, *, prefix: str = "") -> str:
    told = FOR_WRITERS.sub("", description)
    prefix = prefix or PREFIXES.get(name.partition(".")[0], "")
    return f"{prefix}: {told[0].lower()}{told[1:]}" if prefix else told


def _states(policy: Policy) -> Iterator[tuple[Clause | None, RuledValue]]:
    for rule in policy.states.state.values():
        origin = BY_REGULATION if rule.clause else BY_PLATFORM
        words = state_in_words(rule)
        yield (
            rule.clause,
            RuledValue(f"Trạng thái “{rule.label}”", words, origin=origin, **_read(rule.reading)),
        )
    for step in policy.states.transition:
        origin = BY_REGULATION if step.clause else BY_PLATFORM
        yield (
            step.clause,
            RuledValue(
                step.gist or "Chuyển trạng thái",
                step_in_words(step, policy),
                origin=origin,
                **_read(step.reading),
            ),
        )


def _route(policy: Policy) -> Iterator[tuple[Clause | None, RuledValue]]:
    for step in policy.route.step:
        origin = BY_REGULATION if step.clause else BY_PLATFORM
        value = RuledValue(
            f"Bước {step.act.in_words()}",
            route_step_in_words(step),
            step.gist,
            origin=origin,
            **_read(step.reading),
        )
        yield from ((clause, value) for clause in (step.clause, *step.also))
    for channel in policy.route.channel:
        words = route_channel_in_words(channel)
        yield channel.clause, RuledValue("Kênh nhận", words, channel.gist, origin=BY_REGULATION)


def _articles(placed: _Placed) -> Iterator[Article]:
    for (anchor, title), group in groupby(
        placed.policy.ledger.clause.items(), key=lambda entry: _heading(entry[0])
    ):
        entries = list(group)
        told = tuple(_clause(clause, entry, title, placed) for clause, entry in entries)
        yield Article(anchor, title, _topic([clause for clause, _ in entries], placed), told)


def _topic(clauses: Sequence[Clause], placed: _Placed) -> str:
    """The section that at least half of an article's values belong to; one value alone makes no topic."""
    found = Counter(section for clause in clauses for section in placed.sections.get(clause, ()))
    section, most = found.most_common(1)[0] if found else ("", 0)
    return section if most > 1 and 2 * most >= found.total() else ""


def _clause(clause: Clause, entry: Entry, title: str, placed: _Placed) -> ClauseInWords:
    whole = clause.in_words()
    done = status(entry, placed.proofs.get(str(clause), ()))
    label = whole.removesuffix(f" của {title}").removesuffix(f" {title}")
    if label == title:
        label = "Chung" if title == APPENDIX else "Cả điều"
    return ClauseInWords(
        clause=str(clause),
        anchors=tuple(placed.around.get(clause, ())),
        label=label[0].upper() + label[1:],
        whole=whole,
        gist=entry.gist,
        status=done.value,
        chip=StateChip.of_clause(done),
        kind=KINDS[entry.kind],
        by=PARTS[entry.by] if entry.by and done is Status.PLANNED else "",
        reason=entry.reason,
        values=tuple(placed.values.get(clause, ())),
    )


def _heading(clause: Clause) -> tuple[str, str]:
    """The anchor and the title of the article around *clause*."""
    found = ARTICLE.fullmatch(str(clause))
    if found is None:
        return "phu-luc", APPENDIX
    if found["decision"]:
        return "quyet-dinh", PROMULGATION
    return f"dieu-{found['article']}", f"Điều {found['article']}"


def _origin(ruled: Ruled[Any]) -> str:
    match ruled.source:
        case Source.REGULATION:
            return BY_REGULATION
        case Source.OPERATOR:
            return f"quyết định {ruled.decision}"
        case Source.PLATFORM:
            return BY_PLATFORM


def _before(name: str, ruled: Ruled[Any], policy: Policy) -> str:
    """What the regulation itself says where a decision has moved it."""
    if ruled.source is not Source.OPERATOR:
        return ""
    held = policy_for(policy.id).ruled(name)
    return ", ".join(value_in_words(name, held)) if isinstance(held, Ruled) else ""


def _folded(text: str) -> str:
    return fold(normalise(text))


def _read(numbers: Sequence[str] | str | None) -> dict[str, Any]:
    """The readings that a value rests on, with their numbers; what the platform's files do not have is left out."""
    wanted = (numbers,) if isinstance(numbers, str) else tuple(numbers or ())
    known = readings()
    return {"readings": tuple((number, known[number]) for number in wanted if number in known)}
