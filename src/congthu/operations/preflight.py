"""Is this machine fit for an installation? Every problem has an id, a cause and a cure.

Facts are gathered first and judged afterwards, so that every problem can be shown without breaking a machine.
"""

import os
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from congthu.operations import packages, ports, release, users
from congthu.operations.activation import untenable
from congthu.operations.health import ProgramStatus
from congthu.operations.instance import Instance
from congthu.regulations.faults import LawError
from congthu.regulations.policy import Policy, policy_for

NAMED_AT_MOST = 5
GIB = 1 << 30
DISK_NEEDED = 2 * GIB
MEMORY_NEEDED = 2 * GIB
MEMORY_ADVISED = 4 * GIB
# A clock before this was never set: certificates and due dates would be wrong.
EARLIEST_CLOCK = datetime(2026, 11, 1, tzinfo=UTC)
DEBIAN_KNOWN = ("12",)


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found on the machine. Sizes in bytes."""

    is_root: bool
    debian: str
    missing_packages: tuple[str, ...]
    missing_users: tuple[str, ...]
    busy_ports: Mapping[str, int]
    free_disk: int
    memory: int
    clock: datetime
    loose_secrets: tuple[str, ...] = field(default=())
    unlawful: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason for stopping (error) or for telling (warning)."""

    id: str
    severity: str
    cause: str
    cure: str

    def as_json(self) -> dict[str, str]:
        return {"id": self.id, "severity": self.severity, "cause": self.cause, "cure": self.cure}


def gather(instance: Instance, *, running: bool, now: datetime) -> Facts:
    """Look at this machine on behalf of *instance*; what it listens on while it runs is its own."""
    own = set(release.ports_in_force(instance).values()) if running else set()
    wanted = {name: port for name, port in instance.ports.items() if port not in own}
    counted = Counter(instance.ports.values())
    twice = {name: port for name, port in instance.ports.items() if counted[port] > 1}
    disk = shutil.disk_usage(_existing(instance.directory))
    return Facts(
        is_root=os.geteuid() == 0,
        debian=_debian(Path("/etc/os-release")),
        missing_packages=packages.missing(packages.RUNTIME),
        missing_users=users.missing(),
        busy_ports={**ports.busy(instance.listen, wanted), **twice},
        free_disk=disk.free,
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        clock=now,
        loose_secrets=_loose(instance.secrets),
        unlawful=_unlawful(instance),
    )


def judge(facts: Facts) -> list[Problem]:
    """Return what is wrong, errors first."""
    listed = ", ".join(f"{name} {port}" for name, port in facts.busy_ports.items())
    absent, users_absent = " ".join(facts.missing_packages), " ".join(facts.missing_users)
    loose = " ".join(facts.loose_secrets)
    found = [
        _problem(
            101,
            not facts.is_root,
            "Lệnh không chạy bằng tài khoản root.",
            "Chạy lại bằng root: mỗi chương trình sẽ tự hạ xuống người dùng riêng.",
        ),
        _problem(
            102,
            facts.debian not in DEBIAN_KNOWN,
            f"Hệ điều hành không phải Debian {', '.join(DEBIAN_KNOWN)} (thấy: {facts.debian or 'không rõ'}).",
            "Cài trên Debian 12 (bookworm).",
        ),
        _problem(
            103,
            facts.missing_packages,
            f"Thiếu gói Debian: {absent}.",
            f"apt-get install --no-install-recommends {absent}",
        ),
        _problem(
            104,
            facts.missing_users,
            f"Thiếu người dùng hệ thống: {users_absent}.",
            "Cài lại gói Debian tạo ra chúng (apt-get install --reinstall …).",
        ),
        _problem(
            105,
            facts.busy_ports,
            f"Cổng đã có chương trình khác dùng: {listed}.",
            "Dừng chương trình kia (xem: ss -ltnp), hoặc đổi số cổng trong instance.toml.",
        ),
        _problem(
            106,
            facts.free_disk < DISK_NEEDED,
            f"Đĩa chỉ còn trống {_gib(facts.free_disk)} GiB.",
            f"Cần ít nhất {_gib(DISK_NEEDED)} GiB: dọn đĩa hoặc đặt hệ thống ở đĩa khác bằng --instance.",
        ),
        _problem(
            107,
            facts.memory < MEMORY_NEEDED,
            f"Máy chỉ có {_gib(facts.memory)} GiB bộ nhớ.",
            f"Cần ít nhất {_gib(MEMORY_NEEDED)} GiB.",
        ),
        _problem(
            108,
            facts.clock < EARLIEST_CLOCK,
            f"Đồng hồ máy chỉ {facts.clock:%d/%m/%Y}, sai so với thực tế.",
            "Đặt lại giờ (timedatectl set-ntp true): thời hạn và chứng thư phụ thuộc vào giờ đúng.",
        ),
        _problem(
            110,
            facts.loose_secrets,
            f"Tệp bí mật mà người khác đọc được: {loose}.",
            f"chmod o-rwx {loose}, rồi xem lại ai đã đọc chúng.",
        ),
        _problem(
            112,
            facts.unlawful,
            " ".join(facts.unlawful),
            "Sửa mục [authorities] trong instance.toml; dự thảo chỉ chạy thử được trong hệ thống khởi tạo bằng: "
            "./congthu init --test-clock",
        ),
        _problem(
            111,
            MEMORY_NEEDED <= facts.memory < MEMORY_ADVISED,
            f"Máy có {_gib(facts.memory)} GiB bộ nhớ.",
            f"Nên có {_gib(MEMORY_ADVISED)} GiB để ClamAV nạp đủ mẫu.",
            severity="warning",
        ),
    ]
    return [one for one in found if one is not None]


