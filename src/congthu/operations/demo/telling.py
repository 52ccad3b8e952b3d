"""Fill the demo, tell the story once, and prove every time that what it left behind works."""

import json
from collections.abc import Callable
from datetime import datetime

from congthu.directory.models import Authority
from congthu.directory.roles import Actor
from congthu.engines.process import replace_file
from congthu.operations.demo.cast import DemoAccount, fill, renew, works
from congthu.operations.demo.story import Story
from congthu.operations.instance import Instance
from congthu.operations.steps import Steps

FILE = "demo-accounts.json"
DEMO = Actor.system("demo")


def tell(instance: Instance, *, steps: Steps, clock: Callable[[], datetime]) -> list[dict[str, str | None]]:
    """Return the sign-ins of everybody in the demo, as ``demo-accounts.json`` has them.

    Raises:
        StoryBroken: a step did not turn out as it must.
    """
    accounts = _kept(instance)
    if lost := renew_all(instance, accounts, now=clock()):
        steps.say(f"Mở lại cho {lost} người mẫu mà đồng hồ thử, hoặc ai đó, đã khóa; mật khẩu mới ở dưới.")
    for authority in Authority.objects.order_by("code"):
        if any(one.authority == authority.code for one in accounts):
            continue
        with steps.step(f"Nạp {authority.name}") as step:
            entered = fill(authority, acting=DEMO, now=clock())
            step.note = f": {authority.organisations.count()} cơ quan, {len(entered)} người"
        accounts += entered
        _keep(instance, accounts)
    story = Story(instance, steps=steps, clock=clock)
    told = [one for one in accounts if one.authority == "hanoi" and one.role == "holder" and one.app_password]
    writing = [one for one in told if works(one)]
    if not told:
        accounts += story.play().accounts
        _keep(instance, accounts)
    elif len(writing) < 2:  # noqa: PLR2004  # one writes to the other
        steps.say("Không đủ hai người mẫu của Hà Nội còn dùng thư: bỏ qua bước gửi, nhận thử.")
    else:
        with steps.step("Gửi và nhận một thư giữa hai người dùng mẫu"):
            story.send_and_fetch(writing[0], writing[1])
    return [one.as_json() for one in accounts]


def renew_all(instance: Instance, accounts: list[DemoAccount] | None = None, *, now: datetime) -> int:
    """Let everybody of the demo sign in again as ``demo-accounts.json`` says; of how many it had to be changed.

    An installation without that file has nobody of the demo.
    """
    accounts = _kept(instance) if accounts is None else accounts
    renewed = 0
    for one in accounts:
        # One by one: what is handed out is written down before the next is changed.
        if renew(one, acting=DEMO, now=now):
            renewed += 1
            _keep(instance, accounts)
    return renewed


def _kept(instance: Instance) -> list[DemoAccount]:
    path = instance.directory / FILE
    return [DemoAccount(**row) for row in json.loads(path.read_text("utf-8"))] if path.exists() else []


def _keep(instance: Instance, accounts: list[DemoAccount]) -> None:
    """Write the sign-ins where only root reads them."""
    text = json.dumps([one.as_json() for one in accounts], ensure_ascii=False, indent=1) + "\n"
    replace_file(instance.directory / FILE, text, mode=0o600)
