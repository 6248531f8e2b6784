"""DNA databases read back with sqlite3, against the tables of schemas.md and the queries that DNA itself makes."""

from __future__ import annotations

import base64
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from detente.archive.exchange import Losses
from detente.archive.exchange.formats.dna import PASSWORD, hash_password
from detente.archive.filed import Filed
from detente.records import Record
from tests.made_text import where as span
from tests.unit.archive.exchange.samples import (
    CREATED,
    NASTY_TEXT,
    TEXT,
    archive,
    filed,
    leading,
    record,
    statement,
    written,
)

# Typed from DNA's documentation of its database, not taken from the writer.
_PERMISSIONS = (
    "AddDocuments EditDocuments DeleteDocuments ImportDocuments AddStatements EditStatements DeleteStatements "
    "EditAttributes EditRegex EditStatementTypes EditCoders EditCoderRelations ViewOthersDocuments "
    "EditOthersDocuments ViewOthersStatements EditOthersStatements"
).split()
TABLES = {
    "SETTINGS": "Property Value",
    "CODERS": "ID Name Red Green Blue Refresh FontSize Password PopupWidth ColorByCoder PopupDecoration "
    "PopupAutoComplete " + " ".join(f"Permission{name}" for name in _PERMISSIONS),
    "CODERRELATIONS": "ID Coder OtherCoder viewStatements editStatements viewDocuments editDocuments",
    "DOCUMENTS": "ID Title Text Coder Author Source Section Notes Type Date",
    "STATEMENTTYPES": "ID Label Red Green Blue",
    "VARIABLES": "ID Variable DataType StatementTypeId",
    "VARIABLELINKS": "ID SourceVariableId TargetVariableId",
    "STATEMENTS": "ID StatementTypeId DocumentId Start Stop Coder",
    "ENTITIES": "ID VariableId Value Red Green Blue ChildOf",
    "DATASHORTTEXT": "ID StatementId VariableId Entity",
    "DATALONGTEXT": "ID StatementId VariableId Value",
    "DATAINTEGER": "ID StatementId VariableId Value",
    "DATABOOLEAN": "ID StatementId VariableId Value",
    "ATTRIBUTEVARIABLES": "ID VariableId AttributeVariable",
    "ATTRIBUTEVALUES": "ID EntityId AttributeVariableId AttributeValue",
    "REGEXES": "Label Red Green Blue",
}


@pytest.fixture
def exported(tmp_path: Path) -> Iterator[tuple[sqlite3.Connection, Losses]]:
    target, losses = written("dna", tmp_path)
    with closing(sqlite3.connect(target)) as database:
        yield database, losses


def _open(folder: Path, articles: list[Filed]) -> sqlite3.Connection:
    return sqlite3.connect(written("dna", folder, articles)[0])


