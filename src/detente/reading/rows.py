"""A parsed sentence as rows of numbers: what the engine makes, and what words of ours are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

_COLUMNS: Final = ["ORTH", "LEMMA", "POS", "TAG", "DEP", "MORPH", "HEAD", "SPACY"]
_HALF_RANGE: Final = 1 << 63

#: A word: numbers of the strings of form, lemma, part of speech, tag, dependency and morphology; then the place of its
#: head, and 1 where a blank follows.
WordRow = tuple[int, int, int, int, int, int, int, int]

#: A name: number of its kind among the strings, first place, place behind the last word.
NameRow = tuple[int, int, int]


class ParseRows(NamedTuple):
    """One parsed sentence.

    Attributes:
        vocab: spaCy's vocabulary, which knows the strings behind the numbers.
        text: The sentence.
        words: A row for each word.
        names: Its names, in order.
    """

    vocab: Vocab
    text: str
    words: Sequence[WordRow]
    names: Sequence[NameRow]


def rows_of(parsed: SpacyDoc) -> ParseRows:
    """Return the rows of a sentence that spaCy parsed, with lemmas and names."""
    words: list[WordRow] = []
    for place, row in enumerate(parsed.to_array([*_COLUMNS]).tolist()):
        *named, head, space = row
        # Distances come unsigned: what is beyond half of the range is negative.
        words.append((*named, place + (head if head < _HALF_RANGE else head - 2 * _HALF_RANGE), space))
    return ParseRows(parsed.vocab, parsed.text, words, [(name.label, name.start, name.end) for name in parsed.ents])
