"""Điều 11: cơ quan quản lý và đơn vị vận hành."""

import base64

import pytest
from tests.acceptance.outside.mail import letter
from tests.acceptance.outside.people import an_applicant
from tests.acceptance.outside.provinces import Province

REGULATION = "soctrang-draft-2024"
SPECIALS = "!@#$%^&*()-_=+?"
# The two files that every scanner knows by heart, written so that none finds them here.
EICAR = base64.b64decode(
    "WDVPIVAlQEFQWzRcUFpYNTQoUF4pN0NDKTd9JEVJQ0FSLVNUQU5EQVJELUFOVElWSVJVUy1URVNULUZJTEUhJEgrSCo="
)
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


@pytest.mark.clause(REGULATION, "Đ11.2.b")
def test_spam_is_stopped_at_the_door(province: Province) -> None:
    holder = province.holder()
    for text, code in ((GTUBE, 554), ("Kính gửi đồng chí.", 250)):
        message = letter(sender="ban@example.org", to=holder.address, text=f"{text}\n")
        answer, words = province.mail.deliver(message, sender="ban@example.org", recipient=holder.address)
        assert answer == code, words


@pytest.mark.clause(REGULATION, "Đ11.2.e")
def test_a_virus_is_refused_whether_it_comes_or_goes(province: Province) -> None:
    holder = province.holder()
    files = {"eicar.com": EICAR}
    message = letter(sender="ban@example.org", to=holder.address, attachments=files)
    assert province.mail.deliver(message, sender="ban@example.org", recipient=holder.address)[0] == 554
    assert holder.refused_to_write(holder, attachments=files)[0] == 554


@pytest.mark.clause(REGULATION, "Đ11.2.h")
def test_issued_passwords_have_four_kinds_of_characters_and_none_is_given_twice(province: Province) -> None:
    people = [an_applicant() for _ in range(60)]
    passwords = [one["password"] for one in province.execute(province.hand_in(province.form(people)))]
    assert len(set(passwords)) == len(people)
    for one in passwords:
        assert len(one) >= 8
        assert all(any(test(letter) for letter in one) for test in (str.islower, str.isupper, str.isdigit))
        assert set(one) & set(SPECIALS)


@pytest.mark.clause(REGULATION, "Đ11.1.a")
@pytest.mark.clause(REGULATION, "Đ11.2.a")
def test_the_centre_carries_out_what_the_department_has_approved(province: Province) -> None:
    department, centre = province.staff("managing"), province.staff("operator")
    number = province.hand_in(province.form([an_applicant()]))
    province.run(f"request confirm {number}")
    for step in ("accept", "execute"):
        province.refused(f"request {step} {number} --as {centre.address}")
    assert province.refused(f"request accept {number}").clauses == ["Đ11.1.a"]
    province.refused(f"request approve {number} --as {centre.address}")
    pages = [one.browser.get(f"yeu-cau/{number}/") for one in (centre, department)]
    assert [len(page.tree.xpath("//a[contains(., 'Duyệt')]")) for page in pages] == [0, 1]
    page = department.browser.follow(pages[1], "Duyệt")
    department.browser.submit(page, "csrfmiddlewaretoken")
    province.run(f"request accept {number} --as {centre.address}")
    province.refused(f"request execute {number} --as {department.address}")
    [done] = province.run(f"request execute {number} --as {centre.address}")["rows"]
    assert done["done"]
