import json
import shutil

import openpyxl
import pytest

from congthu.regulations.load import DATA

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(tmp_path):
    """A text that somebody is writing: a person's mailbox has more room."""
    folder = tmp_path / "hanoi-sua"
    shutil.copytree(DATA / "hanoi-1643-2023", folder)
    main = folder / "regulation.toml"
    main.write_text(
        main.read_text("utf-8").replace('person = { value = "2 GB"', 'person = { value = "4 GB"'), "utf-8"
    )
    return folder


def impact(run, text, *more, authority="hanoi", as_of="2026-04-01"):
    return run("regulation", "impact", text, "--authority", authority, "--as-of", as_of, *more)


def test_the_impact_of_a_folder_is_told_as_promised(run, world, draft):
    mailbox = world.mailbox()
    code, out, _ = impact(run, draft, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["authority"], told["from"], told["to"]) == ("hanoi", "hanoi-1643-2023", "hanoi-sua")
    assert (told["as_of"], told["mailboxes"]) == ("2026-04-01", 1)
    assert told["effects"] == [
        {
            "kind": "quota_below",
            "parameter": "quota.person",
            "clause": "Đ9.3.b",
            "before": "2 GB",
            "after": "4 GB",
            "count": 1,
            "addresses": [mailbox.address],
        }
    ]
    assert [one["parameter"] for one in told["changes"]] == ["quota.person"]


def test_people_read_it_in_vietnamese_and_get_a_workbook(run, world, draft, tmp_path):
    world.mailbox()
    book = tmp_path / "tac-dong.xlsx"
    code, out, _ = impact(run, draft, "--out", book)
    assert code == 0
    assert "Dung lượng dưới mức tối thiểu" in out
    assert openpyxl.load_workbook(book).sheetnames == ["Tổng hợp", "Dung lượng thiếu"]


def test_a_regulation_of_ours_is_named_by_its_id(run, world):
    world.mailbox()
    code, out, _ = impact(run, "soctrang-draft-2024", "--json")
    assert code == 0
    assert json.loads(out)["to"] == "soctrang-draft-2024"


@pytest.mark.usefixtures("world")
class TestWrongUsage:
    def test_an_unknown_text_lists_those_there_are(self, run):
        code, _, err = impact(run, "khong-co")
        assert (code, "caobang-16-2025" in err) == (2, True)

    def test_an_unknown_authority_lists_those_there_are(self, run):
        code, _, err = impact(run, "hanoi-1643-2023", authority="khong-co")
        assert (code, "hanoi" in err) == (2, True)

    def test_a_folder_that_cannot_be_used_is_told_with_its_faults(self, run, draft):
        main = draft / "regulation.toml"
        main.write_text(main.read_text("utf-8").replace('"4 GB"', '"bốn GB"'), "utf-8")
        code, _, err = impact(run, draft)
        assert code == 2
        assert "regulation.toml" in err
        assert "bốn GB" in err

    def test_a_day_that_is_none_and_a_workbook_of_another_name(self, run, tmp_path):
        assert impact(run, "hanoi-1643-2023", as_of="hôm nay")[0] == 2
        assert impact(run, "hanoi-1643-2023", "--out", tmp_path / "a.csv")[0] == 2
