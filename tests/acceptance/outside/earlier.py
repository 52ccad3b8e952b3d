"""Mailboxes that another system issued, with the hash of the password that their holders have."""

import base64
import csv
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.acceptance.outside.browser import Page
from tests.acceptance.outside.people import a_password, an_applicant
from tests.acceptance.outside.provinces import Province

HEADINGS = ("Địa chỉ", "Cơ quan", "Họ và tên", "Ngày cấp", "Đổi mật khẩu gần nhất", "Mật khẩu băm")


@dataclass(frozen=True)
class EarlierMailbox:
    """One line of a file, and what its holder knows."""

    address: str
    password: str
    file: Path

    def sign_in(self, province: Province) -> Page:
        """Sign in on the portal with the password of before; the page of one's own mailbox."""
        browser = province.browser()
        browser.sign_in(self.address, self.password)
        return browser.get("hop-thu-cua-toi/")


def an_earlier_mailbox(province: Province, *, issued: str) -> EarlierMailbox:
    """A mailbox of somebody in the directory whose address follows no pattern, in a CSV file."""
    person = an_applicant()
    province.new_person(person)
    values = province.run(f"regulation show {province.regulation}")["parameters"]
    [domain, *_] = next(one["value"] for one in values if one["name"] == "domain.mail")
    address, password = f"cu.{secrets.token_hex(5)}@{domain}", a_password()
    changed = datetime.now(UTC).date() - timedelta(days=3)
    salt = secrets.token_bytes(8)
    digest = base64.b64encode(hashlib.sha512(password.encode() + salt).digest() + salt).decode()
    file = province.scratch / f"hop-thu-{secrets.token_hex(4)}.csv"
    row = (address, province.agency.code, person.name, issued, f"{changed:%d/%m/%Y}", f"{{SSHA512}}{digest}")
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=";").writerows((HEADINGS, row))
    return EarlierMailbox(address, password, file)
