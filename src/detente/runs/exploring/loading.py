"""An archive's claims as tables in memory, read by SQL: a million events in seconds, where records take minutes.

The tables have the columns of `detente export --as parquet` that exploring needs; a test compares the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import adbc_driver_manager
import adbc_driver_sqlite.dbapi
import duckdb
import pyarrow as pa

from detente.archive import Archive
from detente.errors import ArchiveError
from detente.runs.analyses.archive_sql import actor_id, quad_table, read_arrow
from detente.runs.exploring.totals import TOTALS

if TYPE_CHECKING:
    from pathlib import Path

#: The database with the tables, inside the one that `load_tables` gives; a new cursor has to `USE` it.
CLAIMS: Final = "claims"
#: Rows of a list that are found by their order alone, before their other columns are read.
_LISTED_ROWS: Final = 1000
_DAY_AND_PUBLISHER: Final = """
    coalesce(a.published, (SELECT min(p.published) FROM appearances AS p WHERE p.article = a.article)) AS published,
    coalesce(a.source, (SELECT p.source FROM appearances AS p WHERE p.article = a.article AND p.source <> ''
                        ORDER BY p.appearance LIMIT 1)) AS publisher"""

#: What is read from the file, by the name of the table that it becomes.
_FROM_FILE: Final[dict[str, str]] = {
    "article": f"""
        SELECT a.article AS number, a.id, a.title, {_DAY_AND_PUBLISHER}, a.source AS own_source, a.url, a.story,
               a.story = a.article AS leads, a.maker IS NOT NULL AS is_read FROM articles AS a ORDER BY a.article""",
    "actor": """
        SELECT x.article AS number, x.key, i.entity, i.name, i.kind, i.country, i.sector, i.role,
               instr(x.mentions, '"n"') > 0 AS is_named
        FROM actors AS x JOIN identities_joined AS i USING (identity)""",
    "raw_event": """
        SELECT e.article AS number, e.key, CAST(substr(e.key, 2) AS INTEGER) AS n, e.type, e.mode, e.cameo, e.intensity,
               e.status, e.background, e.sources, e.targets, e.source_confidences, e.target_confidences,
               ifnull(json_array_length(e.mentions), 0) + 1 AS mentions, e.confidence / 10000.0 AS confidence, e.review,
               substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS "trigger", e.said_in
        FROM events AS e JOIN articles AS a USING (article)""",
    "claim_day": 'SELECT article AS number, key, start, "end" FROM claim_days',
    "claim_place": """
        SELECT c.article AS number, c.key, p.name AS place, p.country AS place_country, p.lat AS latitude,
               p.lon AS longitude FROM claim_places AS c JOIN places AS p USING (place)""",
    "telling": """
        SELECT t.article AS number, t.event AS key, f.id || ':' || t.first_event AS told
        FROM tellings AS t JOIN articles AS f ON f.article = t.first_article""",
    "raw_statement": """
        SELECT article AS number, key, CAST(substr(key, 2) AS INTEGER) AS n, kind, speakers,
               confidence / 10000.0 AS confidence, review FROM statements""",
    "raw_position": """
        SELECT article AS number, key, CAST(substr(key, 2) AS INTEGER) AS n, actor, toward, issue, stance, dissent,
               evidence, confidence / 10000.0 AS confidence, review FROM positions""",
    "raw_commitment": """
        SELECT article AS number, key, CAST(substr(key, 2) AS INTEGER) AS n, event, actor, addressee, conditions,
               state, settled_by, confidence / 10000.0 AS confidence, review FROM commitments""",
    "raw_question": """
        SELECT q.article AS number, q.key, CAST(substr(q.key, 2) AS INTEGER) AS n, q.actors, q.events,
               substr(a.text, q.span_start + 1, q.span_end - q.span_start) AS words,
               (SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                    json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), ' … ')
                FROM json_each(q.alternatives) AS p) AS alternatives, q.state, q.settled_by,
               q.confidence / 10000.0 AS confidence, q.review
        FROM questions AS q JOIN articles AS a USING (article)""",
    "raw_condition": """
        SELECT article AS number, key, CAST(substr(key, 2) AS INTEGER) AS n, direction, holder, addressee,
               confidence / 10000.0 AS confidence, review FROM conditions""",
    "raw_interpretation": """
        SELECT article AS number, key, CAST(substr(key, 2) AS INTEGER) AS n, holder,
               confidence / 10000.0 AS confidence, review FROM interpretations""",
    "imported": """
        SELECT 0 AS number, NULL AS key, event, told, date, type, mode, cameo, quad, intensity, status, background,
               source, source_id, source_country, target, target_id, target_country, place, place_country, latitude,
               longitude, publisher, mentions, line FROM imported_dyads ORDER BY rowid""",
}

_KEYS: Final = "regexp_extract_all({0}, '[a-z][0-9]+')"
_SHARES: Final = "list_transform(regexp_extract_all({0}, '[0-9]+|null'), lambda x: TRY_CAST(x AS DOUBLE) / 10000.0)"
_SURE: Final = "coalesce(p.target_conf[list_position(p.targets, {0})], p.source_conf[list_position(p.sources, {0})])"

#: What is made of it, in order. Parts that no analysis needs are dropped at the end.
_MADE: Final = (
    f"""CREATE TABLE person AS
       SELECT x.number, x.key, {actor_id("x", "x", "a")} AS id, x.name, x.kind, x.country, x.sector, x.role
       FROM actor AS x JOIN article AS a USING (number)""",
    f"""CREATE TABLE sided AS
       SELECT number, key, n, {_KEYS.format("sources")} AS sources, {_KEYS.format("targets")} AS targets,
              {_SHARES.format("source_confidences")} AS source_conf,
              {_SHARES.format("target_confidences")} AS target_conf
       FROM raw_event""",
    """CREATE TABLE pair AS
       SELECT *, unnest(CASE WHEN len(coalesce(targets, [])) > 0 THEN targets
                             WHEN len(coalesce(sources, [])) > 1 THEN sources ELSE [NULL] END) AS t
       FROM (SELECT *, unnest(CASE WHEN len(coalesce(sources, [])) > 0 THEN sources ELSE [NULL] END) AS s
             FROM sided)""",
    f"""CREATE TABLE dyad AS
       SELECT e.number, e.key, a.id || ':' || e.key AS event, coalesce(tl.told, a.id || ':' || e.key) AS told,
              coalesce(d.start, CASE WHEN e.status = 'actual' AND e.background = 0 THEN a.published END)::DATE AS date,
              e.type, e.mode, e.cameo, q.quad, e.intensity, e.status, e.background = 1 AS background,
              s.name AS source, s.id AS source_id, s.country AS source_country,
              t.name AS target, t.id AS target_id, t.country AS target_country,
              w.place, w.place_country, w.latitude, w.longitude, a.own_source AS publisher, e.mentions, e.confidence,
              {_SURE.format("p.s")} AS source_confidence,
              {_SURE.format("p.t")} AS target_confidence, e.review, a.leads = 1 AS leads,
              e."trigger" AS "trigger", hash(coalesce(tl.told, a.id || ':' || e.key)) AS told_no,
              hash(e.number, e.key) AS telling_no, e.n
       FROM pair AS p JOIN raw_event AS e USING (number, key) JOIN article AS a USING (number)
       JOIN quads AS q USING (type)
       LEFT JOIN person AS s ON s.number = p.number AND s.key = p.s
       LEFT JOIN person AS t ON t.number = p.number AND t.key = p.t
       LEFT JOIN claim_day AS d ON d.number = e.number AND d.key = e.key
       LEFT JOIN claim_place AS w ON w.number = e.number AND w.key = e.key
       LEFT JOIN telling AS tl ON tl.number = e.number AND tl.key = e.key
       WHERE p.s IS NULL OR p.s IS DISTINCT FROM p.t
       ORDER BY e.number, e.n""",
    """INSERT INTO dyad BY NAME
       SELECT number, key, event, told, date::DATE AS date, type, mode, cameo, quad, intensity, status,
              background = 1 AS background, source, source_id, source_country, target, target_id, target_country,
              place, place_country, latitude, longitude, publisher, mentions, hash(told) AS told_no,
              hash(-1, event) AS telling_no, line AS n FROM imported""",
    "ALTER TABLE dyad ADD COLUMN sure DOUBLE",
    "UPDATE dyad SET sure = least(confidence, source_confidence, target_confidence)",
    f"""CREATE TABLE said AS
       SELECT r.number, r.key, r.n, a.id || ':' || r.key AS id,
              hash(a.id || ':' || r.key) AS told_no, r.kind, x.name AS speaker, x.id AS speaker_id,
              x.country AS speaker_country, coalesce(d.start, a.published)::DATE AS date, a.publisher, r.confidence,
              r.review, a.leads = 1 AS leads
       FROM (SELECT *, unnest(CASE WHEN len({_KEYS.format("coalesce(speakers, '')")}) > 0
                                   THEN {_KEYS.format("speakers")} ELSE [NULL] END) AS who FROM raw_statement) AS r
       JOIN article AS a USING (number) LEFT JOIN person AS x ON x.number = r.number AND x.key = r.who
       LEFT JOIN claim_day AS d ON d.number = r.number AND d.key = r.key ORDER BY r.number, r.n""",
    """CREATE TABLE position AS
       SELECT r.number, r.key, r.n, a.id || ':' || r.key AS id,
              hash(a.id || ':' || r.key) AS told_no, a.id AS article, x.name AS actor, x.id AS actor_id,
              coalesce(x.country, '-') AS actor_country, t.name AS toward, t.id AS toward_id,
              CASE WHEN r.toward IS NULL THEN NULL ELSE coalesce(t.country, '-') END AS toward_country, r.issue,
              r.stance, r.dissent = 1 AS dissent, r.confidence, r.review, a.leads = 1 AS leads,
              a.published::DATE AS date, a.publisher
       FROM raw_position AS r JOIN article AS a USING (number)
       JOIN person AS x ON x.number = r.number AND x.key = r.actor
       LEFT JOIN person AS t ON t.number = r.number AND t.key = r.toward ORDER BY r.number, r.n""",
    """CREATE TABLE commitment AS
       SELECT r.number, r.key, r.n, a.id || ':' || r.key AS id,
              hash(a.id || ':' || r.key) AS told_no, a.id AS article, a.id || ':' || r.event AS event,
              e.type, x.name AS actor, x.id AS actor_id, coalesce(x.country, '-') AS actor_country,
              t.name AS addressee, t.id AS addressee_id,
              CASE WHEN r.addressee IS NULL THEN NULL ELSE coalesce(t.country, '-') END AS addressee_country,
              d."end"::DATE AS deadline_end, r.conditions, r.state, r.settled_by, r.review,
              r.confidence,
              a.leads = 1 AS leads, a.published::DATE AS date, a.publisher
       FROM raw_commitment AS r JOIN article AS a USING (number)
       JOIN raw_event AS e ON e.number = r.number AND e.key = r.event
       JOIN person AS x ON x.number = r.number AND x.key = r.actor
       LEFT JOIN person AS t ON t.number = r.number AND t.key = r.addressee
       LEFT JOIN claim_day AS d ON d.number = r.number AND d.key = r.key ORDER BY r.number, r.n""",
    f"""CREATE TABLE question AS
       SELECT r.number, r.key, r.n, a.id || ':' || r.key AS id,
              hash(a.id || ':' || r.key) AS told_no, a.id AS article, r.words, r.alternatives,
              array_to_string(list_transform({_KEYS.format("coalesce(r.events, '')")}, lambda k: a.id || ':' || k),
                              '; ') AS events,
              r.state, r.settled_by, r.confidence, r.review, a.leads = 1 AS leads,
              a.published::DATE AS date, a.publisher, a.title,
              (SELECT string_agg(x.name, '; ') FROM person AS x WHERE x.number = r.number
               AND list_contains({_KEYS.format("r.actors")}, x.key)) AS actors
       FROM raw_question AS r JOIN article AS a USING (number) ORDER BY r.number, r.n""",
    """CREATE TABLE condition AS
       SELECT r.number, r.key, r.n, a.id || ':' || r.key AS id,
              hash(a.id || ':' || r.key) AS told_no, a.id AS article, r.direction, x.name AS holder,
              x.country AS holder_country, t.name AS addressee, t.country AS addressee_country, r.confidence, r.review,
              a.leads = 1 AS leads, a.published::DATE AS date, a.publisher
       FROM raw_condition AS r JOIN article AS a USING (number)
       LEFT JOIN person AS x ON x.number = r.number AND x.key = r.holder
       LEFT JOIN person AS t ON t.number = r.number AND t.key = r.addressee ORDER BY r.number, r.n""",
    """CREATE TABLE interpretation AS
       SELECT r.number, r.key, r.n, a.id || ':' || r.key AS id,
              hash(a.id || ':' || r.key) AS told_no, a.id AS article, x.name AS holder, x.country AS holder_country,
              r.confidence, r.review, a.leads = 1 AS leads, a.published::DATE AS date, a.publisher
       FROM raw_interpretation AS r JOIN article AS a USING (number)
       LEFT JOIN person AS x ON x.number = r.number AND x.key = r.holder ORDER BY r.number, r.n""",
)
#: The claims of each kind with the same columns, for searches: a question about one kind is planned over its table.
_CLAIM_COLUMNS: Final = (
    "kind, number, key, n, told, told_no, telling_no, date, type, status, quad, background, source, source_country, "
    "target, target_country, publisher, sure, review, leads, words, place"
)
_CLAIM_OF: Final[dict[str, str]] = {
    "event": """
        SELECT 'event', number, key, n, told, told_no, telling_no, date, type, status, quad, background, source,
        source_country, target, target_country, publisher, sure, review, leads, "trigger",
        rowid FROM dyad""",
    "statement": """
        SELECT 'statement', number, key, n, id, told_no, told_no, date,
        kind, NULL, NULL, FALSE, speaker, speaker_country, NULL,
        NULL, publisher, confidence, review, leads, NULL, rowid FROM said""",
    "position": """
        SELECT 'position', number, key, n, id, told_no, told_no, date,
        issue, stance, NULL, FALSE, actor, actor_country, toward,
        toward_country, publisher, confidence, review, leads, NULL, rowid FROM position""",
    "commitment": """
        SELECT 'commitment', number, key, n, id, told_no, told_no, date,
        type, NULL, NULL, FALSE, actor, actor_country,
        addressee, addressee_country, publisher, confidence, review, leads, NULL, rowid FROM commitment""",
    "question": """
        SELECT 'question', number, key, n, id, told_no, told_no, date,
        NULL, NULL, NULL, FALSE, actors, NULL, NULL, NULL,
        publisher, confidence, review, leads, words, rowid FROM question""",
    "condition": """
        SELECT 'condition', number, key, n, id, told_no, told_no, date,
        direction, NULL, NULL, FALSE, holder, holder_country, addressee, addressee_country,
        publisher, confidence, review, leads, NULL, rowid FROM condition""",
    "interpretation": """
        SELECT 'interpretation', number, key, n, id, told_no, told_no, date,
        NULL, NULL, NULL, FALSE, holder, holder_country, NULL, NULL,
        publisher, confidence, review, leads, NULL, rowid FROM interpretation""",
}
_CLAIM: Final = (
    *(f"CREATE VIEW claim_{kind} ({_CLAIM_COLUMNS}) AS {sql}" for kind, sql in _CLAIM_OF.items()),
    "CREATE VIEW claim AS " + " UNION ALL ".join(f"FROM claim_{kind}" for kind in _CLAIM_OF),
)
_KEPT: Final = (
    "article", "person", "dyad", "said", "position", "commitment", "question", "condition", "interpretation",
)  # fmt: skip
_DROPPED: Final = (
    "actor", "raw_event", "claim_day", "claim_place", "telling", "raw_statement", "raw_position", "raw_commitment",
    "raw_question", "raw_condition", "raw_interpretation", "imported", "sided", "pair", "quads",
)  # fmt: skip


def load_tables(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with the archive's claims; nothing of it is written to the disk.

    Its tables, in the database `CLAIMS` of it: article (one row each, without text), person (an actor of an article),
    dyad (a pair of sides of an event as an article tells it, imported events too), said (a speaker of a statement),
    position, commitment, question, condition, interpretation; the view claim over all of them, and one over
    those of each kind, such as claim_event; and the sums of `totals`. `number` is the article's number, 0 for imported
    events; `key` is the claim's.

    Args:
        path: The archive's file.

    Raises:
        ArchiveError: There is no such archive, or it cannot be read.
    """
    Archive(path).close()  # says at once if it is none, and brings an older file up to date
    database = duckdb.connect(":memory:", config={"threads": 1})
    try:
        with adbc_driver_sqlite.dbapi.connect(f"{path.absolute().as_uri()}?mode=ro") as connection:
            for name, sql in _FROM_FILE.items():
                _copy(connection, database, name, sql)
        _copy_quads(database)
        for sql in _MADE:
            database.execute(sql)
        for name in _DROPPED:
            database.execute(f"DROP TABLE {name}")
        _compress(database)
        for sql in (*_CLAIM, *TOTALS):
            database.execute(sql)
    except (adbc_driver_manager.Error, duckdb.Error) as error:
        database.close()
        raise ArchiveError(f"the claims of {path} cannot be read: {error}") from error
    return database


