"""The flat tables of an archive's own records, made by SQL: SQLite into Arrow, and DuckDB puts them together.

`archive.exchange` makes the same tables from the records one by one, for exports; a test compares the two. For a
million events that takes minutes, and this seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import adbc_driver_manager
import adbc_driver_sqlite.dbapi
import pyarrow as pa

from detente.analysis.engine import ask
from detente.archive.exchange.flat.tables import table_named
from detente.errors import ArchiveError
from detente.runs.analyses.archive_sql import actor_id, quad_table, read_arrow
from detente.runs.analyses.wanted import choose_events, wanted_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from detente.runs.analyses.wanted import Wanted

#: What is read of the archive, by the name under which DuckDB sees it.
_RAW: Final = {
    "a": "SELECT article, id, published, url, source, story FROM articles WHERE maker IS NOT NULL",
    "seen": "SELECT article, min(published) AS published FROM appearances WHERE published IS NOT NULL GROUP BY article",
    "i": "SELECT identity, name, kind, entity, country, sector FROM identities_joined",
    "x": "SELECT article, key, identity, instr(ifnull(mentions, ''), '\"n\":') > 0 AS is_named FROM actors",
    "e": "SELECT article, key, type, mode, cameo, status, background, intensity, sources, targets, confidence, "
         "source_confidences, target_confidences, review, ifnull(json_array_length(mentions), 0) + 1 AS mentions "
         "FROM events",
    "d": "SELECT article, key, start, \"end\" FROM claim_days",
    "g": "SELECT cp.article, cp.key, p.name, p.country, p.lat, p.lon FROM claim_places AS cp JOIN places AS p "
         "USING (place) WHERE cp.key GLOB 'e*'",
    "t": "SELECT t.article, t.event, f.id || ':' || t.first_event AS told FROM tellings AS t "
         "JOIN articles AS f ON f.article = t.first_article",
    "w": "SELECT e.article, e.key, e.type, e.status, e.review, e.confidence, substr(a.text, e.trigger_start + 1, "
         "e.trigger_end - e.trigger_start) AS words FROM events AS e JOIN articles AS a USING (article)",
    "p": "SELECT article, key, actor, toward, issue, stance, dissent, confidence, review FROM positions",
    "m": "SELECT article, key, event, actor, addressee, conditions, confidence, state, settled_by, review "
         "FROM commitments",
    "q": "SELECT q.article, q.key, substr(a.text, q.span_start + 1, q.span_end - q.span_start) AS words, q.events, "
         "(SELECT group_concat(name, '; ') FROM (SELECT i.name FROM json_each(q.actors) AS k JOIN actors AS x "
         "ON x.article = q.article AND x.key = k.value JOIN identities_joined AS i USING (identity) ORDER BY k.key)) "
         "AS actors, q.confidence, q.state, q.settled_by, q.review "
         "FROM questions AS q JOIN articles AS a USING (article)",
}  # fmt: skip
#: Columns of these that are not text.
_NUMBERS: Final = {
    **dict.fromkeys(("article", "story", "identity", "is_named", "background", "confidence", "mentions", "dissent"),
                    pa.int64()),
    **dict.fromkeys(("intensity", "lat", "lon"), pa.float64()),
}  # fmt: skip

_DAY: Final = "coalesce(a.published, seen.published)"
#: Every actor with the id that `identify` gives it.
_ACTORS: Final = f"""
    SELECT x.article, x.key, i.name, i.country, i.sector,
           {actor_id("i", "x", "a")} AS id
    FROM x JOIN i USING (identity) JOIN a USING (article)"""
_KEYS: Final = "from_json(coalesce({0}, '[]'), '[\"VARCHAR\"]')"
_UNITS: Final = "from_json(coalesce({0}, '[]'), '[\"DOUBLE\"]')"


def _sureness(key: str) -> str:
    """Return how sure an actor's part in an event is, on whichever side the record has it, as SQL."""
    return (f"CASE WHEN {key} IS NULL THEN NULL ELSE coalesce(tconf[list_position(targets, {key})], "
            f"sconf[list_position(sources, {key})]) / 10000.0 END")  # fmt: skip


