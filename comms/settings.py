"""Settings: every value that differs from one place to another comes from the environment.

`make run` and `make test` set them for the embedded PostgreSQL and Valkey; production sets its own.
With DEBUG off, a missing secret or address stops the start with one line.
"""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def _stop(why: str) -> None:
    raise SystemExit(f"Comms ne démarre pas : {why} (voir README).")


def _read(reader: Callable[..., Any], name: str, **default: Any) -> Any:
    """The variable as `reader` understands it; the unreadable stops the start, its value isn't shown."""
    try:
        return reader(name, **default)
    except (ValueError, LookupError, environ.ImproperlyConfigured):
        return _stop(f"la variable d'environnement {name} est illisible")


DEBUG = _read(env.bool, "DEBUG", default=False)
DEMO = _read(env.bool, "DEMO", default=False)
TESTING = "pytest" in sys.modules


def _required(name: str) -> str:
    """The variable's value; outside DEBUG an empty one stops the start with one clear line."""
    value = env.str(name, default="").strip()
    if not value and not DEBUG:
        _stop(f"la variable d'environnement {name} manque")
    return value


def _in_production(name: str, default: str) -> str:
    """The variable's value; the default serves development, tests and the demo only."""
    value = env.str(name, default=default if DEBUG or DEMO or TESTING else "").strip()
    return value or _required(name)


# --- secrets and addresses -------------------------------------------------------------------
SECRET_KEY = _required("SECRET_KEY") or "insecure-development-key"
# Earlier keys, so that the links in mails already sent (« ne plus recevoir ») outlive a change of key.
SECRET_KEY_FALLBACKS = _read(env.list, "SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS").split(",") if host.strip()] or ["*"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Served over https: in production, not for the demo on 127.0.0.1.
HTTPS = _read(env.bool, "HTTPS", default=not (DEBUG or DEMO or TESTING))
_OWN_HOST = ALLOWED_HOSTS[0].lstrip(".") if HTTPS and ALLOWED_HOSTS[0] != "*" else ""
# Where this application answers, for the links in mails; the town's website is a town setting.
BASE_URL = env.str(
    "BASE_URL", default=f"https://{_OWN_HOST}" if _OWN_HOST else "http://127.0.0.1:8000"
).rstrip("/")

# --- what the town may set without touching code (the admin's settings page wins) ---------------
TOWN_NAME = env.str("TOWN_NAME", default="Le Mont-Dore")
TOWN_SITE_URL = env.str("TOWN_SITE_URL", default="https://www.montdore.nc")
TOWN_ACCENT_COLOR = env.str("TOWN_ACCENT_COLOR", default="#0b7a83")

# --- applications --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "desk",
    "press",
    "hours",
    "contractors.missions",
    "contractors.providers",
    "campaigns.requests",
    "campaigns.planning",
    "campaigns.strategy",
    "budget",
    "comms.periods",
    "comms.approvals",
    "comms.outbox",
    "comms.calendar",
    "comms.journal",
    "comms.numbering",
    "comms.people",
    "comms.town",
    "comms.search",
    "comms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_prose_editor",
    "csp",
    "axes",
    "comms.people.apps.HouseAdminConfig",  # django.contrib.admin, with the house's login
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # these three first, so that every answer has their headers: files, redirects and errors too
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "comms.town.middleware.TownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comms.people.middleware.PrivateByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "comms.urls"
WSGI_APPLICATION = "comms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comms.town.context_processors.town",
                "comms.periods.context_processors.banners",
                "desk.context_processors.rail",
            ],
            "builtins": [
                "comms.templatetags.formats",
                "comms.templatetags.components",
                "comms.templatetags.records",
            ],
        },
    },
]

# --- data ------------------------------------------------------------------------------------------
_required("DATABASE_URL")
DATABASES = {"default": _read(env.db, "DATABASE_URL", default="postgres:///comms")}
if not DATABASES["default"].get("ENGINE", "").endswith("postgresql"):
    _stop("DATABASE_URL doit désigner une base PostgreSQL, ainsi : postgres://compte:mot-de-passe@hôte/base")
