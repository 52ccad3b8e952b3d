import shutil

import pytest

from congthu.regulations.faults import LawError
from congthu.regulations.load import DATA, catalogue, load, load_folder


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
