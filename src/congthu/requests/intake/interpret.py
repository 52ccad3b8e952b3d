"""What does a request file ask for, read by the forms of a regulation?"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from congthu.enforces import enforces
from congthu.hostile import UnreadableFile
from congthu.regulations.asks import Ask, work_in_words
from congthu.regulations.fields import RowField, name_of
from congthu.regulations.forms import Form, FormBook
from congthu.regulations.words import Words
from congthu.requests.intake.container import Kind, kind_of
from congthu.requests.intake.document import Cell, Document, Grid
from congthu.requests.intake.fields import phone_of
from congthu.requests.intake.letter import Dated, agency_name, letter_of, requester_values
from congthu.requests.intake.opendocument import read_opendocument
from congthu.requests.intake.recognise import recognise
from congthu.requests.intake.result import ImportedRequest, Problem, Requester, Row
from congthu.requests.intake.rows import doubles, lines_of, read_line
from congthu.requests.intake.spreadsheet import read_workbook
from congthu.requests.intake.word import read_docx
from congthu.requests.intake.word97 import read_doc
from congthu.requests.intake.wording import Wording, subject_of
from congthu.vietnamese.names import fold

COUNTED: Final = re.compile(r"danh sach de nghi\s*:?\s*(\d{1,5})\s*tai khoan")


NO_WORDS: Final = Words()


def read_document(content: bytes) -> Document:
    """Read *content* whatever its format; raise `UnreadableFile` for what is no office file."""
    match kind_of(content):
        case Kind.DOCX:
            return read_docx(content)
        case Kind.ODF:
            return read_opendocument(content)
        case Kind.WORKBOOK:
            return read_workbook(content)
        case Kind.DOC:
            return read_doc(content)


@enforces("forms")
def interpret(document: Document, *, forms: FormBook, words: Words = NO_WORDS) -> ImportedRequest:
    """Read *document* as one of *forms*; raise `UnreadableFile` if it is none of them.

    *words* are what the province calls what it asks for, for lines that no box of the form speaks for.
    """
    recognised = recognise(document, forms)
    if recognised is None:
        raise UnreadableFile(_why_not(document, forms))
    form, opening, closing = recognised.form, recognised.opening, recognised.closing
    dated = letter_of(opening, closing)
    requester, problems = _requester(opening, forms)
    problems += _letter_problems(dated)
    wording = Wording(words, subject_of(opening) if form.title_asks else "")
    rows = []
    for number, line in enumerate(lines_of(form, recognised.sections, opening, signed_by=forms.signed_by), 1):
        row, wrong = read_line(
            line, number, form=form, written_on=dated.day, wording=wording, binding=forms.binding
        )
        rows.append(row)
        problems += [*wrong, *_of_another_form(row, form, forms)]
    problems += doubles(rows)
    problems += _count_problems([*opening, *closing], len(rows))
    return ImportedRequest(
        form=form.id,
        kinds=tuple(dict.fromkeys(row.kind for row in rows if row.kind)),
        agency=agency_name(
            opening, [*opening, *closing, *(text for row in rows for text in row.fields.values())]
        ),
        document=dated.letter,
        requester=requester,
        rows=tuple(rows),
        problems=tuple(problems),
    )


def _of_another_form(row: Row, form: Form, forms: FormBook) -> Iterator[Problem]:
    """What a line asks for in words although another form is printed for just that.

    What no form is printed for may be asked for in words on any.
    """
    ask = Ask.parse(row.kind or "")
    if not forms.binding or ask is None or ask.action in form.asks_for:
        return
    other = next((one for one in forms.forms if ask.action in one.asks_for), None)
    if other is not None:
        message = (
            f"{work_in_words([ask.kind])} thì dùng {other.printed} ({other.clause.in_words()}), không dùng "
            f"{form.printed}; hãy gửi lại theo mẫu đó."
        )
        yield Problem(line=row.line, field="kind", message=message)


def _why_not(document: Document, forms: FormBook) -> str:
    names = ", ".join(form.printed for form in forms.forms)
    if any(isinstance(block, Grid) for block in document.blocks):
        what = f"Không bảng nào trong tệp có các cột của biểu mẫu ({names})"
    else:
        what = f"Tệp không có bảng danh sách theo biểu mẫu ({names})"
    return f"{what}; hãy lập danh sách theo đúng biểu mẫu rồi gửi lại."


def _requester(opening: Sequence[str], forms: FormBook) -> tuple[Requester, list[Problem]]:
    values = requester_values(opening, forms.requester)
    problems = []
    if "phone" in values:
        reading = phone_of(Cell(values.pop("phone"), 0, 0))
        values |= {"phone": number} if (number := reading.values.get(RowField.PHONE)) else {}
        problems += [
            Problem(
                line=None,
                field="requester.phone",
                message=f"Người yêu cầu: {remark.message}",
                severity=remark.severity,
            )
            for remark in reading.remarks
        ]
    problems += [
        Problem(
            line=None,
            field=f"requester.{name}",
            message=f"Thiếu {name_of(name)} của người yêu cầu; hãy điền vào phần đầu biểu mẫu.",
            severity="error" if forms.binding else "warning",
        )
        for name in forms.requester_must_give
        if name not in values and not any(problem.field == f"requester.{name}" for problem in problems)
    ]
    return Requester.model_validate(values), problems


def _letter_problems(dated: Dated) -> list[Problem]:
    if not dated.wrong_day:
        return []
    message = "Ngày của văn bản không có trong lịch; hãy ghi lại ngày, tháng, năm ở đầu văn bản."
    return [Problem(line=None, field="document.date", message=message)]


def _count_problems(lines: Sequence[str], rows: int) -> list[Problem]:
    counted = [int(found[1]) for line in lines if (found := COUNTED.search(fold(line)))]
    if rows == 0:
        message = "Biểu mẫu chưa có dòng nào được điền; hãy điền danh sách rồi gửi lại."
    elif counted and sum(counted) != rows:
        message = f"Văn bản ghi {sum(counted)} tài khoản nhưng danh sách có {rows} dòng; hãy sửa cho khớp."
    else:
        return []
    return [Problem(line=None, field="rows", message=message)]