# the address of a Unix socket (…?host=/folder&port=5432), where dbshell and others look for it
for name in {"host", "port"} & set(DATABASES["default"].get("OPTIONS", ())):
    DATABASES["default"][name.upper()] = DATABASES["default"]["OPTIONS"].pop(name)
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False)
if env.str("TEST_DB", default=""):
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DB")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _in_production("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    # sessions, throttles and approvals live in PostgreSQL: the cache may be lost at any moment
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = ""  # files are served by views that check the right, never from a public folder
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- mail --------------------------------------------------------------------------------------------
_in_production("EMAIL_URL", "smtp://127.0.0.1:1025")
EMAIL_CONFIG = _read(env.email_url, "EMAIL_URL", default="smtp://127.0.0.1:1025")
vars().update(EMAIL_CONFIG)
# Whatever sends by Django writes a row; the outbox's engine speaks to the relay that EMAIL_URL names.
EMAIL_BACKEND = "comms.outbox.backend.OutboxBackend"
EMAIL_TIMEOUT = 15
# The opposition list holds keyed hashes: with another key it would be blind, so mail is then held.
OPPOSITION_KEY = env.str("OPPOSITION_KEY", default=SECRET_KEY)
# Conversations at once with the relay, a worker process; beyond one they open only while the relay is slow.
# A process that is killed leaves one uncertain mail at most for each.
OUTBOX_CONNECTIONS = env.int("OUTBOX_CONNECTIONS", default=1)
OUTBOX_SLICE_SECONDS = env.float("OUTBOX_SLICE_SECONDS", default=60)
OUTBOX_LEASE_SECONDS = env.float("OUTBOX_LEASE_SECONDS", default=60)
# Where the demo's own relay keeps what it receives (dev/smtp_sink.py says in which form).
DEMO_MAILBOX_DIR = VAR_DIR / "demo-mail" if DEMO else None
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"communication@{_OWN_HOST or 'example.org'}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- clock -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
# The settings page may name another one for the pages; beat's timetable follows this one.
TIME_ZONE = env.str("TIME_ZONE", default="Pacific/Noumea")
_read(lambda name: ZoneInfo(TIME_ZONE), "TIME_ZONE")
USE_I18N = True
USE_TZ = True
FIRST_DAY_OF_WEEK = 1

