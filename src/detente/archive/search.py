"""Searching the archive: articles by their words, statements by words and speaker, actors by name."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import UsageError, telling_damage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

#: Articles that are ranked: of more that match, those that were added last. The rank that full-text indexes offer
#: reads every text that matches again, which takes seconds in an archive of 100,000.
MOST_RANKED = 2_000

#: Articles that are looked through for a phrase or a statement, in the order of their rank, before the search gives up.
MOST_LOOKED_THROUGH = 2_000

#: Characters of an excerpt.
EXCERPT_CHARS = 160

#: Larger than every article's number.
_AFTER_ALL = 2**63 - 1

_PART = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for.

    Attributes:
        wanted: Words and phrases that must all be there, folded; a phrase has several words.
        unwanted: Words and phrases of which none may be there.
    """

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[tuple[str, ...], ...]

    def as_match(self) -> str:
        """Return the expression that the full-text index understands; phrases are looked up as their words."""
        wanted = " AND ".join(_quoted(word) for phrase in self.wanted for word in phrase)
        single = [phrase[0] for phrase in self.unwanted if len(phrase) == 1]
        return f"({wanted})" + "".join(f" NOT {_quoted(word)}" for word in single)

    def hold_in(self, text: str) -> bool:
        """Tell whether all wanted and no unwanted words and phrases are in a text."""
        words = f" {' '.join(fold_words(text))} "
        wanted, unwanted = ([f" {' '.join(phrase)} " for phrase in p] for p in (self.wanted, self.unwanted))
        return all(phrase in words for phrase in wanted) and not any(phrase in words for phrase in unwanted)

    @property
    def has_phrases(self) -> bool:
        """Whether the index alone cannot answer."""
        return any(len(phrase) > 1 for phrase in (*self.wanted, *self.unwanted))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which articles are searched.

    Attributes:
        since: Published on this day or later, ISO 8601, or None.
        until: Published on this day or earlier, or None.
        source: Published by whoever has this in the name, or None.
    """

    since: str | None = None
    until: str | None = None
    source: str | None = None

    def as_sql(self) -> tuple[str, list[str]]:
        """Return conditions on the table `a`, and their values."""
        tests, values = "", []
        for test, value in (
            ("a.published >= ?", self.since),
            ("a.published <= ?", self.until),
            ("instr(lower(a.source), lower(?)) > 0", self.source),
        ):
            if value is not None:
                tests += f" AND {test}"
                values.append(value)
        return tests, values


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article that was found: its number, id, day, publisher, title, and an excerpt around the first word."""

    article: int
    id: str
    published: str | None
    source: str | None
    title: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class StatementHit:
    """A statement that was found, with its article and its words."""

    article: int
    key: str
    published: str | None
    title: str | None
    speakers: str | None
    cue: str | None
    content: str | None


@dataclass(frozen=True, slots=True)
class ActorHit:
    """An actor that was found, with how many articles name it and the first and the last day of these."""

    name: str
    entity: str | None
    country: str | None
    sector: str | None
    role: str | None
    articles: int
    first: str | None
    last: str | None


def parse_terms(query: str) -> Terms:
    """Return what a query asks for: words, "phrases in quotation marks", and -words that must not be there.

    Raises:
        UsageError: There is no word in it that must be there.
    """
    wanted: list[tuple[str, ...]] = []
    unwanted: list[tuple[str, ...]] = []
    for minus, phrase, word in _PART.findall(query.replace("“", '"').replace("”", '"')):
        words = tuple(fold_words(phrase or word))
        if words:
            (unwanted if minus else wanted).append(words)
    if not wanted:
        raise UsageError(
            f"there is nothing to look for in {query!r}",
            hint='Give words, or a phrase: detente search "shipping corridor".',
        )
    return Terms(tuple(wanted), tuple(unwanted))


