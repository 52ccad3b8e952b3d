"""How is a file from outside read without letting it harm the process that asks?

A child process parses it under limits of memory, time and output, without the environment of the parent.
Whatever it does there, run out of memory, loop or crash, the parent gets a request or one sentence.
"""

import json
import subprocess  # noqa: TID251  files are hostile: this is the one place outside engines that starts a process
import sys
from pathlib import Path
from typing import Final

from congthu.regulations.forms import FormBook
from congthu.regulations.words import Words
from congthu.requests.intake.document import RESAVE, UnreadableFile
from congthu.requests.intake.result import ImportedRequest

MAX_FILE: Final = 20 * 1024 * 1024
SECONDS: Final = 30

NO_WORDS: Final = Words()
SOURCE: Final = Path(__file__).parents[3]
# Isolated mode ignores PYTHONPATH and the current directory, so the child is told where the package is.
START: Final = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from congthu.requests.intake.worker import main; main()"
)


def read_request(path: Path, *, forms: FormBook, words: Words = NO_WORDS) -> ImportedRequest:
    """Read the request form in the file *path*; *words* speak for lines that no box of the form speaks for.

    Rows that are wrong are in the result's problems. Raises `UnreadableFile` for a file that is no request
    form of *forms* or no readable file at all.
    """
    try:
        size = path.stat().st_size
    except OSError as missing:
        raise UnreadableFile(
            f"Không mở được tệp «{path.name}»; hãy kiểm tra lại đường dẫn và quyền đọc."
        ) from missing
    if not path.is_file():
        raise UnreadableFile(f"«{path.name}» không phải là một tệp; hãy chọn tệp biểu mẫu.")
    if size > MAX_FILE:
        raise UnreadableFile(
            f"Tệp lớn hơn {MAX_FILE // 1024**2} MB; hãy bỏ hình ảnh, chỉ giữ biểu mẫu, rồi gửi lại."
        )
    answer = _ask(path, forms, words)
    if "unreadable" in answer:
        raise UnreadableFile(str(answer["unreadable"]))
    return ImportedRequest.model_validate(answer["request"])


def _ask(path: Path, forms: FormBook, words: Words) -> dict[str, object]:
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter; the path is an argument, never a command
            [sys.executable, "-I", "-X", "utf8", "-c", START, str(SOURCE), str(path.resolve())],
            input=json.dumps(
                {"forms": forms.model_dump(mode="json"), "words": words.model_dump(mode="json")}
            ).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
    except subprocess.TimeoutExpired as late:
        raise UnreadableFile(f"Đọc tệp mất quá nhiều thời gian; {RESAVE}") from late
    if done.returncode != 0:
        raise UnreadableFile(f"Tệp bị hỏng hoặc chứa nội dung bất thường; {RESAVE}")
    answer: dict[str, object] = json.loads(done.stdout)
    return answer
