import pytest

from congthu.directory.importing.tree import Node, Tree, Unfound, Waiting


def tree(*held: str) -> Tree:
    made, nodes = Tree(), {}
    for path in held:
        above, _, code = path.rpartition("/")
        nodes[path] = Node(code, path, parent=nodes.get(above), pk=len(nodes) + 1)
        made.hold(nodes[path])
    return made


def bring(made: Tree, *lines: tuple[str, str]) -> list[Waiting]:
    waiting = [Waiting(code, parent, code, "", number) for number, (code, parent) in enumerate(lines, 2)]
    made.bring(waiting)
    return waiting


def test_a_code_directly_under_the_province_is_meant_before_any_below():
    made = tree("sotp", "sonv", "sonv/sotp")
    assert made.find("sotp").pk == 1
    assert made.find("sonv/sotp").pk == 3


def test_a_code_that_several_share_asks_for_the_path():
    made = tree("sotp", "sotp/vp", "sonv", "sonv/vp")
    with pytest.raises(Unfound, match="sonv/vp, sotp/vp; hãy ghi cả đường dẫn"):
        made.find("vp")
    assert made.find("sonv/vp").pk == 4
    with pytest.raises(Unfound, match="Không có tổ chức mã “vx”"):
        made.find("vx")


def test_lines_may_stand_in_any_order():
    made = tree("sotp")
    lines = bring(made, ("to1", "phong1"), ("phong1", "sotp"), ("sotp", ""))
    assert [str(one.node) for one in lines] == ["sotp/phong1/to1", "sotp/phong1", "sotp"]
    assert lines[2].node.pk == 1


def test_a_circle_is_told_and_takes_nobody_else_along():
    lines = bring(tree(), ("a", "b"), ("b", "a"), ("c", "c"), ("d", ""), ("e", "d"))
    assert "dòng 3 (“b”) chưa vào được" in lines[0].unfound
    assert all("vòng" in one.unfound for one in lines[1:3])
    assert [str(one.node) for one in lines[3:]] == ["d", "d/e"]


def test_a_chain_without_end_is_told():
    lines = bring(tree(), *((f"a{n}", f"a{n + 1}") for n in range(3000)))
    assert all(one.node is None for one in lines)
    long = bring(tree(), ("a0", ""), *((f"a{n}", f"a{n - 1}") for n in range(1, 40)))
    assert long[20].node is not None


def test_a_code_that_ended_may_come_back():
    made = Tree()
    made.hold(Node("sotp", "Sở cũ", pk=1, ended=True))
    [line] = bring(made, ("sotp", ""))
    assert line.node.pk is None
    assert made.find("sotp") is line.node
