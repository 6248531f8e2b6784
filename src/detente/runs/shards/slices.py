"""`detente archive-from`: some articles of an out folder into an archive, to search, review and explore them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import duckdb

from detente.archive import connect, transaction
from detente.archive.filing import file_appearance, file_visit, find_article, has_record
from detente.archive.run_log import end_run, start_run
from detente.archive.totals import run_totals
from detente.errors import UsageError
from detente.runs.filer import file_first_record
from detente.runs.manifest import now
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import FAILURES, TABLE_NAMES, read_manifests, table_file
from detente.runs.shards.plan import read_plan
from detente.runs.shards.records import iter_records, read_appearances
from detente.runs.watch import Summary

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from detente.archive import Visit
    from detente.runs.watch import Watch

_HINT = (
    "A condition of SQL on the table articles, such as \"published >= '2024-01-01' AND language = 'en'\" or "
    "\"article IN (SELECT article FROM events WHERE type = 'THREATEN')\"; codebook.md names the columns."
)


def archive_slice(place: str, archive: Path, where: str, watch: Watch) -> Summary:
    """File some articles of an out folder in an archive, with their records; all of them or, if it fails, none.

    Args:
        place: The out folder of a run over shards.
        archive: The archive's file, which is made if there is none.
        where: Which articles: a condition of SQL on `articles`, in which the other tables can be named too.
        watch: Is told of the progress.

    Returns:
        What was filed. Articles that the archive has already are counted as known.

    Raises:
        UsageError: There are no shards, or the condition is wrong.
        ArchiveError: The archive cannot be opened or written.
    """
    folder = ShardFolder(place)
    plan, done = read_plan(folder), read_manifests(folder)
    shards = [] if plan is None else [shard.name for shard in plan.shards if shard.name in done]
    if not shards:
        raise UsageError(f"no shard of {place} is made yet", hint="detente shards SOURCE… --out FOLDER makes them.")
    wanted = select_articles(folder, shards, where)
    if not wanted:
        raise UsageError(f"no article of {place} is so: {where}", hint=_HINT)
    watch.begin(len(wanted))
    with closing(connect(archive, create=True)) as connection, transaction(connection):
        run = start_run(connection, "add", {"shards": place, "where": where, "locations": []}, now())
        for shard in shards:
            _file_shard(connection, run, folder, shard, wanted, watch)
        end_run(connection, run, "finished", now())
        return Summary(run=run, finished=True, **run_totals(connection, run))


def select_articles(folder: ShardFolder, shards: Sequence[str], where: str) -> frozenset[str]:
    """Return the ids of the articles of some shards that meet a condition.

    Raises:
        UsageError: The condition is no condition, or names what is not there.
    """
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        if not folder.is_local:
            connection.register_filesystem(folder.fs)
        for table in (*TABLE_NAMES, FAILURES):
            listed = ", ".join(_quoted(folder.address(table_file(table, shard))) for shard in shards)
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet([{listed}])")  # noqa: S608 - our names
        # A condition that somebody passed on reads no other file of this machine and writes none.
        connection.execute(f"SET allowed_directories = [{_quoted(folder.address(''))}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        sql = f"SELECT DISTINCT article FROM articles WHERE ({where}\n)"  # noqa: S608 - the user's own, and locked in
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise UsageError(f"{where!r} is no condition", hint=_HINT)
            return frozenset(row[0] for row in connection.execute(sql).fetchall())
        except duckdb.Error as error:
            told = str(error).splitlines()[0]
            raise UsageError(f"{where!r} cannot be asked: {told}", hint=_HINT) from error


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _file_shard(
    connection: sqlite3.Connection, run: int, folder: ShardFolder, shard: str, wanted: frozenset[str], watch: Watch
) -> None:
    places = {article: listed for article, listed in read_appearances(folder, shard).items() if article in wanted}
    if not places:
        return
    for record, sketch in iter_records(folder, shard):
        id_ = record.article.id
        if id_ not in places:
            continue
        number = find_article(connection, id_)
        first: Visit | None = None
        if number is None or not has_record(connection, number):  # else an earlier shard, or the archive, had the text
            number = file_first_record(connection, run, record, sketch)
            first = "read"
        for place in places[id_]:
            is_new = file_appearance(connection, run, number, place)
            _visit(connection, run, place.origin, first or ("duplicate" if is_new else "known"), watch)
            first = None


def _visit(connection: sqlite3.Connection, run: int, origin: str, visit: Visit, watch: Watch) -> None:
    file_visit(connection, run, origin, visit)
    watch.step(origin, visit)
