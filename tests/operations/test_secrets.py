"""Secrets are made once, differ from each other, and only those who need them can read them."""

import json

from congthu.operations import secrets


def test_secrets_are_made_once_and_differ(tmp_path):
    first = secrets.ensure(tmp_path / "s", portal_group="root")
    again = secrets.ensure(tmp_path / "s", portal_group="root")
    assert first == again
    values = [*first.roles.values(), first.webmail_key, first.rspamd_password]
    assert len(set(values)) == len(values)
    assert secrets.ensure(tmp_path / "t", portal_group="root") != first


def test_the_files_are_closed_to_others(tmp_path):
    secrets.ensure(tmp_path, portal_group="root")
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {
        "programs.json": "0o600",
        "owner.json": "0o600",
        "portal.json": "0o640",
    }


def test_the_portal_gets_its_own_role_and_not_the_owners(tmp_path):
    held = secrets.ensure(tmp_path, portal_group="root")
    portal = json.loads((tmp_path / "portal.json").read_text())
    assert portal["database_password"] == held.roles["congthu_app"]
    assert held.roles["congthu_owner"] not in json.dumps(portal)
    owner = json.loads((tmp_path / "owner.json").read_text())
    assert owner["database_user"] == "congthu_owner"


def test_a_traceback_does_not_tell_them(tmp_path):
    held = secrets.ensure(tmp_path, portal_group="root")
    assert held.roles["congthu_app"] not in repr(held)
