"""A number that is one off is found by a worked case, or the case is asked for."""

import shutil
from pathlib import Path

import pytest

from congthu.regulations.load import DATA, catalogue, load_folder
from congthu.regulations.policy import resolve
from congthu.trial.checks import faults_in
from congthu.trial.edges import slips, unheld_in
from congthu.trial.review import review


@pytest.fixture
def spoil(tmp_path):
    def spoiled(regulation, *changes, file="regulation.toml"):
        folder = tmp_path / regulation
        if not folder.exists():
            shutil.copytree(DATA / regulation, folder)
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        return folder

    return spoiled


@pytest.mark.parametrize("regulation", catalogue())
def test_every_number_of_our_regulations_is_held_from_both_sides(regulation):
    told = review(DATA / regulation)
    assert (told.faults, told.asks) == ((), ())
    assert any(slips(resolve(load_folder(DATA / regulation)), {}))


@pytest.mark.parametrize(
    ("regulation", "right", "wrong"),
    [
        ("caobang-16-2025", "min_length = { value = 8", "min_length = { value = 7"),
        ("caobang-16-2025", 'downtime = { value = "3 working', 'downtime = { value = "4 working'),
        ("caobang-16-2025", 'restore = { value = "5 working', 'restore = { value = "6 working'),
        ("caobang-16-2025", 'revoked_after = { value = "30 days"', 'revoked_after = { value = "31 days"'),
        ("hanoi-1643-2023", "min_length = { value = 8", "min_length = { value = 7"),
        ("hanoi-1643-2023", 'downtime = { value = "3 days"', 'downtime = { value = "4 days"'),
        ("hanoi-1643-2023", "failures_before_lock = { value = 5", "failures_before_lock = { value = 6"),
        ("hanoi-1643-2023", 'transfer_kept = { value = "15 days"', 'transfer_kept = { value = "16 days"'),
        ("dongthap-143-2025", "before 20/6", "before 21/6"),
        ("dongthap-143-2025", "before 25/12", "before 24/12"),
        ("dongthap-143-2025", 'restore = { value = "5 working', 'restore = { value = "6 working'),
        ("dongthap-143-2025", 'per_message = { value = "20 MB"', 'per_message = { value = "21 MB"'),
        ("dongthap-143-2025", 'revoked_after = { value = "30 days"', 'revoked_after = { value = "31 days"'),
        ("dongthap-143-2025", 'default_within = { value = "5 days"', 'default_within = { value = "6 days"'),
        ("hanoi-1643-2023", 'logs = { value = "1 year"', 'logs = { value = "2 years"'),
        ("hanoi-1643-2023", "in_force_from = 2023-03-20", "in_force_from = 2023-03-21"),
        ("soctrang-draft-2024", "delegates = { value = 1", "delegates = { value = 2"),
        ("soctrang-59-2024", "in_force_until = 2025-06-30", "in_force_until = 2025-07-01"),
        ("soctrang-59-2024", "min_length = { value = 8", "min_length = { value = 7"),
        ("soctrang-draft-2024", "min_length = { value = 8", "min_length = { value = 7"),
        ("soctrang-draft-2024", 'max_age = { value = "6 months"', 'max_age = { value = "7 months"'),
    ],
)
def test_a_wrong_number_does_not_pass(spoil, regulation, right, wrong):
    found = faults_in(spoil(regulation, (right, wrong)))
    assert found
    assert all(one.file.name == "cases.toml" and one.line for one in found)


def test_a_number_that_no_case_holds_is_asked_for_with_its_line_and_the_case(spoil):
    folder = spoil("hanoi-1643-2023", ("HATAN2#", "HAT2#"), file="cases.toml")
    told = review(folder)
    assert told.faults == ()
    [asked] = told.asks
    assert (asked.file.name, asked.place) == ("regulation.toml", "password.min_length")
    assert "8 thành 7" in asked.what
    assert "8 thành 9" not in asked.what
    assert "[[password]]" in asked.what


HOA_MAI = Path(__file__).parent.parent / "regulations" / "hoamai-12-2026"


@pytest.mark.parametrize(
    ("right", "wrong", "parameter"),
    [
        ('least = "3 days"', 'least = "4 days"', "lock.grounds.spam.least"),
        (
            "by.organisation = { value = 4 }",
            "by.organisation = { value = 5 }",
            "custody.opened_daily.organisation",
        ),
        ('value = "100 per hour"', 'value = "100 per day"', "message.sending_rate"),
        ("08:00-12:00, 13:00-17:00", "08:00-12:00, 13:30-17:00", "time.office_hours"),
        ('in_force_after = "10 days"', 'in_force_after = "11 days"', "identity.in_force_from"),
    ],
)
def test_a_number_on_which_no_rule_works_is_read_a_second_time(tmp_path, right, wrong, parameter):
    folder = tmp_path / HOA_MAI.name
    shutil.copytree(HOA_MAI, folder)
    assert (review(folder).faults, review(folder).asks) == ((), ())
    law, cases = folder / "regulation.toml", folder / "cases.toml"
    text = law.read_text("utf-8")
    assert right in text
    law.write_text(text.replace(right, wrong, 1), "utf-8")
    assert any(one.file.name == "cases.toml" and one.line for one in faults_in(folder))
    law.write_text(text, "utf-8")
    told = cases.read_text("utf-8").replace(f'parameter = "{parameter}"', 'parameter = "time.office_hour"', 1)
    cases.write_text(told, "utf-8")
    [unknown] = faults_in(folder)
    assert "không có tham số «time.office_hour»; có phải là «time.office_hours»?" in unknown.what
    cases.write_text(
        told.replace('parameter = "time.office_hour"\n', 'parameter = "time.obligations_roll"\n'), "utf-8"
    )
    assert parameter in " ".join(one.what for one in unheld_in(folder, resolve(load_folder(folder))))


