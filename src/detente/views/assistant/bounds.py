"""How long what an assistant asks may be."""

from __future__ import annotations

from typing import Final

from detente.errors import UsageError

MOST_CHARS: Final = 1_000
_SHOWN: Final = 60


def check_words(words: str) -> str:
    """Return words that were asked for, if they are some and not too many.

    Raises:
        UsageError: There are none, or more than `MOST_CHARS` characters.
    """
    if not words.strip():
        raise UsageError("there is nothing to look for", hint="Give some words.")
    return str(check_word(words))


def check_word(words: str | None) -> str | None:
    """Return words that need not be there, if they are not too many.

    Raises:
        UsageError: There are more than `MOST_CHARS` characters.
    """
    if words is not None and len(words) > MOST_CHARS:
        raise UsageError(f"{shorten(words)!r} is too long", hint=f"Ask with at most {MOST_CHARS} characters.")
    return words


def shorten(words: str) -> str:
    """Return the beginning of words, for a message."""
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
