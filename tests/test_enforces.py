from congthu.enforces import enforces


def test_the_mark_leaves_the_function_alone():
    def rule(number: int) -> int:
        return number + 1

    assert enforces("some.parameter", "another.parameter")(rule) is rule
