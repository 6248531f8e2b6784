"""A small SQLite file that knows articles by their sketches, laid out as the archive lays them out."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Self

from detente.text.fingerprints import sketch
from detente.text.stories import Match, StoryFinder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE articles (id INTEGER PRIMARY KEY, story INTEGER NOT NULL, text TEXT NOT NULL);
CREATE INDEX articles_story ON articles (story);
CREATE TABLE fingerprints (hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, article)) WITHOUT ROWID;
"""


class StoryFile:
    """An SQLite file of articles with their stories and sketches; a `StoryIndex`.

    Args:
        path: Where to create it.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript(_TABLES)
        self._finder = StoryFinder(self)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    def __len__(self) -> int:
        return self._count

    def articles_with(self, fingerprint: int, most: int) -> list[int]:
        """Return the first articles whose sketch holds a hash."""
        rows = self._connection.execute(
            "SELECT article FROM fingerprints WHERE hash = ? ORDER BY article LIMIT ?", (fingerprint, most)
        )
        return [article for (article,) in rows]

    def text_of(self, article: int) -> str:
        """Return an article's text."""
        text: str = self._connection.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()[0]
        return text

    def story_of(self, article: int) -> int:
        """Return an article's story."""
        story: int = self._connection.execute("SELECT story FROM articles WHERE id = ?", (article,)).fetchone()[0]
        return story

    def add(self, text: str) -> None:
        """Find the story of a text, merge stories if it shows them to be one, and file it, in one transaction."""
        hashes = sketch(text)
        match = self._finder.find_story(text, hashes)
        with self._connection:
            if match is not None:
                pairs = [(match.story, story) for story in match.merged]
                self._connection.executemany("UPDATE articles SET story = ? WHERE story = ?", pairs)
            self._insert(text, hashes, match.story if match else self._count + 1)

    def add_strangers(self, texts: Iterable[str]) -> None:
        """File texts as stories of their own without looking for others, all in one transaction."""
        with self._connection:
            for text in texts:
                self._insert(text, sketch(text), self._count + 1)
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _insert(self, text: str, hashes: Sequence[int], story: int) -> None:
        self._count += 1
        self._connection.execute("INSERT INTO articles VALUES (?, ?, ?)", (self._count, story, text))
        rows = [(found, self._count) for found in hashes]
        self._connection.executemany("INSERT INTO fingerprints VALUES (?, ?)", rows)

    def find(self, text: str) -> Match | None:
        """Return the story that a text would join, without adding it."""
        return self._finder.find_story(text, sketch(text))

    def stories(self) -> list[int]:
        """Return the story of each article, in the order of adding."""
        return [story for (story,) in self._connection.execute("SELECT story FROM articles ORDER BY id")]
