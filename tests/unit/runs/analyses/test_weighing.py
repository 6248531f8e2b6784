"""Every analysis by the name of its command, from an archive."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import detente
from detente.analysis.relations import RelationsOptions, measure_relations
from detente.analysis.result import NotEnough, Result
from detente.archive.imports import import_events
from detente.errors import UsageError
from detente.runs.analyses.weighing import WeighedArchive
from detente.runs.tables import open_tables
from tests.unit.archive.builders import full_record, new_archive, store
from tests.unit.runs.test_tables import icews

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[detente.Archive]:
    folder = tmp_path_factory.mktemp("weighing")
    path = folder / "news.sqlite"
    (folder / "events.tab").write_text(icews(200), encoding="utf-8")
    with closing(new_archive(path)) as connection:
        store(connection, full_record())
        import_events(connection, folder / "events.tab", "2025-03-10T00:00:00", "icews")
    with detente.Archive(path) as opened:
        yield opened


def test_relations_count_what_the_selection_lets_through(archive: detente.Archive) -> None:
    found = archive.relations("TUR", "RUS", every="day")
    assert isinstance(found, Result)
    assert found.n_distinct == 200
    assert isinstance(archive.relations("TUR", "RUS", reviewed_only=True), NotEnough)
    assert isinstance(archive.relations("TUR", "RUS", since=date(2019, 1, 1)), NotEnough)


@pytest.mark.parametrize(
    "ask",
    [
        lambda archive: archive.changes("TUR", "RUS"),
        lambda archive: archive.moved(days=10),
        lambda archive: archive.follow("TUR", "RUS", deed="conflict"),
        lambda archive: archive.forecast("TUR"),
        lambda archive: archive.forecast("TUR", "RUS"),
        lambda archive: archive.ledger(within_days=90),
        lambda archive: archive.ledger(questions=True),
        lambda archive: archive.cohesion("eu", period="year"),
        lambda archive: archive.cohesion("TUR,RUS", toward="RUS", least_members=2),
        lambda archive: archive.leavers("eu"),
        lambda archive: archive.stances("troop presence"),
        lambda archive: archive.decide("unsc", issue="troop presence", on=date(2025, 6, 1)),
        lambda archive: archive.decide("eu-qmv"),
        lambda archive: archive.cohesion("eu", weigh=True),
        lambda archive: archive.ledger(weigh=True, states=("open",)),
        lambda archive: archive.follow(weigh=True),
        *(lambda archive, show=show: archive.network(show) for show in
          ("ties", "communities", "concepts", "matrix", "backbone", "windows", "polarisation", "phases")),
        lambda archive: archive.network(events=True, tie="all"),
        lambda archive: archive.network("communities", events=True),
    ],
)  # fmt: skip
def test_every_analysis_answers_or_says_why_not(
    archive: detente.Archive, ask: Callable[[detente.Archive], object]
) -> None:
    found = ask(archive)
    assert isinstance(found, Result | NotEnough)
    assert found.question
    assert found.method if isinstance(found, Result) else found.why


def test_decisions_take_positions_and_what_if(archive: detente.Archive) -> None:
    mine: dict[str, str | float] = {"fra": 0.9, "HUN": "against"}
    plain, changed = (archive.decide("eu-unanimity", positions=mine, usual=1.0, what_if=changes)
                      for changes in (None, {"HUN": "abstain"}))  # fmt: skip
    assert isinstance(plain, Result)
    assert isinstance(changed, Result)
    assert plain.estimate == 0
    assert changed.estimate == pytest.approx(0.9)
    assert changed.controls[0].estimate == 0
    with pytest.raises(UsageError, match="not in EU Council"):
        archive.decide("eu-qmv", what_if={"USA": "for"})
    with pytest.raises(UsageError, match="there is no choice called colour"):
        archive.decide("eu-qmv", colour="red")


def test_the_methods_are_called_as_the_commands() -> None:
    weigh = Path(detente.__file__).parent / "views" / "cli" / "weigh"
    commands = {path.stem for path in weigh.glob("[a-z]*.py")} - {"options", "dossier"}
    assert commands
    assert detente.Archive is WeighedArchive
    assert all(callable(getattr(detente.Archive, name, None)) for name in commands), commands


@pytest.mark.parametrize(
    ("method", "choices", "says"),
    [
        ("relations", {"hourly": True}, "no choice called hourly"),
        ("follow", {"one": "TUR"}, "toward whom"),
        ("network", {"show": "circles"}, "no such network"),
        ("network", {"show": "phases", "events": True}, "no such network"),
        ("leavers", {"bloc": "eu", "period": "year"}, "no choice called period"),
    ],
)
def test_wrong_choices_are_said(archive: detente.Archive, method: str, choices: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        getattr(archive, method)(**choices)


def test_what_is_reported_of_all_is_counted_again_when_something_is_written(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    (tmp_path / "events.tab").write_text(icews(40), encoding="utf-8")
    (tmp_path / "more.tab").write_text(icews(60), encoding="utf-8")
    with closing(new_archive(path)) as connection:
        import_events(connection, tmp_path / "events.tab", "2025-03-10T00:00:00", "icews")
        with detente.Archive(path) as opened:
            first = opened.relations("TUR", "RUS")
            again = opened.relations("TUR", both=True)
            import_events(connection, tmp_path / "more.tab", "2025-03-10T00:00:00", "icews")
            later = opened.relations("TUR", "RUS")
    whole = open_tables(path).dyads()
    expected = measure_relations(whole, RelationsOptions("TUR", "RUS"))
    assert isinstance(first, Result)
    assert isinstance(again, Result)
    assert isinstance(later, Result)
    assert isinstance(expected, Result)
    attention = [sum(found.table.column("attention").to_pylist()) for found in (first, again, later)]
    assert attention[0] == attention[1] < attention[2]
    assert later.table.equals(expected.table)
