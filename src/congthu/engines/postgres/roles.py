"""Which roles does the database have, and what may each do?

One role per kind of program, each with only what it needs. The statements are text for the superuser to run;
they can be run again. Passwords never appear in them: only verifiers that cannot be turned back.
"""

import base64
import hashlib
import hmac

from pydantic import Field
from pydantic.dataclasses import dataclass

from congthu.engines.values import STRICT, Secret, SqlName

DATABASE = "congthu"
OWNER, APP, MTA, IMAP, WEBMAIL = (
    "congthu_owner",
    "congthu_app",
    "congthu_mta",
    "congthu_imap",
    "congthu_webmail",
)
MAIL_SCHEMA, WEBMAIL_SCHEMA = "mail", "webmail"
# What each mail program may ask. Postfix asks about one address at a time and can list nothing.
MTA_RIGHTS = (
    ("EXECUTE ON FUNCTION", "receives(text)"),
    ("EXECUTE ON FUNCTION", "sends_as(text)"),
)
IMAP_RIGHTS = (
    ("SELECT ON", "passdb"),
    ("SELECT ON", "userdb"),
    ("EXECUTE ON FUNCTION", "opened_by(text)"),
    ("EXECUTE ON FUNCTION", "kept_for(text)"),
)
ITERATIONS = 4096  # what PostgreSQL 15 itself uses


@dataclass(frozen=True, slots=True, kw_only=True, config=STRICT)
class Passwords:
    """The password of each role."""

    owner: Secret = Field(repr=False)
    app: Secret = Field(repr=False)
    mta: Secret = Field(repr=False)
    imap: Secret = Field(repr=False)
    webmail: Secret = Field(repr=False)

    def by_role(self) -> dict[str, str]:
        """Return the password of each role by its name."""
        return {OWNER: self.owner, APP: self.app, MTA: self.mta, IMAP: self.imap, WEBMAIL: self.webmail}


def scram_verifier(password: str, *, salt: bytes) -> str:
    """Return what PostgreSQL stores for *password* (RFC 5803); *salt* is random, 16 bytes."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode("ascii") for part in (salt, stored, server))
    return f"SCRAM-SHA-256${ITERATIONS}:{salt64}${stored64}:{server64}"


def roles_sql(passwords: Passwords, *, salts: dict[SqlName, bytes]) -> str:
    """Return the statements that make the roles or give them new passwords. *salts* has 16 bytes per role."""
    lines = []
    plain = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION"
    for role, password in passwords.by_role().items():
        verifier = scram_verifier(password, salt=salts[role])
        lines += [
            f"DO $do$ BEGIN CREATE ROLE {role}; EXCEPTION WHEN duplicate_object THEN NULL; END $do$;",
            f"ALTER ROLE {role} {plain} PASSWORD '{verifier}';",
        ]
    # A mail program that hangs in a lookup holds a client that waits: better to say "try later" soon.
    lines += [f"ALTER ROLE {role} SET statement_timeout = '10s';" for role in (MTA, IMAP)]
    # Every question is about one address, found by its index: there is nothing to plan anew.
    lines += [f"ALTER ROLE {role} SET plan_cache_mode = 'force_generic_plan';" for role in (MTA, IMAP)]
    lines.append(f"ALTER ROLE {WEBMAIL} SET search_path = {WEBMAIL_SCHEMA};")
    return "\n".join(lines) + "\n"


def create_database_sql() -> str:
    """Return the statement that makes the database; to be run once, outside a transaction."""
    return f"CREATE DATABASE {DATABASE} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C.UTF-8';\n"


def grants_sql() -> str:
    """Return the statements that give each role its rights; to be run in the database, before and after
    migrations.

    A view or function that is not there yet is passed over, so that the first run can come before the migrations.
    """
    lines = [
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}, {MTA}, {IMAP}, {WEBMAIL};",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
        f"ALTER SCHEMA public OWNER TO {OWNER};",
        f"CREATE SCHEMA IF NOT EXISTS {MAIL_SCHEMA} AUTHORIZATION {OWNER};",
        f"CREATE SCHEMA IF NOT EXISTS {WEBMAIL_SCHEMA} AUTHORIZATION {WEBMAIL};",
        f"GRANT USAGE ON SCHEMA public, {MAIL_SCHEMA} TO {APP};",
        f"GRANT USAGE ON SCHEMA {MAIL_SCHEMA} TO {MTA}, {IMAP};",
    ]
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "SELECT, USAGE")):
        lines += [
            f"GRANT {rights} ON ALL {kind} IN SCHEMA public TO {APP};",
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT {rights} ON {kind} TO {APP};",
        ]
    lines += [
        f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {MAIL_SCHEMA} FROM PUBLIC;",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {MAIL_SCHEMA} TO {APP};",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {MAIL_SCHEMA} TO {APP};",
    ]
    for role, questions in ((MTA, MTA_RIGHTS), (IMAP, IMAP_RIGHTS)):
        lines += [
            f"DO $do$ BEGIN GRANT {right} {MAIL_SCHEMA}.{what} TO {role}; "
            "EXCEPTION WHEN undefined_table OR undefined_function THEN NULL; END $do$;"
            for right, what in questions
        ]
    return "\n".join(lines) + "\n"
