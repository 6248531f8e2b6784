"""The gauges of the house find what they look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import gauges

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a package with nothing wrong in it."""
    source = tmp_path / "src"
    for name, text in {
        "pond/__init__.py": "from pond.frog import Frog\n",
        "pond/frog.py": "class Frog:\n    pass\n",
        "pond/newt.py": "from pond.frog import Frog\n",
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    tests = tmp_path / "tests" / "unit"
    tests.mkdir(parents=True)
    (tests / "test_pond.py").write_text("from pond import Frog\n", encoding="utf-8")
    excused = tmp_path / "tests" / "without_unit_test.tsv"
    excused.write_text("# why\npond.newt\tonly an example\n", encoding="utf-8")
    monkeypatch.setattr(gauges, "ROOT", tmp_path)
    monkeypatch.setattr(gauges, "SOURCE", source)
    monkeypatch.setattr(gauges, "EXCUSED", excused)
    return source / "pond"


def test_all_stand_at_zero(house: Path) -> None:
    assert house.is_dir()
    assert gauges.main() == 0


def test_circle_is_found(house: Path) -> None:
    (house / "frog.py").write_text("import pond.newt\n\nclass Frog:\n    pass\n", encoding="utf-8")
    assert any("pond.frog" in ring and "pond.newt" in ring for ring in gauges.circles())


def test_folder_that_is_too_full_is_found(house: Path) -> None:
    for number in range(gauges.MOST_MODULES):
        (house / f"egg{number}.py").write_text("", encoding="utf-8")
    assert [*gauges.folders()] == [f"src/pond: {gauges.MOST_MODULES + 2} modules, {gauges.MOST_MODULES} at most"]


def test_name_with_two_meanings_is_found(house: Path) -> None:
    (house / "newt.py").write_text("class Frog:\n    pass\n", encoding="utf-8")
    assert [*gauges.names()] == ["Frog: pond.frog, pond.newt"]


@pytest.mark.parametrize(("comment", "found"), [("", 1), (": E501", 1), (": E501 - a long address", 0)])
def test_rule_silenced_without_a_reason_is_found(house: Path, comment: str, found: int) -> None:
    (house / "newt.py").write_text("x = 1  # no" + f"qa{comment}\n", encoding="utf-8")
    assert len([*gauges.noqa()]) == found


def test_module_without_a_test_and_needless_excuse_are_found(house: Path) -> None:
    (house / "toad.py").write_text("", encoding="utf-8")
    assert [*gauges.modules()] == ["pond.toad: no test under tests/unit imports it"]
    (house.parents[1] / "tests" / "unit" / "test_newt.py").write_text("import pond.newt\nimport pond.toad\n")
    assert [*gauges.modules()] == ["pond.newt: without_unit_test.tsv excuses it without need"]
