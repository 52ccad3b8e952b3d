"""One real request, carried all the way: from a Word form to a delivered message.

Sở Tư pháp of Hà Nội asks for three mailboxes. What happens is what happens in daily work: the same actions, the same
pages, mail programs that speak TLS. Every step proves what it says and stops the story if it does not hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from smtplib import SMTPException

from congthu.audit.acts import Cause
from congthu.audit.queries import verify
from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.engines.clamav.config import EICAR
from congthu.engines.process import replace_file
from congthu.identity import holding
from congthu.identity.models import Account
from congthu.identity.queries import actor_of
from congthu.mailboxes.acts.evidence import Shown
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.queries import access_mailbox
from congthu.operations.demo.browser import Browser
from congthu.operations.demo.cast import DemoAccount, first_sign_in, invent_password
from congthu.operations.demo.mail import MailProgram, letter
from congthu.operations.instance import Instance
from congthu.operations.steps import Steps
from congthu.operations.supervise import Late, wait_until
from congthu.regulations.route import Channel
from congthu.requests.acts import execute as executing
from congthu.requests.acts import receive as receiving
from congthu.requests.acts import route
from congthu.requests.channels import Arrival
from congthu.requests.documents.credentials import credentials_sheet
from congthu.requests.documents.sheets import sheet_for
from congthu.requests.queries import access_request

FORM = Path(__file__).parent / "mau-03-so-tu-phap.docx"
APP_PASSWORD = re.compile(r"\b[a-z2-7]{26,}\b")


class StoryBroken(Exception):
    """A step of the story did not turn out as it must; the text says which and how."""

    unfit = True


@dataclass(slots=True)
class Told:
    """What the story leaves behind."""

    accounts: list[DemoAccount] = field(default_factory=list)
    sheets: list[Path] = field(default_factory=list)
    request: int = 0


class Story:
    """Plays the story on an installation that is up, whose cast has been entered."""

    def __init__(self, instance: Instance, *, steps: Steps, clock: Callable[[], datetime]) -> None:
        self.instance, self.steps, self.clock = instance, steps, clock
        self.mail = MailProgram(instance)
        self.told = Told()

    def play(self) -> Told:
        """Play it; raises StoryBroken."""
        with self.steps.step("Đọc phiếu Word của Sở Tư pháp, đề xuất địa chỉ theo Điều 5") as step:
            number = self._hand_in()
            step.note = f": yêu cầu số {number}, 3 người"
        with self.steps.step("Thủ trưởng xác nhận, đơn vị vận hành tiếp nhận và cấp hộp thư") as step:
            people = self._execute(number)
            step.note = ": " + ", ".join(one.address for one in people)
        sender, receiver, third = people
        with self.steps.step(f"{sender.name} đăng nhập lần đầu và đổi mật khẩu trên cổng (Điều 12)") as step:
            step.note = ": " + self._first_sign_in_through_the_pages(sender)
        with self.steps.step("Hai người còn lại đổi mật khẩu"):
            for one in (receiver, third):
                account = Account.objects.get(login=one.address)
                one.password, one.app_password = first_sign_in(
                    account, one.password, label="Chương trình thư", now=self.clock()
                )
        with self.steps.step("Đăng nhập webmail và IMAP bằng mật khẩu ứng dụng"):
            self._sign_in_to_mail(sender)
        with self.steps.step("Gửi thư có tệp đính kèm qua STARTTLS, người nhận lấy bằng IMAP"):
            self.send_and_fetch(sender, receiver)
        with self.steps.step(f"Tạm khóa {third.address}: không đăng nhập được ở đâu, thư vẫn đến"):
            self._lock(third, sender)
        with self.steps.step("Địa chỉ không tồn tại: 550; tệp thử virus EICAR: bị từ chối"):
            self._refuse_unknown_and_virus(receiver)
        with self.steps.step("Kiểm tra chuỗi nhật ký") as step:
            trail = verify()
            self._must(trail.ok, "chuỗi nhật ký bị đứt")
            step.note = f": {trail.count} dòng, nguyên vẹn"
        return self.told

    def send_and_fetch(self, sender: DemoAccount, receiver: DemoAccount) -> None:
        """Send a message with an attachment from one mail program, and fetch it with another."""
        message = letter(
            sender=sender.address,
            to=receiver.address,
            subject="Gửi phiếu đề nghị cấp hộp thư",
            text="Kính gửi đồng chí,\nXin gửi kèm phiếu đã được Thủ trưởng ký.\n",
            attachment=FORM,
        )
        try:
            self.mail.send(message, login=sender.address, password=_given(sender))
        except SMTPException as refused:
            raise StoryBroken(
                f"Kịch bản mẫu dừng lại: {sender.address} không gửi được thư ({refused})."
            ) from refused
        arrived = self.mail.fetch(
            login=receiver.address, password=_given(receiver), message_id=message["Message-ID"]
        )
        [file] = list(arrived.iter_attachments())
        self._must(
            file.get_payload(decode=True) == FORM.read_bytes(), "tệp đính kèm đến nơi khác với tệp đã gửi"
        )
        self._must("DKIM-Signature" in arrived, "thư gửi đi không có chữ ký DKIM")

    def _hand_in(self) -> int:
        authority = Authority.objects.get(code="hanoi")
        request = receiving.receive_file(
            FORM,
            authority=authority,
            arrival=Arrival(Channel.CONSOLE),
            acting=self._actor("focal"),
            now=self.clock(),
        )
        self.told.request = request.pk
        return self.told.request

    def _execute(self, number: int) -> list[DemoAccount]:
        head, operator = self._actor("head"), self._actor("operator")
        route.confirm(access_request(number, acting=head), acting=head, now=self.clock())
        request = access_request(number, acting=operator)
        route.accept(request, acting=operator, now=self.clock())
        results = executing.execute(request, acting=operator, now=self.clock())
        directory = self.instance.directory / "demo-sheets"
        directory.mkdir(mode=0o700, exist_ok=True)
        for result in results:
            self._must(result.done, f"dòng {result.line}: {result.refused}")
            mailbox = access_mailbox(result.address, acting=operator)
            sheet = directory / f"{result.address}.pdf"
            told = sheet_for(
                mailbox,
                password=result.password,
                document=f"{request.document_number} của {request.agency_name}",
                endpoints=self.instance.endpoints(),
                now=self.clock(),
            )
            replace_file(sheet, credentials_sheet(told), mode=0o600)
            self.told.sheets.append(sheet)
            self.told.accounts.append(
                DemoAccount("holder", "hanoi", result.subject, result.address, result.password)
            )
        self._must(len(self.told.accounts) == 3, "phiếu có ba người nhưng không cấp được ba hộp thư")  # noqa: PLR2004
        return self.told.accounts

    def _first_sign_in_through_the_pages(self, one: DemoAccount) -> str:
        browser = Browser()
        page = browser.get(self.instance.url("portal"))
        page = browser.submit(page, page.form_with("login"), login=one.address, password=one.password)
        weak = browser.submit(page, page.form_with("new"), old=one.password, new="matkhau", again="matkhau")
        self._must("Điều 12" in weak.text, "mật khẩu yếu không bị từ chối theo Điều 12")
        chosen = invent_password(Account.objects.get(login=one.address))
        page = browser.submit(weak, weak.form_with("new"), old=one.password, new=chosen, again=chosen)
        one.password = chosen
        page = browser.get(f"{self.instance.url('portal')}mat-khau-ung-dung/")
        page = browser.submit(page, page.form_with("label"), label="Webmail và Thunderbird")
        shown = APP_PASSWORD.search(page.html)
        if shown is None:
            raise StoryBroken("Cổng không hiện mật khẩu ứng dụng sau khi tạo.")
        one.app_password = shown.group()
        again = browser.get(f"{self.instance.url('portal')}mat-khau-ung-dung/")
        self._must(one.app_password not in again.html, "mật khẩu ứng dụng còn hiện lần thứ hai")
        return "mật khẩu yếu bị từ chối, mật khẩu ứng dụng hiện một lần"

    def _sign_in_to_mail(self, one: DemoAccount) -> None:
        self._must(
            self._webmail(one.address, _given(one)), "không đăng nhập được webmail bằng mật khẩu ứng dụng"
        )
        refused = self.mail.refusals(login=one.address, password=_given(one))
        self._must(not refused, f"mật khẩu ứng dụng bị từ chối: {refused}")
        refused = self.mail.refusals(login=one.address, password=one.password)
        self._must(set(refused) == EVERY_DOOR, "chương trình thư dùng được mật khẩu riêng của người dùng")

    def _lock(self, one: DemoAccount, writer: DemoAccount) -> None:
        operator = self._actor("operator")
        cause = Cause(clause="Đ8.2.b", document="", reason="Hệ thống mẫu: nghi bị lộ mật khẩu")
        warning = Shown("canh-bao.txt", f"{one.address}: đăng nhập từ nhiều nơi lạ".encode())
        mailbox = Mailbox.objects.get(address=one.address)
        holding.lock(mailbox, cause=cause, evidence=warning, acting=operator, now=self.clock())
        refused = self.mail.refusals(login=one.address, password=_given(one))
        self._must(
            set(refused) == EVERY_DOOR, f"hộp thư tạm khóa vẫn vào được: chỉ bị từ chối ở {sorted(refused)}"
        )
        self._must(not self._webmail(one.address, _given(one)), "hộp thư tạm khóa vẫn vào được webmail")
        browser = Browser()
        page = browser.get(self.instance.url("portal"))
        page = browser.submit(page, page.form_with("login"), login=one.address, password=one.password)
        self._must("tạm khóa" in page.text.lower(), "cổng không nói hộp thư đang bị tạm khóa")
        before = self.mail.held(one.address)
        message = letter(sender=writer.address, to=one.address, subject="Thư vẫn đến", text="Nội dung.\n")
        self.mail.send(message, login=writer.address, password=_given(writer))
        self._wait(lambda: self.mail.held(one.address) > before, "thư không đến hộp thư đang tạm khóa")
        one.role = "locked"

    def _refuse_unknown_and_virus(self, receiver: DemoAccount) -> None:
        nobody = "khongcoai_sotp@hanoi.gov.vn"
        message = letter(sender="ban@example.org", to=nobody, subject="Hỏi", text="Nội dung.\n")
        code, words = self.mail.deliver(message, sender="ban@example.org", recipient=nobody)
        self._must(code == 550, f"địa chỉ không tồn tại được trả lời {code} {words}")  # noqa: PLR2004
        virus = letter(sender="ban@example.org", to=receiver.address, subject="Tệp", text="Xem tệp.\n")
        virus.add_attachment(EICAR, maintype="application", subtype="octet-stream", filename="eicar.com")
        code, words = self.mail.deliver(virus, sender="ban@example.org", recipient=receiver.address)
        self._must(code == 554, f"tệp virus được trả lời {code} {words}")  # noqa: PLR2004

    def _webmail(self, login: str, password: str) -> bool:
        browser = Browser()
        page = browser.get(self.instance.url("webmail"))
        page = browser.submit(page, page.form_with("_user"), _user=login, _pass=password)
        return "_task=mail" in page.url and not any("_pass" in form.fields for form in page.forms)

    def _actor(self, role: str) -> Actor:
        account = Account.objects.get(
            authority__code="hanoi", person__appointments__role=role, person__appointments__until=None
        )
        return actor_of(account, now=self.clock())

    def _wait(self, holds: Callable[[], bool], otherwise: str) -> None:
        try:
            wait_until(holds, 30, otherwise)
        except Late as late:
            raise StoryBroken(f"Kịch bản mẫu dừng lại: {late}") from late

    @staticmethod
    def _must(holds: object, otherwise: str) -> None:
        if not holds:
            raise StoryBroken(f"Kịch bản mẫu dừng lại: {otherwise}.")


EVERY_DOOR = {"imap", "imaps", "submission", "submissions", "sieve"}


def _given(one: DemoAccount) -> str:
    if one.app_password is None:
        raise StoryBroken(f"{one.address} chưa có mật khẩu ứng dụng.")
    return one.app_password
