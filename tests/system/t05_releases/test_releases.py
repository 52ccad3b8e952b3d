"""A release that cannot work is refused or taken back, and what ran before goes on running."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.running import PROJECT, congthu
from tests.system.t04_places.test_places import PARTS, TREES

from congthu.operations.release import KEPT, current


@pytest.fixture
def project(scratch: Path) -> Iterator[Path]:
    place = scratch / "ban-sua"
    place.mkdir()
    for name in PARTS:
        shutil.copy2(PROJECT / name, place / name)
    for name in TREES:
        shutil.copytree(PROJECT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    yield place
    shutil.rmtree(place)


def test_code_that_does_not_start_is_taken_back(project, demo, instance):
    before = current(instance)
    (project / "src/congthu/project/urls.py").write_text("this is not Python\n")
    refused = congthu("up", instance=demo, project=project)
    assert refused.code == 3
    assert f"quay lại bản phát hành {before.number}" in refused.err
    assert current(instance) == before
    assert congthu("status", "--wait", "60", instance=demo).code == 0


def test_a_configuration_that_its_program_refuses_is_never_switched_to(project, demo, instance):
    before = current(instance)
    template = next((project / "src/congthu/engines/nginx/templates").rglob("nginx.conf.j2"))
    template.write_text(template.read_text() + "\nkhong_phai_lenh_cua_nginx on;\n")
    refused = congthu("up", instance=demo, project=project)
    assert refused.code == 3
    assert "khong_phai_lenh_cua_nginx" in refused.err
    assert "giữ nguyên" in refused.err
    assert current(instance) == before
    assert congthu("status", instance=demo).code == 0


def test_a_change_is_applied_once_and_then_nothing_changes(project, demo, instance):
    template = next((project / "src/congthu/engines/nginx/templates").rglob("nginx.conf.j2"))
    # Often enough that the release in which the programs were started is removed from the disk.
    for line in range(KEPT + 1):
        template.write_text(template.read_text() + f"\n# một dòng thêm vào: {line}\n")
        first = congthu("up", "--json", instance=demo, project=project)
        assert first.code == 0, first.err
        assert first.json["changed"] is True
        assert congthu("status", instance=demo).code == 0
    assert congthu("up", "--json", instance=demo, project=project).json["changed"] is False
    back = congthu("up", "--json", instance=demo)
    assert back.json["changed"] is True
    assert back.json["release"] > first.json["release"]


def test_a_taken_port_is_named_before_anything_is_touched(demo, instance, endpoints):
    before = current(instance)
    told = (instance.directory / "instance.toml").read_text()
    taken = endpoints["imap"][1]
    (instance.directory / "instance.toml").write_text(
        told.replace(f"sieve = {instance.ports['sieve']}", f"sieve = {taken}")
    )
    try:
        refused = congthu("up", instance=demo)
        assert refused.code == 3
        assert "congthu.E105" in refused.err
        assert current(instance) == before
    finally:
        (instance.directory / "instance.toml").write_text(told)
    assert congthu("status", instance=demo).code == 0
