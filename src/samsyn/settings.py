"""Settings, each from one environment variable that docs/settings.md names. A bad value is said at start."""

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).parent
HOME = Path(os.environ.get("SAMSYN_HOME", "var")).resolve()


def _flag(name: str, default: str = "0") -> bool:
    value = os.environ.get(name, default)
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 for on or 0 for off")
    return value == "1"


def _whole_number(name: str, default: int, *, lowest: int, highest: int) -> int:
    value = os.environ.get(name, str(default))
    if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number from {lowest} to {highest}")
    return int(value)


def _one_of(name: str, *allowed: str) -> str:
    """One of a few words; the first is the default."""
    value = os.environ.get(name, allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: write {' or '.join(allowed)}")
    return value


def _database(url: str) -> dict[str, object]:
    """Django's database settings for sqlite:///path or postgresql://user:password@host:port/name."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:  # a port that is no number, brackets that are not closed
        raise ImproperlyConfigured(f"SAMSYN_DATABASE_URL cannot be read: {problem}") from None
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "ATOMIC_REQUESTS": True,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                # What is deleted is overwritten in the file, so that a deleted personal file cannot be read out of it.
                " PRAGMA mmap_size=2147418112; PRAGMA secure_delete=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(port or ""),
            "ATOMIC_REQUESTS": True,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"SAMSYN_DATABASE_URL begins with {parts.scheme!r}: it must begin with sqlite:/// or postgresql://"
    )


def _uploads() -> Path:
    """Where a large upload lies while it comes: not among everybody's, as parts are left when a process is killed."""
    place = HOME / "uploads"
    with suppress(OSError):  # the command says what is wrong with the folder (samsyn/cli)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _words(name: str) -> list[str] | None:
    """A list with commas between; None when nothing is set, so that the law's own list applies."""
    return [word.strip() for word in os.environ[name].split(",") if word.strip()] if name in os.environ else None


def _birth_days(name: str) -> list[int] | None:
    words = _words(name)
    if words and not all(word.isascii() and word.isdigit() and 1 <= int(word) <= 31 for word in words):
        raise ImproperlyConfigured(
            f"{name} is {os.environ[name]!r}: write days of a month with commas, such as 5,15,25"
        )
    return None if words is None else [int(word) for word in words]


def _hours(name: str, default: str) -> list[int]:
    """Whole hours of a day, in order."""
    words = [word.strip() for word in os.environ.get(name, default).split(",")]
    if not all(word.isascii() and word.isdigit() and int(word) < 24 for word in words):
        raise ImproperlyConfigured(f"{name} is {','.join(words)!r}: write hours of a day with commas, such as 7,14,22")
    return sorted({int(word) for word in words})


def _passphrase(name: str) -> str:
    value = os.environ.get(name, "")
    if value and len(value) < SHORTEST_PASSPHRASE:
        raise ImproperlyConfigured(
            f"{name} has {len(value)} characters: write at least {SHORTEST_PASSPHRASE}, such as six random words"
        )
    return value


def _secret_key() -> str:
    """The key from the environment; in a demonstration a random one, kept in SAMSYN_HOME."""
    key = os.environ.get("SAMSYN_SECRET_KEY", "")
    if key and len(key) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"SAMSYN_SECRET_KEY has {len(key)} characters: make it random and at least {SHORTEST_KEY} long"
        )
    if key or not (DEMO or DEBUG or TESTING):
        return key
    if TESTING:
        return "for tests only, where nobody is real and nothing is kept"
    file = HOME / "secret-key"
    try:
        if not file.exists():
            HOME.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(50))
        return file.read_text()
    except OSError as problem:
        raise ImproperlyConfigured(
            f"cannot keep a key in {HOME}: {problem.strerror}. Set SAMSYN_HOME to a folder you may write in"
        ) from None


