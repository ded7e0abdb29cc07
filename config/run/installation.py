"""Where does an embedded installation live, and what does it need before the first command?

DIR/db/ the database, DIR/keys/ the keyring and the secret key, DIR/files/ sealed files, DIR/mail/ mail that was sent.
"""

import os
import secrets
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent


def prepare(folder: Path, *, demo: bool = False) -> Path:
    """Make the folder and its secret, and set the environment that config.settings reads."""
    folder = folder.resolve()
    for name in ("db", "keys", "files", "mail"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = folder / "keys" / "secret_key"
    if not secret.exists():
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "SAFEHOLD_DATA": str(folder)}
    os.environ.setdefault("SAFEHOLD_SECRET_KEY_FILE", str(secret))
    os.environ.setdefault("SAFEHOLD_HTTPS", "false")
    os.environ.setdefault("SAFEHOLD_STATIC", str(folder / "static"))
    if demo:
        os.environ["SAFEHOLD_DEMO"] = "true"
    return folder


def migrate() -> None:
    """Bring the database up to date; quiet unless it fails."""
    manage("migrate", "--verbosity", "0")
    manage("createcachetable", "--verbosity", "0")


def manage(*arguments: str) -> None:
    done = subprocess.run([sys.executable, str(HOME / "manage.py"), *arguments], check=False)
    if done.returncode:
        sys.exit(done.returncode)
