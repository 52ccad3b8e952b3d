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
WEBMAIL_SCHEMA = "webmail"
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
    """Return the statements that give each role its rights to tables; to be run before and after migrations.

    What the mail programs may ask is granted where it is made: ``mailflow/contract.sql``.
    """
    lines = [
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}, {MTA}, {IMAP}, {WEBMAIL};",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
        f"ALTER SCHEMA public OWNER TO {OWNER};",
        f"CREATE SCHEMA IF NOT EXISTS {WEBMAIL_SCHEMA} AUTHORIZATION {WEBMAIL};",
        f"GRANT USAGE ON SCHEMA public TO {APP};",
    ]
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "SELECT, USAGE")):
        lines += [
            f"GRANT {rights} ON ALL {kind} IN SCHEMA public TO {APP};",
            f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT {rights} ON {kind} TO {APP};",
        ]
    return "\n".join(lines) + "\n"
