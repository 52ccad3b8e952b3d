"""Passwords under the five regulations: each refusal beside a password that passes."""

import secrets
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.regulations.saying import saying

from congthu.identity.password_rules import Holder, check, issue, requirements
from congthu.regulations.load import catalogue
from congthu.regulations.policy import policy_for
from congthu.regulations.vocabulary import AccountClass

CAO_BANG, DONG_THAP, HANOI = "caobang-16-2025", "dongthap-143-2025", "hanoi-1643-2023"
SOC_TRANG, DRAFT = "soctrang-59-2024", "soctrang-draft-2024"

XUAN = Holder(
    full_name="Bùi Thị Xuân",
    birth_date=date(1988, 4, 9),
    numbers=("0912 345 678", "089188001234"),
    address="btxuan@soctrang.gov.vn",
)


def broken(regulation, password, person=None):
    rules = policy_for(regulation).password
    found = check(password, rules=rules, holder=person) if person else check(password, rules=rules)
    return [(one.rule, one.clause) for one in found]


@pytest.mark.enforces("password.min_length", "password.classes", "password.specials")
@pytest.mark.parametrize(
    ("regulation", "password", "rules"),
    [
        (HANOI, "ABCDEF1!", []),
        (HANOI, "Abcdef1&", []),
        (HANOI, "Abcdefg-1!", []),
        (HANOI, "Abcde1!", [("password.min_length", "Đ12.2")]),
        (HANOI, "abcdef1!", [("password.classes", "Đ12.2")]),
        (HANOI, "Abcdefg!", [("password.classes", "Đ12.2")]),
        (HANOI, "Abcdefg1", [("password.specials", "Đ12.2")]),
        (HANOI, "ABCDEF1*", [("password.specials", "Đ12.2")]),
        (CAO_BANG, "Abcdef1*", []),
        (CAO_BANG, "Abcdef1-", [("password.specials", "Đ6.2")]),
        (CAO_BANG, "ABCDEF1*", [("password.classes", "Đ6.2")]),
        (SOC_TRANG, "Abcdef1-", []),
        (SOC_TRANG, "Abcdef 1", [("password.classes", "Đ8.1.b")]),
        (DRAFT, "abcdef1!", [("password.classes", "Đ8.1.b")]),
        (DRAFT, "Abc1!xy", [("password.min_length", "Đ8.1.b")]),
        (DONG_THAP, "Abcdef1-", []),
        (DONG_THAP, "abcdefgh1-", [("password.classes", "")]),
        (DONG_THAP, "Đườngphố1-", []),
    ],
)
def test_a_password_is_judged_by_its_regulation(regulation, password, rules):
    assert broken(regulation, password) == rules


ALL = {"upper", "lower", "digit", "special"}
WITHOUT = {"upper": "abcdef1!", "lower": "ABCDEF1!", "digit": "Abcdefg!", "special": "Abcdefg1"}


@pytest.mark.enforces("password.min_length", "password.classes", "password.specials")
@pytest.mark.parametrize(
    ("regulation", "shortest", "wanted", "specials"),
    [
        (HANOI, 8, ALL - {"lower"}, "!@#$%&"),
        (CAO_BANG, 8, ALL, "!@#%$*&"),
        (SOC_TRANG, 8, ALL, ""),
        (DRAFT, 8, ALL, ""),
        (DONG_THAP, 8, ALL, ""),
    ],
)
def test_the_rules_of_each_regulation_and_no_others_are_broken(regulation, shortest, wanted, specials):
    assert broken(regulation, "Abcdef1!"[:shortest].ljust(shortest, "x")) == []
    assert [rule for rule, _ in broken(regulation, "Abcde1!"[: shortest - 1])] == ["password.min_length"]
    assert {missing for missing, password in WITHOUT.items() if broken(regulation, password)} == wanted
    for special in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~x":
        allowed = special in specials if specials else not special.isalnum()
        assert (broken(regulation, f"Abcdef1{special}") == []) is allowed, special


def test_every_broken_rule_is_said_and_says_where_it_comes_from():
    messages = [one.message for one in check("abc", rules=policy_for(HANOI).password)]
    assert len(messages) == 4
    assert all(message.endswith("(khoản 2 Điều 12).") for message in messages)
    platform = check("abc", rules=policy_for(DONG_THAP).password)
    assert all("mặc định của hệ thống" in one.message for one in platform)


@pytest.mark.enforces("password.no_personal_data")
@pytest.mark.parametrize(
    "password",
    [
        "Xuan@1999",
        "BuiThiXuan#1",
        "ThiXuan#77x",
        "Bui*Ab12",
        "btxuan#A1",
        "Aa!09041988",
        "Aa!9-4-1988",
        "Aa!19880409",
        "Kx!1988abc",
        "Aa!0912345678",
        "Aa!345678zz",
        "Kx#188001zz",
    ],
)
def test_what_is_known_of_a_person_is_no_password_where_the_regulation_says_so(password):
    assert broken(DRAFT, password, XUAN) == [("password.no_personal_data", "Đ8.1.c")]
    assert broken(SOC_TRANG, password, XUAN) == [("password.no_personal_data", "Đ8.1.c")]


@pytest.mark.parametrize("password", ["Abcdef1!", "Hoasen#77x", "Buimem#24x", "Kx!345-67a", "Thitham@45"])
def test_words_that_only_resemble_the_person_are_fine(password):
    assert broken(SOC_TRANG, password, XUAN) == []


def test_personal_data_is_not_refused_where_no_regulation_speaks_of_it():
    assert broken(CAO_BANG, "Xuan@1988", XUAN) == []


