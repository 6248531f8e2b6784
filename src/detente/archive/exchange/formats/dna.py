"""Discourse Network Analyzer: a `.dna` file, which is SQLite with 16 tables.

A statement of ours becomes a DNA statement for each speaker and each concept that it speaks of. What DNA's four
variables cannot say stands in further ones. DNA asks for a coder and a password when it opens a file: every coder's
password is "detente".
"""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from detente.archive.exchange.contract import Losses, Tally, kinds_beside
from detente.archive.exchange.files import cut
from detente.archive.exchange.formats.dna_statements import SHORT_TEXTS, VARIABLES, DnaStatement, iter_coded
from detente.archive.exchange.gathering import published_by, published_on
from detente.files import mark_exported, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed

#: The password of every coder in the file. It keeps nothing secret: whoever has the file can read it with SQLite.
PASSWORD = "detente"  # noqa: S105 - printed in the docs: DNA asks for one

#: DNA 3 refuses files of other major versions; a version that begins with 2 would be read as an old file.
_VERSION = "3.1.1"
#: What no statement of a discourse network says.
_UNHELD_KINDS = kinds_beside("statements", "events", "conditions", "positions")

#: DNA checks that titles, names and values are shorter than 191 characters.
_LONGEST = 190

_ADMIN, _MACHINE = 1, 2
_STATEMENT_TYPE = 1
#: The variables whose values have attributes, and those: the first three are DNA's own.
_DESCRIBED = ("person", "organization", "concept")
_ATTRIBUTES = ("Type", "Alias", "Notes", "Country", "Entity")

# DNA counts in UTF-16 units on the screen and in code points in its queries: characters beyond the first plane would
# pull the two apart. Its editor also drops carriage returns. Both are replaced one for one, so that offsets stay.
_ASTRAL = re.compile("[\x00\ud800-\udfff\U00010000-\U0010ffff]")


class Dna:
    """Writes DNA databases."""

    name = "dna"
    suffix = ".dna"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write one document for each story's leading text, and its statements; see `Format.write`."""
        tally = Tally(self.name)
        with replacing(target) as path:
            try:
                with closing(sqlite3.connect(path)) as database:
                    with database:
                        _Writer(database, options, tally).write(articles)
                    mark_exported(database, path)  # what people coded in DNA since is not written over
            except sqlite3.OperationalError as error:
                # A full disk or a folder that is not there: for the caller the same as with any other file.
                raise OSError(str(error)) from error
        return tally.losses()


def hash_password(password: str, salt: bytes) -> str:
    """Return a password as DNA stores it: Jasypt's StrongPasswordEncryptor.

    Args:
        password: In clear text.
        salt: 16 bytes.

    Returns:
        base64 of the salt and of SHA-256 over salt and password, hashed 100,000 times in all.
    """
    digest = hashlib.sha256(salt + password.encode("utf-8")).digest()
    for _ in range(99_999):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")


