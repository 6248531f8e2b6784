"""What is exported and what is read back is never held in memory as a whole."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from detente.archive.exchange import FORMATS, ExportOptions, export
from detente.archive.exchange.event_files.readers import read_events
from tests.unit.archive.exchange.event_files.test_readers import gdelt_row, write_rows
from tests.unit.archive.exchange.samples import CREATED, TEXT, copy_of, filed, leading, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from detente.archive.filed import Filed


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    line = "\t".join(gdelt_row()) + "\n"
    path.write_text(line * 15_000, encoding="utf-8")
    read_events(write_rows(tmp_path / "small", gdelt_row())).table()
    tracemalloc.start()
    try:
        rows = sum(batch.num_rows for batch in read_events(path).batches())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert rows == 15_000
    # A batch is 5,000 rows; all 15,000 at once would be three times that.
    assert peak < 20_000_000


@pytest.mark.parametrize("name", [kind.name for kind in FORMATS if kind.name not in {"csv", "parquet"}])
def test_memory_does_not_hold_the_articles(name: str, tmp_path: Path) -> None:
    text = TEXT + " " * 100_000
    claims = leading().record

    def articles() -> Iterator[Filed]:
        for number in range(20):
            item = record(
                f"{text}{number}", actors=claims.actors, statements=claims.statements, events=claims.events,
                published="2025-03-04",
            )  # fmt: skip
            yield filed(item, story=number)

    export(name, [copy_of(leading())], tmp_path / "warm", ExportOptions(CREATED))
    tracemalloc.start()
    try:
        export(name, articles(), tmp_path / "out", ExportOptions(CREATED))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # The texts together are 2 million characters.
    assert peak < 1_500_000
