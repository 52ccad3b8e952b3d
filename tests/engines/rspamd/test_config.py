import re

import pytest
from pydantic import ValidationError
from tests.engines.golden import differences
from tests.engines.samples import Instance, password

from congthu.engines.address import TcpAddress
from congthu.engines.process import ProgramFailed
from congthu.engines.rspamd.config import NEED_RESOLVER, NEVER, DkimKey, render
from congthu.engines.versions import UnknownVersion

RESOLVER = TcpAddress(host="127.0.0.1", port=53)


def wants(**changes):
    return Instance().wants(rspamd=changes)["rspamd"]


def switched_off(rendered):
    return {
        file.path.rpartition("/")[2].removesuffix(".conf")
        for file in rendered.files
        if file.text == "enabled = false;\n"
    } - {"worker-fuzzy.inc", "worker-normal.inc"}


def test_what_is_rendered_is_what_was_reviewed():
    assert differences("rspamd", Instance().rendered()["rspamd"]) == []


def test_the_program_itself_accepts_it_and_would_refuse_a_mistake(laid, checked, place):
    rendered = laid("rspamd")
    checked(rendered)
    (place / "release/etc/rspamd/local.d/options.inc").write_text("dns {\n")
    with pytest.raises(ProgramFailed):
        checked(rendered)


def test_without_a_resolver_no_module_asks_for_names():
    assert switched_off(render(wants(), "3.4")) == {*NEVER, *NEED_RESOLVER}


def test_with_a_resolver_names_are_asked_and_still_nobody_is_told_what_was_read(laid, checked):
    assert switched_off(render(wants(resolver=RESOLVER), "3.4")) == set(NEVER)
    checked(laid("rspamd", rspamd={"resolver": RESOLVER}))


def test_each_domain_signs_with_its_own_key(laid, checked, place):
    keys = tuple(
        DkimKey(domain=f"{name}.example", selector=name, path=f"/k/{name}.key") for name in ("a", "b")
    )
    checked(laid("rspamd", rspamd={"dkim": keys}))
    signing = (place / "release/etc/rspamd/local.d/dkim_signing.conf").read_text()
    assert 'a.example {\n    selector = "a";\n    path = "/k/a.key";' in signing
    assert 'b.example {\n    selector = "b";\n    path = "/k/b.key";' in signing
    with pytest.raises(ValidationError, match="two DKIM keys"):
        wants(dkim=(keys[0], keys[0]))


def test_a_redis_on_a_network_is_told_its_password():
    rendered = render(
        wants(redis=TcpAddress(host="10.1.0.6", port=6379), redis_password=password("redis")), "3.4"
    )
    redis = next(file for file in rendered.files if file.path.endswith("redis.conf"))
    assert 'servers = "10.1.0.6:6379";\npassword = "only-for-tests-redis";' in redis.text
    assert (redis.mode, redis.group) == (0o640, "_rspamd")


def test_an_unknown_version_is_refused():
    with pytest.raises(UnknownVersion):
        render(wants(), "3.40")


@pytest.mark.parametrize(
    "change", [{"controller_password": 'a";b'}, {"compiled_patterns": "/a b"}, {"workers": 0}]
)
def test_a_value_that_would_break_the_file_is_refused(change):
    with pytest.raises(ValidationError):
        wants(**change)


def test_what_could_not_be_scanned_waits_and_what_never_can_be_is_refused():
    texts = {file.path.rpartition("/")[2]: file.text for file in render(wants(), "3.4").files}
    waits, refused = texts["force_actions.conf"].split("SCANNER_LIMITS")
    for symbol in re.findall(r'symbol = "(\w+)"', texts["antivirus.conf"]):
        assert f"{symbol}_FAIL" in waits
        assert f"{symbol}_LIMITS" in refused
    assert 'action = "soft reject"' in waits
    assert 'action = "reject"' in refused