def _compress(database: duckdb.DuckDBPyConnection) -> None:
    """Put the tables into a database that keeps them compressed: a fifth of the memory, and read in half the time.

    Claims lie in the order in which they are listed, the latest first, so that a list ends where it is full.
    """
    database.execute(f"ATTACH ':memory:' AS {CLAIMS} (COMPRESS)")
    database.execute(f"SET GLOBAL late_materialization_max_rows = {_LISTED_ROWS}")
    for name in _KEPT:
        order = "" if name in {"article", "person"} else " ORDER BY date DESC NULLS LAST, number DESC, n, rowid"
        database.execute(f"CREATE TABLE {CLAIMS}.{name} AS FROM main.{name}{order}")
        database.execute(f"DROP TABLE main.{name}")
    database.execute(f"USE {CLAIMS}")
    database.execute(f"CHECKPOINT {CLAIMS}")


def _copy(
    connection: adbc_driver_sqlite.dbapi.Connection, database: duckdb.DuckDBPyConnection, name: str, sql: str
) -> None:
    """Copy an answer of the file into a table; a column of nulls is text, as all columns that may be so are cast."""
    whole = read_arrow(connection, sql, _USUAL)
    database.register("incoming", whole)
    database.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    database.unregister("incoming")


#: Of which type a column is that holds nothing, so that it cannot be told from what it holds.
_USUAL: Final[dict[str, pa.DataType]] = {
    **dict.fromkeys(
        ("number", "n", "leads", "is_read", "background", "mentions", "quad", "dissent", "is_named",
         "story", "line"),
        pa.int64(),
    ),
    **dict.fromkeys(("intensity", "confidence", "latitude", "longitude"), pa.float64()),
}  # fmt: skip


def _copy_quads(database: duckdb.DuckDBPyConnection) -> None:
    database.register("incoming", quad_table())
    database.execute("CREATE TABLE quads AS SELECT * FROM incoming")
    database.unregister("incoming")
