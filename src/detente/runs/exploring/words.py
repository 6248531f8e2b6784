"""The words of claims, with some of the text around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.archive import Archive

#: Characters of the text that are shown on either side.
AROUND_CHARS: Final = 90
#: Longer words are cut; the article has them all.
MOST_CHARS: Final = 420

#: Where a claim's words stand, by the first letter of its key. A position's are those of its first evidence.
_SPANS: Final = {
    "e": "SELECT trigger_start, trigger_end FROM events WHERE article = ? AND key = ?",
    "s": "SELECT coalesce(content_start, cue_start, source_start), coalesce(content_end, cue_end, source_end) "
    "FROM statements WHERE article = ? AND key = ?",
    "q": "SELECT span_start, span_end FROM questions WHERE article = ? AND key = ?",
    "c": "SELECT condition_start, condition_end FROM conditions WHERE article = ? AND key = ?",
    "i": "SELECT coalesce(json_extract(affirmed, '$[0][0]'), json_extract(denied, '$[0][0]'), of_start), "
    "coalesce(json_extract(affirmed, '$[0][1]'), json_extract(denied, '$[0][1]'), of_end) "
    "FROM interpretations WHERE article = ? AND key = ?",
    "m": "SELECT e.trigger_start, e.trigger_end FROM commitments AS m JOIN events AS e ON e.article = m.article "
    "AND e.key = m.event WHERE m.article = ? AND m.key = ?",
}
_EVIDENCE: Final = "SELECT json_extract(evidence, '$[0]') AS k FROM positions WHERE article = ? AND key = ?"
_TEXT: Final = "SELECT substr(text, ?, ?) AS cut FROM articles WHERE article = ?"


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """The words of a claim, and what stands in front of and behind them in the article."""

    before: str
    words: str
    after: str


def words_of_claims(archive: Archive, claims: Sequence[tuple[int, str]]) -> dict[tuple[int, str], ClaimWords]:
    """Return the words of some claims by number of the article and key; those without words are left out.

    Args:
        archive: Where they stand.
        claims: Number of the article and key of each.
    """
    found = {}
    for number, key in dict.fromkeys(claims):
        span = _span(archive, number, key)
        if span is not None:
            found[number, key] = _cut(archive, number, span)
    return found


def cut_text(archive: Archive, number: int, start: int, end: int) -> str:
    """Return the characters of an article's text from `start` to before `end`, fewer where it ends earlier."""
    row = archive.first_row(_TEXT, (start + 1, end - start, number))
    return "" if row is None else row[0]


def _span(archive: Archive, number: int, key: str) -> tuple[int, int] | None:
    if key.startswith("p"):
        evidence = archive.first_row(_EVIDENCE, (number, key))
        return None if evidence is None or evidence[0] is None else _span(archive, number, evidence[0])
    row = archive.first_row(_SPANS[key[0]], (number, key)) if key[0] in _SPANS else None
    return None if row is None or row[0] is None else (row[0], row[1])


def _cut(archive: Archive, number: int, span: tuple[int, int]) -> ClaimWords:
    start, end = span
    first, last = max(0, start - AROUND_CHARS), min(end, start + MOST_CHARS)
    text = cut_text(archive, number, first, last + AROUND_CHARS)
    before, words, after = text[: start - first], text[start - first : last - first], text[last - first :]
    if last < end:
        words, after = words + " …", ""
    return ClaimWords(_whole(before, first > 0), " ".join(words.split()), _whole_end(after))


def _whole(before: str, is_cut: bool) -> str:  # noqa: FBT001 - whether the text goes on in front
    """Return the words in front from the last line on, without a piece of a word at the start."""
    line = before.rpartition("\n")[2]
    if is_cut and len(line) == len(before):
        line = "… " + line.partition(" ")[2]
    return line.lstrip()


def _whole_end(after: str) -> str:
    line = after.partition("\n")[0]
    if len(line) == len(after) and len(after) >= AROUND_CHARS:
        line = line.rpartition(" ")[0] + " …"
    return line.rstrip()