def _statements(database: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return every statement with its variables by name, and its words as DNA selects them."""
    found = []
    rows = database.execute(
        "SELECT S.ID, D.ID, SUBSTRING(D.Text, S.Start + 1, S.Stop - S.Start) FROM STATEMENTS AS S "
        "JOIN DOCUMENTS AS D ON D.ID = S.DocumentId ORDER BY S.ID"
    )
    for number, document, words in rows.fetchall():
        values: dict[str, Any] = {"document": document, "words": words}
        values |= database.execute(
            "SELECT V.Variable, E.Value FROM DATASHORTTEXT AS D JOIN VARIABLES AS V ON V.ID = D.VariableId "
            "JOIN ENTITIES AS E ON E.ID = D.Entity WHERE D.StatementId = ?",
            (number,),
        ).fetchall()
        for table in ("DATALONGTEXT", "DATABOOLEAN"):
            values |= database.execute(
                f"SELECT V.Variable, D.Value FROM {table} AS D JOIN VARIABLES AS V ON V.ID = D.VariableId "
                "WHERE D.StatementId = ?",
                (number,),
            ).fetchall()
        found.append(values)
    return found


def test_tables_are_dnas_sixteen(exported: tuple[sqlite3.Connection, Losses]) -> None:
    database, _ = exported
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert sorted(names) == sorted(TABLES)
    assert len(names) == 16
    for name, columns in TABLES.items():
        assert [row[1] for row in database.execute(f"PRAGMA table_info({name})")] == columns.split()
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []


def test_settings_and_coders_let_dna_open_it(exported: tuple[sqlite3.Connection, Losses]) -> None:
    database, _ = exported
    settings = dict(database.execute("SELECT Property, Value FROM SETTINGS").fetchall())
    assert settings["version"].startswith("3.")
    assert settings["date"] == "2026-11-23"
    coders = database.execute("SELECT ID, Name, Password FROM CODERS ORDER BY ID").fetchall()
    assert [coder[:2] for coder in coders] == [(1, "Admin"), (2, "Détente")]
    for _id, _name, stored in coders:
        raw = base64.b64decode(stored)
        digest = raw[:16] + PASSWORD.encode()
        for _ in range(100_000):
            digest = hashlib.sha256(digest).digest()
        assert raw[16:] == digest
    pairs = database.execute("SELECT Coder, OtherCoder FROM CODERRELATIONS ORDER BY ID").fetchall()
    assert pairs == [(1, 2), (2, 1)]


def test_password_hash_depends_on_salt_and_password() -> None:
    hashes = {hash_password(word, salt) for word in ("a", "b") for salt in (b"0" * 16, b"1" * 16)}
    assert len(hashes) == 4


def test_variables_begin_with_dnas_own(exported: tuple[sqlite3.Connection, Losses]) -> None:
    database, _ = exported
    rows = database.execute("SELECT Variable, DataType FROM VARIABLES ORDER BY ID").fetchall()
    own = [
        ("person", "short text"),
        ("organization", "short text"),
        ("concept", "short text"),
        ("agreement", "boolean"),
    ]
    assert rows[:4] == own
    empty = database.execute(
        "SELECT COUNT(*) FROM VARIABLES AS V LEFT JOIN ENTITIES AS E ON E.VariableId = V.ID AND E.Value = '' "
        "WHERE V.DataType = 'short text' AND E.ID IS NULL"
    )
    assert empty.fetchone() == (0,)


def test_every_entity_has_every_attribute(exported: tuple[sqlite3.Connection, Losses]) -> None:
    database, _ = exported
    lacking = database.execute(
        "SELECT E.Value FROM ENTITIES AS E JOIN ATTRIBUTEVARIABLES AS A ON A.VariableId = E.VariableId "
        "LEFT JOIN ATTRIBUTEVALUES AS V ON V.EntityId = E.ID AND V.AttributeVariableId = A.ID WHERE V.ID IS NULL"
    )
    assert lacking.fetchall() == []
    about = database.execute(
        "SELECT A.AttributeVariable, V.AttributeValue FROM ENTITIES AS E "
        "JOIN ATTRIBUTEVALUES AS V ON V.EntityId = E.ID "
        "JOIN ATTRIBUTEVARIABLES AS A ON A.ID = V.AttributeVariableId WHERE E.Value = 'Ada Kaya'"
    )
    assert dict(about.fetchall()) == {
        "Type": "OPP", "Alias": "", "Notes": "opposition leader", "Country": "TUR", "Entity": "",
    }  # fmt: skip


def test_statements_say_who_what_and_for_or_against(exported: tuple[sqlite3.Connection, Losses]) -> None:
    database, losses = exported
    first = [row for row in _statements(database) if row["document"] == 1]
    told = [(s["person"], s["organization"], s["concept"], s["agreement"], s["stance"], s["toward"]) for s in first]
    assert told == [
        ("", "Government of Russia", "shipping", 0, "against", "Turkey"),
        # A mixed stance is one of each.
        ("Ada Kaya", "", "talks", 1, "mixed", "Ukraine"),
        ("Ada Kaya", "", "talks", 0, "mixed", "Ukraine"),
        # The event that the statement holds shows this one.
        ("Ada Kaya", "", "pact", 0, "against", ""),
        # Nobody known denies an assault that the statement holds.
        ("", "", "ASSAULT", 0, "", ""),
    ]
    assert [s["words"] for s in first[1:]] == [first[1]["quote"]] * 3 + ["that it had shelled the harbour"]
    assert first[1]["condition"] == "only if the port is reopened"
    assert first[1]["words"] == "“We will join only if the port is reopened,”"
    assert (first[4]["status"], first[0]["country"], first[1]["kind"]) == ("denied", "RUS", "direct")
    assert first[1]["detente id"] == f"{leading().record.article.id}:s2"
    assert losses.count("copies of a story's leading text: left out") == 1
    assert losses.count("positions that no statement of their holder shows: not held") == 0


def test_several_speakers_give_a_statement_each_and_hostile_text_keeps_its_offsets(
    exported: tuple[sqlite3.Connection, Losses],
) -> None:
    database, losses = exported
    text, title, source, notes, day = database.execute(
        "SELECT Text, Title, Source, Notes, Date FROM DOCUMENTS WHERE ID = 2"
    ).fetchone()
    nasty = archive()[2].record
    assert text == NASTY_TEXT.replace("🕊", "\ufffd").replace("\r", " ").replace("\x00", "\ufffd")
    assert len(text) == len(NASTY_TEXT)
    assert (len(title), title[-1], source) == (190, "…", "+News\n& <Views>")
    assert notes == f"detente:{nasty.article.id}"
    assert day == 1741219200
    rows = [row for row in _statements(database) if row["document"] == 2]
    assert [(row["person"], row["organization"][:12]) for row in rows] == [
        ("=cmd|' /C calc'!A0\t\x01\"quoted\"", ""),
        ("", "Minister of "),
        ("", "</node> & Sö"),
    ]
    assert len(rows[1]["organization"]) == 190
    assert rows[2]["words"] == "\ufffd"
    # Every text counts code points as Java counts UTF-16 units.
    assert all(len(row["words"].encode("utf-16-le")) == 2 * len(row["words"]) for row in rows)
    assert losses.count("titles cut to 190 characters") == 1
    assert losses.count("characters that DNA would misplace: replaced") == 3


def test_speaker_on_behalf_of_an_organisation(tmp_path: Path) -> None:
    first = leading().record
    said = statement("s1", span(TEXT, "Turkey and Ukraine met"), speakers=("a4",), on_behalf_of=("a5",))
    with closing(_open(tmp_path, [filed(record(actors=first.actors, statements=(said,)))])) as database:
        only = _statements(database)[0]
        day = database.execute("SELECT Date FROM DOCUMENTS").fetchone()[0]
    assert (only["person"], only["organization"], only["concept"]) == ("Ada Kaya", "European Union", "")
    # DNA's own default for what is still to be coded, and no date invented.
    assert (only["agreement"], only["stance"], day) == (1, "", 0)


def test_names_that_differ_only_beyond_the_limit_do_not_break_the_file(tmp_path: Path) -> None:
    first = leading().record
    actors = tuple(
        type(item)(**{name: getattr(item, name) for name in item.__slots__} | {"name": "n" * 300 + item.key})
        for item in first.actors
    )
    item: Record = record(actors=actors, statements=first.statements)
    with closing(_open(tmp_path, [filed(item)])) as database:
        longest = database.execute("SELECT MAX(LENGTH(Value)) FROM ENTITIES").fetchone()[0]
    assert longest == 190


def test_date_is_the_exports_own(exported: tuple[sqlite3.Connection, Losses]) -> None:
    database, _ = exported
    assert database.execute("SELECT Value FROM SETTINGS WHERE Property = 'date'").fetchone()[0] == f"{CREATED:%Y-%m-%d}"
