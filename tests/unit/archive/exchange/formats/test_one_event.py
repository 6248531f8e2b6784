"""One event of two states in each format: what the file says, read back by other hands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from detente.archive.exchange import ExportOptions
from detente.archive.exchange.formats.gdelt_mentions import GdeltMentions
from detente.archive.exchange.formats.gexf import Gexf
from detente.archive.exchange.formats.graphml import GraphMl
from detente.archive.exchange.formats.plover import Plover
from tests.made_text import where as span
from tests.unit.archive.exchange.samples import CREATED, actor, event, filed, record

if TYPE_CHECKING:
    from pathlib import Path

    from detente.archive.exchange.contract import ExportFormat

TEXT = "Norland helped Sudra on Monday."
ITEM = record(
    TEXT,
    published="2025-03-03",
    actors=(
        actor("a1", "Norland", span(TEXT, "Norland"), country="TUR"),
        actor("a2", "Sudra", span(TEXT, "Sudra"), country="UKR"),
    ),
    events=(event("e1", "AID", span(TEXT, "helped"), cameo="070", sources=("a1",), targets=("a2",)),),
)
OPTIONS = ExportOptions(CREATED)


def write(kind: ExportFormat, folder: Path) -> str:
    """Return the file that a format makes of the event."""
    target = folder / f"out{kind.suffix}"
    kind.write([filed(ITEM)], target, OPTIONS)
    return target.read_text(encoding="utf-8")


def test_a_mention_of_gdelt_says_where_in_the_text_event_and_sides_stand(tmp_path: Path) -> None:
    (line,) = write(GdeltMentions(), tmp_path).splitlines()
    cells = line.split("\t")
    assert len(cells) == 16
    assert cells[7:10] == [str(TEXT.index(word)) for word in ("Norland", "Sudra", "helped")]
    assert cells[12] == str(len(TEXT))


@pytest.mark.parametrize("kind", [Gexf(), GraphMl()])
def test_a_network_has_both_sides_and_the_tie_between_them(kind: ExportFormat, tmp_path: Path) -> None:
    root = ElementTree.fromstring(write(kind, tmp_path))  # noqa: S314 - our own text
    nodes = [node.get("id") for node in root.iterfind(".//{*}node")]
    (edge,) = root.iterfind(".//{*}edge")
    assert len(nodes) == 2
    assert {edge.get("source"), edge.get("target")} == set(nodes)


def test_plovers_short_form_is_who_did_what_to_whom_on_which_day(tmp_path: Path) -> None:
    short, full = (json.loads(write(Plover(is_full=way), tmp_path)) for way in (False, True))
    assert {name: value for name, value in short.items() if name != "id"} == {
        "date": "2025-03-03",
        "actor": [{"code": "TUR"}],
        "recipient": [{"code": "UKR"}],
        "event": ["AID"],
    }
    assert short.keys() < full.keys()
    assert full["actor"][0]["identifier_text"] == "Norland"
