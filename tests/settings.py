"""The product's settings, on a folder of the test run's own."""

import os
import secrets
import tempfile

os.environ.setdefault("SAFEHOLD_DATA", tempfile.mkdtemp(prefix="safehold-test-"))
os.environ.setdefault("SAFEHOLD_SECRET_KEY", secrets.token_urlsafe(50))
os.environ.setdefault("SAFEHOLD_HTTPS", "false")

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASES  # noqa: E402

STATIC_ROOT = DATA_DIR / "static"
for folder in ("db", "keys", "files", "mail", "static"):
    (DATA_DIR / folder).mkdir(mode=0o700, exist_ok=True)
DATABASES["default"]["TEST"] = (
    {"NAME": str(DATA_DIR / "db" / "test.sqlite3")} if DATABASES["default"]["ENGINE"] == "config.sqlite" else {}
)
if DATABASES["default"]["ENGINE"] == "config.sqlite":  # a test run need not outlive a power cut
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real one has its own test
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
