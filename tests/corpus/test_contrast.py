"""The contrast set and the sentences without events, read by the public reader."""

from __future__ import annotations

import pytest
from benchmarks.contrast import PUBLISHED, Case, describe, is_right, read_cases

import detente

pytestmark = pytest.mark.model


def share_right(cases: list[Case]) -> float:
    right = 0
    for case in cases:
        record = detente.read(case.text, published=PUBLISHED)
        right += is_right(case.expected, [describe(record, event) for event in record.events])
    return right / len(cases)


def test_sets_are_as_large_as_they_say() -> None:
    contrast, none = list(read_cases("contrast_events.tsv")), list(read_cases("no_events.tsv"))
    assert len(contrast) >= 400
    assert len(none) == 200
    assert len({case.key for case in contrast}) == len(contrast)
    assert len({case.text for case in contrast}) == len(contrast)


def test_contrast_set() -> None:
    assert share_right(list(read_cases("contrast_events.tsv"))) >= 0.95


def test_few_false_events() -> None:
    assert share_right(list(read_cases("no_events.tsv"))) >= 0.97


def test_a_wrong_status_is_not_right() -> None:
    assert is_right("ASSAULT IRN>ISR denied/not", ["ASSAULT IRN>ISR denied/not"])
    assert not is_right("ASSAULT IRN>ISR denied/not", ["ASSAULT IRN>ISR actual"])
    assert not is_right("none", ["ASSAULT IRN>ISR actual"])
    assert is_right("AGREE IRN>ISR promised/plans said?", ["AGREE IRN>ISR promised/plans said"])
