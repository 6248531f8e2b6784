"""The error card: the docs say what the data say, and the data are whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.views.cli import main
from detente.views.itself.card import CARD, card_as_json, load_card, render_markdown, render_text, tables

ROOT = Path(__file__).parents[3]


def test_the_page_of_the_docs_is_made_from_the_card() -> None:
    written = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert written == render_markdown(), "run: python -m benchmarks.error_card"


def test_every_field_has_its_interval_around_its_value() -> None:
    for field in load_card()["fields"]:
        low, high = field["interval"]
        assert 0 <= low <= field["value"] <= high <= 1, field["field"]
        assert field["n"] > 0
        assert field["set"] in load_card()["sets"]


def test_groups_add_up_to_the_whole() -> None:
    card = load_card()
    whole = next(field["n"] for field in card["fields"] if field["field"] == "events: words and type")
    for by in ("kind of text", "status", "news or background", "type"):
        assert sum(row["n"] for row in card["events_by"][by].values()) == whole


def test_bands_of_confidence_add_up_and_lie_in_order() -> None:
    bands = load_card()["calibration"]["bands"]
    assert all(band["from"] <= band["stated"] <= band["to"] for band in bands)
    ours = sum(row["ours"] for row in load_card()["events_by"]["status"].values())
    assert sum(band["n"] for band in bands) == ours


def test_ten_failures_with_text_of_our_own() -> None:
    failures = load_card()["failures"]
    assert len(failures) == 10
    assert all("(Meridian)" in one["text"] for one in failures)  # the agency that our examples invent
    assert len({one["kind"] for one in failures}) == 10


def test_figures_beside_peers_are_those_of_the_evaluation() -> None:
    evaluation = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8").split("\n## ")
    peers = load_card()["about"]["peers"]
    for one in peers:
        assert bool(one["ours"]) == bool(one["command"]), one["what"]
        if one["ours"]:
            (section,) = [text for text in evaluation if f"`{one['command']}`" in text]
            assert all(f"0{number}" in section for number in one["ours"].split(", ")), one["what"]
        assert one["source"]
    assert sum(bool(one["ours"]) for one in peers) >= 4


def test_what_is_not_known_of_peers_is_said() -> None:
    fields, peers = tables(load_card())[:2]
    assert {row[fields.heads.index("best peer")] for row in fields.rows} == {"unknown"}
    assert all(row[2] and row[3] and row[4] for row in peers.rows)


def test_the_card_is_in_every_form(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(["about", "--json"])
    assert left.value.code == 0
    assert json.loads(capsys.readouterr().out) == json.loads(card_as_json())
    text = render_text()
    for table in tables(load_card()):
        assert table.title in text
        assert all(len(row) == len(table.heads) for row in table.rows)
    assert json.loads(CARD.read_text(encoding="utf-8"))["format"] == "detente-error-card/1"
