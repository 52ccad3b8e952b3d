"""Django's settings for one installation, and the only place that reads the environment.

``CONGTHU_INSTANCE`` is the installation's directory: ``instance.toml`` says what it is, ``endpoints.json`` where its
services answer, and the secrets are in ``secrets/portal.json`` or in the file that ``CONGTHU_SECRETS`` names. Without
an installation these are the settings of the tests: a private database and keys that protect nothing.
"""

import json
import os
import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from congthu import clock

PACKAGE = Path(__file__).resolve().parent.parent


def _instance(directory: Path) -> dict[str, Any]:
    path = directory / "instance.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise ImproperlyConfigured(f"Không đọc được {path}: {wrong}") from wrong


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as wrong:
        raise ImproperlyConfigured(f"Không đọc được {path}: {wrong}") from wrong
    if not isinstance(content, dict):
        raise ImproperlyConfigured(f"{path} phải là một đối tượng JSON.")
    return content


_directory = os.environ.get("CONGTHU_INSTANCE", "")  # noqa: TID251  # the one place
TESTING = not _directory

if TESTING:
    CONGTHU_INSTANCE: Path | None = None
    _portal: dict[str, Any] = {"hosts": ["testserver", "127.0.0.1", "localhost"]}
    _database: dict[str, Any] = {
        "host": os.environ.get("CONGTHU_TEST_SOCKET", ""),  # noqa: TID251  # the one place
        "user": "postgres",
    }
    _secrets: dict[str, Any] = {"secret_key": "tests only", "database_password": "", "field_key": "00" * 32}
    CONGTHU_ENDPOINTS: dict[str, Any] = {}
    CONGTHU_MAIL_HOST = "mail.congthu.test"
else:
    CONGTHU_INSTANCE = Path(_directory)
    _described = _instance(CONGTHU_INSTANCE)
    _portal, _database = _described["portal"], _described["database"]
    _secrets = _json(Path(os.environ.get("CONGTHU_SECRETS") or CONGTHU_INSTANCE / "secrets" / "portal.json"))  # noqa: TID251  # the one place
    _endpoints = CONGTHU_INSTANCE / "endpoints.json"
    CONGTHU_ENDPOINTS = _json(_endpoints) if _endpoints.exists() else {}
    # The name of the mail servers: what comes from an address there, our own programs have written.
    CONGTHU_MAIL_HOST = str(_described["hostname"])
    clock.follow(CONGTHU_INSTANCE if _described.get("test_clock", False) else None)

DEBUG = False
SECRET_KEY = _secrets["secret_key"]
# 32 bytes in hexadecimal; seals national id numbers, phones and uploaded forms (congthu.audit.sealed).
CONGTHU_FIELD_KEY = _secrets["field_key"]

ALLOWED_HOSTS = list(_portal["hosts"])
ROOT_URLCONF = "congthu.project.urls"
CSRF_FAILURE_VIEW = "congthu.portal.errors.csrf_refused"
WSGI_APPLICATION = "congthu.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "congthu.audit",
    "congthu.directory",
    "congthu.decisions",
    "congthu.mailboxes",
    "congthu.identity",
    "congthu.requests",
    "congthu.mailflow",
    "congthu.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "congthu.project.content_security.content_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": _database["host"],
        "PORT": _database.get("port", 5432),
        "NAME": _database.get("name", "congthu"),
        # Migrations run with secrets of their own: who changes tables is another role than who uses them.
        "USER": _secrets.get("database_user", _database.get("user", "congthu_app")),
        "PASSWORD": _secrets["database_password"],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Statements over a whole province look dear to the planner and take less time than compiling them would.
        "OPTIONS": {"application_name": "congthu", "connect_timeout": 5, "options": "-c jit=off"},
    },
}

# --- Notices that we write -----------------------------------------------------------------------------------------
# By the door for our own programs: queued and signed like any other mail.
EMAIL_HOST = "127.0.0.1" if TESTING else _described["listen"]
EMAIL_PORT = 25 if TESTING else _described["ports"]["reinjection"]
EMAIL_TIMEOUT = 30

# --- What happens by itself ---------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "schedule"
PROCRASTINATE_IMPORT_PATHS = ["congthu.project.schedule"]

# --- People signing in -------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["congthu.identity.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "congthu.identity.secrets.LightArgon2Hasher"
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "congthu.identity.secrets.IssuedPasswordHasher",
    "congthu.identity.earlier.EarlierPasswordHasher",
]
LOGIN_URL = "portal:sign-in"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
# A trial on the loopback address has no certificate; every other installation is reached by TLS only.
_https = bool(_portal.get("https", not TESTING and not _described.get("demo", False)))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- What people may send ----------------------------------------------------------------------------------------
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Language, time, formats -------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "portal" / "locale"]
# Django's own Vietnamese formats read 02/11/2026 as 11 February.
FORMAT_MODULE_PATH = ["congthu.project.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- Files that browsers fetch -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = None if CONGTHU_INSTANCE is None else CONGTHU_INSTANCE / "data" / "static"
# Served out of the package where nobody has collected them: one place less that can be forgotten.
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}
    },
    # Standard output belongs to the documents that commands print: only the portal and the worker log there.
    "root": {"handlers": ["stdout"], "level": "WARNING"},
    "loggers": {"django.security.DisallowedHost": {"level": "ERROR"}},
}
