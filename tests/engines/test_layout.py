import pytest
from pydantic import ValidationError

from congthu.engines.layout import Layout


def test_everything_has_its_place_below_the_root():
    layout = Layout(root="/srv/congthu")
    assert layout.etc("postfix") == "/srv/congthu/current/etc/postfix"
    assert layout.data("mail") == "/srv/congthu/data/mail"
    assert layout.socket("redis", "redis.sock").path == "/srv/congthu/run/redis/redis.sock"
    assert layout.log("postfix") == "/srv/congthu/log/postfix.log"


def test_a_release_that_is_being_checked_reads_its_own_files():
    assert Layout(root="/srv/congthu", tree="releases/8").etc("nginx") == "/srv/congthu/releases/8/etc/nginx"


@pytest.mark.parametrize(
    "values", [{"root": "/srv/"}, {"root": "/srv", "tree": "../x"}, {"root": "/srv", "tree": "/x"}]
)
def test_a_place_outside_the_root_is_refused(values):
    with pytest.raises(ValidationError):
        Layout(**values)
