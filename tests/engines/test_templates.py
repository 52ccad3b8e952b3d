import pytest
from jinja2 import UndefinedError

from congthu.engines.templates import Templates


def test_a_value_that_nobody_gave_is_an_error():
    with pytest.raises(UndefinedError):
        Templates("postfix", "3.7").render("lookup.cf", uri=None, query="SELECT 1")