def search_articles(
    connection: sqlite3.Connection, query: str, *, bounds: Bounds | None = None, limit: int = 20
) -> tuple[ArticleHit, ...]:
    """Return the articles that hold all words of a query, the best match first.

    Args:
        connection: The archive.
        query: Words, phrases in quotation marks, and words with a minus that must not be there.
        bounds: Which articles are searched; None for all.
        limit: How many are wanted at most.

    Raises:
        UsageError: There is nothing to look for.
    """
    terms = parse_terms(query)
    hits: list[ArticleHit] = []
    for number, id_, published, source, title, text in _iter_matches(connection, terms, bounds or Bounds()):
        if terms.has_phrases and not terms.hold_in(f"{title or ''}\n{text}"):
            continue
        hits.append(ArticleHit(number, id_, published, source, title, _excerpt(text, terms)))
        if len(hits) >= limit:
            break
    return tuple(hits)


def matching_articles(connection: sqlite3.Connection, query: str, *, most: int) -> tuple[int, ...]:
    """Return the numbers of the articles that hold all words of a query, those that were added last first.

    Args:
        connection: The archive.
        query: As for `search_articles`. With a phrase, the last `MOST_LOOKED_THROUGH` are looked through for it.
        most: How many are wanted at most.

    Raises:
        UsageError: There is nothing to look for.
    """
    terms = parse_terms(query)
    sql = "SELECT rowid FROM article_words WHERE article_words MATCH ? ORDER BY rowid DESC LIMIT ?"
    wanted = MOST_LOOKED_THROUGH if terms.has_phrases else most
    numbers = [row[0] for row in connection.execute(sql, (terms.as_match(), wanted))]
    if not terms.has_phrases:
        return tuple(numbers)
    texts = "SELECT ifnull(title, '') || char(10) || text FROM articles WHERE article = ?"
    held = (one for one in numbers if terms.hold_in(connection.execute(texts, (one,)).fetchone()[0]))
    return tuple(held)[:most]


def newest_articles(
    connection: sqlite3.Connection, *, bounds: Bounds | None = None, before: int | None = None, limit: int = 20
) -> tuple[ArticleHit, ...]:
    """Return the articles that were added last, the newest first, without excerpts.

    Args:
        connection: The archive.
        bounds: Which articles are wanted; None for all.
        before: Only articles with a smaller number, to go on behind an earlier answer; None begins at the newest.
        limit: How many are wanted at most.
    """
    test, values = (bounds or Bounds()).as_sql()
    rows = connection.execute(
        "SELECT a.article, a.id, a.published, a.source, ifnull(a.title, substr(a.text, 1, ?)), '' FROM articles AS a "
        f"WHERE a.article < ?{test} ORDER BY a.article DESC LIMIT ?",
        (EXCERPT_CHARS, _AFTER_ALL if before is None else before, *values, limit),
    )
    return tuple(ArticleHit(*row) for row in rows)


def search_statements(
    connection: sqlite3.Connection,
    query: str,
    *,
    speaker: str | None = None,
    bounds: Bounds | None = None,
    limit: int = 20,
) -> tuple[StatementHit, ...]:
    """Return the statements whose speakers, source, cue and content hold all words of a query.

    Args:
        connection: The archive.
        query: As for articles.
        speaker: Only statements of speakers with these words in their name; None for all.
        bounds: Which articles are searched; None for all.
        limit: How many are wanted at most. Of the articles that match, the best `MOST_LOOKED_THROUGH` are looked
            through.

    Raises:
        UsageError: There is nothing to look for.
    """
    terms = parse_terms(query)
    names = set(fold_words(speaker or ""))
    hits: list[StatementHit] = []
    for number, *_, text in _iter_matches(connection, terms, bounds or Bounds()):
        for key, words, speakers in _iter_said(connection, number, text):
            if terms.hold_in(f"{speakers} {words}") and names <= set(fold_words(speakers)):
                hits.append(_statement(connection, number, key))
        if len(hits) >= limit:
            break
    return tuple(hits[:limit])


def search_actors(connection: sqlite3.Connection, name: str, *, limit: int = 20) -> tuple[ActorHit, ...]:
    """Return the actors with all words of a name in theirs, those in most articles first.

    Raises:
        UsageError: There is nothing to look for.
    """
    terms = parse_terms(name)
    rows = connection.execute(
        "SELECT i.name, i.entity, i.country, i.sector, i.role, count(x.article), min(a.published), max(a.published) "
        "FROM identity_words JOIN identities AS i ON i.identity = identity_words.rowid "
        "JOIN actors AS x USING (identity) JOIN articles AS a USING (article) WHERE identity_words MATCH ? "
        "GROUP BY i.identity ORDER BY count(x.article) DESC, i.name, i.identity LIMIT ?",
        (terms.as_match(), limit),
    )
    return tuple(ActorHit(*row) for row in rows)


