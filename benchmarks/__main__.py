"""One benchmark in a process of its own: `python -m benchmarks MODULE ROUNDS [SCALE]` prints its rows as JSON.

The environment names a migrated, empty database. `./run bench` calls this; the rows are its last line.
"""

import importlib
import json
import sys

import django


def main() -> None:
    name, rounds, *scale = sys.argv[1:]
    django.setup()
    module = importlib.import_module(f"benchmarks.{name}")
    more = {"scale": int(scale[0])} if scale else {}
    print(json.dumps(module.run(int(rounds), **more)))


if __name__ == "__main__":
    main()
