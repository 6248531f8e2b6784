"""The flat tables for the analyses, wherever they stand: in an archive, or in Parquet files that a run wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import adbc_driver_manager
import adbc_driver_sqlite.dbapi
import duckdb
import pyarrow as pa

from detente.archive import Archive
from detente.archive.exchange.flat.tables import table_named
from detente.archive.imports import dyad_columns
from detente.errors import ArchiveError, UsageError
from detente.runs.analyses.archive_sql import ONE_BATCH
from detente.runs.analyses.own_tables import OWN_TABLES, read_own, read_own_dyads
from detente.runs.analyses.wanted import Wanted, imported_where, pairs_where, wanted_columns
from detente.runs.shards.folder import ShardFolder
from detente.runs.shards.layout import read_manifests, table_file
from detente.runs.shards.plan import is_shards, read_plan
from detente.runs.shards.stories import noted_stories

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tables(Protocol):
    """Where flat tables can be had. Their columns are those of `detente export --as parquet`."""

    def table(self, name: str) -> pa.Table:
        """Return a whole table.

        Raises:
            UsageError: There is none of this name.
        """

    def analysed(self, name: str) -> pa.Table:
        """Return a table with the columns that the analyses need, at least; an archive makes these by SQL.

        Raises:
            UsageError: There is none of this name.
        """

    def dyads(self, wanted: Wanted | None = None) -> pa.Table:
        """Return the table of dyads, own events and those of other data sets.

        Args:
            wanted: The rows that a measure needs: others may be left out, and all columns but `wanted_columns` are.
                None for the whole table.
        """


def open_tables(place: Path | str) -> Tables:
    """Return the tables at a place.

    Args:
        place: An archive, a folder of Parquet files as `detente export --as parquet` writes it, one Parquet file
            with the table of dyads, or the out folder of `detente shards`, here or in an object store.

    Raises:
        UsageError: It is none of these.
        ArchiveError: The archive cannot be opened.
    """
    if is_shards(str(place)):
        return ShardTables(str(place))
    path = Path(place)
    if path.is_dir() or path.suffix == ".parquet":
        return ReadTables(path)
    return ArchiveTables(path)


class ArchiveTables:
    """The tables of an archive; people's edits are in them.

    Args:
        path: The file.

    Raises:
        ArchiveError: There is no such archive.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        Archive(path).close()  # says at once if it is none, and brings an older file up to date

    def table(self, name: str) -> pa.Table:
        """Return a whole table; see `Tables.table`."""
        with Archive(self._path) as archive:
            return archive.table(name)

    def analysed(self, name: str) -> pa.Table:
        """Return a table with what the analyses need; see `Tables.analysed`."""
        return read_own(self._path, name) if name in OWN_TABLES else self.table(name)

    def dyads(self, wanted: Wanted | None = None) -> pa.Table:
        """Return the table of dyads; see `Tables.dyads`. The events of one dyad come by the file's indexes."""
        own = read_own(self._path, "dyads") if wanted is None else read_own_dyads(self._path, wanted)
        return pa.concat_tables([own, self._imported(wanted)])

    def _imported(self, wanted: Wanted | None) -> pa.Table:
        """Return imported events, straight from SQLite into Arrow."""
        schema = table_named("dyads").schema if wanted is None else wanted_columns()
        names = [name for name in dyad_columns() if name in schema.names]
        where, values = ("TRUE", []) if wanted is None else imported_where(wanted)
        sql = f"SELECT {', '.join(names)} FROM imported_dyads WHERE {where} ORDER BY rowid"  # noqa: S608 - our names
        try:
            with (
                adbc_driver_sqlite.dbapi.connect(f"{self._path.absolute().as_uri()}?mode=ro") as connection,
                connection.cursor(adbc_stmt_kwargs=ONE_BATCH) as cursor,
            ):
                cursor.execute(sql, tuple(values))
                found = cursor.fetch_arrow_table()
        except adbc_driver_manager.Error as error:
            raise ArchiveError(f"the imported events of {self._path} cannot be read: {error}") from error
        return conform(found, schema)


