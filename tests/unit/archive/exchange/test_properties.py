"""Whatever a text holds, a file has the rows and values it should have."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.archive.exchange.contract import Tally
from detente.archive.exchange.event_files.readers import read_events
from detente.archive.exchange.files import cut, write_tab_separated, xml_text
from detente.archive.exchange.flat.table_files import guard_formula
from detente.archive.exchange.formats.polecat import COLUMNS as POLECAT
from tests.made_text import where as span
from tests.unit.archive.exchange.samples import actor, event, filed, record, written

TEXT = "Norland helped Sudra on Monday."
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=60)
RAW = st.text(max_size=60)


@given(st.lists(st.lists(RAW, min_size=3, max_size=3), max_size=6))
@settings(deadline=None, max_examples=60)
def test_tab_separated_file_has_a_line_for_each_row_and_a_tab_between_cells(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        tally = Tally("x")
        assert write_tab_separated(rows, path, tally) == len(rows)
        lines = path.read_bytes().decode("utf-8").splitlines()
    assert len(lines) == len(rows)
    assert all(line.count("\t") == 2 for line in lines)


@given(ANYTHING)
@settings(max_examples=200)
def test_guarded_text_is_never_a_formula_and_comes_back(text: str) -> None:
    guarded = guard_formula(text)
    assert text in {"+", "-"} or not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert guarded.removeprefix("'") == text
    buffer = io.StringIO()
    csv.writer(buffer).writerow([guarded, "1"])
    assert next(csv.reader(io.StringIO(buffer.getvalue(), newline=""))) == [guarded, "1"]


@given(RAW)
@settings(max_examples=200)
def test_xml_text_is_text_of_an_xml_file(text: str) -> None:
    clean = xml_text(text)
    element = ElementTree.Element("a")
    element.text = clean
    back = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8")).text or ""  # noqa: S314 - our own text
    assert back.replace("\r\n", "\n").replace("\r", "\n") == clean.replace("\r\n", "\n").replace("\r", "\n")
    assert re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text) == clean


@given(ANYTHING, st.integers(1, 70))
def test_cut_is_never_longer_and_keeps_what_fits(text: str, length: int) -> None:
    assert len(cut(text, length)) <= length
    assert len(text) > length or cut(text, length) == text


@given(ANYTHING, ANYTHING)
@settings(deadline=None, max_examples=25)
def test_any_name_passes_through_graphs_and_event_files(first: str, second: str) -> None:
    item = record(
        TEXT,
        published="2025-03-03",
        actors=(
            actor("a1", first, span(TEXT, "Norland"), country="TUR"),
            actor("a2", second, span(TEXT, "Sudra"), country="UKR", kind="person"),
        ),
        events=(event("e1", "AID", span(TEXT, "helped"), cameo="070", sources=("a1",), targets=("a2",)),),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = nx.read_graphml(written("graphml", folder, [filed(item)])[0])
        assert graph.number_of_edges() == 1
        assert nx.read_gexf(written("gexf", folder, [filed(item)])[0], version="1.3").number_of_edges() == 1
        for kind in ("gdelt", "icews", "polecat"):
            back = read_events(written(kind, folder, [filed(item)])[0], kind)
            assert back.table()["source_country"].to_pylist()[:1] == ["TUR"] or kind == "polecat"
            assert back.malformed.count == 0
        assert len((folder / "out").read_text(encoding="utf-8").splitlines()[0].split("\t")) == len(POLECAT)
