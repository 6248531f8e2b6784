"""Writes the JSON Schema that ships beside the record classes: `python -m detente.records.schema`."""

from __future__ import annotations

import json
from pathlib import Path

from detente.records.record import json_schema


def write_schema(folder: Path) -> Path:
    """Write the schema of detente-record/1 into `folder` and return its path."""
    path = folder / "detente-record-1.schema.json"
    path.write_text(json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    write_schema(Path(__file__).parent)
