"""A document can be asked what it would answer; a draft says that it is one."""

import json

import pytest

DRAFT, HANOI = "soctrang-draft-2024", "hanoi-1643-2023"


def test_a_draft_answers_and_says_that_it_is_none(run):
    code, out, _ = run(
        "regulation", "try", DRAFT, "naming", "--kind", "person", given={"full_name": "Lý Thị Mỹ Duyên"}
    )
    assert code == 0
    assert "DỰ THẢO" in out
    assert "ltmduyen@soctrang.gov.vn" in out


@pytest.mark.parametrize(
    ("command", "given", "code", "answer"),
    [
        (("naming", "--kind", "agency"), {"code": "soxd"}, 0, {"address": "soxd@soctrang.gov.vn"}),
        (("naming", "--kind", "van_thu"), {"org_code": "soxd"}, 1, {"address": None}),
        *(
            (
                ("naming", "--kind", "person"),
                {"full_name": "Lý Thị Mỹ Duyên", said: ["ltmduyen@soctrang.gov.vn"]},
                0,
                {"address": "ltmduyen1@soctrang.gov.vn"},
            )
            for said in ("taken", "existing_addresses")
        ),
        (("password",), {"password": "Hoasen#77x"}, 0, {"refused": []}),
        (
            ("deadline", "request.fulfil", "--from", "2025-04-21"),
            None,
            0,
            {"due": "2025-04-26", "clause": "Đ4.3"},
        ),
        (("deadline", "mailbox.leaving", "--from", "2025-04-21", "--rank", "staff"), None, 0, {"due": None}),
        (("day", "29/01/2025"), None, 0, {"working_day": False, "in_force": False}),
    ],
)
def test_every_question_is_answered_as_one_document_with_the_standing(run, command, given, code, answer):
    ended, out, _ = run("regulation", "try", DRAFT, *command, "--json", given=given)
    found = json.loads(out)
    assert ended == code
    assert found["tried"] == {"id": DRAFT, "standing": "draft", "in_force_from": None}
    assert answer.items() <= found.items()


@pytest.mark.parametrize(
    ("day", "in_force", "works", "why"),
    [
        ("2023-03-19", False, False, "cuối tuần"),
        ("2023-03-20", True, True, None),
        ("2025-04-26", True, True, None),
        ("2026-11-24", True, False, "Ngày Văn hóa Việt Nam"),
    ],
)
def test_a_day_says_what_holds_on_it(run, day, in_force, works, why):
    code, out, _ = run("regulation", "try", HANOI, "day", day, "--json")
    found = json.loads(out)
    assert (code, found["in_force"], found["working_day"]) == (0, in_force, works)
    assert (found["off"] or {}).get("why") == why


def test_a_day_names_the_reports_that_come_next(run):
    code, out, _ = run("regulation", "try", "dongthap-143-2025", "day", "20/6/2026", "--json")
    assert code == 0
    assert [(one["duty"], one["due"]) for one in json.loads(out)["reports"]] == [
        ("report.department.half-year", "2026-06-29"),
        ("report.operator.locked-list", "2026-06-30"),
        ("report.agency.year", "2026-12-19"),
        ("report.department.year", "2026-12-24"),
        ("report.agency.half-year", "2027-06-19"),
    ]
    _, out, _ = run("regulation", "try", "dongthap-143-2025", "day", "20/6/2026")
    assert "Cơ quan báo cáo năm trước ngày 20/12, hoặc đột xuất: hạn cuối 19/12/2026 (khoản 3 Điều 15)" in out


def test_a_province_that_is_no_more_is_told_apart(run):
    _, out, _ = run("regulation", "try", "soctrang-59-2024", "day", "02/01/2025")
    assert "chỉ để đối chiếu" in out
    assert "Quy chế có hiệu lực" in out


@pytest.mark.parametrize(
    "command",
    [
        ("nowhere-2030", "day", "29/01/2025"),
        (HANOI, "day", "hôm nay"),
        (HANOI, "day", "29/01/2035"),
        (HANOI, "deadline", "request.never", "--from", "2025-04-21"),
        (HANOI, "password"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(run, command):
    code, out, _ = run("regulation", "try", *command, "--json", given={})
    assert (code, out) == (2, "")
