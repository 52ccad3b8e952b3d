"""The commands on requests, beside what `test_records` goes through."""

import json

import pytest

from congthu.requests.models import Request


@pytest.fixture
def answer(run):
    def command(*arguments, code=0):
        ended, out, err = run("request", *arguments, "--json")
        assert ended == code, (out, err)
        return json.loads(out)

    return command


ENTER = (
    "enter",
    "--authority",
    "hanoi",
    "--agency",
    "sotp",
    "--document",
    "9/STP-VP",
    "--date",
    "2026-02-27",
)


@pytest.mark.usefixtures("world")
class TestLetters:
    def test_a_letter_without_a_form_is_typed_in(self, answer, world):
        address = world.mailbox().address
        told = answer(*ENTER, f"person.lock address={address} reason='Nghỉ ốm dài'")
        [line] = told["rows"]
        assert (told["kinds"], told["document"]["number"]) == (["person.lock"], "9/STP-VP")
        assert (line["address"], line["foreseen"]["does"]) == (address, "lock")

    def test_a_box_is_asked_for_by_its_kind(self, answer):
        told = answer(
            *ENTER,
            "organisation.issue box=van_thu org_name='Văn thư' representative='Lê Hoa' position='Văn thư' "
            "decision_no=3/QĐ national_id=001188000001 phone=0912345678",
        )
        assert told["rows"][0]["proposed_address"] == "vanthu_sotp@hanoi.gov.vn"

    def test_what_is_no_line_is_wrong_usage(self, run):
        for line in ("person.lock khong-co-dau-bang", "", "person.lock mau_ao=xanh", "person.lock box=hop"):
            code, _, err = run("request", *ENTER, line)
            assert code == 2, line
            assert err

    def test_what_has_to_be_known_is_added_to_a_line(self, answer, world):
        address = world.mailbox().address
        entered = answer(*ENTER, f"person.revoke address={address}")
        assert "không ghi ngày quyết định" in entered["rows"][0]["foreseen"]["told"][0]
        told = answer("complete", str(entered["number"]), "1", "decision_on=2026-02-20")
        assert told["rows"][0]["decision_on"] == "2026-02-20"
        assert not any("không ghi ngày" in one for one in told["rows"][0]["foreseen"]["told"])

    def test_a_letter_by_mail_names_its_sender_and_its_mailbox(self, answer, world):
        line = "person.restore full_name='Lê Hoa'"
        paper = answer(*ENTER, line, "--channel", "paper", code=1)
        assert paper["refused"][0]["clause"] == "Đ7.2-4"
        own = answer(*ENTER, line, "--from", world.mailbox().address, "--to", "kythuat@hanoi.gov.vn", code=1)
        assert own["refused"][0]["rule"] == "request.restore_by_organisation"
        assert not Request.objects.exists()

    def test_a_letter_of_a_day_to_come_is_not_taken_in(self, answer):
        line = "person.restore full_name='Lê Hoa'"
        told = answer(*ENTER[:-1], "2126-02-27", line, code=1)
        assert [one["rule"] for one in told["refused"]] == ["request.document_date"]
        assert not Request.objects.exists()

    def test_each_thing_asked_for_has_its_term_and_the_letter_that_of_the_first(self, answer, world):
        address = world.mailbox().address
        told = answer(*ENTER, f"person.restore address={address}", f"person.password address={address}")
        assert set(told["due_by_kind"]) == {"person.restore", "person.password"}
        told = answer(
            *ENTER, f"person.restore address={address}", f"person.lock address={address} reason='Ốm'"
        )
        terms = told["due_by_kind"]
        assert {kind: one["due_clause"] for kind, one in terms.items()} == {
            "person.restore": "Đ8.3.b",
            "person.lock": "Đ7.4.e",
        }
        assert told["due_on"] == min(one["due_on"] for one in terms.values())

    def test_a_returned_letter_comes_again(self, answer):
        first = str(answer(*ENTER, "person.restore full_name='Lê Hoa'")["number"])
        answer("return", first, "--reason", "Thiếu địa chỉ")
        second = answer(*ENTER, "person.restore address=ai@hanoi.gov.vn", "--corrects", first)
        assert answer("show", first)["state"] == "resubmitted"
        assert second["corrects"] == int(first)

    def test_it_is_withdrawn_with_a_reason(self, answer):
        number = str(answer(*ENTER, "person.restore full_name='Lê Hoa'")["number"])
        assert answer("withdraw", number, code=1)["refused"][0]["rule"] == "cause.reason"
        assert answer("withdraw", number, "--reason", "Nhầm người")["state"] == "withdrawn"


@pytest.mark.usefixtures("world")
class TestTheList:
    def test_it_says_what_is_asked_and_whom_each_waits_for(self, answer, run):
        answer(*ENTER, "person.restore full_name='Lê Hoa'")
        _, out, _ = run("request", "list", "--authority", "hanoi")
        assert "Khôi phục hộp thư" in " ".join(out.split())
        [told] = answer("list")["requests"]
        assert told["waits_for"] == {"step": "confirm", "by": ["head"], "clause": "PL.sign"}

    def test_what_is_partly_done_is_shown_as_that(self, answer, run):
        person = "person.issue unit='Văn phòng' national_id=001188000001 otp_phone=0912345678 full_name="
        number = str(
            answer(*ENTER, f"{person}'Lê Thị Hoa'", "person.restore address=ai@hanoi.gov.vn")["number"]
        )
        for step in ("confirm", "forward", "accept"):
            answer(step, number)
        done = answer("execute", number)
        assert [row["done"] for row in done["rows"]] == [True, False]
        _, out, _ = run("request", "show", number)
        assert "đã thực hiện một phần (1/2 dòng)" in " ".join(out.split())
