"""GraphML and GEXF read back with networkx and an XML parser."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from detente.archive.exchange.contract import ExportOptions, Tally
from detente.archive.exchange.formats.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Graph, build_graph
from detente.archive.filed import Filed
from tests.unit.archive.exchange.samples import CREATED, LONG, archive, leading, written


def _read_gexf(path: Path) -> Any:
    return nx.read_gexf(path, version="1.3")


READERS: dict[str, Callable[[Path], Any]] = {"graphml": nx.read_graphml, "gexf": _read_gexf}
TYPES = (
    "agree consult support concede cooperate aid retreat request accuse reject threaten protest sanction mobilize "
    "coerce assault"
).split()


def _graph(articles: list[Filed]) -> Graph:
    return build_graph(articles, ExportOptions(CREATED), Tally("graph"))


def _plain(value: object) -> object:
    """Return a value as XML can hold it."""
    return value.replace("\x01", "") if isinstance(value, str) else value


@pytest.mark.parametrize("name", READERS)
def test_networkx_reads_every_attribute_back(name: str, tmp_path: Path) -> None:
    target, losses = written(name, tmp_path)
    read = READERS[name](target)
    expected = _graph(archive())
    assert set(read.nodes) == {node.id for node in expected.nodes}
    for node in expected.nodes:
        found = read.nodes[node.id]
        for attribute, _kind in NODE_ATTRIBUTES:
            assert found.get(attribute) == _plain(node.attributes[attribute]), (node.id, attribute)
        assert found["label"] == _plain(node.attributes["name"])
    assert read.number_of_edges() == len(expected.edges) == dict(losses.to_dict()["written"])["edges"]
    for edge in expected.edges:
        found = read.edges[edge.source, edge.target]
        for attribute, _kind in EDGE_ATTRIBUTES:
            assert found.get(attribute) == _plain(edge.attributes[attribute]), (edge, attribute)


@pytest.mark.parametrize("name", READERS)
def test_file_is_well_formed_and_without_control_characters(name: str, tmp_path: Path) -> None:
    target, _ = written(name, tmp_path)
    text = target.read_text(encoding="utf-8")
    ElementTree.fromstring(text)  # noqa: S314 - our own file
    assert not any(ord(character) < 32 and character not in "\t\n\r" for character in text)
    assert LONG in text


def test_edge_holds_counts_by_type_and_quad_days_and_positions() -> None:
    edges = {(edge.source, edge.target): edge.attributes for edge in _graph(archive()).edges}
    met = edges["Q43", "Q212"]
    assert (met["weight"], met["events"], met["told"], met["verbal_cooperation"], met["type_consult"]) == (
        1,
        1,
        3,
        1,
        1,
    )
    assert (met["first"], met["last"], met["intensity_mean"]) == ("2025-03-03", "2025-03-03", 1.0)
    assert edges["Q212", "Q43"]["events"] == 1
    accused = edges["gov:RUS", "Q43"]
    assert (accused["weight"], accused["type_accuse"], accused["verbal_conflict"]) == (2.0, 1, 1)
    assert (accused["positions_against"], accused["issues"], accused["intensity_mean"]) == (1, "shipping", -2.0)
    # The position of the copy is not counted again, nor is the event.
    assert (accused["events"], accused["told"]) == (1, 6)
    kaya = edges["name:Ada Kaya|TUR|person", "Q212"]
    assert (kaya["events"], kaya["positions_mixed"], kaya["intensity_mean"]) == (0, 1, None)
    assert {name for name, _kind in EDGE_ATTRIBUTES if name.startswith("type_")} == {f"type_{t}" for t in TYPES}


def test_actors_are_one_node_across_articles_unless_only_described() -> None:
    nodes = {node.id: node.attributes for node in _graph(archive()).nodes}
    assert (nodes["Q43"]["articles"], nodes["Q43"]["mentions"]) == (2, 2)
    assert nodes["name:Ada Kaya|TUR|person"]["articles"] == 2
    delegations = [key for key in nodes if key.startswith("text:") and nodes[key]["name"] == "a delegation"]
    assert len(delegations) == 2


def test_gexf_gives_gephi_its_timeline(tmp_path: Path) -> None:
    target, _ = written("gexf", tmp_path, [leading()])
    root = ElementTree.parse(target).getroot()  # noqa: S314 - our own file
    space = {"g": "http://gexf.net/1.3"}
    graph = root.find("g:graph", space)
    assert graph is not None
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    days = {(e.get("start"), e.get("end")) for e in graph.iterfind(".//g:edge", space) if e.get("source") == "gov:RUS"}
    assert days == {("2025-03-04", "2025-03-04")}
    titles = [a.get("title") for a in graph.iterfind(".//g:attribute", space)]
    assert len(titles) == len(NODE_ATTRIBUTES) + len(EDGE_ATTRIBUTES) - 1


def test_self_written_graphml_and_gexf_agree(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one = nx.read_graphml(written("graphml", tmp_path / "a")[0])
        other = _read_gexf(written("gexf", tmp_path / "b")[0])
    assert set(one.edges) == {(source, target) for source, target in other.edges}


def test_reviewed_only_leaves_positions_out_too() -> None:
    tally = Tally("graph")
    graph = build_graph([leading()], ExportOptions(CREATED, reviewed_only=True), tally)
    assert {(edge.source, edge.target) for edge in graph.edges} == {("Q43", "Q212"), ("Q212", "Q43")}
    assert tally.lost["positions that nobody has reviewed: left out"] == 3


@pytest.mark.parametrize("name", READERS)
def test_network_of_nobody_is_read_as_such(name: str, tmp_path: Path) -> None:
    assert len(READERS[name](written(name, tmp_path, [])[0])) == 0
