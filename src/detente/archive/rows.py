"""Records to rows and back: what is written of one article, and what is read of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from detente.archive.layout import CLAIMS, GAPS, Layout, Row, field_of_shape, from_row, to_row
from detente.records import FORMAT, Actor, Article, Block, DateRange, Mention, MentionForm, Place, Record, Run, Span

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from detente.archive.filed import Review

#: The first letter of a mention's form stands in its row.
FORMS: dict[str, MentionForm] = {form[0]: form for form in get_args(MentionForm)}

_IDENTITY = ("name", "kind", "entity", "country", "sector", "role")
_PLACE = ("name", "country", "geonames", "lat", "lon")


def insert_article(connection: sqlite3.Connection, article: Article) -> int:
    """Insert an article with its blocks, a story of its own, and return its number."""
    number = connection.execute("SELECT ifnull(max(article), 0) + 1 FROM articles").fetchone()[0]
    connection.execute(
        "INSERT INTO articles (article, id, title, published, url, source, language, text, story) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            article.id,
            article.title,
            article.published,
            article.url,
            article.source,
            article.language,
            article.text,
            number,
        ),
    )
    connection.executemany(
        'INSERT INTO blocks (article, start, "end", kind) VALUES (?, ?, ?, ?)',
        ((number, block.start, block.end, block.kind) for block in article.blocks),
    )
    return int(number)


def delete_claims(connection: sqlite3.Connection, number: int) -> None:
    """Delete what is held of an article's record; its text and its appearances stay."""
    for table in ("claim_days", "claim_places", "gaps", *(layout.table for layout in reversed(CLAIMS)), "actors"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (number,))


def insert_claims(
    connection: sqlite3.Connection, number: int, record: Record, reviews: dict[str, Review] | None = None
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
    gaps = [(number, n, *to_row(GAPS, gap, record.article.text)) for n, gap in enumerate(record.gaps)]
    _insert(connection, "gaps", ("article", "n", *GAPS.columns, "words"), gaps)


def _insert(connection: sqlite3.Connection, table: str, columns: Iterable[str], rows: list[Row]) -> None:
    if rows:
        listed = [f'"{column}"' for column in columns]
        marks = ", ".join("?" * len(listed))
        connection.executemany(f"INSERT INTO {table} ({', '.join(listed)}) VALUES ({marks})", rows)


def _insert_actors(connection: sqlite3.Connection, number: int, record: Record) -> None:
    text = record.article.text
    actors: list[Row] = []
    mentions: list[Row] = []
    for actor in record.actors:
        values = tuple(getattr(actor, name) for name in _IDENTITY)
        actors.append((number, actor.key, _find_or_insert(connection, "identities", "identity", _IDENTITY, values)))
        mentions += [
            (number, m.start, m.end, actor.key, m.form[0], text[m.start : m.end] + "\x1f") for m in actor.mentions
        ]
    _insert(connection, "actors", ("article", "key", "identity"), actors)
    _insert(connection, "mention_spans", ("article", "start", "end", "actor", "form", "words"), mentions)


def _find_or_insert(
    connection: sqlite3.Connection, table: str, number: str, columns: tuple[str, ...], values: Row
) -> int:
    """Return the number of the row with these values, made if there is none."""
    absent = {"geonames": 0, "lat": 999, "lon": 999}
    required = {"name", "kind"}
    tests = " AND ".join(
        f"{c} = ?" if c in required else f"ifnull({c}, {absent.get(c, chr(39) * 2)}) = ?" for c in columns
    )
    keys = tuple(absent.get(c, "") if v is None else v for c, v in zip(columns, values, strict=True))
    row = connection.execute(f"SELECT {number} FROM {table} WHERE {tests}", keys).fetchone()
    if row is None:
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) RETURNING {number}"
        row = connection.execute(sql, values).fetchone()
    return int(row[0])


