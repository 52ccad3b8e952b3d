import base64
import hashlib
import hmac
import re

from tests.engines.samples import password

from congthu.engines.postgres import roles

PASSWORDS = roles.Passwords(**{name: password(name) for name in ("owner", "app", "mta", "imap", "webmail")})
SALTS = {role: role.encode().ljust(16)[:16] for role in PASSWORDS.by_role()}


def test_the_verifier_proves_the_password_without_holding_it():
    # RFC 5802: the client key that the password gives must hash to the stored key.
    salt = b"0123456789abcdef"
    found = re.fullmatch(r"SCRAM-SHA-256\$(\d+):(.+)\$(.+):(.+)", roles.scram_verifier("mat-khau", salt=salt))
    salted = hashlib.pbkdf2_hmac("sha256", b"mat-khau", salt, int(found[1]))
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    assert base64.b64decode(found[2]) == salt
    assert hashlib.sha256(client_key).digest() == base64.b64decode(found[3])


def test_no_password_appears_in_the_statements():
    sql = roles.roles_sql(PASSWORDS, salts=SALTS)
    assert not [word for word in PASSWORDS.by_role().values() if word in sql]
    assert sql.count("PASSWORD 'SCRAM-SHA-256$") == len(SALTS)


def test_no_role_may_more_than_sign_in():
    sql = roles.roles_sql(PASSWORDS, salts=SALTS)
    assert sql.count("NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION") == len(SALTS)
