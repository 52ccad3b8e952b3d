"""The promised commands of the law: one JSON document, and the promised exit codes."""

import json

import pytest

from congthu.regulations.load import DATA

NAMING = "regulation,mailbox_type,inputs,existing_addresses,expected_address,clause,note\n"
DEADLINES = "regulation,duty,from,rank,expected,clause,note\n"
LIFECYCLE = (
    "regulation,address,kind,rank,state,issued_on,password_changed_on,last_login_on,last_sent_on,last_received_on,"
    "locked_on,agency_notified_on,decision_on,handover_done,expected_to,expected_on,clause,note\n"
)


def test_the_catalogue_is_one_document(run):
    code, out, _ = run("regulation", "list", "--json")
    found = json.loads(out)["regulations"]
    assert code == 0
    assert {"id": "hanoi-1643-2023", "in_force_from": "2023-03-20"}.items() <= found[2].items()


def test_a_regulation_is_shown_with_the_source_of_each_value(run):
    code, out, _ = run("regulation", "show", "dongthap-143-2025", "--json")
    found = {one["name"]: one for one in json.loads(out)["parameters"]}
    assert code == 0
    assert (found["quota.person"]["value"], found["quota.person"]["clause"]) == ("500 MB", "Đ7.1")
    assert (found["password.min_length"]["clause"], found["password.min_length"]["source"]) == (
        "",
        "platform",
    )
    assert found["password.max_age"]["value"] is None


def test_people_read_the_same_in_vietnamese(run):
    code, out, _ = run("regulation", "show", "hanoi-1643-2023")
    assert code == 0
    assert "khoản 2 Điều 12" in out
    assert "không quy định" in out


def test_an_unknown_regulation_is_wrong_usage(run):
    code, out, err = run("regulation", "show", "hanoi-1643", "--json")
    assert (code, out) == (2, "")
    assert "có phải là «hanoi-1643-2023»" in err


def test_a_draft_is_never_activated(run, tmp_path):
    where = tmp_path / "he-thong"
    command = ("init", "--regulation", "soctrang-draft-2024", "--instance", where, "--json")
    code, out, _ = run(*command)
    refused = json.loads(out)["refused"]
    assert (code, refused[0]["rule"], refused[0]["clause"]) == (1, "identity.in_force_from", "QĐ.Đ2")
    assert "dự thảo" in refused[0]["message"]
    assert not where.exists()


def test_coverage_lists_every_clause_as_promised(run):
    code, out, _ = run("regulation", "coverage", "hanoi-1643-2023", "--json")
    found = json.loads(out)["regulations"][0]
    assert code == 0
    assert found["id"] == "hanoi-1643-2023"
    assert len(found["clauses"]) == 129
    one = next(clause for clause in found["clauses"] if clause["clause"] == "Đ12.2")
    assert {"class", "status", "parameters", "code", "tests"} < one.keys()
    assert (one["class"], one["status"]) == ("SE", "enforced")


def test_a_folder_of_the_law_is_checked(run, tmp_path):
    assert run("regulation", "check", DATA / "hanoi-1643-2023")[0] == 0
    code, out, _ = run("regulation", "check", tmp_path, "--json")
    assert code == 1
    assert "không có tệp này" in json.loads(out)["faults"][0]["what"]
    assert run("regulation", "check", tmp_path / "nowhere")[0] == 2


def test_an_address_is_proposed(run):
    facts = {
        "full_name": "Bùi Thị Xuân",
        "org_code": "soxd",
        "existing_addresses": ["BuiThiXuan_soxd@hanoi.gov.vn"],
    }
    command = ("naming", "propose", "--regulation", "hanoi-1643-2023", "--kind", "person", "--json")
    code, out, _ = run(*command, given=facts)
    found = json.loads(out)
    assert (code, found["address"], found["clause"]) == (0, "buithixuan1_soxd@hanoi.gov.vn", "Đ5.2-2")
    assert found["refused"] == []


def test_an_address_is_refused_with_the_clause(run):
    command = ("naming", "propose", "--regulation", "hanoi-1643-2023", "--kind", "group_city", "--json")
    code, out, _ = run(*command, given={"code": "x", "proposer": "Sở Xây dựng"})
    found = json.loads(out)
    assert (code, found["address"], found["candidates"]) == (1, None, [])
    assert [(one["rule"], one["clause"]) for one in found["refused"]] == [("naming.proposers", "Đ5.3-1")]


