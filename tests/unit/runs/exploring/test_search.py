"""Searching claims: each part of a question narrows, facets count distinct claims, words stand with the claim."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from detente.archive import Archive
from detente.runs.exploring.bibliography import list_articles
from detente.runs.exploring.search import ClaimQuestion, search_claims

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from detente.runs.exploring.search import FoundClaims
    from detente.runs.exploring.snapshot import Snapshot


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with Archive(path) as archive:
        yield archive


def _ask(archive: Archive, snapshot: Snapshot, **asked: object) -> FoundClaims:
    return search_claims(archive, snapshot, ClaimQuestion(min_confidence=0, **asked), limit=100)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"source": "Norland"}, 12),
        ({"source": "NOR", "target": "SWE"}, 12),
        ({"source": "SWE"}, 0),
        ({"actor": "SWE"}, 12),
        ({"source": "NOR", "quad": 2}, 3),
        ({"source": "NOR", "type": "ACCUSE"}, 0),
        ({"source": "NOR", "since": date(2024, 2, 1)}, 8),
        ({"source": "NOR", "until": date(2024, 1, 31)}, 4),
        ({"status": "conditional"}, 2),
        ({"article": 2}, 2),
        ({"words": "harbour"}, 2),
        ({"words": '"harbour talks"'}, 2),
        ({"words": '"talks harbour"'}, 0),
        ({"publisher": "The Example"}, 2),
        ({"source": "NOR", "between": True}, 12),
        ({"reviewed": "yes"}, 0),
        ({"kind": "position"}, 3),
        ({"kind": "position", "status": "against", "article": 2}, 1),
        ({"kind": "commitment", "article": 2}, 1),
        ({"kind": "question", "article": 2}, 1),
    ],
)
def test_each_part_narrows(archive: Archive, snapshot: Snapshot, asked: dict[str, object], count: int) -> None:
    found = _ask(archive, snapshot, **asked)
    assert found.distinct == count
    assert len(found.claims) == count


def test_words_stand_with_the_claim(archive: Archive, snapshot: Snapshot) -> None:
    found = {claim.key: claim for claim in _ask(archive, snapshot, article=2).claims}
    assert found["e2"].words == "rejected"
    assert found["e2"].before.endswith("Vestland ")
    assert found["e2"].after.startswith(" the offer.")
    assert found["e2"].target == "Maria Olsen; Government of Norway"


def test_facets_count_distinct_claims(archive: Archive, snapshot: Snapshot) -> None:
    found = _ask(archive, snapshot, source="NOR")
    assert [(one.value, one.count) for one in found.facets["actor"]] == [("Norland", 12), ("Sund", 12)]
    assert [(one.value, one.count) for one in found.facets["year"]] == [("2024", 12)]


def test_a_list_is_read_on(archive: Archive, snapshot: Snapshot) -> None:
    asked = ClaimQuestion(source="NOR")
    whole = search_claims(archive, snapshot, asked, limit=12)
    first = search_claims(archive, snapshot, asked, limit=5)
    rest = search_claims(archive, snapshot, asked, skip=5, limit=7)
    assert (first.more, rest.more, whole.more) == (True, False, False)
    assert [one.id for one in (*first.claims, *rest.claims)] == [one.id for one in whole.claims]


def test_uncertain_claims_are_left_out_unless_they_are_asked_for(archive: Archive, snapshot: Snapshot) -> None:
    sure = search_claims(archive, snapshot, ClaimQuestion(kind="position", article=2))
    assert sure.distinct == 0
    assert _ask(archive, snapshot, kind="position", article=2).distinct == 1


def test_articles_are_cited(snapshot: Snapshot) -> None:
    text = list_articles(snapshot, [2, 2, 1])
    assert text.count("@misc{") == 2
    assert "howpublished = {The Example}" in text
    assert "date = {2025-03-10}" in text
