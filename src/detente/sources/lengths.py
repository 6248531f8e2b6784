"""What looks like several articles in one: texts of many thousand words, and lines that come again and again."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.sources.collection import Intake

#: Articles of newspapers have some hundred words, the longest reports of magazines about ten thousand.
_MOST_WORDS = 5_000
#: A short line that comes again so often, once in some hundred words, ends or begins articles.
_LEAST_REPEATS = 3
_MOST_LINE_CHARS = 60
_LEAST_WORDS_EACH = 40


def tell_length(text: str, origin: str, intake: Intake) -> None:
    """Say where the one article of a file looks like several.

    Args:
        text: The text of the article.
        origin: Its place.
        intake: The run, which takes the notice.
    """
    words = len(text.split())
    line, repeats = _find_repeated(text)
    if repeats >= _LEAST_REPEATS and words >= _LEAST_WORDS_EACH * repeats:
        intake.notice(
            f"{origin}: read as one article, but the line {line!r} comes {repeats:,} times: it may hold several. "
            "Give each its own file, or a table with a row each"
        )
    elif words > _MOST_WORDS:
        intake.notice(f"{origin}: read as one article of {words:,} words; if it holds several, give each its own file")


def _find_repeated(text: str) -> tuple[str, int]:
    """Return the short line with words that comes most often, digits aside, and how often."""
    lines = (line.strip() for line in text.split("\n"))
    counts = Counter(line for line in lines if 0 < len(line) <= _MOST_LINE_CHARS and sum(c.isalpha() for c in line) > 3)
    return counts.most_common(1)[0] if counts else ("", 0)
