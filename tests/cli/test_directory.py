"""What the commands on the directory say and do, run as a person at the console runs them."""

import json

import pytest
from tests.directory.importing.files import ORGANISATIONS, PEOPLE, ROLES, SHEETS, workbook
from tests.world import NOW, establish

from congthu.directory.models import Appointment, Organisation, Person
from congthu.identity.actions import sign_in
from congthu.mailboxes.models import Mailbox

A = ("--authority", "caobang")


@pytest.fixture
def caobang(db):
    return establish("caobang", "caobang-16-2025", "Tỉnh Cao Bằng")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "danh-ba.xlsx"
    path.write_bytes(workbook(SHEETS))
    return path


@pytest.fixture
def told(run):
    def of(*arguments, code=0):
        end, out, err = run("directory", *arguments, "--json")
        assert end == code, out + err
        return json.loads(out) if out else err

    return of


def test_a_file_is_shown_first_and_then_brought_in(caobang, file, told):
    seen = told("import", file, *A, "--dry-run")
    assert seen["counts"]["Người"] == {"new": 2, "changed": 0, "same": 0, "refused": 0}
    assert [line["verdict"] for sheet in seen["sheets"] for line in sheet["lines"]] == ["new"] * 7
    assert not Organisation.objects.exists()
    told("import", file, *A)
    assert Person.objects.count() == 2
    assert told("import", file, *A)["counts"]["Cơ quan"]["same"] == 3


def test_a_wrong_line_is_told_with_its_column_and_ends_in_refused(caobang, tmp_path, told, run):
    path = tmp_path / "sai.csv"
    path.write_text("Mã;Tên;Loại\nSoTP;Sở Tư pháp;cơ quan\nsonv;Sở Nội vụ;cơ quan\n", "utf-8-sig")
    assert told("import", path, *A, "--dry-run")["refused"][0]["message"].startswith(
        "Tờ Cơ quan, dòng 2, cột Mã: "
    )
    assert len(told("import", path, *A, code=1)["refused"]) == 1
    assert Organisation.objects.get().code == "sonv"
    _, out, _ = run("directory", "import", path, *A)
    assert "Sai Tờ Cơ quan, dòng 2, cột Mã" in out


def test_what_cannot_be_read_is_wrong_usage(caobang, tmp_path, run):
    path = tmp_path / "x.csv"
    path.write_bytes("Mã;Tên;Sở Tư pháp".encode("cp1258", "ignore"))
    for arguments in ((path, *A), (tmp_path / "khong-co.xlsx", *A), (path, "--authority", "khongco")):
        code, _, err = run("directory", "import", *arguments)
        assert code == 2, err
    assert "caobang" in err


def test_the_appointed_get_a_mailbox_on_their_document_once(caobang, file, told, tmp_path):
    assert told("import", file, *A)["without_mailbox"] == 2
    answer = told("import", file, *A, "--accounts")
    first = {one["full_name"]: one for one in answer["accounts"]}
    assert first["Bế Thị Lan Hương"]["address"] == "huongbtl.skhcn@caobang.gov.vn"
    assert first["Nông Văn Thịnh"]["address"] == "thinhnv.skhcn@caobang.gov.vn"
    assert Mailbox.objects.get(person__full_name="Nông Văn Thịnh").ground_document == "2/QĐ-SKHCN"

    assert sign_in(
        first["Nông Văn Thịnh"]["address"], first["Nông Văn Thịnh"]["password"], now=NOW
    ).must_change
    again = told("import", file, *A, "--sheets", tmp_path / "phieu")
    assert (again["accounts"], again["without_mailbox"]) == ([], 0)


def test_sheets_keep_the_passwords_out_of_the_answer(caobang, file, told, tmp_path):
    answer = told("import", file, *A, "--sheets", tmp_path / "phieu")
    assert {one["password"] for one in answer["accounts"]} == {None}
    papers = sorted((tmp_path / "phieu").iterdir())
    assert len(papers) == 2
    assert {path.stat().st_mode & 0o777 for path in papers} == {0o600}
    assert papers[0].read_bytes().startswith(b"%PDF")


def test_whoever_holds_no_role_waits_for_the_agencys_request(caobang, tmp_path, told):
    path = tmp_path / "nguoi.xlsx"
    path.write_bytes(workbook([("Cơ quan", ORGANISATIONS), ("Người", PEOPLE), ("Vai trò", ROLES[:2])]))
    assert [one["full_name"] for one in told("import", path, *A, "--accounts")["accounts"]] == [
        "Bế Thị Lan Hương"
    ]


