"""The sums that are kept say what the question says that each of them stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.analysis.events import Selection, pick_events
from detente.analysis.relations import RelationsOptions, make_series
from detente.runs.exploring.networks import NetworkQuestion, NetworkTie, all_ties
from detente.runs.exploring.profiles import list_actors, profile_actor
from detente.runs.exploring.totals import SURE, SURE_CLAIM

if TYPE_CHECKING:
    from detente.analysis.events import Unit
    from detente.runs.exploring.snapshot import Snapshot


@pytest.mark.parametrize(
    ("source", "target", "unit"),
    [("NOR", "SWE", "country"), ("NOR", None, "country"), (None, "SWE", "country"), ("Norland", "Sund", "actor"),
     ("Norland", None, "actor"), ("SWE", "NOR", "country")],
)  # fmt: skip
def test_a_series_of_sums_is_that_of_the_events(
    snapshot: Snapshot, source: str | None, target: str | None, unit: Unit
) -> None:
    options = RelationsOptions(source=source, target=target, selection=Selection(unit=unit))
    counted, wanted = make_series(snapshot.counted(options), options), make_series(snapshot.table("dyads"), options)
    if wanted is None:
        assert counted is None
        return
    assert counted is not None
    assert counted.periods == wanted.periods
    for name in ("counts", "tellings", "attention", "intensity", "rated"):
        assert getattr(counted, name).tolist() == getattr(wanted, name).tolist(), name


@pytest.mark.parametrize("unit", ["country", "actor"])
def test_ties_are_the_distinct_events_of_two_sides(snapshot: Snapshot, unit: Unit) -> None:
    wanted: dict[tuple[str, str], set[str]] = {}
    conflict: dict[tuple[str, str], set[str]] = {}
    for row in pick_events(snapshot.table("dyads"), Selection(unit=unit)).to_pylist():
        pair = tuple(sorted((row["source"], row["target"])))
        wanted.setdefault(pair, set()).add(row["told"])
        if row["quad"] >= 3:
            conflict.setdefault(pair, set()).add(row["told"])
    listed = [NetworkTie(*pair, len(told), len(conflict.get(pair, ()))) for pair, told in wanted.items()]
    assert listed
    found = all_ties(snapshot, NetworkQuestion(by=unit))
    assert sorted(found, key=str) == sorted(listed, key=str)
    conflicts = {(tie.one, tie.other): tie.conflict for tie in listed if tie.conflict}
    kept = all_ties(snapshot, NetworkQuestion(by=unit, tone="conflict"))
    assert {(tie.one, tie.other): tie.events for tie in kept} == conflicts
    peaceful = {(tie.one, tie.other): tie.events - tie.conflict for tie in listed if tie.events > tie.conflict}
    kept = all_ties(snapshot, NetworkQuestion(by=unit, tone="cooperation"))
    assert {(tie.one, tie.other): tie.events for tie in kept} == peaceful


@pytest.mark.parametrize("name", ["NOR", "Norland", "Nobody"])
def test_a_profile_counts_what_is_there(snapshot: Snapshot, name: str) -> None:
    side = "_country" if name == "NOR" else ""
    asked = {
        "articles": f"SELECT count(DISTINCT number) AS n FROM person WHERE {'country' if side else 'name'} = ?",
        "acts": f"SELECT count(DISTINCT told_no) AS n FROM dyad WHERE source{side} = ? AND {SURE}",
        "concerns": f"SELECT count(DISTINCT told_no) AS n FROM dyad WHERE target{side} = ? AND {SURE}",
        "statements": f"SELECT count(DISTINCT id) AS n FROM said WHERE speaker{side} = ? AND {SURE_CLAIM}",
        "positions": f"SELECT count(*) AS n FROM position WHERE actor{side} = ? AND {SURE_CLAIM}",
        "commitments": f"SELECT count(*) AS n FROM commitment WHERE actor{side} = ? AND {SURE_CLAIM}",
    }
    profile = profile_actor(snapshot, name)
    assert {what: getattr(profile, what) for what in asked} == {
        what: snapshot.ask(sql, [name])[0]["n"] for what, sql in asked.items()
    }


def test_actors_are_listed_by_their_articles_and_by_kind(snapshot: Snapshot) -> None:
    everybody = list_actors(snapshot)
    assert [row.articles for row in everybody] == sorted((row.articles for row in everybody), reverse=True)
    people = list_actors(snapshot, kind="person")
    assert people
    assert {row.kind for row in people} == {"person"}
    assert {row.name for row in people} <= {row.name for row in everybody}
    assert list_actors(snapshot, "OLSEN")[0].name == "Maria Olsen"
