"""Bring up a whole installation with four authorities and play one real request on it.

Running it again is safe: what exists is kept, and the story is not told twice; the second run proves that what the
first left behind still works.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from congthu import clock
from congthu.operations import installation
from congthu.operations.instance import AuthorityEntry, Instance
from congthu.operations.steps import Steps

REGULATIONS = {
    "hanoi": ("Thành phố Hà Nội", "hanoi-1643-2023"),
    "caobang": ("Tỉnh Cao Bằng", "caobang-16-2025"),
    "dongthap": ("Tỉnh Đồng Tháp", "dongthap-143-2025"),
    "soctrang": ("Tỉnh Sóc Trăng", "soctrang-59-2024"),
}
HOSTNAME = "mail.congthu.test"
SHOWN = {
    "operator": "Đơn vị vận hành",
    "managing": "Cơ quan quản lý",
    "head": "Thủ trưởng cơ quan",
    "focal": "Cán bộ đầu mối",
    "clerk": "Văn thư",
    "inspector": "Người kiểm tra",
    "holder": "Người dùng hộp thư",
    "newcomer": "Người dùng hộp thư, đăng nhập lần đầu",
    "locked": "Người dùng (đang tạm khóa)",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is up."""

    instance: Instance
    named: Path
    accounts: list[dict[str, str | None]]
    seconds: float
    first: bool
    default: bool

    def as_json(self) -> dict[str, object]:
        """Without passwords: they are in ``demo-accounts.json``, which only root can read."""
        return {
            "instance": str(self.named),
            "directory": str(self.instance.directory),
            "endpoints": self.instance.endpoints(),
            "accounts": str(self.named / "demo-accounts.json"),
            "seconds": round(self.seconds, 1),
            "first": self.first,
        }

    def tell(self) -> Iterator[str]:
        """Say, line by line, where to look and how to sign in."""
        yield f"\nHệ thống mẫu đang chạy ({self.seconds:.0f} giây).\n"
        yield f"  Cổng:     {self.instance.url('portal')}"
        yield f"  Webmail:  {self.instance.url('webmail')}"
        yield f"  Thư mục:  {self.named}"
        if self.instance.directory != self.named:
            yield f"            (dữ liệu ở {self.instance.directory})"
        yield "\nĐăng nhập cổng (Thành phố Hà Nội):\n"
        for one in self.accounts:
            if one["authority"] == "hanoi":
                yield f"  {one['name']} – {SHOWN[str(one['role'])]}"
                yield f"      {one['address']}   {one['password']}"
        yield f"\nMật khẩu ứng dụng (webmail, chương trình thư) và các địa phương khác: {self.named}/demo-accounts.json"
        yield f"Phiếu cấp tài khoản (PDF): {self.named}/demo-sheets/"
        at = "" if self.default else f" --instance {self.named}"
        yield f"Tình trạng: ./congthu status{at}   Dừng: ./congthu down{at}   Chạy lại lệnh này lúc nào cũng được."


def run_demo(
    named: Path, *, project: Path, steps: Steps, now: Callable[[], datetime], use_records: Callable[[], None]
) -> Demo:
    """Make the demo in *named* unless it is there, start it, tell the story unless it was told.

    *use_records* opens the records of the installation once it is up.

    Raises:
        NotFit, ReleaseRefused, UpFailed, StoryBroken: what, why and what to do; an installation that was only begun
        is removed again.
    """
    named = named.absolute()
    first = not (named / "instance.toml").exists()
    if first:
        authorities = {
            code: AuthorityEntry(name=name, regulation=regulation)
            for code, (name, regulation) in REGULATIONS.items()
        }
        instance = installation.init(named, authorities, hostname=HOSTNAME, demo=True, test_clock=True)
        if instance.directory != named:
            steps.say(f"Dữ liệu đặt ở {instance.directory}: {installation.reason(named)}.")
    instance = Instance.read(named)
    try:
        installation.up(instance, project=project, steps=steps, now=clock.of_the_machine())
        use_records()
        from congthu.operations.demo.telling import tell  # noqa: PLC0415  # its models need the settings

        accounts = tell(instance, steps=steps, clock=now)
    except BaseException:
        if first:
            logs = installation.remove(instance, named)
            steps.say(
                f"Đã gỡ hệ thống mẫu dựng dở; nhật ký còn ở {logs}. Chạy lại lệnh này để dựng lại từ đầu."
            )
        raise
    return Demo(instance, named, accounts, steps.elapsed, first, default=named == project / "var" / "demo")
