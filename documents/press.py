"""What runs in the process that sets one document? A bounded, empty-handed interpreter, and nothing of the product.

Started by path, with no environment and no settings: reads one job as JSON from its standard input, answers with the
PDF on its standard output, and ends. So no record of one child is in memory when the next document is set.
"""

import json
import resource
import sys
from datetime import datetime
from pathlib import Path

import typst

HERE = Path(__file__).parent
TEMPLATES = HERE / "typst"
NOWHERE = str(TEMPLATES / "no-packages")  # packages are neither looked for nor fetched
REFUSED = 3


def main() -> int:
    job = json.load(sys.stdin)
    _bound(job["seconds"], job["megabytes"])
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
    try:
        pdf = typst.compile(
            str(TEMPLATES / f"{job['template']}.typ"),
            root=str(TEMPLATES),
            font_paths=fonts,
            ignore_system_fonts=True,
            package_path=NOWHERE,
            package_cache_path=NOWHERE,
            sys_inputs={"content": job["content"]},
            pdf_standards=["ua-1"],
            timestamp=datetime.fromisoformat(job["made_at"]),
        )
    except typst.TypstError:
        # Its message quotes the text that it stumbled over, so it goes nowhere.
        return REFUSED
    sys.stdout.buffer.write(pdf)
    return 0


def _bound(seconds: int, megabytes: int) -> None:
    """No file may be written, no core dumped, and neither time nor memory used without end."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
