"""What reading an archive by SQL shares: types of columns that hold nothing, ids of actors, quad classes."""

from __future__ import annotations

import dataclasses
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import adbc_driver_sqlite.dbapi
import duckdb
import pyarrow as pa
import pytest

from detente.archive.exchange.parties import identify
from detente.records import Actor
from detente.runs.analyses.archive_sql import actor_id, quad_table, read_arrow
from tests.unit.archive.builders import full_record

if TYPE_CHECKING:
    from pathlib import Path

RECORD = full_record()


def test_a_column_of_nulls_has_the_type_that_it_would_have(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE t (name TEXT, n INTEGER, share REAL)")
        file.executemany("INSERT INTO t VALUES (?, ?, NULL)", [(None, 1), (None, None)])
        file.commit()
    with adbc_driver_sqlite.dbapi.connect(path.as_uri()) as connection:
        table = read_arrow(connection, "SELECT * FROM t", {"share": pa.float64()})
        assert table.schema.types == [pa.string(), pa.int64(), pa.float64()]
        assert table.column("n").to_pylist() == [1, None]
        nothing = read_arrow(connection, "SELECT * FROM t WHERE n = 7", {"n": pa.int64()})
        assert (nothing.num_rows, nothing.schema.types[1]) == (0, pa.int64())


@pytest.mark.parametrize("name", ["Ann Hall", "Ann\x07 \ufffeHall", "Änn | Hall’s"])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_an_actor_has_the_id_of_an_export(name: str, number: int) -> None:
    actor: Actor = dataclasses.replace(RECORD.actors[number], name=name)
    is_named = any(mention.form == "name" for mention in actor.mentions)
    for entity in (actor.entity, None):
        one = dataclasses.replace(actor, entity=entity)
        rows = pa.table({
            "entity": pa.array([entity], pa.string()), "name": [name], "country": pa.array([one.country], pa.string()),
            "kind": [one.kind], "key": [one.key], "is_named": [int(is_named)], "id": [RECORD.article.id],
        })  # fmt: skip
        with duckdb.connect() as database:
            database.register("x", rows)
            found = database.sql(f"SELECT {actor_id('x', 'x', 'x')} FROM x").fetchall()
        assert found == [(identify(RECORD, one),)]


def test_every_type_of_event_has_a_quad_class() -> None:
    table = quad_table()
    assert set(table.column("quad").to_pylist()) == {1, 2, 3, 4}
    assert len(set(table.column("type").to_pylist())) == table.num_rows
