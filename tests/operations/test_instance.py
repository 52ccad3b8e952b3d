"""What an installation is can be written down, read back, and a mistake in it is told with the file and a cure."""

from pathlib import Path

import pytest

from congthu.operations.instance import PORT_NAMES, AuthorityEntry, Database, Instance, InstanceError, Portal


def described(directory: Path, **changes: object) -> Instance:
    values: dict[str, object] = {
        "name": "thu",
        "hostname": "mail.tinh.example",
        "ports": {name: 20000 + n for n, name in enumerate(PORT_NAMES)},
        "portal": Portal(hosts=("127.0.0.1",), https=False),
        "database": Database(host="/run/x"),
        "authorities": {"hanoi": AuthorityEntry(name="Thành phố Hà Nội", regulation="hanoi-1643-2023")},
        "directory": directory,
    }
    return Instance.model_validate({**values, **changes})


def test_what_is_written_is_read_back(tmp_path):
    one = described(tmp_path, resolver=("127.0.0.1:53",), signatures="database.clamav.net")
    (tmp_path / "instance.toml").write_text(one.to_toml(), encoding="utf-8")
    assert Instance.read(tmp_path) == one


def test_what_is_not_set_is_not_written(tmp_path):
    assert "signatures" not in described(tmp_path).to_toml()


def test_a_name_with_quotes_and_accents_survives(tmp_path):
    name = 'Tỉnh "Đồng\\Tháp"'
    one = described(tmp_path, authorities={"x": AuthorityEntry(name=name, regulation="r")})
    (tmp_path / "instance.toml").write_text(one.to_toml(), encoding="utf-8")
    assert Instance.read(tmp_path).authorities["x"].name == name


@pytest.mark.parametrize(
    "broken",
    ["name = ", 'name = "a"\nname = "b"', 'name = "thu"\nunknown = 1', 'hostname = "mail;rm -rf"'],
)
def test_a_broken_file_is_told_with_its_path(tmp_path, broken):
    (tmp_path / "instance.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(InstanceError, match=r"instance\.toml"):
        Instance.read(tmp_path)


def test_no_file_says_how_to_make_one(tmp_path):
    with pytest.raises(InstanceError, match=r"\./congthu init"):
        Instance.read(tmp_path)


def test_endpoints_name_every_service_of_the_contract(tmp_path):
    found = described(tmp_path).endpoints()
    services = ["portal", "webmail", "api", "openid", "smtp", "submission", "submissions", "imap", "imaps"]
    assert list(found) == [*services, "sieve", "ldap"]
    assert found["imap"] == ["127.0.0.1", 20000 + PORT_NAMES.index("imap")]
    assert found["ldap"] is None