@pytest.mark.parametrize("given", [b"not json", b"[1]", b"\xff\xfe"])
def test_input_that_is_no_object_is_wrong_usage(run, given):
    command = ("naming", "propose", "--regulation", "hanoi-1643-2023", "--kind", "person", "--json")
    code, out, err = run(*command, given=given)
    assert (code, out) == (2, "")
    assert "đối tượng JSON" in err


def test_an_unknown_kind_is_wrong_usage(run):
    assert run("naming", "propose", "--regulation", "hanoi-1643-2023", "--kind", "robot", given={})[0] == 2


def test_a_password_is_judged_with_what_is_known(run):
    command = ("password", "check", "--regulation", "soctrang-59-2024", "--json")
    facts = {"password": "Xuan@1999", "full_name": "Bùi Thị Xuân", "dob": "09/04/1988"}
    code, out, _ = run(*command, given=facts)
    assert code == 1
    assert [one["clause"] for one in json.loads(out)["refused"]] == ["Đ8.1.c"]
    code, out, _ = run(*command, given={**facts, "password": "Hoasen#77x"})
    assert (code, json.loads(out)) == (0, {"refused": []})
    assert run(*command, given={"full_name": "Bùi Thị Xuân"})[0] == 2


def test_a_deadline_is_computed(run):
    command = ("deadline", "compute", "--regulation", "hanoi-1643-2023")
    code, out, _ = run(*command, "--duty", "request.restore", "--from", "2025-10-10T15:00", "--json")
    found = json.loads(out)
    assert (code, found["due"], found["clause"], found["term"]) == (
        0,
        "2025-10-14",
        "Đ8.3.b",
        "2 working days",
    )
    code, out, _ = run(*command, "--duty", "incident.report", "--from", "2025-10-10T15:00", "--json")
    assert (code, json.loads(out)["due"]) == (0, None)
    code, out, _ = run(*command, "--duty", "mailbox.leaving", "--from", "2026-01-05", "--rank", "agency-head")
    assert (code, "06/03/2026" in out) == (0, True)
    assert run(*command, "--duty", "report.never", "--from", "2025")[0] == 2
    assert run(*command, "--duty", "request.fulfil", "--from", "hôm qua")[0] == 2


def test_a_deadline_names_the_days_that_were_not_counted_and_warns_of_those_not_decided(run):
    command = ("deadline", "compute", "--regulation", "caobang-16-2025", "--duty", "request.fulfil", "--from")
    code, out, _ = run(*command, "2026-11-20", "--json")
    found = json.loads(out)
    assert (code, found["due"], found["uncertain"]) == (0, "2026-11-30", ["2026-11-24"])
    assert [(one["day"], one["why"], one["decided"]) for one in found["passed_over"]] == [
        ("2026-11-21", "thứ Bảy", True),
        ("2026-11-22", "Chủ nhật", True),
        ("2026-11-24", "Ngày Văn hóa Việt Nam", False),
        ("2026-11-28", "thứ Bảy", True),
        ("2026-11-29", "Chủ nhật", True),
    ]
    _, out, _ = run(*command, "2026-11-20")
    assert "Hạn có thể đổi: chưa có quyết định nghỉ ngày 24/11/2026." in out
    _, out, _ = run(*command, "2026-03-02")
    assert "Hạn có thể đổi" not in out
    assert run(*command, "2027-12-31")[0] == 2


