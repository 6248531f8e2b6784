"""Conditions and interpretations as they stand in the text: a passage in which each part is marked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from detente.runs.exploring.words import AROUND_CHARS, cut_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.archive import Archive

#: What a piece of a passage is: "" for the words around.
Part = Literal["", "condition", "on", "of", "affirmed", "denied"]
#: A part that stands farther away from the first is told beside the passage and not in it.
_FAR_CHARS: Final = 400

_CONDITION: Final = (
    "SELECT condition_start, condition_end, on_start, on_end, "
    'substr(text, marker_start + 1, marker_end - marker_start), d."end" '
    "FROM conditions AS c JOIN articles USING (article) LEFT JOIN claim_days AS d USING (article, key) "
    "WHERE c.article = ? AND c.key = ?"
)
_INTERPRETATION: Final = "SELECT of_start, of_end, affirmed, denied FROM interpretations WHERE article = ? AND key = ?"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a passage, and which part of the claim they are; "" for those around."""

    words: str
    part: Part


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim in its text.

    Attributes:
        pieces: The passage, in the order of the text.
        parts: The words of each part, in the order in which they are told; also of those that stand elsewhere.
        marker: The words that make it a condition; None for an interpretation.
        deadline: By when a condition is to be met, or None.
    """

    pieces: tuple[Piece, ...]
    parts: tuple[Piece, ...]
    marker: str | None
    deadline: str | None

    def words(self, part: Part) -> str | None:
        """Return the words of a part, several of them with "; " between; None if there is none."""
        return "; ".join(piece.words for piece in self.parts if piece.part == part) or None


def passage_of(archive: Archive, number: int, key: str) -> Passage | None:
    """Return a condition ("c1") or an interpretation ("i1") in its text; None if it is gone.

    Args:
        archive: Where it stands.
        number: The article's number.
        key: The claim's key.
    """
    marker = deadline = None
    row = archive.first_row(_CONDITION if key.startswith("c") else _INTERPRETATION, (number, key))
    if row is None:
        return None
    spans: list[tuple[int, int, Part]] = []
    if key.startswith("c"):
        spans.append((row[0], row[1], "condition"))
        spans += [(row[2], row[3], "on")] if row[2] is not None else []
        marker, deadline = row[4], row[5]
    else:
        spans += [(start, end, "affirmed") for start, end in json.loads(row[2] or "[]")]
        spans += [(start, end, "denied") for start, end in json.loads(row[3] or "[]")]
        spans += [(row[0], row[1], "of")] if row[0] is not None else []
    if not spans:
        return None
    parts = tuple(Piece(_flat(cut_text(archive, number, start, end)), part) for start, end, part in spans)
    return Passage(tuple(_pieces(archive, number, spans)), parts, marker, deadline)


def _pieces(archive: Archive, number: int, spans: list[tuple[int, int, Part]]) -> Iterable[Piece]:
    """Yield the passage around the first part, with those others that stand near and do not overlap."""
    kept = spans[:1]
    for start, end, part in spans[1:]:
        near = min(abs(start - kept[0][1]), abs(kept[0][0] - end)) < _FAR_CHARS
        if near and all(end <= one[0] or start >= one[1] for one in kept):
            kept.append((start, end, part))
    kept.sort()
    first, last = max(0, kept[0][0] - AROUND_CHARS), kept[-1][1]
    before = cut_text(archive, number, first, kept[0][0]).rpartition("\n")[2]
    if first > 0 and len(before) == kept[0][0] - first:
        before = "… " + before.partition(" ")[2]
    yield Piece(before.lstrip(), "")
    at = kept[0][0]
    for start, end, part in kept:
        yield Piece(_flat_inside(cut_text(archive, number, at, start)), "")
        yield Piece(_flat(cut_text(archive, number, start, end)), part)
        at = end
    after = cut_text(archive, number, last, last + AROUND_CHARS)
    line = after.partition("\n")[0]
    yield Piece(line.rpartition(" ")[0] + " …" if len(line) == AROUND_CHARS else line.rstrip(), "")


def _flat(words: str) -> str:
    return " ".join(words.split())


def _flat_inside(words: str) -> str:
    """Return the words between two parts on one line, with the space at their ends kept."""
    flat = _flat(words)
    return f"{' ' if words[:1].isspace() else ''}{flat}{' ' if flat and words[-1:].isspace() else ''}"
