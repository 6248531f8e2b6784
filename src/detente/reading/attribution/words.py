"""From text to the words that the attribution network reads.

A word is a run of letters and digits or a single other character, much as the tokenizer of an
uncased BERT splits text. Offsets are taken before anything is normalised, so they always point
into the unchanged text: lower-casing and the removal of accents only choose the word pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MAX_PIECES = 3
"""Word pieces kept for one word: the first two and, of longer words, the last."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u200d])*|\S")
_LONGEST = 60
_CACHE_LIMIT = 100_000
# Typographic characters are read as their plain counterparts, which the vocabulary's training text
# holds far more often.
_PLAIN = str.maketrans({
    "\u2018": "'",
    "\u2019": "'",
    "\u201b": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u201f": '"',
    "\u00ab": '"',
    "\u00bb": '"',
    "\u2010": "-",
    "\u2011": "-",
    "\u2013": "-",
    "\u2014": "-",
    "\u2015": "-",
})
_OPENING = frozenset('"\u201c\u201e\u201f\u00ab')
_CLOSING = frozenset('"\u201d\u00bb')

# The quotation state of a word, as the network's feature.
OUTSIDE, INSIDE, OPENS, CLOSES = range(4)


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of one text, as parallel tuples.

    Attributes:
        starts: Code-point offset of each word's first character.
        ends: Offset after each word's last character.
        pieces: `MAX_PIECES` vocabulary numbers for each word, 0 where it has fewer.
        shapes: Letter case and spacing of each word, 0-11.
        quotes: Quotation state of each word: outside, inside, opening or closing mark.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    pieces: tuple[tuple[int, ...], ...]
    shapes: tuple[int, ...]
    quotes: tuple[int, ...]


def _case(word: str) -> int:
    """Number of a word's letter case: lower, Title, UPPER, digits, sign, mixed."""
    if word.islower():
        return 0
    if word.istitle():
        return 1
    if word.isupper():
        return 2
    if word[0].isdigit():
        return 3
    return 4 if not word[0].isalpha() else 5


class WordReader:
    """Splits paragraphs into words and looks their pieces up.

    The reader remembers the pieces of words it has met. What it returns does not depend on that.

    Args:
        vocabulary: Piece to number; pieces that continue a word begin with "##".
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._unknown = vocabulary["[UNK]"]
        self._seen: dict[str, tuple[tuple[int, ...], int]] = {}

    def read(self, text: str, start: int, end: int) -> TextWords:
        """Words of one paragraph.

        Args:
            text: The whole text.
            start: Offset of the paragraph's first character.
            end: Offset after its last.

        Returns:
            The words with offsets into `text`. No words for a blank paragraph.
        """
        starts: list[int] = []
        ends: list[int] = []
        pieces: list[tuple[int, ...]] = []
        shapes: list[int] = []
        quotes: list[int] = []
        seen, last, opened = self._seen, -1, False
        for match in _WORD.finditer(text, start, end):
            first, after = match.span()
            word = match.group()
            known = seen.get(word) or self._look_up(word)
            pieces.append(known[0])
            shapes.append(known[1] + 6 if first == last else known[1])
            state = INSIDE if opened else OUTSIDE
            if opened and word in _CLOSING:
                opened, state = False, CLOSES
            elif not opened and word in _OPENING:
                opened, state = True, OPENS
            quotes.append(state)
            starts.append(first)
            ends.append(after)
            last = after
        return TextWords(tuple(starts), tuple(ends), tuple(pieces), tuple(shapes), tuple(quotes))

    def _look_up(self, word: str) -> tuple[tuple[int, ...], int]:
        """Pieces and case of a word, remembered for the next time."""
        found = (self._pieces(word), _case(word))
        if len(self._seen) < _CACHE_LIMIT:
            self._seen[word] = found
        return found

    def _pieces(self, word: str) -> tuple[int, ...]:
        """Vocabulary numbers of a word by longest match, `MAX_PIECES` of them, padded with 0."""
        decomposed = unicodedata.normalize("NFD", word.translate(_PLAIN).lower())
        plain = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
        numbers: list[int] = []
        at = 0
        while at < len(plain) <= _LONGEST:
            for stop in range(len(plain), at, -1):
                number = self._vocabulary.get(("##" if at else "") + plain[at:stop])
                if number is not None:
                    break
            else:
                numbers = []
                break
            numbers.append(number)
            at = stop
        numbers = numbers or [self._unknown]
        if len(numbers) > MAX_PIECES:
            numbers = [*numbers[: MAX_PIECES - 1], numbers[-1]]
        return tuple(numbers + [0] * (MAX_PIECES - len(numbers)))
