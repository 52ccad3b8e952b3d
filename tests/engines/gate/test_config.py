from tests.engines.golden import differences
from tests.engines.samples import Instance


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("gate", Instance().rendered()["gate"]) == []
