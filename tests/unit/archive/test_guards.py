"""The guards of the tables, made from the fields: what is printed for a migration is what the archive has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.archive.checks import guards
from detente.records import BY_COLLECTION, CLAIM_KINDS

if TYPE_CHECKING:
    import sqlite3


def _triggers(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: guards.plain_sql(sql) for name, sql in rows}


def test_what_is_printed_makes_the_guards_again(
    connection: sqlite3.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _triggers(connection)
    for kind in CLAIM_KINDS:
        for name in guards.make_guards(kind):
            connection.execute(f"DROP TRIGGER {name}")
    assert len(_triggers(connection)) < len(before) - 20
    guards.main([kind.collection for kind in CLAIM_KINDS])
    connection.executescript(capsys.readouterr().out)
    assert _triggers(connection) == before


def test_a_kind_without_words_and_lists_of_actors_needs_none() -> None:
    assert guards.make_guards(BY_COLLECTION["positions"]) == {}


def test_lists_of_actors_are_looked_after_at_every_change() -> None:
    made = guards.make_guards(BY_COLLECTION["questions"])
    assert set(made) == {f"questions_{name}" for name in ("words", "words_checked", "stay", "within", "actors",
                                                          "actors_kept")}  # fmt: skip
    assert "UPDATE OF actors ON" in made["questions_actors_kept"]