class ReadTables:
    """Tables in Parquet files: a folder with one file a table, or one file with the dyads.

    Args:
        path: The folder or the file.

    Raises:
        UsageError: There is no such folder or file.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise UsageError(f"there is no {path}", hint="detente export FOLDER --as parquet writes one.")
        self._path = path

    def table(self, name: str) -> pa.Table:
        """Return a whole table; see `Tables.table`."""
        return self._read(name)

    def analysed(self, name: str) -> pa.Table:
        """Return a table with what the analyses need; see `Tables.analysed`."""
        return self.table(name)

    def dyads(self, wanted: Wanted | None = None) -> pa.Table:
        """Return the table of dyads; see `Tables.dyads`. Only rows of the wanted sides are taken from the file."""
        return self._read("dyads", wanted)

    def _read(self, name: str, wanted: Wanted | None = None) -> pa.Table:
        path = self._path if self._path.is_file() else self._path / f"{name}.parquet"
        if not path.is_file() or (path == self._path and name != "dyads"):
            raise UsageError(f"there is no table {name} at {self._path}", hint=f"a folder with {name}.parquet has it")
        return read_files([str(path)], table_named(name).schema, wanted)


class ShardTables:
    """The tables of an out folder of `detente shards`: a file a shard, in the order of the plan.

    Args:
        place: The folder: a path, or an address of fsspec.

    Raises:
        UsageError: No shard is made yet, or the stories of the shards are not found: copies would count.
    """

    def __init__(self, place: str) -> None:
        self._folder = ShardFolder(place)
        plan, done = read_plan(self._folder), read_manifests(self._folder)
        self._shards = [] if plan is None else [shard.name for shard in plan.shards if shard.name in done]
        if not self._shards:
            raise UsageError(f"no shard of {place} is made yet", hint="detente shards SOURCE… --out FOLDER makes them.")
        if noted_stories(self._folder, self._shards) is None:
            raise UsageError(
                f"the stories of {place} are not found yet, so copies of one report would count as many",
                hint=f"Give the command again that makes it: detente shards --out {place}",
            )

    def table(self, name: str) -> pa.Table:
        """Return a whole table; see `Tables.table`."""
        return self._read(name)

    def analysed(self, name: str) -> pa.Table:
        """Return a table with what the analyses need; see `Tables.analysed`."""
        return self.table(name)

    def dyads(self, wanted: Wanted | None = None) -> pa.Table:
        """Return the table of dyads; see `Tables.dyads`. Only rows of the wanted sides are taken from the files."""
        return self._read("dyads", wanted)

    def _read(self, name: str, wanted: Wanted | None = None) -> pa.Table:
        files = [self._folder.address(table_file(name, shard)) for shard in self._shards]
        fs = None if self._folder.is_local else self._folder.fs
        return read_files(files, table_named(name).schema, wanted, fs=fs)


def read_files(files: Sequence[str], schema: pa.Schema, wanted: Wanted | None = None, *, fs: Any = None) -> pa.Table:
    """Return the rows of Parquet files, in their order.

    Args:
        files: Paths, or addresses of the file system.
        schema: What the table is to look like.
        wanted: Rows and columns of the table `dyads` that are needed; None for all.
        fs: The fsspec file system of the addresses; None for paths.

    Raises:
        UsageError: A file cannot be read.
    """
    where, values = ("TRUE", []) if wanted is None else pairs_where(wanted)
    schema = schema if wanted is None else wanted_columns()
    names = ", ".join(f"'{name}'" for name in schema.names)
    sql = f"SELECT COLUMNS(lambda name: name IN ({names})) FROM read_parquet(?) WHERE {where}"  # noqa: S608 - our names
    try:
        with duckdb.connect(":memory:", config={"threads": 1}) as connection:
            if fs is not None:
                connection.register_filesystem(fs)
            found = connection.sql(sql, params=[list(files), *values]).to_arrow_table()
    except duckdb.Error as error:
        told = f"{files[0]} and {len(files) - 1:,} more" if len(files) > 1 else files[0]
        raise UsageError(f"{told} cannot be read: {error}", hint="is it a Parquet file of Détente?") from error
    return conform(found, schema)


def conform(found: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with the columns of a schema, in order: missing ones are null, others are cast.

    Raises:
        UsageError: A column holds what cannot be cast.
    """
    columns = []
    for field in schema:
        column = found.column(field.name) if field.name in found.schema.names else None
        if column is None or column.null_count == len(found):  # a column of nulls has any type, or the wrong one
            columns.append(pa.nulls(len(found), field.type))
            continue
        try:
            columns.append(column.cast(field.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise UsageError(f"the column {field.name} is not {field.type}: {error}") from error
    return pa.table(columns, schema=schema)
