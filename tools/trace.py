"""Which code and which tests stand behind each clause, as pages that officials and reviewers read?

    python tools/trace.py [--check]

Writes docs/traceability/<id>.md for every regulation from the law, from the marks ``@enforces`` on code and
``@pytest.mark.enforces`` on tests, and from the tests of clauses in tests/acceptance, which alone say that a clause is
carried out. With ``--check`` nothing is written, and the exit code is 1 where a page is not what it would be now.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from congthu.regulations.coverage import (
    ROOT,
    Covered,
    behind,
    by_name,
    coverage,
    marks_on_code,
    marks_on_tests,
)
from congthu.regulations.load import catalogue
from congthu.regulations.policy import Policy, policy_for
from congthu.regulations.proofs import proofs
from congthu.regulations.schema import NamingRule, Standing, parameters

PAGES = ROOT / "docs" / "traceability"
STATUS = {
    "enforced": "buộc thực hiện",
    "assisted": "hỗ trợ",
    "detected": "phát hiện",
    "planned": "chưa làm",
    "people": "con người",
}
HEAD = """\
# {title}

{what}. Trang này do `tools/trace.py` viết từ `regulations/{id}/` và từ các dấu trên mã, trên kiểm thử; đừng sửa tay.

Loại: SE hệ thống buộc thực hiện, SA hệ thống hỗ trợ, DR phát hiện và báo cáo, ORG việc của tổ chức, con người.
Điều khoản được tính là đã làm khi có bài thử trên hệ thống đang chạy; đếm bằng `./congthu regulation coverage {id}`.

## Điều khoản

| Điều khoản | Nội dung | Loại | Tình trạng | Bài thử | Tham số |
|---|---|---|---|---|---|
"""
BEHIND = """
## Mã và kiểm thử đứng sau mỗi tham số

Chỉ những tham số mà chương trình đang thực hiện; giá trị là của quy chế này.
"""


def page(policy: Policy, root: Path = ROOT) -> str:
    """The page of one regulation."""
    covered = coverage(policy, root)
    code, tests = marks_on_code(root / "src", by_name), marks_on_tests(root / "tests")
    carried = {
        name: (found, behind([name], tests)) for name in _named(covered) if (found := behind([name], code))
    }
    held = policy.identity
    proved = proofs(policy.id, root)
    head = HEAD.format(
        id=policy.id,
        title=held.title,
        what="Dự thảo, không có hiệu lực" if held.standing is Standing.DRAFT else f"Số {held.number}",
    )
    rows = (_row(one, proved.get(one.clause, ()), carried) for one in covered)
    return head + "".join(rows) + BEHIND + "".join(_parameters(policy, carried))


def _named(covered: Iterable[Covered]) -> list[str]:
    return list(dict.fromkeys(name for one in covered for name in one.parameters))


def _row(one: Covered, proved: Sequence[str], carried: Mapping[str, object]) -> str:
    status = STATUS[one.status]
    if one.status == "planned":
        status += f" (`{one.by}`)"
    if one.reason:
        status += f": {_cell(one.reason)}"
    names = (f"[`{name}`](#{_anchor(name)})" if name in carried else f"`{name}`" for name in one.parameters)
    tests = (f"`{node.rpartition('/')[2]}`" for node in proved)
    cells = (one.clause, _cell(one.gist), one.kind, status, "<br>".join(tests), ", ".join(names))
    return f"| {' | '.join(cells)} |\n"


def _parameters(
    policy: Policy, carried: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
) -> Iterator[str]:
    described = {name: description for name, description, _ in parameters()}
    for name, (code, tests) in carried.items():
        yield f'\n### <a id="{_anchor(name)}"></a>`{name}`\n\n'
        if name in described:
            yield f"{described[name]}: {_value(policy, name)}.\n\n"
        yield "".join(f"- mã `{place}`\n" for place in code)
        yield "".join(f"- kiểm thử `{place}`\n" for place in tests)


def _value(policy: Policy, name: str) -> str:
    ruled = policy.ruled(name)
    if ruled is None:
        return "không quy định"
    value = ruled.value
    gist = f" ({ruled.gist})"
    if isinstance(value, Mapping):
        return ruled.gist
    if isinstance(ruled, NamingRule):
        return f"`{value}`{gist}"
    if isinstance(value, bool):
        return ("có" if value else "không") + gist
    if isinstance(value, tuple | frozenset):
        listed = sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value)
        return f"{', '.join(listed)}{gist}"
    return f"{value.in_words() if hasattr(value, 'in_words') else value}{gist}"


def _anchor(name: str) -> str:
    return name.replace(".", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write or check the pages; print what is wrong."""
    if set(arguments) - {"--check"}:
        print(__doc__)
        return 2
    policies = [policy_for(one) for one in catalogue()]
    wrong: list[str] = []
    wanted = {PAGES / f"{policy.id}.md": page(policy) for policy in policies}
    if "--check" in arguments:
        wrong += [
            f"{path.relative_to(ROOT)} is not what tools/trace.py would write now; run it"
            for path, text in wanted.items()
            if not path.exists() or path.read_text("utf-8") != text
        ]
    else:
        PAGES.mkdir(parents=True, exist_ok=True)
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
    print("\n".join(wrong) or f"{len(wanted)} regulations")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