# How far ahead the occurrences of regular actions are made, besides what their plan takes.
SERIES_WEEKS_AHEAD = _read(env.int, "SERIES_WEEKS_AHEAD", default=8)
# How long its author may correct or withdraw a comment.
COMMENT_CORRECTION_MINUTES = _read(env.int, "COMMENT_CORRECTION_MINUTES", default=30)
# An invoice is reminded of from so many days before its delay is over.
INVOICE_NOTICE_DAYS = _read(env.int, "INVOICE_NOTICE_DAYS", default=8)
# Providers: days before a paper, a threshold's text or a framework contract ends, and percents of its maximum
PROVIDER_DOCUMENT_NOTICE_DAYS = _read(env.int, "PROVIDER_DOCUMENT_NOTICE_DAYS", default=30)
MISSION_NOTICE_DAYS = _read(env.int, "MISSION_NOTICE_DAYS", default=10)
THRESHOLD_NOTICE_DAYS = _read(env.int, "THRESHOLD_NOTICE_DAYS", default=45)
FRAMEWORK_NOTICE_DAYS = _read(env.int, "FRAMEWORK_NOTICE_DAYS", default=60)
FRAMEWORK_ALERTS = (70, 90)

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,  # who publishes finds out at once that Redis is away, and does without it
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_DB_REUSE_MAX = 100
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# The whole timetable. Every task is safe to run twice at once: it claims rows or tests a stamp.
CELERY_BEAT_SCHEDULE: dict[str, dict] = {
    "outbox-deliver": {
        "task": "comms.outbox.tasks.deliver",
        "schedule": 3,
        "kwargs": {"from_beat": True},
        "options": {"expires": 6},
    },
    "people-password-requests": {
        "task": "comms.people.tasks.answer_password_requests",
        "schedule": 5,
        "options": {"expires": 10},
    },
    "press-imports": {
        "task": "press.tasks.imports.resume_imports",
        "schedule": 15,
        "options": {"expires": 15},
    },
    "press-forget-erased": {
        "task": "press.tasks.contacts.forget_erased_people",
        "schedule": crontab(minute=50, hour=3),
    },
    "press-forget-imports": {
        "task": "press.tasks.imports.forget_imports",
        "schedule": crontab(minute=40, hour=3),
    },
    "press-scheduled-releases": {
        "task": "press.tasks.releases.mark_scheduled_releases_as_sent",
        "schedule": 10,
        "options": {"expires": 10},
    },
    "hours-remind": {
        "task": "hours.tasks.remind",
        "schedule": crontab(minute=5, hour="7-15"),
        "options": {"expires": 3600},
    },
    "budget-check-totals": {
        "task": "budget.tasks.check_totals",
        "schedule": crontab(minute=30, hour=4),
    },
    "hours-check-balances": {
        "task": "hours.tasks.check_balances",
        "schedule": crontab(minute=10, hour=4),
    },
    "approvals-reconcile": {
        "task": "comms.approvals.tasks.reconcile",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "desk-computed-indicators": {
        "task": "desk.tasks.measure_indicators",
        "schedule": crontab(minute=20, hour=4),
    },
    "desk-digests": {
        "task": "desk.tasks.send_digests",
        "schedule": crontab(minute="*/10", hour="5-20"),
        "options": {"expires": 10 * 60},
    },
    "desk-search-words": {
        "task": "desk.tasks.learn_new_words",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 10 * 60},
    },
    "desk-all-search-words": {
        "task": "desk.tasks.learn_all_words",
        "schedule": crontab(minute=20, hour=3),
    },
    "desk-notices-at-once": {
        "task": "desk.tasks.send_notices_at_once",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "planning-remind": {
        "task": "campaigns.planning.tasks.remind_of_tasks",
        "schedule": crontab(minute="*/15", hour="7-16"),
        "options": {"expires": 15 * 60},
    },
    "planning-ask-evaluations": {
        "task": "campaigns.planning.tasks.ask_for_evaluations",
        "schedule": crontab(minute=15, hour="7-10"),
        "options": {"expires": 3600},
    },
    "requests-remind": {
        "task": "campaigns.requests.tasks.remind_requesters",
        "schedule": crontab(minute="*/30", hour="7-16"),
        "options": {"expires": 30 * 60},
    },
    "requests-show-approved": {
        "task": "campaigns.requests.tasks.show_approved_deliveries",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "requests-close-quiet": {
        "task": "campaigns.requests.tasks.close_quiet_requests",
        "schedule": crontab(minute=20, hour=5),
    },
    "planning-occurrences": {
        "task": "campaigns.planning.tasks.make_occurrences_of_series",
        "schedule": crontab(minute=20, hour="3,12"),
    },
    "approvals-remind": {
        "task": "comms.approvals.tasks.remind",
        "schedule": crontab(minute="*/15", hour="7-16"),
        "options": {"expires": 15 * 60},
    },
}

# --- people --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "comms.people.password_validation.NotARepetition"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:my_day"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4

# Logins are throttled per account and per address: comms/people/throttle.py says how often.
AXES_HANDLER = "comms.people.throttle.LoginThrottle"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when, and keeps its word
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # no greeting in the log at each start of each process
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_LOCKOUT_CALLABLE = "comms.people.views.locked_out"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "comms.people.throttle.account_key"
AXES_CLIENT_IP_CALLABLE = "comms.people.client_address.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Behind a proxy the client's address stands this many places from the right of X-Forwarded-For.
PROXY_COUNT = _read(env.int, "PROXY_COUNT", default=0)

# --- pages ---------------------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

NODE_MODULES = BASE_DIR / "node_modules"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", NODE_MODULES / "bootstrap" / "dist"),
    ("vendor/bootstrap-icons", NODE_MODULES / "bootstrap-icons" / "font"),
    ("vendor/sortablejs", NODE_MODULES / "sortablejs"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# --- security --------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "comms.errors.csrf_failure"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_SSL_HOST = urlsplit(BASE_URL).netloc if HTTPS else None  # never to a host that the client names
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

if not DEBUG and SECRET_KEY.startswith("insecure"):
    _stop("SECRET_KEY est celle du développement : il en faut une à soi, de 50 caractères au hasard")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
