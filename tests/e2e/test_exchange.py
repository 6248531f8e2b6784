"""The bundled examples, read and exported to every format, read back by other programs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from detente.archive.exchange import FORMATS, ExportOptions, export, read_events
from detente.archive.filed import Appearance, Filed
from tests.conftest import Read
from tests.unit.archive.exchange.samples import CREATED

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def examples(read: Read) -> list[Filed]:
    """Return the three example articles as an archive would hold them."""
    found = []
    for story, name in enumerate(("islands", "river", "strait"), 1):
        record = read(files("detente.examples").joinpath(f"{name}.txt").read_text(encoding="utf-8"))
        told = {event.key: f"{record.article.id}:{event.key}" for event in record.events}
        place = Appearance(f"{name}.txt", None, None, record.article.published, record.article.title)
        found.append(Filed(record, story, leads=True, appearances=(place,), told=told))
    return found


@pytest.fixture(scope="module")
def folder(examples: list[Filed], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the examples in every format."""
    target = tmp_path_factory.mktemp("exchange")
    for kind in FORMATS:
        export(kind.name, iter(examples), target / kind.name, ExportOptions(CREATED))
    return target


def test_every_format_holds_the_events_that_happened(examples: list[Filed], folder: Path) -> None:
    news = [
        event
        for item in examples
        for event in item.record.events
        if event.status == "actual" and not event.background and (event.sources or event.targets)
    ]
    assert len(news) > 10
    polecat = pd.read_csv(folder / "polecat", sep="\t", dtype=str, keep_default_na=False, quoting=3)
    assert polecat["Event Type"].tolist() == [event.type for event in news]
    coded = [event for event in news if event.cameo is not None]
    gdelt = pd.read_csv(folder / "gdelt", sep="\t", dtype=str, header=None, keep_default_na=False, quoting=3)
    assert set(gdelt[26].str[:2]) == {str(event.cameo)[:2] for event in coded}
    icews = pd.read_csv(folder / "icews", sep="\t", dtype=str, keep_default_na=False, quoting=3)
    assert len(icews) == len(gdelt) >= len(coded)
    table = pd.read_parquet(folder / "parquet" / "events.parquet")
    assert len(table) == sum(len(item.record.events) for item in examples)


def test_plover_lines_are_json_with_the_required_fields(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "plover").read_text(encoding="utf-8").splitlines()]
    assert lines
    assert all({"id", "date", "actor", "event"} <= set(line) for line in lines)


def test_dna_words_are_the_articles_words(examples: list[Filed], folder: Path) -> None:
    quotes = {s.content[0].words(i.record.article.text) for i in examples for s in i.record.statements}
    with closing(sqlite3.connect(folder / "dna")) as database:
        rows = database.execute(
            "SELECT SUBSTRING(D.Text, S.Start + 1, S.Stop - S.Start) FROM STATEMENTS AS S "
            "JOIN DOCUMENTS AS D ON D.ID = S.DocumentId"
        ).fetchall()
    assert rows
    assert all(any(words.startswith(quote) for quote in quotes) for (words,) in rows)


def test_networks_agree_and_our_event_files_read_back(folder: Path) -> None:
    graph = nx.read_graphml(folder / "graphml")
    assert graph.number_of_edges() == nx.read_gexf(folder / "gexf", version="1.3").number_of_edges() > 0
    assert all(data["weight"] > 0 for _, _, data in graph.edges(data=True))
    for name in ("gdelt", "icews", "polecat"):
        back = read_events(folder / name, name)
        assert back.table().num_rows > 0
        # Of an article without a date its events have none.
        assert set(back.malformed.reasons) <= {"no date"}