_DYADS: Final = f"""
    WITH who AS ({_ACTORS}),
    event AS (
        SELECT * REPLACE ({_KEYS.format("sources")} AS sources, {_KEYS.format("targets")} AS targets),
               {_UNITS.format("source_confidences")} AS sconf, {_UNITS.format("target_confidences")} AS tconf FROM e),
    sided AS (
        SELECT *, CASE WHEN len(sources) = 0 THEN [NULL] ELSE sources END AS acting,
               CASE WHEN len(targets) > 0 THEN targets WHEN len(sources) > 1 THEN sources ELSE [NULL] END AS meeting
        FROM event),
    one AS (SELECT *, unnest(acting) AS s, generate_subscripts(acting, 1) AS s_at FROM sided),
    pair AS (SELECT *, unnest(meeting) AS r, generate_subscripts(meeting, 1) AS r_at FROM one)
    SELECT a.id || ':' || pair.key AS event, coalesce(t.told, a.id || ':' || pair.key) AS told,
           coalesce(d.start, CASE WHEN status = 'actual' AND background = 0 THEN {_DAY} END)::DATE AS date,
           pair.type, mode, cameo, kinds.quad, intensity, status, background <> 0 AS background,
           one_side.name AS source, one_side.id AS source_id, one_side.country AS source_country,
           one_side.sector AS source_sector, other.name AS target, other.id AS target_id,
           other.country AS target_country, other.sector AS target_sector, g.name AS place,
           g.country AS place_country, g.lat AS latitude, g.lon AS longitude, a.source AS publisher, a.url, mentions,
           confidence / 10000.0 AS confidence, {_sureness("s")} AS source_confidence,
           {_sureness("r")} AS target_confidence, NULL AS line, review, a.story = a.article AS leads
    FROM pair JOIN a USING (article) JOIN kinds ON kinds.type = pair.type
    LEFT JOIN seen ON seen.article = a.article LEFT JOIN t ON t.article = pair.article AND t.event = pair.key
    LEFT JOIN d ON d.article = pair.article AND d.key = pair.key
    LEFT JOIN g ON g.article = pair.article AND g.key = pair.key
    LEFT JOIN who AS one_side ON one_side.article = pair.article AND one_side.key = s
    LEFT JOIN who AS other ON other.article = pair.article AND other.key = r
    WHERE s IS NULL OR r IS NULL OR s <> r
    ORDER BY a.article, pair.key[2:]::BIGINT, s_at, r_at"""


def _one(name: str, of: str) -> str:
    return (f"{of}.name AS {name}, {of}.id AS {name}_id, "
            f"CASE WHEN {of}.id IS NULL THEN NULL ELSE coalesce({of}.country, '-') END AS {name}_country")  # fmt: skip


_CLAIM: Final = "a.id || ':' || c.key AS id, a.id AS article, a.story = a.article AS leads, c.review"
_SURE: Final = "c.confidence / 10000.0 AS confidence"
_WITH: Final = f"WITH who AS ({_ACTORS})"
_ORDER: Final = "ORDER BY a.article, c.key[2:]::BIGINT"


def _ids(keys: str) -> str:
    """Return the archive-wide ids of a JSON list of keys, joined, as SQL; null for none."""
    each = f"list_transform({_KEYS.format(keys)}, lambda k: a.id || ':' || k)"
    return f"nullif(array_to_string({each}, '; '), '')"


