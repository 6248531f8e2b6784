"""By when something is due, in whatever words the text says it."""

from __future__ import annotations

import pytest

from detente.reading.deadlines import find_deadline
from detente.records import Span
from tests.reading_scenes import make_document

#: A Monday.
PUBLISHED = "2024-03-04"


@pytest.mark.parametrize(
    "words",
    [
        "by Friday",
        "before Friday",
        "until Friday",
        "no later than Friday",
        "not later than Friday",
        "No later than Friday",
        "by 8 March 2024",
    ],
)
def test_words_that_say_by_when(words: str) -> None:
    text = f"Mali would pay if Togo released the sailors {words}."
    found = find_deadline(make_document(text, published=PUBLISHED), Span(0, len(text)))
    assert found is not None
    assert found.end == "2024-03-08"


@pytest.mark.parametrize("words", ["on Friday", "later than Friday", "nearby Friday"])
def test_other_dates_are_no_deadlines(words: str) -> None:
    text = f"Mali would pay if Togo released the sailors {words}."
    assert find_deadline(make_document(text, published=PUBLISHED), Span(0, len(text))) is None


def test_only_dates_behind_the_act_count() -> None:
    text = "By 8 March 2024 Mali spoke, and Togo will pay by 15 March 2024."
    document = make_document(text, published=PUBLISHED)
    first = find_deadline(document, Span(0, len(text)))
    behind = find_deadline(document, Span(0, len(text)), after=text.index("pay"))
    assert first is not None
    assert behind is not None
    assert (first.end, behind.end) == ("2024-03-08", "2024-03-15")


def test_day_of_publication_is_known_or_none() -> None:
    assert make_document("Mali spoke.").day is None
    day = make_document("Mali spoke.", published=PUBLISHED).day
    assert day is not None
    assert day.isoformat() == PUBLISHED