def _insert_kind(
    connection: sqlite3.Connection, number: int, layout: Layout, record: Record, reviews: dict[str, Review]
) -> None:
    claims = getattr(record, layout.table)
    words = ("words",) if layout.has_words else ()
    rows = [(number, reviews.get(c.key), *to_row(layout, c, record.article.text)) for c in claims]
    _insert(connection, layout.table, ("article", "review", *layout.columns, *words), rows)
    if layout.actors is None:
        return
    actors: list[Row] = [
        (number, claim.key, relation, n, actor)
        for claim in claims
        for name, relation in layout.actors.relations.items()
        for n, actor in enumerate(getattr(claim, name))
    ]
    table = layout.actors
    _insert(connection, table.table, ("article", table.claim, table.relation, "n", "actor"), actors)


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
                words = when.span.words(text) + "\x1f" if when.span else ""
                days.append((number, claim.key, when.start, when.end, when.precision, *span, words))
            where: Place | None = getattr(claim, place) if place else None
            if where is not None:
                values = tuple(getattr(where, name) for name in _PLACE)
                known = _find_or_insert(connection, "places", "place", _PLACE, values)
                places.append((number, claim.key, known, *where.span, where.span.words(text) + "\x1f"))
    listed = ("article", "key", "start", "end", "precision", "words_start", "words_end", "words")
    _insert(connection, "claim_days", listed, days)
    _insert(connection, "claim_places", ("article", "key", "place", "words_start", "words_end", "words"), places)


# ── And back ──────────────────────────────────────────────────────────────────────────────────────────────────


def select_article(connection: sqlite3.Connection, number: int) -> Article | None:
    """Return an article with its blocks; None if there is no such number."""
    row = connection.execute(
        "SELECT id, title, published, url, source, language, text FROM articles WHERE article = ?", (number,)
    ).fetchone()
    if row is None:
        return None
    blocks = connection.execute('SELECT kind, start, "end" FROM blocks WHERE article = ? ORDER BY start', (number,))
    return Article(*row, tuple(Block(*block) for block in blocks))


def select_record(connection: sqlite3.Connection, number: int) -> Record | None:
    """Return the current record of an article; None if there is no such article, or it could not be read."""
    article = select_article(connection, number)
    maker = connection.execute(
        "SELECT version, models, knowledge FROM articles JOIN makers USING (maker) WHERE article = ?", (number,)
    ).fetchone()
    if article is None or maker is None:
        return None
    found = _select_parts(connection, number)
    claims = {layout.table: _select_kind(connection, number, layout, found) for layout in CLAIMS}
    gaps = connection.execute(f"SELECT {_listed(GAPS)} FROM gaps WHERE article = ? ORDER BY n", (number,))
    return Record(
        format=FORMAT,
        article=article,
        actors=_select_actors(connection, number),
        gaps=tuple(from_row(GAPS, row, {}) for row in gaps),
        run=Run(maker[0], json.loads(maker[1]), maker[2]),
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
    mentions: dict[str, list[Mention]] = {}
    sql = 'SELECT actor, start, "end", form FROM mention_spans WHERE article = ? ORDER BY start, "end"'
    for actor, start, end, form in connection.execute(sql, (number,)):
        mentions.setdefault(actor, []).append(Mention(start, end, FORMS[form]))
    rows = connection.execute(
        "SELECT key, entity, name, kind, country, sector, role FROM actors JOIN identities USING (identity) "
        "WHERE article = ?",
        (number,),
    ).fetchall()
    rows.sort(key=lambda row: key_order(row[0]))
    return tuple(Actor(*row, tuple(mentions.get(row[0], ()))) for row in rows)


def _select_parts(connection: sqlite3.Connection, number: int) -> dict[str, dict[str, Any]]:
    """Return, for each claim's key, what tables of its own hold: actors by field, the day, the place."""
    found: dict[str, dict[str, Any]] = {}
    for layout in CLAIMS:
        table = layout.actors
        if table is None:
            continue
        fields = {relation: name for name, relation in table.relations.items()}
        sql = (
            f"SELECT {table.claim}, {table.relation}, actor FROM {table.table} WHERE article = ? "
            f"ORDER BY {table.claim}, {table.relation}, n"
        )
        for key, relation, actor in connection.execute(sql, (number,)):
            part = found.setdefault(key, {})
            part[fields[relation]] = (*part.get(fields[relation], ()), actor)
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
