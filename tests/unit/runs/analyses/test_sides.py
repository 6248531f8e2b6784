"""Whom a person means as a side of an analysis."""

from __future__ import annotations

import pytest

from detente.errors import UsageError
from detente.runs.analyses.sides import find_side


@pytest.mark.parametrize(
    ("words", "side"),
    [
        ("UKR", "UKR"),
        ("rus", "RUS"),
        ("C03", "C03"),
        ("Ukraine", "UKR"),
        ("south korea", "KOR"),
        ("Britain", "GBR"),
        ("EU", "European Union"),
        ("nato", "NATO"),
        (" United Nations ", "United Nations"),
    ],
)
def test_a_side_is_called_by_code_or_name(words: str, side: str) -> None:
    assert find_side(words) == side


@pytest.mark.parametrize("words", ["Narnia", "", "Angela Merkel", "Hezbollah", "Congolese", "Ukraine and Russia"])
def test_what_is_no_side_is_refused(words: str) -> None:
    with pytest.raises(UsageError, match="no country and no body of states"):
        find_side(words)