def fold_words(text: str) -> list[str]:
    """Return the words of a text without case and diacritics, as the index has them."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return _WORD.findall(text.lower())


def _iter_matches(
    connection: sqlite3.Connection, terms: Terms, bounds: Bounds
) -> Iterator[tuple[int, str, str | None, str | None, str | None, str]]:
    """Yield articles that hold all words, the best match first; phrases are not checked yet.

    Those with all words in their title come first, and among these, as among the others, what was published last.
    """
    ranked = [
        (not terms.hold_in(title or ""), -int((published or "0").replace("-", "")), -number)
        for number, title, published in _newest_matches(connection, terms, bounds)
    ]
    for _, _, number in sorted(ranked)[:MOST_LOOKED_THROUGH]:
        yield connection.execute(
            "SELECT article, id, published, source, title, text FROM articles WHERE article = ?", (-number,)
        ).fetchone()


def _newest_matches(connection: sqlite3.Connection, terms: Terms, bounds: Bounds) -> sqlite3.Cursor:
    tests, values = bounds.as_sql()
    found = "SELECT rowid FROM article_words WHERE article_words MATCH ?"
    if bounds.since is not None or bounds.until is not None:
        sql = (
            f"SELECT a.article, a.title, a.published FROM articles AS a WHERE a.article IN ({found}){tests} "
            "ORDER BY a.published DESC, a.article DESC LIMIT ?"
        )
    else:
        sql = (
            f"SELECT a.article, a.title, a.published FROM ({found} ORDER BY rowid DESC) AS w "
            f"JOIN articles AS a ON a.article = w.rowid WHERE 1{tests} LIMIT ?"
        )
    return connection.execute(sql, (terms.as_match(), *values, MOST_RANKED))


def _iter_said(connection: sqlite3.Connection, number: int, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, words and speakers of an article's statements; the view with all columns takes ten times as long."""
    names = dict(
        connection.execute(
            "SELECT key, name FROM actors JOIN identities_joined USING (identity) WHERE article = ?", (number,)
        ).fetchall()
    )
    rows = connection.execute(
        "SELECT key, speakers, source_start, source_end, cue_start, cue_end, content_start, content_end, pieces "
        "FROM statements WHERE article = ? ORDER BY CAST(substr(key, 2) AS INTEGER)",
        (number,),
    )
    for key, speakers, *offsets, pieces in rows:
        with telling_damage(f"a statement of article {number}"):
            spans = [pair for pair in zip(offsets[::2], offsets[1::2], strict=True) if pair[0] is not None]
            spans += [pair for listed in json.loads(pieces or "{}").values() for pair in listed]
            said = " ".join(names[actor] for actor in json.loads(speakers or "[]"))
            words = " ".join(text[start:end] for start, end in spans)
        yield key, words, said


def _statement(connection: sqlite3.Connection, number: int, key: str) -> StatementHit:
    row = connection.execute(
        "SELECT article, key, published, title, speakers, cue, content FROM statements_wide "
        "WHERE article = ? AND key = ?",
        (number, key),
    ).fetchone()
    return StatementHit(*row)


def _excerpt(text: str, terms: Terms) -> str:
    """Return some words around the first place where one of the wanted words stands."""
    wanted = {word for phrase in terms.wanted for word in phrase}
    first = next((m.start() for m in _WORD.finditer(text) if set(fold_words(m[0])) & wanted), 0)
    start = max(0, first - EXCERPT_CHARS // 3)
    start = text.find(" ", start) + 1 if start else 0
    end = min(len(text), start + EXCERPT_CHARS)
    end = text.rfind(" ", start, end) if end < len(text) and text.rfind(" ", start, end) > start else end
    return ("… " if start else "") + " ".join(text[start:end].split()) + (" …" if end < len(text) else "")


def _quoted(word: str) -> str:
    return f'"{word}"'
