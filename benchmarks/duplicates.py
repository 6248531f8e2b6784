"""Score the finding of near-duplicates, and time it as the archive grows.

    python -m benchmarks.duplicates [--shared ../shared] [--sizes 1000 10000 100000]

Quality: texts of 180 words (PolNeAR train, cut up) with one changed copy each, among generated articles, 10,000 or more
in all, shuffled and added one by one. Recall is the share of copies that are in one story with their original;
precision the share of articles in stories of several whose whole story is right. Traps are articles that look like
copies and must stay alone. Time: processor time for each new article over an SQLite file that holds ever more of them.
Without the data beside the project, all texts are generated; the figures are then about nothing but the code.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.story_file import StoryFile
from detente.text.fingerprints import sketch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Words = list[str]
    Change = Callable[[random.Random, Words, Words], Words]

T = TypeVar("T")

WINDOW_WORDS = 180
LEAST_ARTICLES = 10_000
TRAPS = 300

HEADER = """World Desk | Updated Thursday 14:05 GMT. By our own correspondents in Geneva and Vienna, with reporting by
news agencies""".split()
FOOTER = """This report was supplied by a news agency and has not been edited by our staff. Follow us for more, and
subscribe to our morning letter. All rights reserved.""".split()
DISCLAIMER = """(This item was taken over from the wire of an agency without changes. The publisher answers neither for
its accuracy nor for its completeness, and no part of it may be printed again without leave.)""".split()

#: Pairs of articles in the data of which one repeats the other's text, found by reading what the benchmark had linked:
#: running reports that grow through a night, and one agency's report in two versions. Beginnings of the texts' sha256.
RE_USED = (
    ("45eeaeb005", "9ce7ccd085"),
    ("f1feac9567", "b4b5da5e62"),
    ("a98051640b", "7e33308ddb"),
    ("a5962a3d8d", "7961a6f70a"),
    ("e3a82d1de6", "890b771cc2"),
    ("6072ad0a28", "1748f261a5"),
)


def edit(rng: random.Random, words: Sequence[T], vocabulary: Sequence[T], share: float) -> list[T]:
    """Return the words with a share of them dropped, replaced, or followed by a new one, in equal parts."""
    edited = []
    for word in words:
        kind = rng.randrange(3) if rng.random() < share else None
        if kind is None or kind == 2:
            edited.append(word)
        if kind in {1, 2}:
            edited.append(rng.choice(vocabulary))
    return edited


def cut(rng: random.Random, words: list[T], share: float) -> list[T]:
    """Return a share of the words in one piece: mostly the beginning, sometimes the end or the middle."""
    length = round(len(words) * share)
    start = rng.choice((0, 0, len(words) - length, (len(words) - length) // 2))
    return words[start : start + length]


def frame(words: Words) -> Words:
    """Return the words with a header and a footer."""
    return [*HEADER, *words, *FOOTER]


CHANGES: dict[str, Change] = {
    "2 % edited": lambda rng, words, vocabulary: edit(rng, words, vocabulary, 0.02),
    "5 % edited": lambda rng, words, vocabulary: edit(rng, words, vocabulary, 0.05),
    "10 % edited": lambda rng, words, vocabulary: edit(rng, words, vocabulary, 0.10),
    "header and footer": lambda _rng, words, _vocabulary: frame(words),
    "cut to 70 %": lambda rng, words, _vocabulary: cut(rng, words, 0.7),
    "cut to half": lambda rng, words, _vocabulary: cut(rng, words, 0.5),
    "cut 70 %, 5 % edited, framed": lambda rng, words, vocabulary: frame(
        edit(rng, cut(rng, words, 0.7), vocabulary, 0.05)
    ),
    "half, 10 % edited, framed": lambda rng, words, vocabulary: frame(
        edit(rng, cut(rng, words, 0.5), vocabulary, 0.10)
    ),
}


class Babble:
    """Writes articles that are nobody's: each word follows the one before it somewhere in the texts learnt from.

    Args:
        texts: Texts to learn from. Phrases of two words are as common as there, so strangers share some of three.
    """

    def __init__(self, texts: Sequence[Words]) -> None:
        self._followers: defaultdict[str, Words] = defaultdict(list)
        for words in texts:
            for word, following in pairwise(words):
                self._followers[word].append(following)
        self._beginnings = [words[0] for words in texts]

    def write(self, rng: random.Random, length: int) -> Words:
        """Return an article of `length` words."""
        words = [rng.choice(self._beginnings)]
        while len(words) < length:
            following = self._followers.get(words[-1])
            words.append(rng.choice(following or self._beginnings))
        return words


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the set.

    Attributes:
        text: The words.
        family: Pieces of one family may be one story.
        role: "original", "copy", "trap" or "other".
        number: The same for an original and its copy.
    """

    text: str
    family: str
    role: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """What the sets are made of.

    Attributes:
        articles: Whole articles as words, by the beginning of their sha256.
        vocabulary: All their words, as often as they stand there: new words are drawn from these.
        babble: Writes the articles that fill up the set.
    """

    articles: dict[str, Words]
    vocabulary: Words
    babble: Babble

    @property
    def windows(self) -> list[tuple[str, Words]]:
        """Pieces of 180 words, each with the family it belongs to."""
        leaders = dict(RE_USED)
        windows = []
        for name, words in self.articles.items():
            for start in range(0, len(words) - WINDOW_WORDS + 1, WINDOW_WORDS):
                re_used = name in leaders or name in leaders.values()
                family = leaders.get(name, name) if re_used else f"{name}+{start}"
                windows.append((family, words[start : start + WINDOW_WORDS]))
        return windows