def _problem(number: int, holds: object, cause: str, cure: str, severity: str = "error") -> Problem | None:
    """Return the problem if *holds*; errors are E, warnings W."""
    return Problem(f"congthu.{severity[0].upper()}{number}", severity, cause, cure) if holds else None


def judge_programs(programs: Sequence[ProgramStatus], *, running: bool, log: Path) -> list[Problem]:
    """Return what is wrong with the running programs."""
    if not running:
        return [Problem("congthu.W120", "warning", "Hệ thống đang dừng.", "Khởi động bằng: ./congthu up")]
    return [
        Problem(
            "congthu.E121",
            "error",
            f"{one.name} không trả lời ({one.state}): {one.health.detail}.",
            f"Xem {log / (one.name + '.log')}; khởi động lại bằng: ./congthu up",
        )
        for one in programs
        if not one.health.ok
    ]


def judge_law(policies: Sequence[Policy]) -> list[Problem]:
    """Return what a regulation says that nobody could read in our copy of it, and nobody has decided since."""
    return [
        Problem(
            "congthu.W113",
            "warning",
            f"{policy.identity.title}, {unread.clause.in_words()}: {unread.gist}; {parameter} chưa có giá trị.",
            "Đọc trong bản gốc rồi đặt giá trị, hai người cùng duyệt: ./congthu decision propose "
            f"--parameter {parameter} --authority … --value …",
        )
        for policy in policies
        for parameter, unread in policy.illegible.items()
        if (ruled := policy.ruled(parameter)) is None or ruled.value is None
    ]


def judge_notices(untold: Sequence[str]) -> list[Problem]:
    """Return what nobody could be told of: *untold* are locked mailboxes whose agency takes no mail."""
    if not untold:
        return []
    named = ", ".join(untold[:NAMED_AT_MOST]) + (" …" if len(untold) > NAMED_AT_MOST else "")
    return [
        Problem(
            "congthu.W114",
            "warning",
            f"{len(untold)} hộp thư bị khóa mà cơ quan chưa được báo, vì không hộp thư nào của cơ quan nhận được: "
            f"{named}. Thời hạn thu hồi không chạy.",
            "Cấp hộp thư cho cơ quan, cán bộ đầu mối; hoặc báo bằng văn bản rồi ghi nhận: "
            "./congthu mailbox told ADDRESS --document SỐ. Xem tất cả: ./congthu mailbox list --untold",
        )
    ]


def _debian(os_release: Path) -> str:
    try:
        pairs = dict(line.split("=", 1) for line in os_release.read_text("utf-8").splitlines() if "=" in line)
    except OSError:
        return ""
    return pairs.get("VERSION_ID", "").strip('"') if pairs.get("ID", "").strip('"') == "debian" else ""


def _loose(secrets: Path) -> tuple[str, ...]:
    if not secrets.is_dir():
        return ()
    return tuple(
        str(path) for path in sorted(secrets.iterdir()) if path.is_file() and path.stat().st_mode & 0o007
    )


def _unlawful(instance: Instance) -> tuple[str, ...]:
    """Why the regulations that the installation's file names may not run in it."""
    try:
        policies = [policy_for(entry.regulation) for entry in instance.authorities.values()]
    except LawError as unusable:
        return (str(unusable),)
    return tuple(one.message for one in untenable(policies, trial=instance.test_clock))


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def _gib(size: int) -> str:
    return f"{size / GIB:.1f}".replace(".", ",")
