"""What an archive counts and points to, held against what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.seals import digest_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

#: Tables whose rows carry a digest of themselves, and the columns that it is made of.
_DIGESTED = {
    "identities": ("name", "kind", "entity", "country", "sector", "role"),
    "places": ("name", "country", "geonames", "lat", "lon"),
    "gap_kinds": ("stage", "reason", "note"),
}


def iter_sum_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what does not add up: runs, stories, imports."""
    sql = (
        "SELECT run, failed, (SELECT count(*) FROM failures AS f WHERE f.run = r.run), duplicate, "
        "(SELECT count(*) FROM appearances AS a WHERE a.run = r.run) FROM runs AS r ORDER BY run"
    )
    for run, failed, failures, duplicate, appearances in connection.execute(sql).fetchall():
        if failed > failures:
            yield f"run {run} counts {failed:,} failures, and {failures:,} are there"
        if duplicate > appearances:
            yield f"run {run} counts {duplicate:,} duplicates, and {appearances:,} places where it found texts"
    read, records, every, articles = connection.execute(
        "SELECT (SELECT ifnull(sum(read), 0) FROM runs WHERE kind = 'add'), count(maker), "
        "(SELECT ifnull(max(read), 0) FROM runs), count(*) FROM articles"
    ).fetchone()
    if read > records or every > articles:
        yield f"the runs count {max(read, every):,} articles read, and {records:,} have a record"
    sql = "SELECT a.article FROM articles AS a JOIN articles AS l ON l.article = a.story WHERE l.story <> l.article"
    for (number,) in connection.execute(sql).fetchall():
        yield f"article {number} stands in a story whose first article stands in another one"
    sql = "SELECT import, rows, (SELECT count(*) FROM imported_dyads AS d WHERE d.import = i.import) FROM imports AS i"
    for number, rows, there in connection.execute(sql).fetchall():
        if rows != there:
            yield f"import {number} took {rows:,} rows, and {there:,} are there"


def iter_digest_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the actors, places and reasons that are not what their own digest says."""
    for table, columns in _DIGESTED.items():
        sql = f"SELECT rowid, digest, {', '.join(columns)} FROM {table}"
        for number, digest, *values in connection.execute(sql).fetchall():
            whole = [int(v) if isinstance(v, float) and v.is_integer() else v for v in values]  # REAL makes 5 to 5.0
            if digest not in {digest_of(values), digest_of(whole)}:
                yield f"row {number} of {table} was changed: it differs from its own digest"
