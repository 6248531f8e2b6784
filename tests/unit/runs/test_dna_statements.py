"""Statements of a file of Discourse Network Analyzer, made with that program's own tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from detente.errors import SourceError, UsageError
from detente.runs.dna_statements import DnaVariables, read_dna_statements

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def dna(tmp_path: Path) -> Path:
    """Return a file with two kinds of statement, three statements of the first, and one without an organisation."""
    path = tmp_path / "debate.dna"
    tables = resources.files("detente.archive.exchange.formats").joinpath("dna.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(tables)
        run = connection.executemany
        run("INSERT INTO STATEMENTTYPES (ID, Label) VALUES (?, ?)", [(1, "Note"), (2, "DNA Statement")])
        run("INSERT INTO VARIABLES (ID, Variable, DataType, StatementTypeId) VALUES (?, ?, ?, ?)", [
            (1, "note", "long text", 1), (2, "organization", "short text", 2), (3, "concept", "short text", 2),
            (4, "agreement", "boolean", 2),
        ])  # fmt: skip
        run("INSERT INTO ENTITIES (ID, VariableId, Value) VALUES (?, ?, ?)",
            [(1, 2, "Port Guild"), (2, 2, "Harbour Board"), (3, 2, ""), (4, 3, "dredging")])  # fmt: skip
        run("INSERT INTO DOCUMENTS (ID, Title, Text, Date) VALUES (?, ?, ?, ?)",
            [(1, "Later", "Our own words.", 1741392000), (2, "Earlier", "More of them.", 1741305600)])  # fmt: skip
        for number, (document, who, agrees) in enumerate([(1, 1, 1), (2, 2, 0), (2, 3, 1)], start=1):
            connection.execute(
                "INSERT INTO STATEMENTS (ID, StatementTypeId, DocumentId, Start, Stop) VALUES (?, 2, ?, 0, 3)",
                (number, document),
            )
            run("INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)",
                [(number, 2, who), (number, 3, 4)])  # fmt: skip
            connection.execute(
                "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, 4, ?)", (number, agrees)
            )
        connection.commit()
    return path


def test_statements_come_by_day_and_empty_ones_are_left_out(dna: Path) -> None:
    rows = read_dna_statements(dna).to_pylist()
    assert [(row["actor"], row["concept"], row["agrees"], row["date"]) for row in rows] == [
        ("Harbour Board", "dredging", False, date(2025, 3, 7)), ("Port Guild", "dredging", True, date(2025, 3, 8)),
    ]  # fmt: skip


def test_the_variables_of_the_file_are_named_where_one_is_missing(dna: Path) -> None:
    with pytest.raises(UsageError, match="has person and concept") as caught:
        read_dna_statements(dna, DnaVariables(actor="person"))
    assert "organization (short text)" in (caught.value.hint or "")


def test_what_is_no_such_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "text.dna"
    other.write_text("no database at all, only words", encoding="utf-8")
    with pytest.raises(SourceError, match="no file of Discourse Network Analyzer"):
        read_dna_statements(other)
    with pytest.raises(SourceError, match="there is no file"):
        read_dna_statements(tmp_path / "none.dna")


def test_a_day_that_is_none_is_refused(dna: Path) -> None:
    with closing(sqlite3.connect(dna)) as connection:
        connection.execute("UPDATE DOCUMENTS SET Date = 999999999999999999")
        connection.commit()
    with pytest.raises(SourceError, match="date of a document"):
        read_dna_statements(dna)
