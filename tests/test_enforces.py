from congthu.enforces import ENFORCED_BY, enforces


def test_the_mark_records_the_function_and_leaves_it_alone():
    def rule(number: int) -> int:
        return number + 1

    assert enforces("some.parameter", "another.parameter")(rule) is rule
    name = f"{__name__}.{rule.__qualname__}"
    assert ENFORCED_BY.pop("some.parameter") == ENFORCED_BY.pop("another.parameter") == [name]
