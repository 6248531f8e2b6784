"""The schema of the record as a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from detente.records import json_schema
from detente.records.schema import write_schema

if TYPE_CHECKING:
    from pathlib import Path


def test_the_file_is_the_schema_and_ends_with_a_line_end(tmp_path: Path) -> None:
    path = write_schema(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert path.name == "detente-record-1.schema.json"
    assert json.loads(text) == json_schema()
    assert text.endswith("}\n")
