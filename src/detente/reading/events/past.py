"""When things happened, by the words of a sentence and of those beside it: features for the scorer of background.

Nothing is decided here: each feature is a short phrase such as "time weekday" or "before: looks back".
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date as day

    from detente.reading.events.scene import Scene
    from detente.reading.grammar.tokens import Token

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
LOOKS_BACK = re.compile(
    r"\b(?:ago|earlier|previous(?:ly)?|former(?:ly)?|once|history|historic|already|last (?:year|month))\b"
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:today|yesterday)\b")
_MONTH = re.compile(r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b")
_HAD, _HAS = re.compile(r"\bhad\b"), re.compile(r"\b(?:has|have)\b")

#: Words this near to the event's word are features themselves.
_NEAR = 8
_NO_WORDS = frozenset({"PROPN", "NUM", "PUNCT", "SPACE"})


def time_features(scene: Scene, token: Token, clause: str) -> Iterator[str]:
    """Yield the features of time of an event's word.

    Args:
        scene: The sentence.
        token: The word.
        clause: The form of its clause, "have+VBN".
    """
    document, index = scene.document, scene.sentence.index
    own = time_words(scene.sentence.span.words(document.text), document.day)
    yield from (f"time {word}" for word in own)
    yield from (f"time {one} & {other}" for one, other in itertools.combinations(own, 2))
    yield from (f"clause {clause} & time {word}" for word in own)
    for name, neighbour in (("before", index - 1), ("behind", index + 1)):
        if 0 <= neighbour < len(document.sentences):
            words = document.sentences[neighbour].span.words(document.text)
            for word in time_words(words, document.day):
                yield f"{name}: {word}"
                yield f"clause {clause} & {name}: {word}"
    near = token.doc[max(token.i - _NEAR, 0) : token.i + _NEAR + 1]
    yield from (f"near {other.lower_}" for other in near if other.pos_ not in _NO_WORDS)


@functools.lru_cache(maxsize=1024)  # for each trigger of a sentence, and as its neighbour
def time_words(words: str, published: day | None) -> tuple[str, ...]:
    """Return which kinds of words of time a sentence has.

    Args:
        words: The sentence.
        published: The article's day, or None.
    """
    kinds = {"weekday": _WEEKDAY, "month": _MONTH, "looks back": LOOKS_BACK, "had": _HAD, "has": _HAS}
    found = [name for name, pattern in kinds.items() if pattern.search(words)]
    years = [int(match.group()) for match in YEAR.finditer(words)]
    if years:
        old = published is not None and max(years) < published.year
        found.append("year" if published is None else "earlier year" if old else "this year")
    elif "weekday" not in found:
        found.append("none")
    return tuple(found)
