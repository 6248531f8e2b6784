"""Damaged archives under every command: no traceback, no command without an end."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.attack.forked import command, run_forked
from benchmarks.attack.material import copy_archive, gdelt_row, write_articles
from detente.archive.exchange import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SECONDS = 120
_PAGE = 1024

#: What SQL by other hands may have done to an archive.
_BY_SQL = (
    "DROP TABLE gaps",
    "DROP TABLE edits",
    "DROP TABLE seals",
    "DROP TABLE article_words",
    "DROP VIEW events_wide",
    "DROP VIEW identities_joined",
    "DROP INDEX articles_published",
    "DROP TRIGGER edits_stay; UPDATE edits SET coder = char(27) || '[31m'",
    "UPDATE runs SET settings = '[]', started = char(27) || ']0;x' || char(7)",
    "UPDATE runs SET settings = '{}', state = 'interrupted'",
    "UPDATE makers SET models = '[[]]'",
    "UPDATE articles SET blocks = '[]'",
    "UPDATE articles SET blocks = replace(hex(zeroblob(750)), '00', '[') || replace(hex(zeroblob(750)), '00', ']')",
    "DROP TRIGGER articles_text_stays; UPDATE articles SET text = CAST(x'ff41fe' AS TEXT)",
    "DROP TRIGGER articles_text_stays; UPDATE articles SET title = char(13) || char(155) || 'x'",
    "DROP TRIGGER statements_stay; UPDATE statements SET content_start = 99990, content_end = 99999",
    "DROP TRIGGER statements_actors_kept; UPDATE statements SET speakers = '[\"a99\", 7, null]'",
    "DROP TRIGGER events_actors_kept; UPDATE events SET sources = '{\"a\": 1}'",
    "DROP TRIGGER actors_stay; UPDATE actors SET mentions = '{\"n\": [1]}'",
    "DROP TRIGGER kept_records_stay; UPDATE kept_records SET body = x'789c'",
    "DELETE FROM identities",
    "DELETE FROM appearances",
    "DELETE FROM makers",
    "UPDATE claim_days SET start = '9999-12-31', \"end\" = '9999-12-31'",
    "UPDATE imported_dyads SET event = char(27), line = 9223372036854775807",
    "PRAGMA user_version = 2147483647",
    "PRAGMA user_version = 3",
    "PRAGMA application_id = 7",
)


@dataclass(slots=True)
class DamageCount:
    """What came of all commands on all damaged archives."""

    archives: int = 0
    commands: int = 0
    bugs: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    steering: list[str] = field(default_factory=list)
    seconds: float = 0.0
    most_mb: float = 0.0


def run_damaged(base: Path, folder: Path, count: int) -> DamageCount:
    """Run every command on damaged copies of an archive.

    Args:
        base: A whole archive.
        folder: An empty folder.
        count: How many copies.
    """
    found = DamageCount()
    for name, damaged in _iter_damaged(base, folder, count):
        found.archives += 1
        for words in _commands(folder):
            archive = copy_archive(damaged, folder / "work.sqlite")
            outcome = run_forked(command(*words, "--archive", archive), _SECONDS)
            told = f"{name}: {' '.join(map(str, words[:3]))}: {outcome.code}: {outcome.err[-300:]}"
            found.commands += 1
            if outcome.is_late:
                found.late.append(told)
            elif outcome.is_bug or outcome.code not in {0, 1, 2}:
                found.bugs.append(told)
            # JSON to a pipe is sent as it is: its reader is a program.
            if "--json" not in words and set(outcome.out + outcome.err) & set("\x1b\x9b\x07\r"):
                found.steering.append(told)
            found.seconds, found.most_mb = max(found.seconds, outcome.seconds), max(found.most_mb, outcome.most_mb)
    return found


def _iter_damaged(base: Path, folder: Path, count: int) -> Iterator[tuple[str, Path]]:
    """Yield copies, each with what was done to it: SQL by other hands first, then damage of the disk in turn."""
    whole = base.read_bytes()
    rng = random.Random("damage")
    for number in range(count):
        target = copy_archive(base, folder / "damaged.sqlite")
        if number % 2 and number // 2 < len(_BY_SQL):
            name = _BY_SQL[number // 2]
            with closing(sqlite3.connect(target)) as connection:
                connection.executescript(name)
        else:
            name, data = _damage(rng, whole, number)
            target.write_bytes(data)
        yield f"{number} {name}", target


def _damage(rng: random.Random, whole: bytes, number: int) -> tuple[str, bytes]:
    data = bytearray(whole)
    page = rng.randrange(len(data) // _PAGE) * _PAGE
    kind = number // 2 % 5
    if kind == 0:
        data[page : page + _PAGE] = bytes(_PAGE)
        return f"a page of zeros at {page:,}", bytes(data)
    if kind == 1:
        size = rng.randrange(len(data))
        return f"cut off at byte {size:,}", bytes(data[:size])
    if kind == 2:
        for _ in range(40):
            data[rng.randrange(100, len(data))] = rng.randrange(256)
        return "forty bytes changed", bytes(data)
    if kind == 3:
        other = rng.randrange(1, len(data) // _PAGE) * _PAGE
        data[page : page + _PAGE], data[other : other + _PAGE] = data[other : other + _PAGE], data[page : page + _PAGE]
        return f"pages at {page:,} and {other:,} exchanged", bytes(data)
    at = rng.randrange(100)
    data[at] = rng.randrange(256)
    return f"byte {at} of the head changed", bytes(data)


def _commands(folder: Path) -> Iterator[tuple[str | Path, ...]]:
    """Yield the commands that open an archive; what they write goes where nothing is."""
    for path in folder.glob("out*"):
        path.unlink() if path.is_file() else None
    articles = write_articles(folder / "few", first=80)
    events = folder / "few.export.CSV"
    events.write_text(gdelt_row(77), encoding="utf-8")
    yield from (("doctor",), ("doctor", "--rebuild-search"), ("doctor", "--compact"), ("show",), ("show", "1"))
    yield from (("show", "1", "--json"), ("show", "1", "--html", "-o", folder / "out.html"), ("stories",), ("changes",))
    yield from (("search", "the"), ("search", "the", "--statements"), ("search", "a", "--actors"))
    yield from (("review", "queue"), ("review", "log"), ("review", "show", "1"), ("review", "agreement"))
    yield from (("review", "accept", "1:s1", "--coder", "x"), ("review", "undo", "1", "--coder", "x"))
    yield ("backup", folder / "out.sqlite")
    for kind in FORMATS:
        if kind.suffix:
            yield ("export", folder / f"out{kind.suffix}", "--as", kind.name)
    yield from (("import", events), ("add", articles / "80.txt", "--workers", "1"), ("reread", "--workers", "1"))
    yield from (("add", "--resume"), ("reread", "--resume"))