#: For each table what is asked, and which raw tables that takes.
_QUESTIONS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "dyads": (_DYADS, ("a", "seen", "i", "x", "e", "d", "g", "t")),
    "articles": (
        f"SELECT a.id AS article, {_DAY}::DATE AS published, a.url, a.story, a.story = a.article AS leads "
        "FROM a LEFT JOIN seen USING (article) ORDER BY a.article",
        ("a", "seen"),
    ),
    "events": (
        f"SELECT {_CLAIM}, c.type, c.status, c.words AS trigger, {_SURE} FROM w AS c JOIN a USING (article) {_ORDER}",
        ("a", "w"),
    ),
    "positions": (
        f"{_WITH} SELECT {_CLAIM}, {_one('actor', 'h')}, {_one('toward', 'o')}, issue, stance, "
        f"dissent <> 0 AS dissent, {_SURE} FROM p AS c JOIN a USING (article) "
        "LEFT JOIN who AS h ON h.article = c.article AND h.key = c.actor "
        f"LEFT JOIN who AS o ON o.article = c.article AND o.key = c.toward {_ORDER}",
        ("a", "i", "x", "p"),
    ),
    "commitments": (
        f"{_WITH} SELECT {_CLAIM}, a.id || ':' || c.event AS event, {_one('actor', 'h')}, {_one('addressee', 'o')}, "
        f'd.start::DATE AS deadline_start, d."end"::DATE AS deadline_end, {_ids("c.conditions")} AS conditions, '
        f"{_SURE}, c.state, c.settled_by "
        "FROM m AS c JOIN a USING (article) LEFT JOIN d ON d.article = c.article AND d.key = c.key "
        "LEFT JOIN who AS h ON h.article = c.article AND h.key = c.actor "
        f"LEFT JOIN who AS o ON o.article = c.article AND o.key = c.addressee {_ORDER}",
        ("a", "i", "x", "d", "m"),
    ),
    "questions": (
        f"SELECT {_CLAIM}, c.words AS question, {_ids('c.events')} AS events, c.actors, {_SURE}, c.state, c.settled_by "
        f"FROM q AS c JOIN a USING (article) {_ORDER}",
        ("a", "q"),
    ),
}

#: The tables that are made here. All but dyads have fewer columns than those of exports.
OWN_TABLES: Final = frozenset(_QUESTIONS)


def read_own(path: Path, name: str) -> pa.Table:
    """Return one of `OWN_TABLES` of an archive's own records, people's edits in them, in the order of the records.

    Args:
        path: The archive.
        name: The table.

    Returns:
        The columns that the analyses need, each as in the table of that name in an export.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    sql, needed = _QUESTIONS[name]
    return _put_together(name, sql, _read_raw(path, needed))


def read_own_dyads(path: Path, wanted: Wanted) -> pa.Table:
    """Return the rows of the table `dyads` that are wanted, of an archive's own events.

    Only the articles that tell of them are read.

    Args:
        path: The archive.
        wanted: Which rows.

    Returns:
        The columns `wanted_columns`, in the order of the records; rows that are not wanted may be among them.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    sql, needed = _QUESTIONS["dyads"]
    columns = ", ".join(wanted_columns().names)
    return _put_together("dyads", f"SELECT {columns} FROM ({sql})", _read_raw(path, needed, choose_events(wanted)))


def _put_together(name: str, sql: str, raw: dict[str, pa.Table]) -> pa.Table:
    """Return a table from the raw ones."""
    if name == "dyads":
        raw["kinds"] = quad_table()
    schema = table_named(name).schema
    found = ask(sql, raw)
    return found.cast(pa.schema([schema.field(column) for column in found.schema.names]))


def _read_raw(
    path: Path, needed: Sequence[str], chosen: tuple[str, Sequence[object]] | None = None
) -> dict[str, pa.Table]:
    """Return some raw tables of one moment: nothing that is written meanwhile is in one and not in another.

    Args:
        path: The archive.
        needed: Which.
        chosen: A SELECT that gives article and key of the events that are wanted, and its values; then only these
            events are read, and of the other tables what belongs to their articles. None for everything.
    """
    try:
        with adbc_driver_sqlite.dbapi.connect(f"{path.absolute().as_uri()}?mode=ro") as connection:
            if chosen is None:
                return {name: read_arrow(connection, _RAW[name], _NUMBERS) for name in needed}
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA temp_store = MEMORY")
                cursor.execute(f"CREATE TEMP TABLE chosen AS {chosen[0]}", tuple(chosen[1]))
            return {name: read_arrow(connection, _of_chosen(name), _NUMBERS) for name in needed}
    except adbc_driver_manager.Error as error:
        raise ArchiveError(f"the records of {path} cannot be read: {error}") from error


def _of_chosen(name: str) -> str:
    """Return the question for a raw table, of the articles of the chosen events alone."""
    if name == "i":  # few, and none of an article
        return _RAW[name]
    among = "(article, key) IN (SELECT article, key FROM" if name == "e" else "article IN (SELECT article FROM"
    return f"SELECT * FROM ({_RAW[name]}) WHERE {among} temp.chosen)"
