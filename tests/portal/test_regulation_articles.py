from datetime import date

import pytest

from congthu.portal.regulation_articles import ClauseInWords, Layout, layout
from congthu.regulations.load import catalogue, load
from congthu.regulations.policy import Decision, policy_for, resolve


def laid_out(regulation: str = "hanoi-1643-2023") -> Layout:
    return layout(policy_for(regulation))


def clause(shown: Layout, name: str) -> ClauseInWords:
    return next(one for article in shown.articles for one in article.clauses if one.clause == name)


@pytest.mark.parametrize("regulation", catalogue())
def test_every_clause_that_is_cited_anywhere_can_be_pointed_at_once(regulation: str) -> None:
    policy, shown = policy_for(regulation), laid_out(regulation)
    anchors = [
        anchor
        for article in shown.articles
        for anchor in (
            article.anchor,
            *(a for one in article.clauses for a in (one.clause, *one.anchors)),
        )
    ]
    assert len(anchors) == len(set(anchors))
    assert {str(one) for _, one in policy.cited()} <= set(anchors)
    assert {str(one) for one in policy.ledger.clause} <= set(anchors)


@pytest.mark.parametrize("regulation", catalogue())
def test_every_value_is_somewhere_and_every_silence_too(regulation: str) -> None:
    policy, shown = policy_for(regulation), laid_out(regulation)
    under = [value for article in shown.articles for one in article.clauses for value in one.values]
    added = [value for _, values in shown.added for value in values]
    unsaid = [name for _, names in shown.unsaid for name in names]
    values = list(policy.values())
    assert len(unsaid) == sum(ruled is None for _, _, ruled in values)
    assert all(value.origin == "mặc định của hệ thống" for value in added)
    assert all(value.origin == "quy chế" for value in under)
    assert sum(counts for counts in shown.counts().values()) == len(policy.ledger.clause)


def test_a_clause_says_what_it_asks_what_the_system_does_and_which_values_it_gives() -> None:
    one = clause(laid_out(), "Đ12.2")
    assert (one.label, one.whole, one.kind) == ("Khoản 2", "khoản 2 Điều 12", "Hệ thống phải thực hiện")
    length = next(value for value in one.values if value.description == "Số ký tự tối thiểu")
    assert (length.words, length.bound) == (("8",), "minimum")
    readings = dict(pair for value in one.values for pair in value.readings)
    assert "ít nhất một ký tự trong danh sách" in readings["B-18a"].chosen


def test_a_place_cited_as_a_whole_stands_at_its_first_part() -> None:
    assert clause(laid_out(), "Đ8.2.a").anchors == ("Đ8.2",)


def test_patterns_stand_under_the_clause_that_gives_each() -> None:
    shown = laid_out()
    first = [value.words for value in clause(shown, "Đ5.2-1").values]
    later = [value.words for value in clause(shown, "Đ5.2-2").values]
    assert ("‹họ và tên›_‹mã cơ quan›",) in first
    assert ("‹họ và tên›_‹mã đơn vị, bộ phận›_‹mã cơ quan›", "‹họ và tên›‹số›_‹mã cơ quan›") in later


def test_the_articles_are_those_of_the_decision_the_regulation_and_the_appendix() -> None:
    titles = [article.title for article in laid_out().articles]
    assert titles == ["Quyết định ban hành", *(f"Điều {n}" for n in range(1, 23)), "Phụ lục"]
    labels = {one.clause: one.label for article in laid_out().articles for one in article.clauses}
    assert (labels["QĐ.Đ2"], labels["Đ18"], labels["PL.M03"]) == ("Điều 2", "Cả điều", "Mẫu số 03")


def test_an_article_has_a_topic_only_where_most_of_its_values_agree() -> None:
    topics = {article.title: article.topic for article in laid_out().articles}
    assert topics["Điều 12"] == "Mật khẩu"
    assert topics["Điều 10"] == ""


def test_a_decision_stands_at_the_clause_whose_value_it_moves() -> None:
    decided = Decision("password.min_length", 12, "12/QĐ-TTTH", date(2026, 3, 1), "Giám đốc")
    shown = layout(resolve(load("hanoi-1643-2023"), decisions=[decided]))
    length = next(
        value for value in clause(shown, "Đ12.2").values if value.description == "Số ký tự tối thiểu"
    )
    assert length.words == ("12",)
    assert length.before == "8"
    assert length.origin == "quyết định số 12/QĐ-TTTH ngày 01/03/2026"


@pytest.mark.parametrize("text", ["mat khau", "MẬT KHẨU", "mật  khẩu"])
def test_one_searches_with_accents_or_without(text: str) -> None:
    found = laid_out().narrowed(text, "")
    assert any(one.clause == "Đ12.2" for article in found.articles for one in article.clauses)
    assert not any(one.clause == "Đ9.3.b" for article in found.articles for one in article.clauses)
    assert [title for title, _ in found.unsaid]


def test_one_finds_a_clause_by_its_number() -> None:
    found = laid_out().narrowed("khoan 2 dieu 12", "")
    assert [one.clause for article in found.articles for one in article.clauses] == ["Đ12.2"]


def test_a_status_narrows_to_its_clauses_and_leaves_silences_out() -> None:
    whole = laid_out()
    people = whole.narrowed("", "people")
    assert people.counts() == {"people": whole.counts()["people"]}
    assert not people.added
    assert not people.unsaid
