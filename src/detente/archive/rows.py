"""Records to rows and back: what is written of one article, and what is read of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from detente.archive.database import snapshot
from detente.archive.layout import CLAIMS, QUOTE_END, Layout, Row, field_of_shape, from_row, json_cell, to_row
from detente.archive.makers import read_models
from detente.archive.seals import digest_of, seal
from detente.errors import telling_damage
from detente.records import (
    FORMAT,
    Actor,
    Article,
    Block,
    DateRange,
    Gap,
    Mention,
    MentionForm,
    Place,
    Record,
    Run,
    Span,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from detente.archive.filed import Review

#: The first letter of a mention's form stands in its row.
FORMS: dict[str, MentionForm] = {form[0]: form for form in get_args(MentionForm)}

_IDENTITY = ("name", "kind", "entity", "country", "sector", "role")
_GAP_KIND = ("stage", "reason", "note")
_PLACE = ("name", "country", "geonames", "lat", "lon")


def insert_article(connection: sqlite3.Connection, article: Article) -> int:
    """Insert an article with its blocks, a story of its own, and return its number."""
    number = connection.execute("SELECT ifnull(max(article), 0) + 1 FROM articles").fetchone()[0]
    blocks = _pack((block.kind, block.span) for block in article.blocks)
    connection.execute(
        "INSERT INTO articles (article, id, title, published, url, source, language, text, blocks, story) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            article.id,
            article.title,
            article.published,
            article.url,
            article.source,
            article.language,
            article.text,
            json_cell(blocks) or "{}",
            number,
        ),
    )
    return int(number)


def delete_claims(connection: sqlite3.Connection, number: int) -> None:
    """Delete what is held of an article's record; its text and its appearances stay."""
    for table in ("claim_days", "claim_places", "gaps", *(layout.table for layout in reversed(CLAIMS)), "actors"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (number,))


def insert_claims(
    connection: sqlite3.Connection, number: int, record: Record, reviews: Mapping[str, Review] | None = None
) -> None:
    """Insert everything that a record claims about an article. The database compares each quotation with the text.

    Args:
        connection: The archive, in a transaction.
        number: The article's number.
        record: Its record.
        reviews: What people made of a claim, by its key.
    """
    _insert_actors(connection, number, record)
    for layout in CLAIMS:
        _insert_kind(connection, number, layout, record, reviews or {})
    _insert_days_and_places(connection, number, record)
    _insert_gaps(connection, number, record)
    seal(connection, number)


def _insert(connection: sqlite3.Connection, table: str, columns: Iterable[str], rows: list[Row]) -> None:
    if rows:
        listed = [f'"{column}"' for column in columns]
        marks = ", ".join("?" * len(listed))
        connection.executemany(f"INSERT INTO {table} ({', '.join(listed)}) VALUES ({marks})", rows)


def _insert_actors(connection: sqlite3.Connection, number: int, record: Record) -> None:
    text = record.article.text
    actors: list[Row] = []
    for actor in record.actors:
        values = tuple(getattr(actor, name) for name in _IDENTITY)
        identity = _find_or_insert(connection, "identities", "identity", _IDENTITY, values)
        mentions = _pack((m.form[0], m.span) for m in actor.mentions)
        words = "".join(text[start : start + length] + QUOTE_END for _, start, length in _triples(mentions))
        actors.append((number, actor.key, identity, json_cell(mentions), words))
    _insert(connection, "actors", ("article", "key", "identity", "mentions", "words"), actors)


def _pack(spans: Iterable[tuple[str, Span]]) -> dict[str, list[int]]:
    """Return spans of several kinds as start and length, flat, by kind: a third of the size of one triple each."""
    packed: dict[str, list[int]] = {}
    for kind, span in spans:
        packed.setdefault(kind, []).extend((span.start, span.end - span.start))
    return packed


