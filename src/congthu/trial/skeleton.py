"""With which files does somebody begin who encodes a regulation?

Nothing that another text says stands in them: everything is silence until a value is set, and the check names what no
regulation can leave out.
"""

from itertools import groupby
from pathlib import Path
from textwrap import wrap

from congthu.regulations.load import DATA, platform_defaults
from congthu.regulations.schema import parameters

WIDTH = 112

REGULATION = """\
# {id}: quy chế dưới dạng dữ liệu; cách viết ở docs/encode-a-regulation.md, mọi khóa ở docs/reference/regulation.md.
# Mỗi giá trị dẫn điều khoản của nó: {{ value = …, clause = "Đ…", gist = "…" }}.

[identity]
# title = "Quy chế …"
# number = "…/…/QĐ-UBND"
# issuer = "Ủy ban nhân dân tỉnh …"
# province = "Tỉnh …"
# signed_on = 2026-01-31
# in_force_from = 2026-02-10
# commencement = "QĐ.Đ2"
standing = "draft"  # in-force khi văn bản đã ban hành

# Điều quy chế không nói đến. Đặt giá trị nào ở trên thì xóa tên giá trị ấy khỏi danh sách này.
[silent]
parameters = [
{silent}]
"""
STATES = """\
# Trạng thái của hộp thư và các bước giữa chúng: chỉ ghi điều quy chế nói khác, nói thêm platform/states.toml.
"""
CLAUSES = """\
# Mọi điều, khoản, điểm theo đúng thứ tự, trước khi đặt giá trị nào: điều gì không kể ra thì sẽ bị quên.
# "Đ8.2.a" = { class = "SE", by = "mailboxes", gist = "60 ngày không đăng nhập thì tạm khóa" }
# "Đ9.1"   = { class = "ORG", reason = "Phân công cơ quan", gist = "Sở quản lý" }

[clause]
"""
CASES = """\
# Trường hợp mẫu: ví dụ của quy chế trước, rồi mỗi con số hai trường hợp, một vừa đủ và một vừa quá.
"""


def write(folder: Path, data: Path = DATA) -> list[Path]:
    """Write the files of a regulation of which nothing has been said yet; give their paths.

    Raises:
        FileExistsError: there is something at *folder*, which is left as it is.
        OSError: the folder cannot be made.
    """
    folder.mkdir(parents=True)
    texts = {
        "regulation.toml": REGULATION.format(id=folder.name, silent=_silent(data)),
        "states.toml": STATES,
        "clauses.toml": CLAUSES,
        "cases.toml": CASES,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def _silent(data: Path) -> str:
    """Everything that a regulation can leave out, section by section."""
    defaults = platform_defaults(data)
    names = [name for name, _, optional in parameters() if optional or name in defaults]
    lines: list[str] = []
    for _, inside in groupby(names, key=lambda name: name.partition(".")[0]):
        listed = " ".join(f'"{name}",' for name in inside)
        lines += wrap(listed, WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"  {line}\n" for line in lines)
