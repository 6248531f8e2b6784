"""Which articles are nearly the same text, and so tell one story.

Two articles are near-duplicates if the longer one holds a good part of the shorter (so a copy that was cut still
counts), if that part is no trifle of the longer either (so a brief inside a long report does not), and if it is more
than the standing lines that an agency prints under everything. The archive says which articles share fingerprints; at
most ten of them are compared in full, however many it holds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from detente.text.fingerprints import containment, shingles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

#: Articles that are asked for by one hash, the first ones. A phrase that stands everywhere ("said in a statement on")
#: then costs no more than any other; and of a text copied a thousand times, the first do.
MOST_POSTINGS = 32

#: Articles that are compared in full with a new one.
MOST_COMPARED = 10

#: Hashes of its sketch that a candidate shares with the new article, at least. Of 3,000 articles on one subject, one
#: in fourteen shared three with a stranger; of copies cut to half, every one shared four.
LEAST_SHARED = 3

#: Shingles that near-duplicates have in common, at least: a disclaimer or a reporter's credit has 20 to 40.
LEAST_COMMON = 40

#: Share of the shorter text that must be in the longer. Among 3,000 articles strangers had up to .25 in common (a
#: passage quoted), and all pairs from .34 on were real copies; a text with a tenth of its words edited keeps .6.
LEAST_OF_SHORTER = 0.375

#: Share of the longer text that must be in the shorter; below it, one is a brief, or the other a round-up.
LEAST_OF_LONGER = 0.25

#: Two articles show to be one story through a third only if it takes more than this share of its text from each:
#: then it took some of it from both at once. A round-up of two stories does not make them one.
LEAST_TO_MERGE = 0.5

#: The articles that must have the same lines in common, and nothing else, for these to be standing lines.
STANDING_ARTICLES = 3

#: A text that has less than this share of its own beside the lines in common has no standing lines, but a header.
_LEAST_OWN = 0.3

#: Standing lines may be cut or edited a little, and unrelated rests share a phrase or two.
_NEARLY_ALL, _NEARLY_NONE = 0.8, 0.1

#: What a hash counts that one article alone holds.
RARE = 10_000


class StoryIndex(Protocol):
    """What the archive answers. Articles and stories are numbers; the lower was added the earlier."""

    def articles_with(self, fingerprint: int, most: int) -> Sequence[int]:
        """Return the articles whose sketch holds one hash, ascending: no more than the first `most`."""

    def text_of(self, article: int) -> str:
        """Return the text of which an article's sketch was made."""

    def story_of(self, article: int) -> int:
        """Return the story that an article belongs to now."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts have in common.

    Attributes:
        common: Number of shingles in both.
        of_first: Share of the first text that is in the second, 0 to 1.
        of_second: Share of the second text that is in the first, 0 to 1.
    """

    common: int
    of_first: float
    of_second: float

    @property
    def of_shorter(self) -> float:
        """Share of the shorter text that is in the longer: their containment."""
        return max(self.of_first, self.of_second)

    @property
    def of_longer(self) -> float:
        """Share of the longer text that is in the shorter."""
        return min(self.of_first, self.of_second)

    @property
    def is_near_duplicate(self) -> bool:
        """Whether this is enough to call one text a copy of the other, edited, cut or framed."""
        return self.common >= LEAST_COMMON and self.of_shorter >= LEAST_OF_SHORTER and self.of_longer >= LEAST_OF_LONGER


@dataclass(frozen=True, slots=True)
class Match:
    """The story that a new article belongs to.

    Attributes:
        article: The article nearest to the new one.
        story: The story to join. Its first article goes on leading it: what was cited stays as it is.
        merged: Higher story numbers that the new article shows to be the same story, ascending; mostly none.
        overlap: What the new article (first) and `article` (second) have in common.
    """

    article: int
    story: int
    merged: tuple[int, ...]
    overlap: Overlap


def compare_texts(first: AbstractSet[int], second: AbstractSet[int]) -> Overlap:
    """Return what two texts have in common, from the shingles of each."""
    common = len(first & second)
    return Overlap(common, common / max(len(first), 1), common / max(len(second), 1))


class StoryFinder:
    """Finds the story of a new article. Keeps nothing: the index is the only state.

    Args:
        index: The articles added so far.
    """

    def __init__(self, index: StoryIndex) -> None:
        self._index = index

    def find_story(self, text: str, hashes: Sequence[int]) -> Match | None:
        """Return the story that a text belongs to, or None if it begins one of its own.

        The answer depends on the text and on the articles added before it, and on nothing else. An article that is
        in the index already is found there: ask before adding.

        Args:
            text: The text of the new article, as `StoryIndex.text_of` returns it later.
            hashes: Its sketch, which the index keeps once the article is added.
        """
        return self.find_among(text, self._candidates(hashes))

    def find_among(self, text: str, candidates: Sequence[int]) -> Match | None:
        """Return the story that a text belongs to, or None, if it is known which articles are worth comparing.

        Args:
            text: The text of the new article.
            candidates: At most `MOST_COMPARED` articles, those that share most of their sketches with it first.
        """
        if not candidates:
            return None
        new = shingles(text)
        compared = {article: shingles(self._index.text_of(article)) for article in candidates}
        overlaps = {article: compare_texts(new, other) for article, other in compared.items()}
        near = [
            article
            for article, overlap in overlaps.items()
            if overlap.is_near_duplicate and not _is_standing(new, article, compared)
        ]
        if not near:
            return None
        best = min(near, key=lambda article: (-overlaps[article].of_longer, -overlaps[article].of_shorter, article))
        stories = {self._index.story_of(best)}
        if overlaps[best].of_first > LEAST_TO_MERGE:
            stories |= {self._index.story_of(a) for a in near if overlaps[a].of_first > LEAST_TO_MERGE}
        story, *merged = sorted(stories)
        return Match(best, story, tuple(merged), overlaps[best])

    def _candidates(self, hashes: Sequence[int]) -> list[int]:
        """Return the articles worth comparing, those that share most first.

        A hash counts the less the more articles hold it. Otherwise the articles that were framed by the same page
        would crowd out the one with the same text.
        """
        shared: Counter[int] = Counter()
        weights: Counter[int] = Counter()
        for fingerprint in hashes:
            holding = self._index.articles_with(fingerprint, MOST_POSTINGS)
            shared.update(holding)
            # whole numbers, so that the order of adding cannot change a sum
            weights.update(dict.fromkeys(holding, RARE // max(len(holding), 1)))
        ranked = sorted((-weights[article], article) for article, count in shared.items() if count >= LEAST_SHARED)
        return [article for _, article in ranked[:MOST_COMPARED]]


def _is_standing(new: frozenset[int], article: int, compared: Mapping[int, frozenset[int]]) -> bool:
    """Tell whether all that an article has in common with a new one are lines that stand under others as well.

    They are if enough of the compared articles hold the same lines, and beside them have nothing in common with each
    other. Copies of one text that were framed differently are no such case: their own words are few.
    """
    lines = new & compared[article]
    own = compared[article] - lines
    if len(new - lines) < _LEAST_OWN * len(new) or len(own) < _LEAST_OWN * len(compared[article]):
        return False
    rests = [own]
    for other, theirs in compared.items():
        if other == article or len(lines & theirs) < _NEARLY_ALL * len(lines):
            continue
        rest = theirs - lines
        if len(rest) >= _LEAST_OWN * len(theirs) and all(containment(rest, r) <= _NEARLY_NONE for r in rests):
            rests.append(rest)
    return len(rests) >= STANDING_ARTICLES
