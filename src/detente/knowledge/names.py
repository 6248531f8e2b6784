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
# What may stand between two tokens of a name, and no empty line, with the token after it. A full stop
# only after an initial or a short title: "George W. Bush", "St. Petersburg".
_NEXT = re.compile(rf"(?P<gap>(?>[ \u00a0]|[ \u00a0\t]?(?:\r?\n)[ \t]?|[-‑‐–]|\. ?))(?P<token>{TOKEN.pattern})")
_HYPHENS = "-‑‐–"
_LONGEST_ABBREVIATION = 2
_REMEMBERED = 65536


class _Shape(NamedTuple):
    """A token without its possessive 's, wherever it stands."""

    raw: str
    key: str
    length: int


class _Row(NamedTuple):
    """A row of the table, read once: the flags as they are asked for, and the reading without and with support."""

    letter: str
    capitals_only: bool
    any_case: bool
    is_word: bool
    reading: Reading
    supported: Reading


class _Span(NamedTuple):
    """The tokens of a possible name and where each of them ends."""

    text: str
    start: int
    shapes: list[_Shape]
    ends: list[int]
    limit: int


class NameFinder:
    """Finds names; holds nothing but its table and bounded memories of what it looked up.

    Args:
        look_up: Key to rows (kind letter, flags, entity ids separated by spaces), best first.
        small_starts: The folded small-lettered words with which a name may begin ("al", "western").
    """

    def __init__(self, look_up: Callable[[str], Rows], *, small_starts: frozenset[str]) -> None:
        self._look_up = look_up
        # Most words of a text come again: each is looked up once, and its rows are read once.
        self._first = lru_cache(maxsize=_REMEMBERED)(self._read_first)
        self._goes_on = lru_cache(maxsize=_REMEMBERED)(self._read_pair)
        self._rows = lru_cache(maxsize=_REMEMBERED)(self._read_rows)
        # Names begin with a capital, or with one of a few dozen small words and numbers.
        self._starts = re.compile(
            rf"(?<!\w)(?=[^\W\d_a-z]|(?:{_alternatives(small_starts)})(?!\w))(?=({TOKEN.pattern}))"
        )

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
            first = self._first(candidate[1]) if at >= reached else None
            match = self._match(_Span(text, at, [first[0]], [at + first[0].length], end), first[1]) if first else None
            if match is not None:
                found.append(match)
                reached = match.end
        return tuple(found)

    def given_name_count(self, token: str) -> int:
        """Return how many people of the tables have this as the first token of their name."""
        rows = self._look_up("^" + fold(token))
        return int(rows[0][1]) if rows else 0

    def _match(self, span: _Span, longest: int) -> NameMatch | None:
        """Return the longest name that begins with a span of one token."""
        names = self._extend(span, longest)
        for last in range(len(names) - 1, -1, -1):
            rows = self._rows(names[last])
            if rows:
                cut = _Span(span.text, span.start, span.shapes[: last + 1], span.ends[: last + 1], span.limit)
                readings = tuple([reading for row in rows if (reading := _pick_reading(row, cut)) is not None])
                if readings:
                    return NameMatch(span.start, span.ends[last], readings)
        return None

    def _extend(self, span: _Span, longest: int) -> list[str]:
        """Add the tokens that may belong to a name; return the keys of all its beginnings."""
        text, _, shapes, ends, limit = span
        names = [shapes[0].key]
        while len(names) < longest:
            following = _NEXT.match(text, ends[-1], limit)
            if following is None or _is_sentence_end(following["gap"], shapes[-1]):
                break
            shape = _read_shape(following["token"])
            names.append(f"{names[-1]} {shape.key}")
            shapes.append(shape)
            ends.append(following.start("token") + shape.length)
            if len(names) == 2 and longest > 2 and not self._goes_on(names[1]):
                break
        return names

    def _read_first(self, raw: str) -> tuple[_Shape, int] | None:
        """Return a first token and the most tokens of a name that begins with it, None if there is none."""
        shape = _read_shape(raw)
        rows = self._look_up("^" + shape.key)
        return (shape, int(rows[0][0])) if rows else None

    def _read_pair(self, name: str) -> bool:
        """Return whether a name of more than two tokens begins with these two."""
        return bool(self._look_up("^" + name))

    def _read_rows(self, key: str) -> tuple[_Row, ...]:
        return tuple([_parse_row(row) for row in self._look_up(key)])


def _alternatives(words: frozenset[str]) -> str:
    """Return a pattern for any of the words, grouped by first letter: regular expressions try one by one."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    groups = (f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items())
    return "|".join(groups) or "(?!)"


@lru_cache(maxsize=_REMEMBERED)
def _read_shape(token: str) -> _Shape:
    tail = possessive_length(token)
    raw = token[:-tail] if tail else token
    return _Shape(raw, fold(raw), len(raw))


def _is_sentence_end(gap: str, left: _Shape) -> bool:
    return gap[0] == "." and left.length > _LONGEST_ABBREVIATION


def _parse_row(row: tuple[str, ...]) -> _Row:
    letter, flags, entities = row
    kind, ids = KIND_LETTERS[letter], tuple(entities.split(" "))
    reading = Reading(kind, ids, "s" in flags)
    return _Row(letter, "u" in flags, "i" in flags, "w" in flags, reading, Reading(kind, ids, needs_support=True))


def _pick_reading(row: _Row, span: _Span) -> Reading | None:
    """Return the row's reading, or None if the text's capitals speak against it."""
    if row.capitals_only:
        if not all(shape.raw.isupper() for shape in span.shapes):
            return None
        if row.is_word and "." not in span.shapes[0].raw and _is_capital_line(span.text, span.start):
            return row.supported
    elif not row.any_case and not _is_capitalized(span):
        return None
    # "the West" is not a group in "the West Wing".
    if row.letter == "v" and not row.any_case and _is_before_capital(span):
        return None
    return row.reading


def _is_before_capital(span: _Span) -> bool:
    following = _NEXT.match(span.text, span.ends[-1], span.limit)
    if following is None or _is_sentence_end(following["gap"], span.shapes[-1]):
        return False
    return following["token"][0].isupper()


def _is_capitalized(span: _Span) -> bool:
    """Return whether all tokens but particles and what follows a hyphen have a capital, one at least."""
    capitals = 0
    for number, shape in enumerate(span.shapes):
        if not shape.raw.islower():
            capitals += 1
        elif shape.key not in PARTICLES and not (
            number and span.text[span.ends[number] - shape.length - 1] in _HYPHENS
        ):
            return False
    return capitals > 0


def _is_capital_line(text: str, at: int) -> bool:
    """Return whether the line around an offset has letters, and capitals only."""
    start = text.rfind("\n", 0, at) + 1
    stop = text.find("\n", at)
    line = text[start : stop if stop >= 0 else len(text)]
    return line.isupper() and len(line) > 12
