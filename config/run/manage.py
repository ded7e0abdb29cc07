"""./run manage [--data DIR] COMMAND …: any management command, on an installation made on first use."""

import os
import sys
from pathlib import Path

from config.run import installation


def main() -> None:
    arguments, folder = sys.argv[1:], Path("data")
    if arguments[:1] == ["--data"] and len(arguments) > 1:
        folder, arguments = Path(arguments[1]), arguments[2:]
    elif arguments and arguments[0].startswith("--data="):
        folder, arguments = Path(arguments[0].partition("=")[2]), arguments[1:]
    is_new = not (folder / "db" / "safehold.sqlite3").exists()
    installation.prepare(folder)
    if is_new or arguments[:1] == ["setup_school"]:
        installation.migrate()
    os.execv(sys.executable, [sys.executable, str(installation.HOME / "manage.py"), *arguments])


if __name__ == "__main__":
    main()
