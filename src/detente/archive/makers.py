"""What made a record: the version, the models and the knowledge, each set of them once in the archive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from detente.errors import telling_damage

if TYPE_CHECKING:
    import sqlite3

    from detente.records import Run


def find_maker(connection: sqlite3.Connection, made: Run) -> int:
    """Return the number of a version with its models and knowledge, inserted if it is new."""
    values = (made.version, json.dumps(made.models, sort_keys=True), made.knowledge)
    connection.execute(
        "INSERT INTO makers (version, models, knowledge) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", values
    )
    sql = "SELECT maker FROM makers WHERE version = ? AND models = ? AND knowledge = ?"
    return int(connection.execute(sql, values).fetchone()[0])


def read_models(text: str) -> dict[str, str]:
    """Return the models of a maker, name → sha256, as they stand in the archive.

    Raises:
        ArchiveError: Other hands have put something else there.
    """
    with telling_damage("what is written of the models that made the records"):
        models = json.loads(text)
        if not isinstance(models, dict) or not all(isinstance(digest, str) for digest in models.values()):
            raise TypeError("models are name → sha256")
        return models