def _camera_url() -> str:
    """Where the vendor of cameras is: over https, or on this machine; empty for none."""
    url = os.environ.get("SAMSYN_CAMERA_URL", DEMO_CAMERA if DEMO else "")
    parts = urlsplit(url)
    near = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if url and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and near))):
        raise ImproperlyConfigured(
            f"SAMSYN_CAMERA_URL is {url!r}: write https://host, or http://127.0.0.1:port for one on this machine"
        )
    if parts.query or parts.fragment or parts.username:
        raise ImproperlyConfigured("SAMSYN_CAMERA_URL is to be an address alone, with neither ? nor # nor a user name")
    return url


def _camera_secret() -> str:
    secret = os.environ.get("SAMSYN_CAMERA_SECRET", DEMO_CAMERA_SECRET if DEMO else "")
    if os.environ.get("SAMSYN_CAMERA_URL") and len(secret) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"SAMSYN_CAMERA_SECRET has {len(secret)} characters: share a random one of at least {SHORTEST_KEY} with the"
            " vendor"
        )
    return secret


SHORTEST_KEY = 32
SHORTEST_PASSPHRASE = 20
DEMO_CAMERA = "http://127.0.0.1:8790"  # where `samsyn camera-simulator` listens
DEMO_CAMERA_SECRET = "for demonstrations only, where nobody is real"  # noqa: S105
DEMO = _flag("SAMSYN_DEMO")
DEBUG = _flag("SAMSYN_DEBUG")
TESTING = "pytest" in sys.modules

# Empty in commands that serve nothing. Django refuses to sign anything with an empty key, and samsyn.wsgi
# refuses to start, so that no server ever runs without one.
SECRET_KEY = _secret_key()

ALLOWED_HOSTS = os.environ.get("SAMSYN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
DATABASES = {"default": _database(os.environ.get("SAMSYN_DATABASE_URL", f"sqlite:///{HOME / 'samsyn.sqlite3'}"))}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "samsyn.audit",
    "samsyn.people",
    "samsyn.cases",
    "samsyn.homecare",
    "samsyn.review",
    "samsyn.improvement",
    "samsyn.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samsyn.web.gate.GateMiddleware",
]
ROOT_URLCONF = "samsyn.urls"
WSGI_APPLICATION = "samsyn.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "samsyn.web.shared.context.everywhere",
            ],
        },
    }
]

AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "enter"
CSRF_FAILURE_VIEW = "samsyn.web.entry.views.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "sv"
# Easy-read Swedish holds what is hard in the Swedish of the person's pages (tools/easy.py), and falls back to it.
LANGUAGES = [("sv", "Svenska"), ("sv-simple", "Lättläst svenska"), ("en", "English"), ("fi", "Suomi")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if (DEBUG or TESTING)
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING

# A session ends ten hours after login; what was typed is kept (see web/static/samsyn/keep.js).
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("SAMSYN_BEHIND_PROXY") else None
_HTTPS = _flag("SAMSYN_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_TEMP_DIR = _uploads()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

# What the page may not promise of itself, said in one place.
SAMSYN: dict[str, Any] = {
    "municipality": os.environ.get("SAMSYN_MUNICIPALITY", "Samsyns kommun"),
    "committee": os.environ.get("SAMSYN_COMMITTEE", "Socialnämnden"),
    # Where the municipality lies, and what is kept there for research instead of being deleted (SoL 16:4).
    "county": os.environ.get("SAMSYN_COUNTY", ""),
    "kept_counties": _words("SAMSYN_KEPT_COUNTIES"),
    "kept_birth_days": _birth_days("SAMSYN_KEPT_BIRTH_DAYS"),
    # After how many days a draft in a journal locks by itself. No law says: the municipality chooses (own choice).
    "journal_locks_after": _whole_number("SAMSYN_JOURNAL_LOCKS_AFTER", 14, lowest=1, highest=365),
    # For how many hours a carer's phone may hold the day, and how many days told times are kept (docs/mobile.md).
    "shift_hours": _whole_number("SAMSYN_SHIFT_HOURS", 10, lowest=1, highest=16),
    # Whether a phone that has been switched off opens the day again by itself, or by a half that the server gives.
    "phone_reopens": _one_of("SAMSYN_PHONE_REOPENS", "with-network", "without-network"),
    "told_days": _whole_number("SAMSYN_TOLD_DAYS", 30, lowest=1, highest=730),
    # How long a case or an order that was opened in an emergency can be read (SoLPuL 10 §).
    "emergency_hours": _whole_number("SAMSYN_EMERGENCY_HOURS", 4, lowest=1, highest=24),
    # Days that the key of a review stands after the decision, and its texts after it was made (docs/review.md).
    "review_key_days": _whole_number("SAMSYN_REVIEW_KEY_DAYS", 90, lowest=30, highest=365),
    "review_text_days": _whole_number("SAMSYN_REVIEW_TEXT_DAYS", 730, lowest=90, highest=1825),
    # What may be told of groups outside the analyst's role (equity/safe.py): the defaults are the strictest.
    "smallest_shown": _whole_number("SAMSYN_SMALLEST_SHOWN", 8, lowest=5, highest=50),
    "counts_rounded_to": _whole_number("SAMSYN_COUNTS_ROUNDED_TO", 5, lowest=1, highest=10),
    "hides_zeros": _flag("SAMSYN_HIDES_ZEROS", "1"),
    "possible_counts": _whole_number("SAMSYN_POSSIBLE_COUNTS", 3, lowest=2, highest=4),
    # Within how many working days a person's message is to be answered (own choice; docs/own-page.md).
    "message_days": _whole_number("SAMSYN_MESSAGE_DAYS", 2, lowest=1, highest=10),
    # The vendor of cameras for the night (docs/camera-interface.md). In a demonstration: the simulator beside it.
    "camera_url": _camera_url(),
    "camera_secret": _camera_secret(),
    # By which rules the account of granted time is kept, and a file with sets of the municipality's own.
    "time_rules": os.environ.get("SAMSYN_TIME_RULES", "goteborg"),
    "time_rules_file": os.environ.get("SAMSYN_TIME_RULES_FILE", ""),
    # How many of the nearest earlier cases are compared with, and how far away they may be, in tenths of a step of the
    # scale of levels for each need (own choice: review/alike.py says what is counted).
    "alike_nearest": _whole_number("SAMSYN_ALIKE_NEAREST", 40, lowest=20, highest=500),
    "alike_tenths": _whole_number("SAMSYN_ALIKE_TENTHS", 20, lowest=0, highest=30),
    # Only test identities are let in unless this is 1, so that a demonstration never holds a real person.
    "real_people": _flag("SAMSYN_REAL_PEOPLE"),
    "imports": HOME / "imports",  # files of other systems, until they are read in
    # Lists on encrypted paper for when nothing works (docs/downtime.md); without a passphrase none are made.
    "downtime_folder": Path(os.environ.get("SAMSYN_DOWNTIME_FOLDER", HOME / "downtime")).resolve(),
    "downtime_passphrase": _passphrase("SAMSYN_DOWNTIME_PASSPHRASE"),
    "downtime_shifts": _hours("SAMSYN_DOWNTIME_SHIFTS", "7,14,22"),
    "downtime_ahead": _whole_number("SAMSYN_DOWNTIME_AHEAD", 24, lowest=8, highest=168),
    "downtime_days": _whole_number("SAMSYN_DOWNTIME_DAYS", 2, lowest=1, highest=30),
    "own_files": HOME / "own-files",  # what an analyst measures, until the session ends
}
if SAMSYN["real_people"] and (DEMO or DEBUG):
    raise ImproperlyConfigured(
        "SAMSYN_REAL_PEOPLE is 1 together with SAMSYN_DEMO or SAMSYN_DEBUG: there anyone may choose "
        "a role or read an error's details, so real people must not be in it"
    )
for _name in ("municipality", "committee", "county"):
    # The letters bear them, and by the county's and the municipality's name files are kept for research (SoL 16:4).
    if SAMSYN["real_people"] and not os.environ.get(f"SAMSYN_{_name.upper()}", "").strip():
        raise ImproperlyConfigured(
            f"SAMSYN_{_name.upper()} is empty: with SAMSYN_REAL_PEOPLE=1 it must be the municipality's own"
        )

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
