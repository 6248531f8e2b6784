"""Finding known names in a text: leftmost, then longest, at word boundaries.

The table of names has one row per reading: key, kind, flags, entities. Flags: `u` only in
capitals (acronyms), `i` in any case, `w` an acronym that is also a word ("WHO", "US"), `s` needs
support. A row whose key is `^` and a token tells how many tokens the longest name that
starts with it has, and how many people's given name it is; one whose key is `^` and two tokens
says that a name of more than two tokens begins so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from detente.knowledge.folding import PARTICLES, TOKEN, fold, possessive_length
from detente.knowledge.model import NameMatch, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.knowledge.model import AliasKind

    Rows = tuple[tuple[str, ...], ...]

KIND_LETTERS: Mapping[str, AliasKind] = {
    "f": "full",
    "s": "surname",
    "t": "title",
    "m": "metonym",
    "d": "demonym",
    "c": "capital",
    "a": "acronym",
    "p": "place",
    "v": "vague",
}
# What may stand between two tokens of a name, and no empty line. A full stop only after an
# initial or a short title: "George W. Bush", "St. Petersburg".
_GAP = re.compile(r"[ \u00a0]|[ \u00a0\t]?(?:\r?\n)[ \t]?|[-‑‐–]|\. ?")
_LONGEST_ABBREVIATION = 2
_REMEMBERED = 65536


class _Token(NamedTuple):
    start: int
    end: int
    raw: str
    key: str
    after_hyphen: bool


class NameFinder:
    """Finds names; holds nothing but its table and a bounded memory of first tokens.

    Args:
        look_up: Key to rows (kind letter, flags, entity ids separated by spaces), best first.
        small_starts: The folded small-lettered words with which a name may begin ("al", "western").
    """

    def __init__(self, look_up: Callable[[str], Rows], *, small_starts: frozenset[str]) -> None:
        self._look_up = lru_cache(maxsize=_REMEMBERED)(look_up)
        # Names begin with a capital, or with one of a few dozen small words and numbers.
        self._starts = re.compile(rf"(?<!\w)(?:[^\W\d_a-z]|(?:{_alternatives(small_starts)})(?!\w))")

    def find(self, text: str, start: int, end: int) -> tuple[NameMatch, ...]:
        """Return the names in `text[start:end]`, in order and without overlap.

        Args:
            text: Any text; offsets refer to the whole of it.
            start: Where to begin.
            end: Where to stop.

        Returns:
            The matches, leftmost first.
        """
        found: list[NameMatch] = []
        reached = start
        for candidate in self._starts.finditer(text, start, end):
            at = candidate.start()
            if at < reached:
                continue
            token = _read_token(text, at, end, after_hyphen=False)
            rows = self._look_up("^" + token.key) if token is not None else ()
            match = self._match(text, token, int(rows[0][0]), end) if token is not None and rows else None
            if match is not None:
                found.append(match)
                reached = match.end
        return tuple(found)

    def given_name_count(self, token: str) -> int:
        """Return how many people of the tables have this as the first token of their name."""
        rows = self._look_up("^" + fold(token))
        return int(rows[0][1]) if rows else 0

    def _match(self, text: str, first: _Token, longest: int, end: int) -> NameMatch | None:
        tokens = [first]
        while len(tokens) < longest:
            following = _next_token(text, tokens[-1], end)
            if following is None:
                break
            tokens.append(following)
            if len(tokens) == 2 and not self._look_up(f"^{first.key} {following.key}"):
                break
        for length in range(len(tokens), 0, -1):
            span = tokens[:length]
            rows = self._look_up(" ".join([token.key for token in span]))
            if rows:
                readings = tuple(reading for row in rows if (reading := _read_row(row, text, span, end)) is not None)
                if readings:
                    return NameMatch(first.start, span[-1].end, readings)
        return None


def _alternatives(words: frozenset[str]) -> str:
    """Return a pattern for any of the words, grouped by first letter: regular expressions try one by one."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    groups = (f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return "|".join(groups) or "(?!)"


def _read_token(text: str, at: int, end: int, *, after_hyphen: bool) -> _Token | None:
    match = TOKEN.match(text, at, end)
    if match is None:
        return None
    raw = match.group()
    tail = possessive_length(raw)
    if tail:
        raw = raw[:-tail]
    return _Token(at, at + len(raw), raw, fold(raw), after_hyphen)


def _next_token(text: str, left: _Token, end: int) -> _Token | None:
    """Return the token after another if both can belong to one name."""
    gap = _GAP.match(text, left.end, end)
    if gap is None:
        return None
    mark = gap.group()
    if mark[0] == "." and len(left.raw) > _LONGEST_ABBREVIATION:
        return None
    return _read_token(text, gap.end(), end, after_hyphen=mark in "-‑‐–")


def _read_row(row: tuple[str, ...], text: str, span: list[_Token], end: int) -> Reading | None:
    """Return the row's reading, or None if the text's capitals speak against it."""
    letter, flags, entities = row
    support = "s" in flags
    if "u" in flags:
        if not all(token.raw.isupper() for token in span):
            return None
        if "w" in flags and "." not in span[0].raw and _is_capital_line(text, span[0].start):
            support = True
    elif "i" not in flags and not _is_capitalized(span):
        return None
    # "the West" is not a group in "the West Wing".
    if letter == "v" and "i" not in flags and (after := _next_token(text, span[-1], end)) and after.raw[0].isupper():
        return None
    return Reading(KIND_LETTERS[letter], tuple(entities.split(" ")), support)


def _is_capitalized(span: list[_Token]) -> bool:
    """Return whether all tokens but particles and what follows a hyphen have a capital, one at least."""
    capitals = 0
    for token in span:
        if token.raw.islower():
            if token.key not in PARTICLES and not token.after_hyphen:
                return False
        else:
            capitals += 1
    return capitals > 0


def _is_capital_line(text: str, at: int) -> bool:
    """Return whether the line around an offset has letters, and capitals only."""
    start = text.rfind("\n", 0, at) + 1
    stop = text.find("\n", at)
    line = text[start : stop if stop >= 0 else len(text)]
    return line.isupper() and len(line) > 12