class _Writer:
    """Fills an empty database."""

    def __init__(self, database: sqlite3.Connection, options: ExportOptions, tally: Tally) -> None:
        self._database = database
        self._options = options
        self._tally = tally
        self._entities: dict[tuple[int, str], int] = {}
        self._variables = {name: number for number, (name, _kind) in enumerate(VARIABLES, 1)}

    def write(self, articles: Iterable[Filed]) -> None:
        self._prepare()
        for filed in articles:
            self._tally.lose_kinds(filed.record, _UNHELD_KINDS)
            if filed.leads:
                self._write_article(filed)
            else:
                self._tally.lost["copies of a story's leading text: left out"] += 1
        self._tally.written["entities"] = len(self._entities)

    def _prepare(self) -> None:
        """Make the tables, the coders, the statement type and its variables."""
        folder = importlib.resources.files(__package__)
        self._database.executescript(folder.joinpath("dna.sql").read_text(encoding="utf-8"))
        created = self._options.created
        self._insert("SETTINGS", ("version", _VERSION), ("date", f"{created:%Y-%m-%d}"))
        salt = hashlib.sha256(created.isoformat().encode("ascii")).digest()[:16]
        password = hash_password(PASSWORD, salt)
        sql = "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (?, ?, ?, ?, ?, ?)"
        self._database.execute(sql, (_ADMIN, "Admin", 239, 208, 51, password))
        self._database.execute(sql, (_MACHINE, "Détente", 102, 153, 204, password))
        self._insert("CODERRELATIONS", (1, _ADMIN, _MACHINE, 1, 1, 1, 1), (2, _MACHINE, _ADMIN, 1, 1, 1, 1))
        self._insert("STATEMENTTYPES", (_STATEMENT_TYPE, "DNA Statement", 239, 208, 51))
        for name, kind in VARIABLES:
            self._insert("VARIABLES", (self._variables[name], name, kind, _STATEMENT_TYPE))
        number = 0
        for name in _DESCRIBED:
            for attribute in _ATTRIBUTES:
                number += 1
                self._insert("ATTRIBUTEVARIABLES", (number, self._variables[name], attribute))
        for name in SHORT_TEXTS:
            # DNA expects each short text variable to have an entity without a value.
            self._entity(name, "", ())

    def _insert(self, table: str, *rows: tuple[object, ...]) -> None:
        marks = ", ".join("?" * len(rows[0]))
        # The names of tables come from this module alone.
        self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _write_article(self, filed: Filed) -> None:
        article = filed.record.article
        text, replaced = _ASTRAL.subn("\ufffd", article.text)
        self._tally.lost["characters that DNA would misplace: replaced"] += replaced
        self._tally.written["documents"] += 1
        number = self._tally.written["documents"]
        day = published_on(filed)
        self._tally.lost["articles without a date: written as 1970-01-01"] += day is None
        seconds = 0 if day is None else int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
        source = published_by(filed) or ""
        url = article.url or next((a.url for a in filed.appearances if a.url), "")
        notes = "\n".join(filter(None, (url, f"detente:{article.id}")))
        title = self._short(article.title or article.id[:16], "titles")
        values = (number, title, text.replace("\r", " "), _ADMIN, "", self._short(source, "sources"), "", notes)
        self._insert("DOCUMENTS", (*values, "", seconds))
        for coded in iter_coded(filed, self._options, self._tally):
            self._write_statement(number, coded)

    def _write_statement(self, document: int, coded: DnaStatement) -> None:
        self._tally.written["statements"] += 1
        number = self._tally.written["statements"]
        self._insert("STATEMENTS", (number, _STATEMENT_TYPE, document, coded.start, coded.stop, _MACHINE))
        for name, kind in VARIABLES:
            value: str | int = coded.values[name]
            table = "DATA" + kind.replace(" ", "").upper()
            if kind == "short text":
                value = self._entity(name, str(value), coded.attributes.get(name, ()))
            elif kind == "long text":
                value = _ASTRAL.sub("\ufffd", str(value))
            self._database.execute(
                f"INSERT INTO {table} VALUES (NULL, ?, ?, ?)",
                (number, self._variables[name], value),
            )

    def _entity(self, variable: str, value: str, attributes: tuple[str, ...]) -> int:
        """Return the number of a value of a short text variable, which is made if it is new.

        Args:
            variable: Name of the variable.
            value: The value, of any length.
            attributes: Values of the attributes Type to Entity; () for none.
        """
        value = self._short(value, "values")
        variable_number = self._variables[variable]
        known = self._entities.get((variable_number, value))
        if known is not None:
            return known
        number = self._entities[variable_number, value] = len(self._entities) + 1
        self._insert("ENTITIES", (number, variable_number, value, 0, 0, 0, None))
        if variable in _DESCRIBED:
            padded = (*attributes, *("",) * len(_ATTRIBUTES))[: len(_ATTRIBUTES)]
            first = 1 + len(_ATTRIBUTES) * _DESCRIBED.index(variable)
            rows = [(None, number, first + i, self._short(text, "values")) for i, text in enumerate(padded)]
            self._insert("ATTRIBUTEVALUES", *rows)
        return number

    def _short(self, text: str, kind: str) -> str:
        """Return a text that DNA's checks let pass."""
        clean = _ASTRAL.sub("\ufffd", text)
        self._tally.lost[f"{kind} cut to {_LONGEST} characters"] += len(clean) > _LONGEST
        return cut(clean, _LONGEST)
