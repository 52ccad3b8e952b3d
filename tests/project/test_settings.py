"""Settings are read in a process of their own: a running Django keeps those it started with."""

import json
import os
import subprocess
import sys

import pytest

SHOW = """
import json, sys
from congthu.project import settings as s
print(json.dumps([s.SECRET_KEY, s.ALLOWED_HOSTS, s.DATABASES["default"]["HOST"], s.DATABASES["default"]["USER"],
                  s.DATABASES["default"]["PASSWORD"], s.SESSION_COOKIE_SECURE, s.CONGTHU_ENDPOINTS]))
"""
INSTANCE = """
demo = {demo}
hostname = "mail.example.gov.vn"
listen = "127.0.0.1"
[ports]
reinjection = 10025
[portal]
hosts = ["thu.example.gov.vn"]
[database]
host = "/run/postgres"
port = 5433
"""


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "instance.toml").write_text(INSTANCE.format(demo="false"))
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "portal.json").write_text(
        json.dumps({"secret_key": "bí mật", "database_password": "mật khẩu", "field_key": "00" * 32})
    )
    return tmp_path


def read(directory, **environment):
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "CONGTHU_INSTANCE": str(directory),
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=False
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def test_an_installation_says_what_it_is_and_its_secrets_stand_apart(instance):
    (instance / "endpoints.json").write_text('{"portal": "https://thu.example.gov.vn/"}')
    assert read(instance) == [
        "bí mật",
        ["thu.example.gov.vn"],
        "/run/postgres",
        "congthu_app",
        "mật khẩu",
        True,
        {"portal": "https://thu.example.gov.vn/"},
    ]


def test_migrations_run_as_the_owner_whose_secrets_are_named(instance):
    owner = {
        "secret_key": "x",
        "database_password": "khác",
        "field_key": "00" * 32,
        "database_user": "congthu_owner",
    }
    (instance / "owner.json").write_text(json.dumps(owner))
    told = read(instance, CONGTHU_SECRETS=str(instance / "owner.json"))
    assert told[3:5] == ["congthu_owner", "khác"]


def test_only_a_trial_without_a_certificate_sends_cookies_in_the_clear(instance):
    (instance / "instance.toml").write_text(INSTANCE.format(demo="true"))
    assert read(instance)[5] is False


@pytest.mark.parametrize("missing", ["instance.toml", "secrets/portal.json"])
def test_what_cannot_be_read_is_named(instance, missing):
    (instance / missing).unlink()
    assert missing in read(instance)
