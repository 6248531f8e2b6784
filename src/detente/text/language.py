"""Which language a text is in."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: More text than this does not make the answer better.
_SAMPLE_CHARS = 4000

#: Fewer letters than this do not tell a language: names and titles look alike in many.
_LEAST_LETTERS = 24

_LEAST_CONFIDENCE = 0.5

_WORD = re.compile(r"[^\W\d_]+")

# Function words that, taken together, only English has; measured in docs/methods as shares of all words.
_ENGLISH = frozenset({
    "the",
    "of",
    "and",
    "to",
    "that",
    "with",
    "for",
    "was",
    "is",
    "by",
    "from",
    "has",
    "said",
    "he",
})

# More words that English uses all the time; other languages have some of them too.
_COMMON = _ENGLISH | frozenset(
    (
        "a an and are as at be been but have had his in it its not on or their they this were which who will would "
        "after about more than also into over there says people"
    ).split()
)

#: English news has at least so many of `_ENGLISH`, or of `_COMMON`, among its words.
_LEAST_SHARE, _LEAST_COMMON_SHARE = 0.15, 0.25


def detect_language(text: str) -> str | None:
    """Return the language of `text` as an ISO 639-1 code, or None if there is too little text to tell.

    Plainly English text is told by its function words, so that the model is loaded (a second, 120 MB) only
    where there is doubt.
    """
    sample = text[:_SAMPLE_CHARS]
    words = [word.lower() for word in _WORD.findall(sample)]
    if sum(map(len, words)) < _LEAST_LETTERS:
        return None
    if _is_plainly_english(words):
        return "en"
    code: str
    code, confidence = _load_identifier().classify(sample)
    if confidence < _LEAST_CONFIDENCE or len(code) != 2:
        return None
    return code


def _is_plainly_english(words: list[str]) -> bool:
    if len(words) < 20:
        return False
    known = [word for word in words if word in _ENGLISH]
    if "the" not in known:
        return False
    if len(known) >= _LEAST_SHARE * len(words) and len(set(known)) >= 4:
        return True
    common = [word for word in words if word in _COMMON]
    return len(common) >= _LEAST_COMMON_SHARE * len(words) and len(set(common)) >= 6


@functools.cache
def _load_identifier() -> LanguageIdentifier:
    """Return an identifier of our own: the package's shared one can be narrowed by anybody in the process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - numpy and a model: a second

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
