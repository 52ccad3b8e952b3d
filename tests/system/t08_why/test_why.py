"""Why was something done, and what would another text have done? Asked of a running system, which stays as it is."""

import shutil

import pytest
from tests.running import PROJECT, congthu

REGULATION = "hanoi-1643-2023"
PAPER = ("--document", "3/QĐ-VP", "--reason", "Theo đề nghị")


@pytest.fixture
def run(demo):
    def run(*arguments, code=0):
        done = congthu(*arguments, "--json", instance=demo)
        assert done.code == code, done.out + done.err
        return done.json

    return run


@pytest.fixture
def draft(tmp_path):
    """A text of the province in which *changes* are made: what stands there, what is put instead."""

    def written(*changes):
        folder = tmp_path / "hanoi-sua-doi"
        shutil.copytree(PROJECT / "regulations" / REGULATION, folder)
        main = folder / "regulation.toml"
        text = main.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        main.write_text(text, "utf-8")
        return folder

    return written


@pytest.fixture
def mailbox(run):
    """Somebody of the demo's department of justice, with a mailbox of their own."""
    name = "Hà Thị Vân Khuê"
    person = run(
        "directory", "person", "add", "--authority", "hanoi", "--agency", "sotp", "--name", name, *PAPER
    )
    where = ("--organisation", "sotp", "--authority", "hanoi", "--person", str(person["id"]))
    return run("mailbox", "issue", "--kind", "person", *where, *PAPER)["address"]


def test_a_lock_says_why_for_ever_and_is_asked_again_under_another_text(run, draft, mailbox):
    lock = ("mailbox", "lock", mailbox, "--clause", "Đ8.2.b")
    refused = run(*lock, "--reason", "Lộ mật khẩu", code=1)["refused"]
    assert [one["clause"] for one in refused] == ["Đ8.2.b"]
    run(*lock, *PAPER)
    entries = run("audit", "list", "--subject", mailbox)["entries"]
    [locked] = [one for one in entries if one["event"] == "mailbox.lock"]
    number = str(locked["number"])

    told = run("audit", "explain", number)
    [ruling] = [one for one in told["rulings"] if one["question"] == "lock.grounds"]
    assert ruling["facts"] == {"clause": "Đ8.2.b", "document": "3/QĐ-VP", "evidence": False}
    assert (ruling["regulation"], ruling["answer"]["clause"]) == (REGULATION, "Đ8.2.b")
    assert any("điểm b khoản 2 Điều 8" in one for one in told["words"])

    assert run("audit", "explain", number, "--under", REGULATION)["differs"] is False
    stricter = draft(("warning = true", "evidence = true"))
    again = run("audit", "explain", number, "--under", str(stricter))
    assert again["differs"] is True
    assert "phải kèm bằng chứng" in str(again["again"])
    assert run("mailbox", "show", mailbox)["state"] == "locked"


def test_what_a_text_would_do_to_the_mailboxes_is_counted_and_nothing_changes(run, draft, mailbox):
    sooner = draft(('person = { value = "2 GB"', 'person = { value = "4 GB"'))
    today = run("clock", "show")["now"][:10]
    before = run("mailbox", "show", mailbox)
    told = run("regulation", "impact", str(sooner), "--authority", "hanoi", "--as-of", today)
    assert (told["authority"], told["from"], told["to"]) == ("hanoi", REGULATION, "hanoi-sua-doi")
    [effect] = told["effects"]
    assert (effect["parameter"], effect["clause"], effect["before"], effect["after"]) == (
        *("quota.person", "Đ9.3.b"),
        *("2 GB", "4 GB"),
    )
    assert effect["count"] == len(effect["addresses"]) > 1
    assert mailbox in effect["addresses"]
    same = run("regulation", "impact", REGULATION, "--authority", "hanoi", "--as-of", today)
    assert same["effects"] == []
    assert run("mailbox", "show", mailbox) == before
