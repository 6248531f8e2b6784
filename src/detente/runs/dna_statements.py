"""Statements coded by people in Discourse Network Analyzer, read from its `.dna` file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from detente.analysis.networks.discourse import SCHEMA
from detente.errors import SourceError, UsageError
from detente.sources.days import day_of_seconds

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

#: More statements than any project codes by hand: a file with more is not one of these.
_MOST: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class DnaVariables:
    """Which variables of the statements are read.

    Attributes:
        actor: Who speaks: "organization" or "person" in a usual file.
        concept: On what.
        qualifier: Whether they agree: a variable of the kind boolean.
    """

    actor: str = "organization"
    concept: str = "concept"
    qualifier: str = "agreement"


def read_dna_statements(path: Path, variables: DnaVariables | None = None) -> pa.Table:
    """Return the statements of a `.dna` file as a table for the discourse networks, in the order of days.

    Statements in which the actor or the concept is empty are left out.

    Args:
        path: The file, of DNA 3.
        variables: Which of its variables; None for DNA's own.

    Raises:
        SourceError: It cannot be read, or is no file of DNA 3.
        UsageError: It has no such variable; the hint lists them.
    """
    wanted = variables or DnaVariables()
    if not path.is_file():
        raise SourceError(f"there is no file {path}")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            rows = _read(connection, path, wanted)
    except sqlite3.Error as error:
        raise SourceError(f"{path} is no file of Discourse Network Analyzer 3: {error}") from error
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _read(connection: sqlite3.Connection, path: Path, wanted: DnaVariables) -> list[dict[str, Any]]:
    kind = _statement_type(connection, path, wanted)
    sql = """
        SELECT s.ID, s.DocumentId, d.Date, a.Value, c.Value, q.Value
        FROM STATEMENTS AS s JOIN DOCUMENTS AS d ON d.ID = s.DocumentId
        JOIN VARIABLES AS va ON va.StatementTypeId = s.StatementTypeId AND va.Variable = :actor
        JOIN VARIABLES AS vc ON vc.StatementTypeId = s.StatementTypeId AND vc.Variable = :concept
        JOIN VARIABLES AS vq ON vq.StatementTypeId = s.StatementTypeId AND vq.Variable = :qualifier
        JOIN DATASHORTTEXT AS da ON da.StatementId = s.ID AND da.VariableId = va.ID
        JOIN ENTITIES AS a ON a.ID = da.Entity
        JOIN DATASHORTTEXT AS dc ON dc.StatementId = s.ID AND dc.VariableId = vc.ID
        JOIN ENTITIES AS c ON c.ID = dc.Entity
        JOIN DATABOOLEAN AS q ON q.StatementId = s.ID AND q.VariableId = vq.ID
        WHERE s.StatementTypeId = :kind ORDER BY d.Date, d.ID, s.Start, s.ID LIMIT :most"""
    names = {"actor": wanted.actor, "concept": wanted.concept, "qualifier": wanted.qualifier}
    found = connection.execute(sql, names | {"kind": kind, "most": _MOST})
    return [
        {"actor": str(actor), "concept": str(concept), "agrees": bool(agrees), "date": _day(seconds, path),
         "document": str(document), "weight": None}
        for _, document, seconds, actor, concept, agrees in found if actor and concept
    ]  # fmt: skip


def _statement_type(connection: sqlite3.Connection, path: Path, wanted: DnaVariables) -> int:
    """Return the kind of statement that has all variables.

    Raises:
        UsageError: None has.
    """
    kinds: dict[int, dict[str, str]] = {}
    for kind, name, data in connection.execute("SELECT StatementTypeId, Variable, DataType FROM VARIABLES"):
        kinds.setdefault(int(kind), {})[str(name)] = str(data)
    needed = {wanted.actor: "short text", wanted.concept: "short text", wanted.qualifier: "boolean"}
    for kind, known in sorted(kinds.items()):
        if needed.items() <= known.items():
            return kind
    listed = "; ".join(f"{name} ({data})" for known in kinds.values() for name, data in known.items())
    raise UsageError(
        f"no kind of statement in {path} has {wanted.actor} and {wanted.concept} as short texts and {wanted.qualifier} "
        "as a boolean",
        hint=f"It has: {listed or 'no variables'}.",
    )


def _day(seconds: object, path: Path) -> date:
    day = day_of_seconds(seconds)
    if day is None:
        raise SourceError(f"{path}: the date of a document is {seconds!r}, not a day in seconds since 1970")
    return day
