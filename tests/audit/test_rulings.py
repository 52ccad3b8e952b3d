"""What the rules said stands beside the act, under seal where it must, and cannot be changed unseen."""

import json

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from psycopg import sql
from tests.audit.test_actions import NOW, Somebody, write

from congthu.audit.actions import AskedOfASet, keep_text, recorded_for, rulings_for
from congthu.audit.acts import Answer, Asked, Basis, Question
from congthu.audit.models import AuditEntry, LawText, Ruling
from congthu.audit.queries import explanation, kept_rulings, text_of_law, verify
from congthu.regulations.policy import policy_for
from congthu.regulations.refusals import Refusal

pytestmark = pytest.mark.django_db
POLICY = policy_for("hanoi-1643-2023")


def asked(question=Question.QUOTA, **facts):
    basis = Basis.of("quota.person", POLICY.quota.person)
    return Asked(question, facts, Answer(True, "Đ9.3.b", (basis,)), POLICY.revision)


def behind_the_triggers(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_what_was_asked_stands_beside_the_act_with_the_text_that_answered():
    entry = write(asked=[asked(quota="3 GB"), asked(Question.STEP, state="active", event="lock")])
    first, second = Ruling.objects.filter(entry=entry.pk)
    assert (first.place, first.question, first.facts) == (1, "quota", {"quota": "3 GB"})
    assert first.answer["bases"] == [
        {
            "parameter": "quota.person",
            "value": "2 GB",
            "clause": "Đ9.3.b",
            "source": "regulation",
            "decision": "",
        }
    ]
    assert (second.place, second.question) == (2, "states.step")
    text = LawText.objects.get(pk=first.law)
    assert (text.content, text.regulation) == (POLICY.revision.content, POLICY.id)
    assert verify().ok


def test_a_text_is_kept_once_however_often_it_is_asked():
    for _ in range(3):
        write(asked=[asked()])
    assert LawText.objects.count() == 1
    assert verify().ok


def test_a_text_is_found_by_the_beginning_of_its_name_where_that_is_enough():
    write(asked=[asked()])
    assert text_of_law(POLICY.revision.short).regulation == POLICY.id
    assert text_of_law("ffffffffffff") is None


def test_an_act_without_a_question_has_none_and_its_hash_of_before():
    write()
    write(asked=[asked()])
    assert AuditEntry.objects.order_by("id").values_list("rulings", flat=True)[0] is None
    assert verify().ok


def test_private_facts_are_sealed_and_come_back_for_asking_again_only():
    entry = write(
        asked=[asked(Question.NAMING, full_name="Nguyễn Văn An", dob="1980-02-29", otp_phone="0912345678")]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts::text, sealed FROM audit_ruling")
        facts, sealed = cursor.fetchone()
    assert json.loads(facts) == {"full_name": "Nguyễn Văn An"}
    assert b"1980" not in bytes(sealed)
    assert b"0912345678" not in bytes(sealed)
    assert kept_rulings(entry.pk)[0].facts == {
        "full_name": "Nguyễn Văn An",
        "dob": "1980-02-29",
        "otp_phone": "0912345678",
    }
    shown = explanation(entry).as_json()
    assert "1980" not in json.dumps(shown)
    assert shown["rulings"][0]["private"]["otp_phone"] == "•••••••678"


@pytest.mark.parametrize("name", ["password", "old", "new", "secret"])
def test_a_password_is_never_a_fact(name):
    with pytest.raises(ValueError, match="never be kept"):
        asked(Question.PASSWORD, **{name: "Hoa-Sen$2026"})


@pytest.mark.parametrize("table", ["audit_ruling", "audit_lawtext"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {}"])
def test_the_database_refuses_to_change_what_was_asked(table, statement):
    write(asked=[asked()])
    change = {"audit_ruling": "question = 'khác'", "audit_lawtext": "content = ''"}[table]
    with pytest.raises((InternalError, ProgrammingError), match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table, change))
    assert verify().ok


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ('UPDATE audit_ruling SET facts = \'{"quota": "9 GB"}\' WHERE entry = 2', 2),
        ("UPDATE audit_ruling SET answer = answer || '{\"outcome\": false}' WHERE entry = 2", 2),
        ("UPDATE audit_ruling SET sealed = '\\x00' WHERE entry = 2", 2),
        ("UPDATE audit_ruling SET question = 'naming' WHERE entry = 2", 2),
        ("DELETE FROM audit_ruling WHERE entry = 2", 2),
        ("UPDATE audit_ruling SET entry = 1 WHERE entry = 2", 1),
        ("UPDATE audit_ruling SET entry = 99 WHERE entry = 2", 2),
        ("UPDATE audit_auditentry SET rulings = NULL WHERE id = 2", 2),
        ("UPDATE audit_lawtext SET content = replace(content, '2 GB', '1 GB')", 2),
        ("DELETE FROM audit_lawtext", 2),
    ],
)
def test_what_a_superuser_changes_beside_the_trail_is_found(statement, first_bad):
    write()
    write(asked=[asked(quota="3 GB")])
    write(asked=[asked(quota="4 GB")])
    behind_the_triggers(statement)
    found = verify()
    assert (found.ok, found.count, found.first_bad) == (False, 3, first_bad)


def test_a_ruling_slipped_in_later_is_found():
    write()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_ruling (entry, place, question, facts, sealed, answer, law)"
            " VALUES (1, 1, 'quota', '{}', '', '{}', '')"
        )
    assert verify().first_bad == 1