@pytest.mark.enforces("password.issued_classes", "password.issued_bits")
@pytest.mark.parametrize("regulation", catalogue())
def test_issued_passwords_keep_the_rules_and_are_easy_to_type(regulation):
    rules = policy_for(regulation).password
    issued = {issue(rules=rules, choose=secrets.choice) for _ in range(500)}
    assert len(issued) == 500
    for password in issued:
        assert check(password, rules=rules) == []
        assert not set(password) & set("l1oO0")


@pytest.mark.enforces("password.issued_bits")
def test_an_issued_password_is_chosen_128_times_by_a_coin():
    choices = []

    def choose(among):
        choices.append(len(among))
        return among[0]

    issue(rules=policy_for(HANOI).password, choose=choose)
    of_32 = [size for size in choices if size == 32]
    assert len(of_32) == 26  # five bits each: 25 would be 125


@pytest.mark.enforces("password.issued_classes")
@pytest.mark.parametrize("regulation", catalogue())
@pytest.mark.parametrize("place", [0, -1])
def test_whatever_the_dice_say_an_issued_password_has_every_class(regulation, place):
    """Dice that always choose the same end of the list give letters only, or digits only."""
    password = issue(rules=policy_for(regulation).password, choose=lambda among: among[place])
    assert any(c.isupper() for c in password)
    assert any(c.islower() for c in password)
    assert any(c.isdigit() for c in password)
    assert any(c in "!@#$%&*" for c in password)


@given(st.randoms(use_true_random=False))
def test_the_dice_decide_alone(dice):
    rules = policy_for(HANOI).password
    again = dice.getstate()
    one = issue(rules=rules, choose=dice.choice)
    dice.setstate(again)
    assert one == issue(rules=rules, choose=dice.choice)


@given(st.sampled_from(catalogue()), st.text(max_size=40))
def test_a_longer_password_never_breaks_more_rules(regulation, password):
    rules = policy_for(regulation).password
    assert len(check(password + "Aa1!x", rules=rules)) <= len(check(password, rules=rules))


def test_people_are_told_the_rules_with_their_clauses():
    assert requirements(policy_for(HANOI).password) == [
        ("password.min_length", "Ít nhất 8 ký tự", "Đ12.2"),
        ("password.classes", "Có ít nhất một chữ hoa", "Đ12.2"),
        ("password.classes", "Có ít nhất một chữ số", "Đ12.2"),
        ("password.specials", "Có ít nhất một trong các ký tự ! @ # $ % &", "Đ12.2"),
    ]
    assert requirements(policy_for(SOC_TRANG).password)[-1][2] == "Đ8.1.c"


def judged(values, password, **holder):
    rules = saying(HANOI, values).password
    return [one.rule for one in check(password, rules=rules, holder=Holder(**holder))]


@pytest.mark.enforces("password.min_length")
def test_an_administrator_may_need_a_longer_password_than_others():
    longer = {"password.min_length": {"value": 8, "by": {"administrator": {"value": 10}}}}
    assert judged(longer, "HATANG24#") == []
    administrator = (AccountClass.ADMINISTRATOR, AccountClass.PERSON)
    assert judged(longer, "HATANG24#", accounts=administrator) == ["password.min_length"]
    assert judged(longer, "HATANG245#", accounts=administrator) == []
    rules = saying(HANOI, longer).password
    assert requirements(rules, administrator)[0][1] == "Ít nhất 10 ký tự"


@pytest.mark.enforces("password.classes_needed")
@pytest.mark.parametrize(
    ("password", "enough"),
    [
        ("hoasen2026", False),
        ("Hoasen2026", True),
        ("hoasen#2026", True),
        ("HOASEN-SEN", False),
        ("Hoasen-sen", True),
    ],
)
def test_some_of_the_classes_may_be_enough(password, enough):
    three = {
        "password.classes": {"value": ["upper", "lower", "digit", "special"]},
        "password.classes_needed": {"value": 3},
        "password.specials": {"value": "#-"},
    }
    assert judged(three, password) == ([] if enough else ["password.classes_needed"])
    assert "3 trong 4 loại" in requirements(saying(HANOI, three).password)[1][1]


@pytest.mark.enforces("password.not_login_name")
def test_the_login_alone_is_no_password_and_may_stand_in_one():
    login = {"password.not_login_name": {"value": True}, "password.classes": {"value": ["lower"]}}
    address = {"address": "XuanBT.stc2026@hanoi.gov.vn"}
    assert judged(login, "xuanbt.stc2026", **address) == ["password.not_login_name"]
    assert judged(login, "XUANBT.STC2026@hanoi.gov.vn", **address) == ["password.not_login_name"]
    assert judged(login, "xuanbt.stc2026!", **address) == []


@pytest.mark.enforces("password.one_per_account")
def test_the_password_of_another_account_of_the_same_person_is_refused_where_the_rule_says_so():
    one = {"password.one_per_account": {"value": True}}
    assert judged(one, "HATANG24#", used_for="sotp@tinh.example") == ["password.one_per_account"]
    assert judged(one, "HATANG24#") == []
    assert judged({}, "HATANG24#", used_for="sotp@tinh.example") == []


@pytest.mark.enforces("password.history")
@pytest.mark.parametrize(("used", "refused"), [(None, False), (1, True), (3, True), (4, False)])
def test_one_of_the_last_three_is_refused(used, refused):
    last = {"password.history": {"value": 3}}
    assert judged(last, "HATANG24#", used_before=used) == (["password.history"] if refused else [])