def test_the_template_can_be_brought_in(caobang, told, tmp_path):
    out = tmp_path / "mau.xlsx"
    told("template", "--out", out, *A)
    assert told("import", out, *A)["counts"] == {}


def test_organisations_are_added_corrected_renamed_moved_merged_and_dissolved(caobang, told):
    for code, name in (("sokhcn", "Sở Khoa học và Công nghệ"), ("sotttt", "Sở Thông tin và Truyền thông")):
        told("add", code, *A, "--name", name, "--kind", "agency")
    unit = told(
        "add", "phongcds", *A, "--name", "Phòng Chuyển đổi số", "--kind", "department", "--parent", "sotttt"
    )
    assert (unit["code"], unit["person_suffix"]) == ("sotttt/phongcds", "sotttt")
    assert (
        told("correct", "sokhcn", *A, "--person-suffix", "skhcn", "--reason", "B-16")["person_suffix"]
        == "skhcn"
    )
    document = ("--document", "5/QĐ-UBND")
    told("rename", "sokhcn", *A, "--name", "Sở KHCN", code=1)
    assert told("rename", "sokhcn", *A, "--name", "Sở KHCN", *document)["name"] == "Sở KHCN"
    assert told("move", "phongcds", *A, "--to", "sokhcn", *document)["code"] == "sokhcn/phongcds"
    assert told("merge", "sotttt", *A, "--into", "sokhcn", *document)["successor"] == "sokhcn"
    told("dissolve", "sokhcn", *A, *document, code=1)
    told("dissolve", "phongcds", *A, *document)
    assert [one["code"] for one in told("list", *A)["organisations"]] == ["sokhcn"]
    assert len(told("list", *A, "--ended")["organisations"]) == 3
    assert [one["code"] for one in told("list", *A, "--text", "khcn")["organisations"]] == ["sokhcn"]


def test_an_unknown_kind_role_or_code_lists_what_is_known(caobang, run, file, told):
    told("import", file, *A)
    for arguments, known in (
        (("add", "x", *A, "--name", "X", "--kind", "bo"), "agency"),
        (("appoint", "1", "vua", "--document", "1/QĐ"), "operator"),
        (("show", "khongco", *A), "directory list"),
        (("dismiss", "999", "--document", "1/QĐ"), "999"),
    ):
        code, _, err = run("directory", *arguments)
        assert (code, known in err) == (2, True), err


def test_people_are_added_found_corrected_and_moved(caobang, told, file):
    told("import", file, *A)
    hoa = told(
        "person", "add", *A, "--agency", "sokhcn", "--name", "Lê Thị Hoa", "--national-id", "004180055555"
    )
    assert (hoa["organisation"], hoa["national_id"]) == ("sokhcn", "•••••••••555")
    again = told(
        "person",
        "add",
        *A,
        "--agency",
        "tangiang",
        "--name",
        "Lê Hoa",
        "--national-id",
        "004180055555",
        code=1,
    )
    assert again["refused"][0]["rule"] == "person.national_id"
    found = told("person", "find", *A, "--national-id", "004180055555")
    assert found["id"] == hoa["id"]
    told("person", "correct", hoa["id"], "--position", "Chuyên viên", "--reason", "Sửa theo hồ sơ")
    assert (
        told("person", "correct", hoa["id"], "--given", "Thị Hoa", "--reason", "Tên kép")["given_name"]
        == "Thị Hoa"
    )
    cleared = told("person", "correct", hoa["id"], "--clear", "position", "--reason", "Nhầm")
    assert cleared["position"] is None
    told("person", "move", hoa["id"], "--to", "tangiang", code=1)
    moved = told(
        "person", "move", hoa["id"], "--to", "tangiang", "--document", "7/QĐ", "--decided-on", "1/3/2026"
    )
    assert moved["organisation"] == "tangiang"
    assert [one["id"] for one in told("person", "list", *A, "--text", "hoa")["people"]] == [hoa["id"]]


def test_roles_are_given_and_ended_by_document(caobang, told, file):
    told("import", file, *A)
    person = Person.objects.get(full_name="Nông Văn Thịnh")
    told("appoint", person.pk, "clerk", code=1)
    made = told("appoint", person.pk, "clerk", "--over", "sokhcn", "--document", "3/QĐ-SKHCN")
    assert (made["over"], made["role"]) == ("sokhcn", "clerk")
    assert made["id"] in [one["id"] for one in told("show", "sokhcn", *A)["roles"]]
    assert told("dismiss", made["id"], "--document", "4/QĐ-SKHCN")["until"] is not None
    assert not Appointment.objects.filter(role="clerk", until=None).exists()