def _triples(packed: dict[str, list[int]]) -> Iterator[tuple[str, int, int]]:
    """Yield kind, start and length of what was packed, kind by kind."""
    for kind, flat in packed.items():
        for start, length in zip(flat[::2], flat[1::2], strict=True):
            yield kind, start, length


def _unpack(packed: str | None) -> list[tuple[Any, Span]]:
    """Return kind and span of what was packed, in the order of the text."""
    found = [(kind, Span(start, start + length)) for kind, start, length in _triples(json.loads(packed or "{}"))]
    return sorted(found, key=lambda item: item[1])


def _find_or_insert(
    connection: sqlite3.Connection, table: str, number: str, columns: tuple[str, ...], values: Row
) -> int:
    """Return the number of the row with these values, made if there is none."""
    digest = digest_of(values)
    row = connection.execute(f"SELECT {number} FROM {table} WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        marks = ", ".join("?" * (len(columns) + 1))
        sql = f"INSERT INTO {table} (digest, {', '.join(columns)}) VALUES ({marks}) RETURNING {number}"
        row = connection.execute(sql, (digest, *values)).fetchone()
    return int(row[0])


def _insert_kind(
    connection: sqlite3.Connection, number: int, layout: Layout, record: Record, reviews: Mapping[str, Review]
) -> None:
    claims = getattr(record, layout.table)
    words = ("words",) if layout.has_words else ()
    rows = [(number, reviews.get(c.key), *to_row(layout, c, record.article.text)) for c in claims]
    _insert(connection, layout.table, ("article", "review", *layout.columns, *words), rows)


def _insert_days_and_places(connection: sqlite3.Connection, number: int, record: Record) -> None:
    text = record.article.text
    days: list[Row] = []
    places: list[Row] = []
    for layout in CLAIMS:
        day, place = field_of_shape(layout, "day"), field_of_shape(layout, "place")
        for claim in getattr(record, layout.table):
            when: DateRange | None = getattr(claim, day) if day else None
            if when is not None:
                span = when.span or (None, None)
                words = when.span.words(text) + QUOTE_END if when.span else ""
                days.append((number, claim.key, when.start, when.end, when.precision, *span, words))
            where: Place | None = getattr(claim, place) if place else None
            if where is not None:
                values = tuple(getattr(where, name) for name in _PLACE)
                known = _find_or_insert(connection, "places", "place", _PLACE, values)
                places.append((number, claim.key, known, *where.span, where.span.words(text) + QUOTE_END))
    listed = ("article", "key", "start", "end", "precision", "words_start", "words_end", "words")
    _insert(connection, "claim_days", listed, days)
    _insert(connection, "claim_places", ("article", "key", "place", "words_start", "words_end", "words"), places)


def _insert_gaps(connection: sqlite3.Connection, number: int, record: Record) -> None:
    rows: list[Row] = []
    for n, gap in enumerate(record.gaps):
        kind = _find_or_insert(connection, "gap_kinds", "gap_kind", _GAP_KIND, (gap.stage, gap.reason, gap.note))
        rows.append((number, n, kind, *gap.span, gap.span.words(record.article.text) + QUOTE_END))
    _insert(connection, "gaps", ("article", "n", "gap_kind", "span_start", "span_end", "words"), rows)


# ── And back ──────────────────────────────────────────────────────────────────────────────────────────────────


def select_article(connection: sqlite3.Connection, number: int) -> Article | None:
    """Return an article with its blocks; None if there is no such number.

    Raises:
        ArchiveError: Its blocks are damaged.
    """
    row = connection.execute(
        "SELECT id, title, published, url, source, language, text, blocks FROM articles WHERE article = ?", (number,)
    ).fetchone()
    if row is None:
        return None
    with telling_damage(f"article {number}"):
        return Article(*(*row[:-1], tuple(Block(kind, *span) for kind, span in _unpack(row[-1]))))


def select_record(connection: sqlite3.Connection, number: int) -> Record | None:
    """Return the current record of an article; None if there is no such article, or it could not be read.

    Raises:
        ArchiveError: Its rows are damaged.
    """
    with snapshot(connection), telling_damage(f"the record of article {number}"):
        return _select_record(connection, number)


def _select_record(connection: sqlite3.Connection, number: int) -> Record | None:
    article = select_article(connection, number)
    maker = connection.execute(
        "SELECT version, models, knowledge FROM articles JOIN makers USING (maker) WHERE article = ?", (number,)
    ).fetchone()
    if article is None or maker is None:
        return None
    found = _select_parts(connection, number)
    claims = {layout.table: _select_kind(connection, number, layout, found) for layout in CLAIMS}
    gaps = connection.execute(
        "SELECT span_start, span_end, stage, reason, note FROM gaps JOIN gap_kinds USING (gap_kind) "
        "WHERE article = ? ORDER BY n",
        (number,),
    )
    return Record(
        format=FORMAT,
        article=article,
        actors=_select_actors(connection, number),
        gaps=tuple(Gap(Span(start, end), *kind) for start, end, *kind in gaps),
        run=Run(maker[0], read_models(maker[1]), maker[2]),
        **claims,
    )


def select_reviews(connection: sqlite3.Connection, number: int) -> dict[str, Review]:
    """Return what people made of an article's claims, by key; claims that nobody looked at are left out."""
    found: dict[str, Review] = {}
    for layout in CLAIMS:
        sql = f"SELECT key, review FROM {layout.table} WHERE article = ? AND review IS NOT NULL"
        found.update(connection.execute(sql, (number,)).fetchall())
    return found


def _listed(layout: Layout) -> str:
    return ", ".join(f'"{column}"' for column in layout.columns)


def key_order(key: str) -> int:
    """Return the number in a key: "s12" comes after "s9"."""
    return int(key[1:])


def _select_actors(connection: sqlite3.Connection, number: int) -> tuple[Actor, ...]:
    rows = connection.execute(
        "SELECT key, entity, name, kind, country, sector, role, mentions "
        "FROM actors JOIN identities USING (identity) WHERE article = ?",
        (number,),
    ).fetchall()
    rows.sort(key=lambda row: key_order(row[0]))
    return tuple(
        Actor(*(*row[:-1], tuple(Mention(*span, FORMS[form]) for form, span in _unpack(row[-1])))) for row in rows
    )


def _select_parts(connection: sqlite3.Connection, number: int) -> dict[str, dict[str, Any]]:
    """Return, for each claim's key, what tables of its own hold: actors by field, the day, the place."""
    found: dict[str, dict[str, Any]] = {}
    days = connection.execute(
        'SELECT key, start, "end", precision, words_start, words_end FROM claim_days WHERE article = ?', (number,)
    )
    for key, start, end, precision, first, last in days:
        span = None if first is None else Span(first, last)
        found.setdefault(key, {})["day"] = DateRange(start, end, precision, span)
    places = connection.execute(
        "SELECT key, name, country, geonames, lat, lon, words_start, words_end "
        "FROM claim_places JOIN places USING (place) WHERE article = ?",
        (number,),
    )
    for key, name, country, geonames, lat, lon, first, last in places:
        found.setdefault(key, {})["place"] = Place(name, country, geonames, lat, lon, Span(first, last))
    return found


def _select_kind(
    connection: sqlite3.Connection, number: int, layout: Layout, found: dict[str, dict[str, Any]]
) -> tuple[Any, ...]:
    day, place = field_of_shape(layout, "day"), field_of_shape(layout, "place")
    sql = f"SELECT {_listed(layout)} FROM {layout.table} WHERE article = ?"
    claims = []
    for row in connection.execute(sql, (number,)):
        parts = dict(found.get(row[0], {}))
        fields = {name: parts[name] for name in parts if name not in {"day", "place"}}
        fields |= {field: parts[name] for name, field in (("day", day), ("place", place)) if field and name in parts}
        claims.append(from_row(layout, row, fields))
    return tuple(sorted(claims, key=lambda claim: key_order(claim.key)))
