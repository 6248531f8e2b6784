"""Whose words a paragraph is by its form: "HALL: …" in an interview, "“…” — Ann Hall" under a quotation.

No verb says that anybody spoke, so neither the network nor the parse has much to go by; the form is enough.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Shares of such turns and signatures that are right in all three parts in PolNeAR train and dev (29 of 37, 24 of 24),
#: rounded down: there are few.
_TURN_CONFIDENCE, _SIGNED_CONFIDENCE = 0.75, 0.9

#: A label is a name of at most so many words, and its turn has at least so many; so "Hall: 547" is no turn.
_MOST_LABEL, _LEAST_TURN = 6, 4

#: Under these labels somebody asks who is not named; what is asked is nobody's word.
_NOBODY = frozenset({"q", "question", "questioner", "reporter", "moderator"})

_MARKS = "\"'\u2018\u2019\u201c\u201d\u00ab\u00bb"
_NAME = r"[^\W\d_a-z][\w.'\u2019-]*(?:[ \u00a0](?:[^\W\d_a-z][\w.'\u2019-]*|de|der|van|von|of|the|al)){0,5}"
#: In brackets stand a seat or a party beside a label, and behind it how somebody speaks: "HALL (Oslo): (in Norse) …".
_BESIDE = r"(?:[ \u00a0]\([^()\n]{1,60}\)){0,2}"
_HOW = r"(?:\([^()\n]{1,60}\)\s*)?"
_LABEL = re.compile(rf"[{_MARKS}]?({_NAME}){_BESIDE}[ \u00a0]?(:)\s*{_HOW}[\s{_MARKS}]*(?=\w)")
_SIGNATURE = re.compile(rf"([{_MARKS}])\s*([\u2015\u2014\u2013]|--)\s*({_NAME})(?:,[^.!?\n]{{0,80}})?[.\s]*\Z")


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph's words with the name that stands before or under them.

    Attributes:
        source: The name.
        cue: The colon or the dash.
        content: The words.
        confidence: Chance that all three are right, 0-1.
    """

    source: Span
    cue: Span
    content: Span
    confidence: float


def find_turns(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Turn, ...]:
    """Find the labelled turns of a conversation, and quotations with a name under them.

    A label alone may be anything ("Update: …"). It counts where the article is a conversation: at least two labels,
    one of them at least twice.

    Args:
        text: The whole text.
        paragraphs: Start and end offset of each paragraph, ascending.

    Returns:
        The turns in the order of the text, at most one for a paragraph.
    """
    labels = [_LABEL.match(text, start, end) for start, end in paragraphs]
    names = Counter(_surname(m[1]) for m in labels if m)
    is_conversation = len(names) > 1 and max(names.values()) > 1
    found = []
    for (start, end), label in zip(paragraphs, labels, strict=True):
        turn = _labelled(text, label, end) if label and is_conversation else None
        turn = turn or _signed(text, start, end)
        if turn is not None:
            found.append(turn)
    return tuple(found)


def _surname(label: str) -> str:
    return label.rsplit(maxsplit=1)[-1].lower()


def _labelled(text: str, label: re.Match[str], end: int) -> Turn | None:
    """A turn, unless its label is no name or hardly a word follows."""
    words = label[1].split()
    content = Span(label.end(), end).trimmed(text)
    if len(words) > _MOST_LABEL or label[1].lower() in _NOBODY or len(content.words(text).split()) < _LEAST_TURN:
        return None
    return Turn(Span(*label.span(1)), Span(*label.span(2)), content, _TURN_CONFIDENCE)


def _signed(text: str, start: int, end: int) -> Turn | None:
    """A quotation that fills its paragraph up to a dash and a name."""
    paragraph = Span(start, end).trimmed(text)
    if text[paragraph.start : paragraph.start + 1] not in tuple(_MARKS):
        return None
    # The name stands at the end: looking only there keeps the search short in a paragraph of any length.
    match = _SIGNATURE.search(text, max(paragraph.start + 1, paragraph.end - 160), paragraph.end)
    if match is None or match.end(1) - paragraph.start < 2:
        return None
    content = Span(paragraph.start, match.end(1))
    return Turn(Span(*match.span(3)), Span(*match.span(2)), content, _SIGNED_CONFIDENCE)
