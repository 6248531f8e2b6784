"""`detente schema`: the format of a record, for machines."""

from __future__ import annotations

import json

from detente.records import json_schema
from detente.views.cli.output import write_stdout


def schema() -> None:
    """Print the JSON Schema of a record."""
    write_stdout(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
