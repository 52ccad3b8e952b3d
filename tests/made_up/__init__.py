"""A regulation that nobody has made, which says of states what the five do not: two stages of a lock, a state for the
browser only, a state in which a mailbox can only be read, consequences by ground, kind and rank.

No code knows of it. What it is silent on is filled in here, so that a new parameter needs no line in it.
"""

import json
import re
import shutil
from pathlib import Path

from congthu.regulations.load import DATA
from congthu.trial.checks import faults_in

ID = "thunghiem-9-2025"
HERE = Path(__file__).parent
CLAUSE = re.compile(r'"((?:QĐ\.)?Đ[\d.]+)"')


def written(data: Path) -> Path:
    """Write the regulation into *data*, a folder of the law, with the platform's files beside it; return its folder."""
    for name in ("platform", "calendar"):
        shutil.copytree(DATA / name, data / name)
    folder = data / ID
    folder.mkdir()
    texts = {name: (HERE / f"{name}.toml").read_text("utf-8") for name in ("regulation", "states")}
    cited = sorted({clause for text in texts.values() for clause in CLAUSE.findall(text)})
    texts["clauses"] = "[clause]\n" + "".join(
        f'"{one}" = {{ class = "SE", by = "mailboxes", gist = "…" }}\n' for one in cited
    )
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    [unsaid] = [one.what for one in faults_in(folder) if "chưa nói gì về" in one.what]
    silent = json.loads(f"[{unsaid.removeprefix('chưa nói gì về: ').partition(';')[0]}]")
    with (folder / "regulation.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[silent]\nparameters = {json.dumps(silent)}\n")
    assert faults_in(folder) == []
    return folder