CASES = {
    "naming": (
        NAMING,
        'hanoi-1643-2023,van_thu,"{""org_code"": ""soxd""}",[],vanthu_soxd@hanoi.gov.vn,Đ5.1,\n',
        'hanoi-1643-2023,van_thu,"{""org_code"": ""soxd""}",[],vanthu.soxd@hanoi.gov.vn,Đ5.1,\n',
        "vanthu_soxd@hanoi.gov.vn",
    ),
    "deadline": (
        DEADLINES,
        "caobang-16-2025,mailbox.locked,2025-09-30,,2025-10-30,Đ8.1,\nhanoi-1643-2023,mailbox.locked,2025-09-30,,,,\n",
        "caobang-16-2025,mailbox.locked,2025-09-30,,2025-10-31,Đ8.1,\n",
        "2025-10-30",
    ),
    "lifecycle": (
        LIFECYCLE,
        "caobang-16-2025,a@caobang.gov.vn,person,staff,locked,,,,,,2025-10-01,2025-10-01,,,revoked,2025-11-01,Đ8.1,\n",
        "caobang-16-2025,a@caobang.gov.vn,person,staff,locked,,,,,,2025-10-01,,,,revoked,2025-11-01,Đ8.1,\n",
        "",
    ),
}


@pytest.mark.parametrize("family", CASES)
def test_a_file_of_cases_is_judged_row_by_row(run, tmp_path, family):
    header, agreeing, differing, ours = CASES[family]
    file = tmp_path / "cases.csv"
    file.write_text(header + agreeing, encoding="utf-8")
    code, out, _ = run(family, "check", file, "--json")
    assert (code, json.loads(out)["differing"]) == (0, [])

    file.write_text(header + agreeing + differing, encoding="utf-8")
    code, out, _ = run(family, "check", file, "--json")
    found = json.loads(out)
    assert code == 1
    assert [one["got"] for one in found["differing"]] == [ours]
    assert found["differing"][0]["line"] == found["rows"] + 1
    assert run(family, "check", file)[0] == 1


@pytest.mark.parametrize("family", CASES)
@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "{header}hanoi-9999" + "," * 17 + "\n"])
def test_a_file_that_makes_no_sense_is_unreadable_input(run, tmp_path, family, content):
    file = tmp_path / "cases.csv"
    file.write_text(content.replace("{header}", CASES[family][0]), encoding="utf-8")
    code, out, err = run(family, "check", file, "--json")
    assert (code, out) == (2, "")
    assert str(file) in err
    assert run(family, "check", tmp_path / "nowhere.csv")[0] == 2


class TestNew:
    IDENTITY = (
        'title = "Quy chế thư"\nnumber = "7/2026/QĐ-UBND"\nissuer = "UBND tỉnh"\nprovince = "Tỉnh Bình An"\n'
    )
    NEEDED = """
[domain]
mail = { value = ["binhan.example"], clause = "Đ1", gist = "Tên miền" }
[roles]
manages = { value = "Sở", clause = "Đ2", gist = "Quản lý" }
operates = { value = "Trung tâm", clause = "Đ2", gist = "Vận hành" }
"""

    def test_nothing_stands_in_a_new_text_and_the_check_names_what_nobody_can_leave_out(self, run, tmp_path):
        folder = tmp_path / "binhan-7-2026"
        code, out, _ = run("regulation", "new", folder, "--json")
        assert (code, json.loads(out)["folder"]) == (0, str(folder))
        code, out, _ = run("regulation", "check", folder, "--json")
        faults = json.loads(out)["faults"]
        assert code == 1
        assert [one["place"] for one in faults] == [
            *("identity.title", "identity.number", "identity.issuer"),
            "silent.parameters",
        ]
        assert '"domain.mail", "roles.manages", "roles.operates"' in faults[-1]["what"]

        main, clauses = folder / "regulation.toml", folder / "clauses.toml"
        main.write_text(
            main.read_text("utf-8").replace("standing =", f"{self.IDENTITY}standing =") + self.NEEDED
        )
        with clauses.open("a", encoding="utf-8") as file:
            file.write('"Đ1" = { class = "SE", by = "mailboxes", gist = "…" }\n')
            file.write('"Đ2" = { class = "ORG", reason = "…", gist = "…" }\n')
        code, out, _ = run("regulation", "check", folder)
        assert (code, "Quy chế dùng được." in out) == (0, True), out

    def test_a_folder_that_is_there_is_left_as_it_is(self, run, tmp_path):
        (tmp_path / "ghi-chu.txt").write_text("của tôi")
        code, _, err = run("regulation", "new", tmp_path)
        assert (code, "đã có" in err) == (2, True)
        assert [one.name for one in tmp_path.iterdir()] == ["ghi-chu.txt"]
