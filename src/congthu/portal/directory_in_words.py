"""How do organisations, people, roles and the lines of a file stand on a page?"""

from collections.abc import Iterable

from django.urls import reverse

from congthu.audit.sealed import masked
from congthu.directory.corrections import masked_changes
from congthu.directory.importing.columns import Choices, Sheet, heading_of
from congthu.directory.importing.planning.values import Plan, Told, Verdict
from congthu.directory.importing.words import in_words
from congthu.directory.models import Appointment, Organisation, Person
from congthu.directory.queries import code_path
from congthu.directory.roles import NAMES, Role
from congthu.portal.components.clause_reference import ClauseReference
from congthu.portal.components.data_table import Column, Row
from congthu.portal.components.facts import Facts
from congthu.portal.components.figures import Figure, Figures
from congthu.portal.components.line_outcome import LineOutcome
from congthu.portal.components.link import Link
from congthu.portal.components.problem_list import Finding, ProblemList
from congthu.portal.components.state_chip import StateChip
from congthu.portal.words import day

ORGANISATION_COLUMNS = (Column("Tên"), Column("Mã"), Column("Loại"), Column("Cấp trên"))
PEOPLE_COLUMNS = (Column("Họ và tên"), Column("Chức vụ"), Column("Cơ quan"))
COLLEAGUE_COLUMNS = (Column("Họ và tên"), Column("Chức vụ"), Column("Phòng, ban"))
ROLE_COLUMNS = (
    Column("Vai trò"),
    Column("Người"),
    Column("Phạm vi"),
    Column("Văn bản"),
    Column("Từ ngày", kind="short"),
    Column("Việc", kind="short"),
)
LINE_COLUMNS = (
    Column("Tờ", kind="short"),
    Column("Dòng", kind="number"),
    Column("Cơ quan, người"),
    Column("Kết quả"),
)
COUNTED = (
    (Verdict.REFUSED, "Chưa vào được"),
    (Verdict.NEW, "Mới"),
    (Verdict.CHANGED, "Sửa"),
    (Verdict.SAME, "Không đổi"),
)


def organisation_row(one: Organisation) -> Row:
    """An organisation in a list; its name leads to its page."""
    above = one.parent.name if one.parent else ""
    return Row((organisation_link(one), code_path(one), one.get_kind_display(), above))


def organisation_link(one: Organisation) -> Link:
    """The name of an organisation, leading to its page."""
    return Link(one.name, reverse("portal:organisation", args=[one.pk]))


def person_row(one: Person) -> Row:
    """A person in a list."""
    link = Link(one.full_name, reverse("portal:person", args=[one.pk]))
    office = Link(
        one.organisation.name, reverse("portal:organisation", args=[one.organisation_id]), one.unit_name
    )
    return Row((link, one.position, office))


def colleague_row(one: Person) -> Row:
    """A person in the list of their own agency."""
    link = Link(one.full_name, reverse("portal:person", args=[one.pk]))
    return Row((link, one.position, one.unit_name))


def role_row(one: Appointment, *, may_end: bool) -> Row:
    """A role in force, with the way to end it."""
    person = Link(one.person.full_name, reverse("portal:person", args=[one.person_id]))
    over = organisation_link(one.organisation) if one.organisation else "Toàn địa phương"
    end = Link("Kết thúc", reverse("portal:dismiss", args=[one.pk])) if may_end else ""
    return Row((NAMES[Role(one.role)].capitalize(), person, over, one.document, day(one.since), end))


def organisation_facts(one: Organisation) -> Facts:
    """What is known of an organisation."""
    ended = f"Kết thúc ngày {one.valid_to:%d/%m/%Y}" if one.valid_to else ""
    pairs: list[tuple[str, object]] = [
        ("Mã", code_path(one)),
        ("Loại", one.get_kind_display()),
        ("Cấp trên", organisation_link(one.parent) if one.parent else "Trực thuộc tỉnh, thành phố"),
        ("Tên hộp thư cơ quan", one.own_local_part),
        ("Mã trong địa chỉ phòng, ban", one.unit_suffix),
        ("Mã trong địa chỉ cá nhân", one.person_suffix),
        ("Mã định danh điện tử", one.identifier),
        ("Nhóm đối tượng áp dụng", one.category),
        ("Trụ sở", one.seat),
        ("Điện thoại", one.phone),
        ("Từ ngày", f"{one.valid_from:%d/%m/%Y}"),
    ]
    if one.sector:
        pairs.insert(8, ("Lĩnh vực", one.sector))
    if one.focal:
        pairs.insert(3, ("Tổ chức đầu mối", organisation_link(one.focal)))
    if ended:
        pairs.append(("Tình trạng", ended))
    if one.successor:
        pairs.append(("Sáp nhập vào", organisation_link(one.successor)))
    return Facts(tuple(pairs))


def person_facts(one: Person) -> Facts:
    """What is known of a person, private facts by their last characters."""
    pairs: tuple[tuple[str, object], ...] = (
        ("Cơ quan", organisation_link(one.organisation)),
        ("Phòng, ban", one.unit_name),
        ("Chức vụ", one.position),
        ("Cấp bậc", in_words(Choices.RANK, one.rank).capitalize()),
        ("Diện", one.employment),
        ("Họ, tên đệm, tên", " · ".join(filter(None, (one.family_name, one.middle_name, one.given_name)))),
        ("Ngày sinh", f"{one.birth_date:%d/%m/%Y}" if one.birth_date else ""),
        ("Số CCCD", one.masked_national_id),
        ("Điện thoại", masked(one.phone)),
        ("Di động nhận mã OTP", one.masked_otp_phone),
    )
    return Facts(pairs)


def figures(plan: Plan) -> Figures:
    """How many lines of each verdict, what needs work first."""
    every = dict.fromkeys(Verdict, 0)
    for of_sheet in plan.counted().values():
        for verdict, number in of_sheet.items():
            every[verdict] += number
    return Figures(
        tuple(Figure(words, every[verdict], late=verdict is Verdict.REFUSED) for verdict, words in COUNTED)
    )


def line_rows(lines: Iterable[Told]) -> tuple[Row, ...]:
    """The lines of a file with what becomes of each."""
    return tuple(
        Row(
            (one.line.sheet.value, str(one.line.number), one.subject, _outcome(one)),
            refused=one.verdict is Verdict.REFUSED,
        )
        for one in lines
    )


def in_order_of_work(plan: Plan) -> list[Told]:
    """The lines that need work first, those that change nothing last."""
    order = {verdict: place for place, (verdict, _) in enumerate(COUNTED)}
    return sorted(plan.told, key=lambda one: (order[one.verdict], not one.line.problems))


def _outcome(one: Told) -> LineOutcome:
    sheet = one.line.sheet
    findings = [
        Finding(
            f"{problem.column}: {problem.message}",
            warning=problem.severity == "warning",
            clause=ClauseReference(problem.clause, linked=True, bracketed=True) if problem.clause else None,
        )
        for problem in one.line.problems
    ]
    changes = masked_changes(one.changes, masked) if sheet is Sheet.PEOPLE else one.changes
    findings += [
        Finding(f"{heading_of(sheet, name)}: “{before}” thành “{after}”", warning=True)
        for name, (before, after) in changes.items()
    ]
    return LineOutcome(StateChip.of_verdict(one.verdict), ProblemList(tuple(findings)))
