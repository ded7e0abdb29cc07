"""The Department for Education's own schema of children's social care, as a validator."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

HOME = Path(__file__).parent / "children_social_care"
SCHEMA = json.loads((HOME / "openapi.json").read_text(encoding="utf-8"))["components"]["schemas"]["CSC"]
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker(["date"]))


def faults(children: Any) -> list[str]:
    """Where it departs from the schema, and how."""
    return sorted(f"{fault.json_path}: {fault.message}" for fault in VALIDATOR.iter_errors(children))
