"""Acts that look like speech are no statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Read

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    "text",
    [
        "Norway summons Chadian envoy over border raid",
        "Norway postponed military aid to Chad.",
        "Norway recalled its ambassador to Chad on Monday.",
        "Norway vetoed the text on Monday, forcing Chad to issue it alone.",
    ],
)
def test_an_act_says_nothing(read: Read, text: str) -> None:
    assert read(text).statements == ()


def test_a_verb_of_both_kinds_still_speaks_where_a_clause_follows(read: Read) -> None:
    assert len(read("Otto Brandt recalled that talks with Chad had failed.").statements) == 1
