import re
import shutil
from datetime import date

import pytest

from congthu.regulations.faults import LawError
from congthu.regulations.load import DATA, catalogue, examine, load, load_folder
from congthu.regulations.policy import policy_for


def test_the_catalogue_names_the_regulations_and_nothing_else():
    assert catalogue() == [
        "caobang-16-2025",
        "dongthap-143-2025",
        "hanoi-1643-2023",
        "soctrang-59-2024",
        "soctrang-draft-2024",
    ]


def test_an_unknown_regulation_is_refused_with_the_nearest_name():
    with pytest.raises(LawError, match="có phải là «hanoi-1643-2023»"):
        load("hanoi-1643")


def test_an_amendment_keeps_what_it_does_not_change(tmp_path):
    folder = tmp_path / "hanoi-2-2027"
    shutil.copytree(DATA / "hanoi-1643-2023", folder)
    (folder / "regulation.toml").write_text(
        """
        [identity]
        title = "Sửa đổi Quy chế thư điện tử"
        number = "2/2027/QĐ-UBND"
        issuer = "Ủy ban nhân dân thành phố Hà Nội"
        province = "Thành phố Hà Nội"
        standing = "in-force"
        in_force_from = 2027-01-01
        amends = "hanoi-1643-2023"

        [password]
        min_length = { value = 10, clause = "Đ12.2", gist = "Ít nhất 10 ký tự" }
        """,
        encoding="utf-8",
    )
    base, amended = load("hanoi-1643-2023"), load_folder(folder)
    assert amended.given["password.min_length"]["value"] == 10
    assert amended.silent == base.silent
    assert {**amended.given, "password.min_length": None} == {**base.given, "password.min_length": None}


def test_nothing_of_a_draft_lives_on_by_oversight():
    draft, final = load("soctrang-draft-2024"), load("soctrang-59-2024")
    assert set(draft.given) <= set(final.given) | final.dropped_from_draft
    assert not final.dropped_from_draft & set(final.given)


def spoiled(tmp_path, *changes):
    """The faults of Hà Nội's folder after *changes*: file, what stands there, what is put instead."""
    folder = tmp_path / "hanoi-1643-2023"
    if not folder.exists():
        shutil.copytree(DATA / folder.name, folder)
    for name, old, new in changes:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(fault) for fault in examine(folder).faults]


def test_everything_wrong_is_told_at_once_each_with_its_line(tmp_path):
    found = spoiled(
        tmp_path,
        ("regulation.toml", "min_length = { value = 8", 'min_length = { value = "tám"'),
        ("regulation.toml", 'clause = "Đ5.3-2"\ngist', 'clause = "Đ55"\ngist'),
        ("regulation.toml", 'person = { value = "2 GB"', 'perso = { value = "2 GB"'),
        (
            "regulation.toml",
            'clause = "Đ5.2-2" },\n  { form = "{person.full_name}{n}',
            'clauze = "Đ5.2-2" },\n  { form = "{person.full_name}{n}',
        ),
        ("states.toml", 'clause = "Đ8.1"', 'clause = "Đ81"'),
        ("clauses.toml", 'class = "SE"', 'class = "XX"'),
        ("forms.toml", 'check = "name"', 'check = "nom"'),
        ("forms.toml", 'signed_by = "THỦ TRƯỞNG CƠ QUAN"', 'signed = "THỦ TRƯỞNG CƠ QUAN"'),
    )
    for told in (
        "password.min_length.value: phải là một số nguyên",
        "quota.perso: không có tham số «quota.perso»; có phải là «person»?; mục này có: person, organisation",
        "không có khóa nào tên «clauze»; có phải là «clause»?",
        "phải là một trong: 'SE', 'SA', 'DR'",
        "phải là một trong: 'text', 'name'",
        "không có khóa nào tên «signed»; có phải là «signed_by»?",
    ):
        assert any(told in one for one in found), (told, found)
    assert all(re.search(r"\.toml:\d+: ", one) for one in found), found


