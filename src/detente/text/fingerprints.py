"""What tells a copy: the word triples of a text, and a sketch of them small enough to keep for every article.

A shingle is three words in a row, as one number. An edited word spoils three shingles and leaves the others alone; a
cut takes its own and leaves the rest. The sketch keeps the lowest of a text's shingles. "Lowest" picks at random, but
the same way in every text: what two texts share among their lowest tells how much they share in all, and a text cut
to half still has about half of the original's lowest.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

#: Shingles in a sketch. Of a copy cut to half with a tenth of its words changed, 24 still hold eight or nine.
SKETCH_SIZE = 24

#: Words in a shingle.
SHINGLE_WORDS = 3

_MARKS = re.compile("[\u0300-\u036f]+")
_SIGNS = re.compile(r"[^\w\x00-\x7f]")
_ASCII_SIGNS = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))

# Odd 64-bit constants. The first three tell a word's place in the shingle; the last two mix, as SplitMix64 does
# (Steele, Lea and Flood, OOPSLA 2014), so that neighbouring numbers lie far apart.
_FIRST, _SECOND, _THIRD = (np.uint64(c) for c in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def shingles(text: str) -> frozenset[int]:
    """Return the shingles of a text: each three words in a row, as a signed 64-bit number.

    Case, diacritics, punctuation and line breaks make no difference. The numbers are the same on every machine, and
    may be stored.

    Args:
        text: An article, or any part of one.

    Returns:
        As many numbers as there are different triples; none for a text of fewer than three words.
    """
    return frozenset(_hash_triples(text).tolist())


def sketch(text: str) -> tuple[int, ...]:
    """Return the lowest shingles of a text, which stand for it in an index.

    Args:
        text: An article, or any part of one.

    Returns:
        At most `SKETCH_SIZE` numbers, ascending, each once; all of them where the text has no more; none for a text
        of fewer than three words.
    """
    ordered = np.sort(_hash_triples(text))
    if not len(ordered):
        return ()
    first_of_its_kind = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    return tuple(ordered[first_of_its_kind][:SKETCH_SIZE].tolist())


def containment(a: AbstractSet[int], b: AbstractSet[int]) -> float:
    """Return which share of the smaller set the larger one holds: |A ∩ B| / min(|A|, |B|).

    Args:
        a: Shingles of one text.
        b: Shingles of another.

    Returns:
        Between 0 and 1; 0 if either is empty.

    Examples:
        >>> whole = shingles("The two ministers met at the border and talked about the harbour.")
        >>> containment(whole, shingles("The two ministers met at the border."))
        1.0
    """
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def _hash_triples(text: str) -> NDArray[np.int64]:
    """Return one number for each triple of words, in the order of the text."""
    words = np.fromiter(map(crc32, _split_words(text)), dtype=np.uint64)
    if len(words) < SHINGLE_WORDS:
        return np.empty(0, dtype=np.int64)
    # whole arrays wrap around at 64 bits without a warning, which is what a hash wants
    mixed = words[:-2] * _FIRST + words[1:-1] * _SECOND + words[2:] * _THIRD
    mixed ^= mixed >> np.uint64(30)
    mixed *= _MIX_1
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX_2
    mixed ^= mixed >> np.uint64(31)
    signed: NDArray[np.int64] = mixed.view(np.int64)  # SQLite knows no other
    return signed


def _split_words(text: str) -> list[bytes]:
    """Return the folded words of a text in UTF-8. Splitting bytes takes a third of the time of a regular expression."""
    if not text.isascii():
        text = _SIGNS.sub(" ", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return text.lower().encode("utf-8", "replace").translate(_ASCII_SIGNS).split()
