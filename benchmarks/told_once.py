"""Score which events of a copy are taken for events of the leading text.

    python -m benchmarks.told_once [--shared ../shared] [--articles 15]

The bundled articles, some of PolNeAR dev, and changed copies of them are read, and the events of both are paired. Every
word of a copy is known to be a certain word of the original, or new; so it is known which events stand on the same
words. Recall is the share of the copy's events that stand on words of an event of the same type in the original and
are paired with it; precision the share of pairs that do. Events of unrelated articles are paired too: there, any pair
is wrong.
"""

from __future__ import annotations

import argparse
import random
import re
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import detente
from benchmarks.duplicates import FOOTER, HEADER, cut, edit, print_share
from detente.archive.telling import match_events
from detente.runs import example_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable

    from detente.records import Event, Record

PUBLISHED = "2016-03-01"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a copy with the white space behind it, and its number in the original; None if it is new."""

    printed: str
    number: int | None


def split(text: str) -> list[Word]:
    """Return a text's words in order, nothing of it lost."""
    return [Word(printed, number) for number, printed in enumerate(re.findall(r"\s*\S+\s*", text))]


def frame(words: list[Word]) -> list[Word]:
    """Return the words with a paragraph before and one behind them."""
    return [Word(" ".join(HEADER) + "\n\n", None), *words, Word("\n\n" + " ".join(FOOTER), None)]


def bundled_articles() -> list[Traversable]:
    """Return the articles that come with the package."""
    return [resources.files("detente.examples").joinpath(f"{name}.txt") for name in example_names()]


def make_copies(rng: random.Random, words: list[Word]) -> dict[str, list[Word]]:
    """Return the copies of one article by kind."""
    new = [Word(word.printed.strip() + " ", None) for word in words]
    return {
        "same text": words,
        "5 % edited": edit(rng, words, new, 0.05),
        "10 % edited": edit(rng, words, new, 0.10),
        "cut to half": cut(rng, words, 0.5),
        "cut 70 %, 5 % edited, framed": frame(edit(rng, cut(rng, words, 0.7), new, 0.05)),
    }


def number_places(words: list[Word]) -> Callable[[Event], frozenset[int]]:
    """Return a function from an event of this text to the numbers of the original's words that carry it."""
    numbers: list[int | None] = []
    for word in words:
        numbers.extend([word.number] * len(word.printed))

    def carry(event: Event) -> frozenset[int]:
        spans = (event.trigger, *event.mentions)
        found = {number for span in spans for number in numbers[span.start : span.end]}
        return frozenset(number for number in found if number is not None)

    return carry


@dataclass
class Tally:
    """Counts of one kind of copy: pairs made, those that are right, and events that should be in a pair."""

    pairs: int = 0
    right: int = 0
    tellable: int = 0

    def add(self, original: tuple[Record, list[Word]], copy: tuple[Record, list[Word]]) -> None:
        """Count one copy."""
        carry_original, carry_copy = number_places(original[1]), number_places(copy[1])
        told = match_events(original[0], copy[0])
        for event in copy[0].events:
            numbers = carry_copy(event)
            same = {e.key for e in original[0].events if e.type == event.type and carry_original(e) & numbers}
            self.pairs += event.key in told
            self.tellable += bool(same)
            self.right += told.get(event.key) in same


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=15)
    options = parser.parse_args()
    files = sorted((options.shared / "data" / "polnear" / "dev" / "text").glob("*.txt"))[: options.articles]
    texts = [path.read_text(encoding="utf-8") for path in [*bundled_articles(), *files]]
    rng = random.Random(8)
    tallies: dict[str, Tally] = {}
    originals = []
    for text in texts:
        words = split(text)
        originals.append((detente.read("".join(w.printed for w in words), published=PUBLISHED), words))
        for kind, copied in make_copies(rng, words).items():
            record = detente.read("".join(w.printed for w in copied), published=PUBLISHED)
            tallies.setdefault(kind, Tally()).add(originals[-1], (record, copied))
    for kind, tally in tallies.items():
        print_share(f"{kind}, recall", tally.right, tally.tellable)
        print_share(f"{kind}, precision", tally.right, tally.pairs)
    wrong = sum(len(match_events(a, b)) for (a, _), (b, _) in pairwise(originals))
    events = sum(len(record.events) for record, _ in originals[1:])
    print_share("unrelated articles, left apart", events - wrong, events)


if __name__ == "__main__":
    main()