def test_what_is_asked_of_a_set_is_kept_for_each_of_it():
    write()
    keep_text(POLICY.revision, at=NOW)
    rows = sql.SQL("moved")
    asked_of = AskedOfASet(
        Question.TIME,
        facts=sql.SQL("jsonb_build_object('last_login_on', moved.n)"),
        outcome=sql.SQL("jsonb_build_object('target', 'Tạm khóa', 'on', moved.n)"),
        answer=Answer(None, "Đ8.2.a", (Basis.of("inactivity.after", POLICY.inactivity.after),)),
        revision=POLICY.revision,
    )
    told = recorded_for(
        rows,
        event="mailbox.idle",
        subject_kind="mailbox",
        authority="hanoi",
        acting=Somebody(),
        at=NOW,
        clause="Đ8.2.a",
        asked=asked_of,
    )
    statement = sql.SQL(
        "WITH moved(subject_key, reason, details, n) AS (VALUES ('binh@hanoi.gov.vn', '', '{{}}'::jsonb, '2026-01-02'),"
        " ('an@hanoi.gov.vn', '', '{{}}', '2026-01-01')), told AS ({told}) {rulings}"
    ).format(told=told, rulings=rulings_for(sql.SQL("told"), rows, asked_of))
    with connection.cursor() as cursor:
        cursor.execute(statement)
    entry = AuditEntry.objects.get(event="mailbox.idle", subject_key="an@hanoi.gov.vn")
    ruling = Ruling.objects.get(entry=entry.pk)
    assert ruling.facts == {"last_login_on": "2026-01-01"}
    assert ruling.answer["outcome"] == {"target": "Tạm khóa", "on": "2026-01-01"}
    assert ruling.answer["bases"][0]["value"] == "3 months"
    assert verify().ok
    assert verify().count == 3


class TestWords:
    def test_an_explanation_says_what_was_done_and_why_in_words(self):
        revision = POLICY.revision
        basis = Basis.of("inactivity.after", POLICY.inactivity.after)
        facts = {"state": "Đang hoạt động", "last_login_on": "2025-07-01", "excused_until": None}
        answer = Answer({"target": "Tạm khóa", "on": "2025-10-02"}, "Đ8.2.a", (basis,))
        entry = write("mailbox.idle", details={}, asked=[Asked(Question.TIME, facts, answer, revision)])
        assert list(explanation(entry).lines()) == [
            "Số 1: Tạm khóa do không sử dụng: an@hanoi.gov.vn, 16:00 ngày 02/03/2026, root (trên máy chủ).",
            "Thời gian làm gì với hộp thư?",
            "Trả lời: Tạm khóa từ 02/10/2025 (điểm a khoản 2 Điều 8).",
            "Quy định: Thời gian không hoạt động: 03 tháng (điểm a khoản 2 Điều 8)",
            "Dữ kiện: trạng thái Đang hoạt động; đăng nhập lần cuối 01/07/2025",
            f"Theo bản quy chế hanoi-1643-2023, dấu {revision.short}.",
        ]

    def test_a_default_of_the_platform_and_a_silence_are_never_told_as_a_clause(self):
        silent = policy_for("dongthap-143-2025")
        bases = (
            Basis.of("password.min_length", silent.password.min_length),
            Basis.of("password.max_age", silent.password.max_age),
        )
        entry = write(asked=[Asked(Question.PASSWORD, {}, Answer(True, "", bases), silent.revision)])
        said = list(explanation(entry).lines())
        assert (
            "Quy định: Số ký tự tối thiểu: 8 (mặc định của hệ thống, quy chế không quy định); "
            "Thời hạn của một mật khẩu: không ai quy định"
        ) in said

    def test_a_refusal_is_told_with_its_reason(self):
        no = Answer(
            None, "Đ9.3.b", (), (Refusal("quota.person", "Đ9.3.b", "Dung lượng phải tối thiểu 2 GB."),)
        )
        entry = write(asked=[Asked(Question.QUOTA, {"quota": "1 GB"}, no, POLICY.revision)])
        assert "Trả lời: không. Dung lượng phải tối thiểu 2 GB." in explanation(entry).lines()

    def test_an_act_of_before_says_that_nothing_was_kept(self):
        assert list(explanation(write()).lines())[-1] == "Dòng này không kèm câu hỏi nào cho quy chế."
