"""A release is told from another by what it holds, and the link moves in one step."""

from pathlib import Path

import pytest
from tests.operations.test_instance import described

from congthu.engines.program import Check, Directory, RenderedFile
from congthu.operations import release
from congthu.operations.plan import Plan


def planned(text: str = "one", checks: tuple[Check, ...] = ()) -> Plan:
    return Plan(
        files=(RenderedFile("nginx/nginx.conf", text), RenderedFile("redis/redis.conf", "same")),
        directories=(Directory("/nowhere"),),
        programs=(),
        checks=checks,
        probes={},
        postgres=None,
        dkim_keys=(),
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "clone/src/congthu").mkdir(parents=True)
    (tmp_path / "clone/regulations").mkdir()
    (tmp_path / "clone/src/congthu/a.py").write_text("A = 1\n")
    return tmp_path / "clone"


@pytest.fixture
def instance(tmp_path: Path):
    (tmp_path / "instance").mkdir()
    return described(tmp_path / "instance")


def put_in_force(instance, plan: Plan, project: Path) -> release.Release:
    made = release.write(instance, plan, project, release.digest_of(plan, project))
    release.switch(instance, made)
    return made


def test_the_first_release_is_one_and_is_in_force_after_the_switch(instance, project):
    assert release.current(instance) is None
    made = put_in_force(instance, planned(), project)
    assert release.current(instance) == made
    assert made.number == 1
    assert (instance.current / "etc/nginx/nginx.conf").read_text() == "one"
    assert (instance.current / "app/src/congthu/a.py").read_text() == "A = 1\n"
    assert release.ports_in_force(instance) == instance.ports


def test_the_digest_follows_configuration_and_code(instance, project):
    before = release.digest_of(planned(), project)
    assert release.digest_of(planned(), project) == before
    assert release.digest_of(planned("two"), project) != before
    (project / "src/congthu/a.py").write_text("A = 2\n")
    assert release.digest_of(planned(), project) != before


def test_what_changed_is_told_by_part(instance, project):
    first = put_in_force(instance, planned(), project)
    second = put_in_force(instance, planned("two"), project)
    assert release.changed_parts(first, second) == {"nginx"}
    (project / "src/congthu/a.py").write_text("A = 2\n")
    third = put_in_force(instance, planned("two"), project)
    assert release.changed_parts(second, third) == {"app"}
    assert release.changed_parts(None, third) == set()


def test_a_refusing_checker_leaves_no_trace(instance, project):
    def plan_for(tree: str) -> Plan:
        conf = f"{instance.directory}/{tree}/etc/nginx/nginx.conf"
        return planned(checks=(Check(("/bin/grep", "-q", wanted, conf)),))

    wanted = "one"
    release.check(instance, plan_for)
    wanted = "something else"
    with pytest.raises(release.ReleaseRefused, match="giữ nguyên"):
        release.check(instance, plan_for)
    assert list((instance.directory / "releases").iterdir()) == []


def test_old_releases_go_and_the_one_in_force_stays(instance, project):
    first = put_in_force(instance, planned("1"), project)
    for n in range(2, 7):
        release.write(instance, planned(str(n)), project, str(n))
    release.prune(instance)
    kept = {int(path.name) for path in (instance.directory / "releases").iterdir()}
    assert kept == {first.number, 4, 5, 6}
