"""Raw text → Article."""

from __future__ import annotations

import hashlib

import pytest

from detente.errors import DocumentError, EmptyTextError
from detente.text import make_article

REPORT = (
    "Norland and Sudland agree to talk\n\nTuesday, March 4, 2025\n\n"
    "The presidents of Norland and Sudland agreed on Monday to open talks about the river.\n"
)


def test_text_stays_and_id_is_its_hash() -> None:
    article = make_article(REPORT)
    assert article.text == REPORT
    assert article.id == hashlib.sha256(REPORT.encode()).hexdigest()
    assert article.title == "Norland and Sudland agree to talk"
    assert article.published == "2025-03-04"
    assert [block.kind for block in article.blocks] == ["title", "dateline", "paragraph"]


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "_____", "\u00a0\u2028"])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyTextError) as caught:
        make_article(text)
    assert caught.value.stage == "text"
    assert caught.value.hint


def test_half_a_character_is_refused() -> None:
    with pytest.raises(DocumentError, match="half a character") as caught:
        make_article("The talks \ud83d went on.")
    assert caught.value.stage == "text"
