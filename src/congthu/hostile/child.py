"""How is a file from outside read without letting it harm the process that asks?

A child process parses it under limits of memory, time and output, without the environment of the parent. Whatever
happens there, out of memory, an endless loop or a crash, the parent gets an answer or one sentence.
"""

import json
import subprocess  # noqa: TID251  files are hostile: this is the one place outside engines that starts a process
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

MIB: Final = 1024 * 1024
SOURCE: Final = Path(__file__).parents[2]
# Isolated mode ignores PYTHONPATH and the current directory, so the child is told where the package is.
START: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from congthu.hostile.worker import main; main()"
)
RESAVE: Final = "hãy mở tệp, lưu lại rồi gửi lại."


class UnreadableFile(Exception):
    """The file cannot be read; the message is one Vietnamese sentence that says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost: bytes of the file, bytes of memory, seconds of computing, seconds in all."""

    file: int = 20 * MIB
    memory: int = 1024 * MIB
    cpu_seconds: int = 15
    seconds: int = 30


def read_bounded(
    path: Path, *, reader: str, asked: object = None, limits: Limits, resave: str = RESAVE
) -> object:
    """Return what the function *reader*, named ``package.module:function``, makes of the bytes of *path* in a child.

    The function is called with the content and *asked*; both that and its answer are plain JSON values.

    Raises:
        UnreadableFile: the function said so, or the file is missing, too large, or did harm to the child.
    """
    try:
        size = path.stat().st_size
    except OSError as missing:
        raise UnreadableFile(
            f"Không mở được tệp «{path.name}»; hãy kiểm tra lại đường dẫn và quyền đọc."
        ) from missing
    if not path.is_file():
        raise UnreadableFile(f"«{path.name}» không phải là một tệp; hãy chọn tệp khác.")
    if size > limits.file:
        raise UnreadableFile(
            f"Tệp lớn hơn {limits.file // MIB} MB; hãy bỏ hình ảnh và nội dung thừa rồi gửi lại."
        )
    answer = _ask(path, reader, asked, limits, resave)
    if "unreadable" in answer:
        raise UnreadableFile(str(answer["unreadable"]))
    return answer["read"]


def _ask(path: Path, reader: str, asked: object, limits: Limits, resave: str) -> dict[str, object]:
    told = json.dumps(
        {"reader": reader, "path": str(path.resolve()), "asked": asked, "limits": asdict(limits)}
    )
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter; the path is told on standard input
            [sys.executable, "-I", "-X", "utf8", "-c", START, str(SOURCE)],
            input=told.encode(),
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
    except subprocess.TimeoutExpired as late:
        raise UnreadableFile(f"Đọc tệp mất quá nhiều thời gian; {resave}") from late
    if done.returncode != 0:
        raise UnreadableFile(f"Tệp bị hỏng hoặc chứa nội dung bất thường; {resave}")
    answer: dict[str, object] = json.loads(done.stdout)
    return answer
