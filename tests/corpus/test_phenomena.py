"""The phenomena set holds what it promises: enough of each kind, near misses, exact quotes, and a fixed split."""

from __future__ import annotations

import json
from typing import Any

import pytest
from benchmarks.phenomena import CORPUS, KINDS, dice, matched, part_of

#: How many claims and near misses each kind has at least.
LEAST = {"conditions": (150, 60), "interpretations": (100, 50), "questions": (60, 40), "positions": (100, 30)}


def _items(kind: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()]


def _quotes(claim: dict[str, Any]) -> list[str]:
    fields = ("condition", "on", "of", "span", "actor", "toward")
    lists = ("affirmed", "denied", "alternatives")
    single = [claim[field] for field in fields if claim.get(field) is not None]
    return single + [quote for field in lists for quote in claim.get(field, [])]


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_enough_of_each_kind_on_both_sides_of_the_split(kind: str) -> None:
    items = _items(kind)
    claims, near = sum(len(item[kind]) for item in items), sum(not item[kind] for item in items)
    assert (claims >= LEAST[kind][0], near >= LEAST[kind][1]) == (True, True)
    blind = sum(part_of(item["id"]) == "blind" for item in items)
    assert 0.4 < blind / len(items) < 0.6


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_quotes_are_words_of_the_text(kind: str) -> None:
    items = _items(kind)
    assert len({item["id"] for item in items}) == len(items)
    wrong = [(i["id"], q) for i in items for claim in i[kind] for q in _quotes(claim) if q not in i["text"]]
    assert wrong == []


def test_the_split_is_the_one_fixed_before_the_rules() -> None:
    assert [part_of(f"c{number:03}") for number in (1, 2, 3, 4)] == ["development", "blind", "blind", "development"]


def test_overlap_and_matching() -> None:
    assert dice("ab cd", (0, 5), (0, 2)) == pytest.approx(2 / 3)
    assert dice("ab", (0, 0), (1, 1)) == 0
    assert matched([[0.9, 0.6], [0.8, 0.2]]) == 1
    assert matched([[0.9, 0.6], [0.2, 0.8]]) == 2