def load_material(shared: Path) -> Material:
    """Read the articles of PolNeAR train, or generate as many where they are missing."""
    files = sorted((shared / "data" / "polnear" / "train" / "text").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in files] or generate_texts(random.Random(1))
    articles = {hashlib.sha256(text.encode()).hexdigest()[:10]: text.split() for text in texts}
    return Material(articles, [word for words in articles.values() for word in words], Babble(list(articles.values())))


def generate_texts(rng: random.Random) -> list[str]:
    """Return 800 texts of 740 made-up words whose frequencies fall as those of a language do."""
    ranks = range(1, 30_001)
    weights = [1 / rank for rank in ranks]
    return [" ".join(f"w{rank}" for rank in rng.choices(ranks, weights, k=740)) for _ in range(800)]


def make_set(material: Material, change: Change) -> list[Piece]:
    """Return originals, one copy of each, and generated articles that make up 10,000, in one random order."""
    rng = random.Random(20261123)
    pieces = []
    for number, (family, words) in enumerate(material.windows):
        pieces.append(Piece(" ".join(words), family, "original", number))
        pieces.append(Piece(" ".join(change(rng, words, material.vocabulary)), family, "copy", number))
    for number in range(max(1_000, LEAST_ARTICLES - len(pieces))):
        pieces.append(Piece(" ".join(material.babble.write(rng, WINDOW_WORDS)), f"other {number}", "other"))
    rng.shuffle(pieces)
    return pieces


def file_stories(pieces: Sequence[Piece]) -> list[int]:
    """Add the pieces one by one to an empty file and return the story of each."""
    with tempfile.TemporaryDirectory() as folder, StoryFile(Path(folder) / "stories.sqlite") as file:
        for piece in pieces:
            file.add(piece.text)
        return file.stories()


def score_change(name: str, pieces: Sequence[Piece]) -> None:
    """Print recall and precision of one kind of copy."""
    stories = file_stories(pieces)
    families: defaultdict[int, set[str]] = defaultdict(set)
    sizes: Counter[int] = Counter(stories)
    for piece, story in zip(pieces, stories, strict=True):
        families[story].add(piece.family)
    originals = {p.number: s for p, s in zip(pieces, stories, strict=True) if p.role == "original"}
    copies = {p.number: s for p, s in zip(pieces, stories, strict=True) if p.role == "copy"}
    found = sum(originals[number] == story for number, story in copies.items())
    linked = [story for story in stories if sizes[story] > 1]
    right = sum(len(families[story]) == 1 for story in linked)
    print_share(f"{name}, recall", found, len(copies))
    print_share(f"{name}, precision", right, len(linked))