def test_a_number_that_only_some_have_is_asked_for_too(spoil):
    folder = spoil(
        "hanoi-1643-2023",
        ("min_length = { value = 8,", "min_length = { value = 8, by.administrator = { value = 10 },"),
    )
    [asked] = unheld_in(folder, resolve(load_folder(folder)))
    assert "administrator: 10 thành 9" in asked.what


def test_a_term_that_stands_in_a_step_is_asked_for_until_a_case_holds_it(spoil):
    step = (
        '[[transition]]\non = "cooled_down"\nfrom = ["locked"]\nto = "active"\nafter = "20 days"\n'
        'since = ["locked_on"]\ngrounds = ["forbidden-act"]\nclause = "Đ8.2.c"\n\n'
    )
    folder = spoil(
        "hanoi-1643-2023",
        ('[[transition]]\non = "idle"', step + '[[transition]]\non = "idle"'),
        file="states.toml",
    )
    [asked] = review(folder).asks
    assert (asked.file.name, asked.place.partition(".")[0]) == ("states.toml", "transition")
    assert asked.line == next(
        at
        for at, line in enumerate((folder / "states.toml").read_text("utf-8").splitlines(), 1)
        if "20 days" in line
    )
    assert "cooled_down: 20 days thành 19 days" in asked.what
    assert "20 days thành 21 days" in asked.what
    with (folder / "cases.toml").open("a", encoding="utf-8") as cases:
        cases.write(
            '\n[[passing]]\nsays = "Hết hai mươi ngày thì mở lại"\nstate = "locked"\nground = "Đ8.2.c"\n'
            "dates = { locked_on = 2026-03-02, password_changed_on = 2026-01-05 }\n"
            'to = "active"\non = 2026-03-23\n'
        )
    assert (review(folder).faults, review(folder).asks) == ((), ())


def test_the_first_number_of_an_address_is_asked_for_where_the_text_says_it(spoil):
    form = '{ form = "{person.full_name}{n}_{agency.code}"'
    folder = spoil("hanoi-1643-2023", (form, f"{form}, number_from = 1"))
    assert review(folder).asks == ()
    cases = (folder / "cases.toml").read_text("utf-8")
    left = "[[".join(one for one in cases.split("[[") if "taken" not in one and "1_soxd" not in one)
    (folder / "cases.toml").write_text(left, "utf-8")
    [asked] = review(folder).asks
    assert asked.place == "naming.person"
    assert "number_from 1 thành 0" in asked.what
    assert "number_from 1 thành 2" in asked.what


def test_whoever_lets_addresses_show_personal_data_is_told_and_may_go_on(spoil):
    numbered = "{person.full_name}{n}_{agency.code}"
    shown = "{person.full_name}{person.national_id|last3}_{agency.code}"
    told = review(spoil("hanoi-1643-2023", (numbered, shown)))
    assert any("dữ liệu cá nhân" in one.what and one.line for one in told.notes)


def test_what_the_system_does_not_carry_out_yet_is_named():
    notes = review(DATA / "hanoi-1643-2023").notes
    assert any("chưa thực hiện" in one.what and "message.charset" in one.what for one in notes)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('patterns = [{ form = "vanthu_', 'domain = "thudo.vn"\n', "«thudo.vn» không có trong domain.mail"),
        ("specials = {", 'classes_needed = { value = 4, clause = "Đ12.2", gist = "…" }\n', "chỉ có 3"),
        ('bound = "maximum", reading = "B-01"', 'by.restore = { value = "1 day" }, ', "ghi hai nơi"),
    ],
)
def test_values_that_cannot_stand_beside_one_another_are_told(spoil, before, after, said):
    folder = spoil("hanoi-1643-2023", (before, after + before))
    assert any(said in one.what and one.line for one in faults_in(folder))


def test_patterns_and_cases_are_read_although_other_things_are_wrong(spoil):
    wrong = (("min_length = { value = 8", 'min_length = { value = "tám"'), ("{agency.code}", "{agency.name}"))
    spoil("hanoi-1643-2023", *wrong)
    folder = spoil("hanoi-1643-2023", ('kind = "van_thu"', 'loai = "van_thu"'), file="cases.toml")
    said = [str(one) for one in faults_in(folder)]
    for told in ("phải là một số nguyên", "không có dữ kiện «agency.name»", "không có khóa nào tên «loai»"):
        assert any(told in one for one in said), said


def test_a_clause_of_the_system_behind_which_nothing_stands_is_named_and_one_of_people_is_not(spoil):
    said = (
        '"Đ99" = { class = "SE", by = "mailboxes", gist = "…" }\n'
        '"Đ98" = { class = "ORG", reason = "…", gist = "…" }\n'
    )
    folder = spoil("hanoi-1643-2023", ("[clause]\n", f"[clause]\n{said}"), file="clauses.toml")
    [note] = [one.what for one in review(folder).notes if "không giá trị, bước, mẫu nào dẫn" in one.what]
    listed = note.partition(": ")[2].split(", ")
    assert "Đ99" in listed
    assert not {"Đ98", "Đ12.2", "Đ8.2.b"} & {*listed}
