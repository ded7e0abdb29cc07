"""How is this installation set up? From the environment alone; see docs/configuration.md.

A missing variable raises and says what to do; defaults are the safe value; a secret may come from NAME_FILE.
"""

from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()

# Paths
BASE_DIR = Path(__file__).resolve().parent.parent
try:
    DATA_DIR = Path(env.str("SAFEHOLD_DATA")).resolve()
except EnvError as error:
    raise ImproperlyConfigured("Set SAFEHOLD_DATA to the folder that holds this installation's data.") from error


def _from_file(name: str, default: str = "") -> str:
    """What NAME says, or the file that NAME_FILE points at: how secrets come in."""
    path = env.str(f"{name}_FILE", "")
    return Path(path).read_text().strip() if path else env.str(name, default)


def _secret(name: str, advice: str) -> str:
    value = _from_file(name)
    if len(value) < 50:
        raise ImproperlyConfigured(f"{name} is missing or shorter than 50 characters. {advice}")
    return value


# Secrets
SECRET_KEY = _secret("SAFEHOLD_SECRET_KEY", "Put a long random text in it, or in the file SAFEHOLD_SECRET_KEY_FILE.")
SAFEHOLD_KEYRING = Path(env.str("SAFEHOLD_KEYRING", str(DATA_DIR / "keys" / "keyring.json")))
SAFEHOLD_DEMO = env.bool("SAFEHOLD_DEMO", False)
SAFEHOLD_HTTPS = env.bool("SAFEHOLD_HTTPS", True)
DEBUG = False

# Apps, highest first: each uses only those below it
INSTALLED_APPS = [
    "config",
    "meetings",
    "chronologies",
    "casework",
    "documents",
    "people",
    "clocks",
    "access",
    "jobs",
    "audit",
    "vault",
    "allauth",
    "allauth.account",
    "auditlog",
    "guardian",
    "csp",
    "django_htmx",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "access.middleware.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.refusals.WordsForNotAllowed",  # within it, for it says how long an answer is
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "access.middleware.StandingMiddleware",
    "config.signed_out.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.context.page",
            ],
            "builtins": ["config.templatetags.govuk", "config.templatetags.typed"],
        },
    }
]
FORM_RENDERER = "config.rendering.Govuk"

# Database: one file here, or whatever DATABASE_URL names
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(_from_file("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db' / 'safehold.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "ENGINE": "config.sqlite",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
        },
    }
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}

# Cache and sessions: rate limits must be shared between processes
REDIS_URL = _from_file("SAFEHOLD_REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SAFEHOLD_IDLE_SECONDS = env.int("SAFEHOLD_IDLE_SECONDS", 15 * 60)
SAFEHOLD_HIDE_SECONDS = env.int("SAFEHOLD_HIDE_SECONDS", 2 * 60)
SAFEHOLD_PUPIL_PREMIUM_PLUS: dict[str, int] = env.dict("SAFEHOLD_PUPIL_PREMIUM_PLUS", {}, subcast_values=int)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Web security
ALLOWED_HOSTS = env.list("SAFEHOLD_HOSTS", ["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("SAFEHOLD_ORIGINS", [])
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SAFEHOLD_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if SAFEHOLD_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SAFEHOLD_HTTPS else "csrf"
SECURE_HSTS_SECONDS = 63_072_000 if SAFEHOLD_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SAFEHOLD_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("SAFEHOLD_BEHIND_PROXY", False) else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
# Uploads stay in memory up to the cap and are sealed or read as they arrive: no plaintext in a temporary folder.
FILE_UPLOAD_HANDLERS = ["config.uploads.MemoryOnlyUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.errors.SilentReporterFilter"

# Sign-in
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["access.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "access.adapter.NoSignUp"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # or anybody could have our mail sent to any address
# A whole school shares one address: one pupil's guesses must not shut its staff out.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key,100/5m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("SAFEHOLD_PROXIES", 0)

# Reach: guardian holds rows; nobody asks it
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend is not installed, on purpose: see docs/adr

# The log
AUDITLOG_LOGENTRY_MODEL = "audit.Entry"
AUDITLOG_DISABLE_REMOTE_ADDR = True
AUDITLOG_USE_BASE_MANAGER = True
AUDITLOG_CID_GETTER = "audit.context.request_id"
AUDITLOG_STORE_JSON_CHANGES = True  # null stays null and 1 stays 1
MIGRATION_MODULES = {"auditlog": None}  # its own table is not made: ours is the one row class

# Jobs
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULE = {"run due jobs": {"task": "jobs.run_due", "schedule": 15.0}}

# Mail: a folder unless a server is named
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
if smtp := _from_file("SAFEHOLD_SMTP_URL"):
    globals().update({key: value for key, value in dj_email_url.parse(smtp).items() if key.isupper()})
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("SAFEHOLD_MAIL_FROM", "safehold@localhost")
SAFEHOLD_ADDRESS = env.str("SAFEHOLD_ADDRESS", "http://127.0.0.1:8000")

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # ours alone: no library's pages are used
STATIC_ROOT = Path(env.str("SAFEHOLD_STATIC", str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "config.rendering.HashedFiles"},
}

# Logging: one JSON line an event; no bodies, no query strings, never case text
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "config.errors.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