def print_share(name: str, part: int, whole: int) -> None:
    """Print one line of the table."""
    print(f"{name:<42}{part / max(whole, 1):.4f}   {part:,} of {whole:,}", flush=True)


def make_traps(material: Material) -> dict[str, list[Piece]]:
    """Return sets of articles none of which is another's copy."""
    rng = random.Random(11)
    windows = [words for _, words in material.windows]
    re_used = {name for pair in RE_USED for name in pair}
    wholes = [w for name, w in material.articles.items() if len(w) >= 4 * WINDOW_WORDS and name not in re_used][:TRAPS]
    briefs = [words[:60] for words in wholes]
    short = [[*words[:80], *DISCLAIMER] for words in rng.sample(windows, TRAPS)]
    sampled = rng.sample(windows, TRAPS)
    round_ups = [[word for words in sampled[i : i + 5] for word in words] for i in range(0, TRAPS, 5)]
    quoted = rng.sample(windows, TRAPS)
    speech = material.babble.write(rng, 60)
    return {
        "brief of a long report": [_trap(w, "other") for w in wholes] + [_trap(w) for w in briefs],
        "short, same disclaimer": [_trap(w) for w in short],
        "round-up of five": [_trap(w, "other") for w in sampled] + [_trap(w) for w in round_ups],
        "same 60 words quoted": [_trap([*w[:90], *speech, *w[90:]]) for w in quoted],
    }


def _trap(words: Words, role: str = "trap") -> Piece:
    return Piece(" ".join(words), "", role)


def score_traps(name: str, pieces: Sequence[Piece]) -> None:
    """Print the share of traps that stayed alone."""
    stories = file_stories(pieces)
    sizes = Counter(stories)
    traps = [story for piece, story in zip(pieces, stories, strict=True) if piece.role == "trap"]
    print_share(f"{name}, left alone", sum(sizes[story] == 1 for story in traps), len(traps))


def time_growth(material: Material, sizes: Sequence[int]) -> None:
    """Print processor time for a new article, and recall of copies cut to half, at each size of the file."""
    rng = random.Random(5)
    first_ms = None
    with tempfile.TemporaryDirectory() as folder, StoryFile(Path(folder) / "stories.sqlite") as file:
        for size in sizes:
            texts = [material.babble.write(rng, 500) for _ in range(size - len(file))]
            file.add_strangers(" ".join(words) for words in texts)
            halves = [" ".join(cut(rng, words, 0.5)) for words in rng.sample(texts, min(TRAPS, len(texts)))]
            found = sum(file.find(half) is not None for half in halves)
            strangers = [" ".join(material.babble.write(rng, 500)) for _ in range(TRAPS)]
            begun = time.process_time()
            for text in strangers:
                file.add(text)
            spent_ms = (time.process_time() - begun) * 1000 / len(strangers)
            first_ms = first_ms or spent_ms
            print(
                f"{f'{size:,} articles in the file':<42}{spent_ms:.2f} ms for a new one, {spent_ms / first_ms:.2f} "
                f"times the first; {found} of {len(halves)} copies cut to half found",
                flush=True,
            )


def time_sketch(material: Material) -> None:
    """Print how many articles of 500 words are sketched in a second."""
    rng = random.Random(3)
    texts = [" ".join(material.babble.write(rng, 500)) for _ in range(1_000)]
    begun = time.process_time()
    for text in texts:
        sketch(text)
    print(f"{'sketches of articles of 500 words':<42}{len(texts) / (time.process_time() - begun):,.0f} a second")


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    options = parser.parse_args()
    material = load_material(options.shared)
    for name, change in CHANGES.items():
        score_change(name, make_set(material, change))
    for name, pieces in make_traps(material).items():
        score_traps(name, pieces)
    time_sketch(material)
    time_growth(material, options.sizes)


if __name__ == "__main__":
    main()
