import pytest
from django import forms

from congthu.portal.components.error_summary import ErrorSummary
from congthu.regulations.refusals import Refusal


class Returned(forms.Form):
    reason = forms.CharField(label="Lý do")


def test_a_refusal_is_told_with_its_clause_in_full_and_leads_to_the_field() -> None:
    html = str(
        ErrorSummary.of_refusals(
            [Refusal("password.min_length", "Đ12.2", "Hãy dùng ít nhất 8 ký tự.")], anchor="id_new"
        )
    )
    assert (
        '<a href="#id_new">Hãy dùng ít nhất 8 ký tự.</a> <cite class="clause">(khoản 2 Điều 12)</cite>'
        in html
    )
    assert 'role="alert"' in html


@pytest.mark.parametrize("clause", ["", "Đ12.2"])
def test_no_clause_is_cited_twice_and_none_where_there_is_none(clause: str) -> None:
    refusal = Refusal("password.min_length", clause, "Hãy dùng ít nhất 8 ký tự (khoản 2 Điều 12).")
    assert "<cite" not in str(ErrorSummary.of_refusals([refusal]))


def test_each_refusal_leads_to_the_field_that_mends_it() -> None:
    refusals = [Refusal("password.old", "", "Nhập lại."), Refusal("password.classes", "", "Thêm chữ số.")]
    html = str(ErrorSummary.of_refusals(refusals, anchor="id_new", anchors={"password.old": "id_old"}))
    assert '<a href="#id_old">Nhập lại.</a>' in html
    assert '<a href="#id_new">Thêm chữ số.</a>' in html


def test_a_form_names_the_field_and_what_to_do() -> None:
    html = str(ErrorSummary.of_form(Returned({})))
    assert '<a href="#id_reason">Lý do: Hãy điền mục này.</a>' in html


def test_what_people_typed_is_never_markup() -> None:
    html = str(ErrorSummary.of_refusals([Refusal("x", "", "<script>")]))
    assert "&lt;script&gt;" in html
