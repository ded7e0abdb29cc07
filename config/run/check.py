"""./run check: everything that can be known without running the product. Each line can fail."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config.run import installation

BIN = Path(sys.executable).parent
STEPS: list[tuple[str, list[str]]] = [
    ("style", ["ruff", "check", "."]),
    ("format", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("imports", ["lint-imports"]),
    ("migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("templates", ["python", "manage.py", "check_templates"]),
    ("docs", ["python", "manage.py", "write_docs", "--check"]),
    ("deployment", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
    ("compose", ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]),
    ("Dockerfile", ["hadolint", "Dockerfile"]),
]


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory(prefix="safehold-check-") as folder:
        installation.prepare(Path(folder))
        os.environ |= {"SAFEHOLD_HTTPS": "true"}
        for name, (program, *arguments) in STEPS:
            print(f"— {name}", flush=True)
            if subprocess.run([str(BIN / program), *arguments], cwd=installation.HOME, check=False).returncode:
                failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
