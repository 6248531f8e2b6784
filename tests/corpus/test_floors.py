"""The figures on annotated data may rise, not fall."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.evaluate import MARGIN, SECTIONS, Section, figures, main, raise_floors, read_floors

TABLE = """all 2 articles
  statements                     0.594   matched 82, gold 160, predicted 116
  actors merged (low is good)    0.119   26 of 218
event type, micro    P 0.500  R 0.500  F1 0.512   (tp 1 pred 2 gold 3)
rel_full            0.7000  0.5000  0.5833      1500      2192
icews14 test logit MRR .4631  H@1 .3639  n 14,742
  questions                        -     matched 0, gold 0, predicted 0
"""

#: Benchmarks that take too long for every test run are checked by `make evaluate` alone.
SLOW = {"attribution", "duplicates", "told_once", "forecast"}
QUICK = [section for section in SECTIONS if section.floors and section.name not in SLOW]


def test_figures_are_read_from_a_table() -> None:
    assert figures(TABLE) == {
        "statements": 0.594,
        "actors merged (low is good)": 0.119,
        "event type, micro": 0.512,
        "rel_full": 0.5833,
        "icews14 test logit MRR": 0.4631,
    }


def test_pinning_raises_a_floor_and_never_lowers_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"record": {"statements": 0.6, "actors found": 0.5}}', encoding="utf-8")
    monkeypatch.setattr("benchmarks.evaluate.FLOORS", floors)
    raise_floors({"record": {"statements": 0.5, "actors found": 0.7, "event status": 0.9}})
    assert read_floors()["record"] == {"statements": 0.6, "actors found": 0.7, "event status": 0.9}
    assert list(read_floors()) == ["record"]


@pytest.mark.corpus
@pytest.mark.model
@pytest.mark.parametrize("section", QUICK, ids=lambda section: section.name)
def test_no_figure_falls_below_its_floor(section: Section, shared: Path) -> None:
    reached = figures(section.run(shared))
    pinned = read_floors()[section.name]
    fallen = {n: (reached.get(n), floor) for n, floor in pinned.items() if reached.get(n, 0.0) < floor - MARGIN}
    assert not fallen, f"(reached, floor) by line: {fallen}"


def test_a_table_that_was_printed_before_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed, page = tmp_path / "printed.txt", tmp_path / "evaluation.md"
    printed.write_text("icews14 test logit MRR .4631  H@1 .3639\n", encoding="utf-8")
    page.write_text("# Evaluation\n", encoding="utf-8")
    given = ["--only", "forecast", "--update", "--printed", str(printed), "--output", str(page)]
    monkeypatch.setattr("sys.argv", ["evaluate", *given])
    main()
    assert "```\nicews14 test logit MRR .4631  H@1 .3639\n```" in page.read_text(encoding="utf-8")
