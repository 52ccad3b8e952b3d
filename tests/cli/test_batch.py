"""Another program holds a conversation: a line in, a document out, whatever becomes of the line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError

from congthu.cli.batch import answer_to
from congthu.mailboxes.models import Mailbox

NAME = "naming propose --regulation hanoi-1643-2023 --kind person"
FACTS = '{"full_name": "Đặng Thị Ngọc Ánh", "org_code": "soxd"}'
ADDRESS = "dangthingocanh_soxd@hanoi.gov.vn"


@pytest.fixture
def start(tmp_path):
    """Start a batch without an installation; the law answers all the same."""
    begun = []

    def begin(*arguments):
        command = [
            sys.executable,
            "-m",
            "congthu",
            "batch",
            *map(str, arguments),
            "--instance",
            tmp_path / "none",
        ]
        pipe = subprocess.PIPE
        environment = {"PYTHONPATH": ":".join(sys.path)}
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=environment
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def ask(process, line):
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_each_line_is_answered_before_the_next_is_read(start):
    process = start()
    assert ask(process, f"{NAME} --json <<< {FACTS}")["output"]["address"] == ADDRESS
    assert ask(process, "regulation list --json")["line"] == 2
    process.stdin.close()
    assert process.wait() == 0


def test_a_refused_and_a_wrong_line_stop_nothing_and_show_in_the_end(start):
    process = start("-")
    assert ask(process, "regulation show nirgendwo --json")["exit"] == 2
    assert ask(process, f"{NAME} <<< {{}}")["exit"] != 0
    assert ask(process, "regulation list --json")["exit"] == 0
    process.stdin.close()
    assert process.wait() == 1


def test_a_file_of_lines_is_run_and_comments_are_passed_over(start, tmp_path):
    file = tmp_path / "lệnh.txt"
    file.write_text(f"# đặt tên\n\n{NAME} --json <<< {FACTS}\n", "utf-8")
    out, _ = start(file).communicate()
    [answer] = map(json.loads, out.splitlines())
    assert (answer["line"], answer["output"]["address"]) == (3, ADDRESS)


def test_a_file_that_is_not_there_is_wrong_usage(start, tmp_path):
    process = start(tmp_path / "không")
    _, errors = process.communicate()
    assert process.returncode == 2
    assert "không có tệp, thư mục này" in errors


def test_nothing_to_do_is_done(start):
    process = start()
    assert process.communicate("\n# không có gì\n")[0] == ""
    assert process.returncode == 0


def test_memory_does_not_grow_with_the_lines(start):
    process = start()

    def kilobytes_after(lines):
        for _ in range(lines):
            ask(process, f"{NAME} --json <<< {FACTS}")
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])

    assert kilobytes_after(3000) - kilobytes_after(500) < 2048


@pytest.mark.django_db
class TestOneLine:
    def test_text_is_given_as_text_and_json_as_a_document(self):
        assert answer_to(f"{NAME} <<< {FACTS}")["output"].splitlines()[0] == ADDRESS
        assert answer_to(f"{NAME} --json <<< {FACTS}")["output"]["address"] == ADDRESS

    def test_json_may_be_quoted_as_in_a_shell(self):
        assert answer_to(f"{NAME} --json <<< '{FACTS}'")["output"]["address"] == ADDRESS

    def test_without_it_a_command_that_reads_gets_nothing_and_takes_no_other_line(self):
        answer = answer_to(NAME)
        assert (answer["exit"], answer["output"]) == (2, "")
        assert "Đầu vào chuẩn" in answer["errors"]

    @pytest.mark.parametrize(
        "line",
        [
            "demo",
            "test",
            "up",
            "down",
            "init --regulation x",
            "worker",
            "bench naming",
            "batch x",
            "regulation prove x",
        ],
    )
    def test_what_needs_a_process_of_its_own_is_refused(self, line):
        answer = answer_to(line)
        assert answer["exit"] == 2
        assert "tiến trình riêng" in answer["errors"]

    @pytest.mark.parametrize("line", ["mailbox list --instance /x", "mailbox list --instance=/x"])
    def test_one_batch_works_on_one_installation(self, line):
        assert "--instance" in answer_to(line)["errors"]
        assert answer_to(line)["exit"] == 2

    @pytest.mark.parametrize("line", ['mailbox show "x', "không-có", '""'])
    def test_a_line_that_makes_no_sense_says_so(self, line):
        answer = answer_to(line)
        assert answer["exit"] == 2
        assert answer["errors"]

    def test_a_fault_of_ours_is_one_lines_fault(self, monkeypatch):
        monkeypatch.setattr("congthu.cli.main.commands", lambda **_: 1 / 0)
        answer = answer_to("regulation list")
        assert answer["exit"] == 1
        assert "ZeroDivisionError" in answer["errors"]

    def test_a_refusal_is_the_document_of_the_contract(self, world):
        mailbox = world.mailbox()
        answer = answer_to(f"mailbox restore {mailbox.address} --json")
        assert answer["exit"] == 1
        assert answer["output"]["refused"][0]["message"]

    def test_each_line_is_its_own_transaction(self, world):
        mailbox = world.mailbox()
        line = f'mailbox lock {mailbox.address} --document 5/CV --reason "lộ mật khẩu" --json'
        assert answer_to(line)["exit"] == 0
        assert answer_to(f"mailbox show {mailbox.address} --json")["output"]["state"] == "locked"
        assert Mailbox.objects.get().state == "locked"


def test_a_database_that_does_not_answer_is_the_machines_fault(monkeypatch):
    def away(**_):
        raise OperationalError("connection refused")

    monkeypatch.setattr("congthu.cli.main.commands", away)
    answer = answer_to("mailbox list")
    assert answer["exit"] == 3
    assert "connection refused" in answer["errors"]