def test_a_clause_that_does_not_exist_is_told_where_it_is_cited(tmp_path):
    found = spoiled(
        tmp_path,
        (
            "regulation.toml",
            '{ form = "{post.title}_{unit.code}_{agency.code}", clause = "Đ5.2-2" }',
            '{ form = "{post.title}_{unit.code}_{agency.code}", clause = "Đ5.9" }',
        ),
        ("states.toml", 'clause = "Đ8.1"', 'clause = "Đ81"'),
        ("regulation.toml", 'reading = "B-18b"', 'reading = "B-99"'),
    )
    text = (tmp_path / "hanoi-1643-2023" / "regulation.toml").read_text(encoding="utf-8").splitlines()
    [pattern] = [one for one in found if "Đ5.9" in one]
    line = int(pattern.split(":")[1])
    assert "Đ5.9" in text[line - 1]
    assert any("states.toml" in one and "không có điều khoản Đ81" in one for one in found)
    assert any("cách hiểu B-99 chưa được giải thích" in one for one in found)


def test_a_section_of_which_nothing_is_said_may_be_silent_as_a_whole(tmp_path):
    assert {"lock.grounds", "lock.revoked_after"} <= load("soctrang-59-2024").silent
    found = spoiled(tmp_path, ("regulation.toml", '"scope.excluded"', '"quota", "scope.excluded"'))
    assert any("mục «quota» ghi là không quy định nhưng có quota." in one for one in found)


def test_what_our_copy_does_not_show_is_neither_silence_nor_a_value(tmp_path):
    law = load("dongthap-143-2025")
    assert law.illegible["request.mailbox"].clause.text == "Đ8.2.a-1"
    assert "request.mailbox" not in law.silent
    assert ("request.mailbox", law.illegible["request.mailbox"].clause) in set(policy_for(law.id).cited())


def test_a_document_may_count_its_first_day_from_the_day_of_signing(tmp_path):
    spoiled(tmp_path, ("regulation.toml", "in_force_from = 2023-03-20", 'in_force_after = "10 days"'))
    identity = examine(tmp_path / "hanoi-1643-2023").identity
    assert identity.in_force_from == date(2023, 3, 30)
    found = spoiled(
        tmp_path, ("regulation.toml", "in_force_after", "in_force_from = 2023-03-20\nin_force_after")
    )
    assert any("chỉ giữ một" in one for one in found)


FIRST_DAY = "in_force_from = 2023-03-20\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f"signed_on = 2023-03-20\n{FIRST_DAY}", 'in_force_after = "45 days"\n', "hãy ghi «signed_on»"),
        (FIRST_DAY, "in_force_from = 2023-03-19\n", "trước ngày ký 20/03/2023"),
        (FIRST_DAY, f"{FIRST_DAY}in_force_until = 2023-03-19\n", "hết hiệu lực 19/03/2023"),
    ],
)
def test_what_binds_somebody_does_so_from_one_day_to_a_later_one(tmp_path, old, new, told):
    [found] = spoiled(tmp_path, ("regulation.toml", old, new))
    assert told in found


@pytest.mark.parametrize("new", ["", "in_force_from = 2023-03-21\nin_force_until = 2023-03-21\n"])
def test_a_draft_needs_no_day_and_one_day_is_a_time(tmp_path, new):
    standing = ("regulation.toml", 'standing = "in-force"', 'standing = "draft"')
    assert spoiled(tmp_path, *([] if new else [standing]), ("regulation.toml", FIRST_DAY, new)) == []


def test_a_regulation_may_be_nobodys_province(tmp_path):
    changed = ("regulation.toml", 'province = "Thành phố Hà Nội"', 'body = "Bộ Khoa học và Công nghệ"')
    assert spoiled(tmp_path, changed) == []
    assert load_folder(tmp_path / "hanoi-1643-2023").identity.territory == "Bộ Khoa học và Công nghệ"
    found = spoiled(tmp_path, ("regulation.toml", 'body = "Bộ Khoa học và Công nghệ"\n', ""))
    assert any("thiếu «province»" in one for one in found)


def test_what_everybody_needs_cannot_be_left_out(tmp_path):
    text = (DATA / "hanoi-1643-2023" / "regulation.toml").read_text(encoding="utf-8")
    manages = next(line for line in text.splitlines(keepends=True) if line.startswith("manages = "))
    found = spoiled(
        tmp_path,
        ("regulation.toml", manages, ""),
        ("regulation.toml", '"scope.excluded"', '"roles.manages", "scope.excluded"'),
    )
    assert any("không thể im lặng về roles.manages" in one for one in found)
