"""Finding known names in a text: leftmost, then longest, at word boundaries.

The table of names has one row per sense: key, kind, flags, entities. Flags: `u` only in
capitals (acronyms), `i` in any case, `l` small letters after the first word ("Kano state"), `w` an
acronym that is also a word ("WHO", "US"), `s` needs support. A row whose key is `^` and a token
tells how many tokens the longest name that starts with it has, and how many people's given name it
is; one whose key is `^` and two tokens says that a name of more than two tokens begins so.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from detente.knowledge.folding import PARTICLES, TOKEN, fold, possessive_length
from detente.knowledge.model import NameMatch, NameSense

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
# initial or a short title ("George W. Bush", "St. Petersburg"), an apostrophe only after what is no name itself
# ("the People's Republic", "the Workers' Party"), a bracket only if it opens before the name ("[Angela] Merkel").
_GAP = r"(?P<gap>(?>(?:['’ʼ‘`][sS]?|\])?[ \u00a0]|[ \u00a0\t]?(?:\r?\n)[ \t]?|[-‑‐–]|\. ?))"
# What may stand behind a first name without being part of the name: "Colin L. Powell", "William (Bill) Burns".
_ASIDE = re.compile(r" (?:[A-Z]\.?(?: ?[A-Z]\.)*|[(\[\"“‘'][^\W\d_]+[)\]\"”’'])(?= )")
_NEXT = re.compile(rf"{_GAP}(?P<token>{TOKEN.pattern})")
_HYPHENS = "-‑‐–"
_APOSTROPHES = frozenset("'’ʼ‘`")
_LONGEST_ABBREVIATION = 2
_REMEMBERED = 65536


class _Shape(NamedTuple):
    """A token without its possessive 's, wherever it stands."""

    raw: str
    key: str
    length: int


class _Row(NamedTuple):
    """A row of the table, read once: the flags as they are asked for, and the sense.

    `supported` is the sense in a line of capitals, for acronyms that are also words.
    """

    letter: str
    capitals_only: bool
    any_case: bool
    small_tail: bool
    sense: NameSense
    supported: NameSense | None


class _First(NamedTuple):
    """A token with which names begin, the most tokens that one of them has, and whether it is itself a name."""

    shape: _Shape
    longest: int
    alone: bool


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
        small_inner: Those that may follow in it ("leaders"), particles and what follows a hyphen excepted.
    """

    def __init__(
        self, look_up: Callable[[str], Rows], *, small_starts: frozenset[str], small_inner: frozenset[str]
    ) -> None:
        self._look_up = look_up
        # Most words of a text come again: each is looked up once, and its rows are read once.
        self._first = lru_cache(maxsize=_REMEMBERED)(self._read_first)
        self._goes_on = lru_cache(maxsize=_REMEMBERED)(self._read_pair)
        self._rows = lru_cache(maxsize=_REMEMBERED)(self._read_rows)
        # Names begin with a capital, or with one of a few dozen small words and numbers.
        start = rf"(?=[^\W\d_a-z]|(?:{_alternatives(small_starts)})(?!\w))(?=({TOKEN.pattern}))"
        self._first_start = re.compile(rf"(?<!\w){start}")
        # The character before is part of the pattern and not looked back at: so the engine leaps from one to the next.
        self._later_starts = re.compile(rf"\W{start}")
        # No plain small word goes on with a name but these.
        small = _alternatives(small_inner | PARTICLES)
        self._next = re.compile(
            rf"{_GAP}(?:(?<=[{_HYPHENS}])|(?![a-z]+(?![\w'’ʼ‘`]))|(?=(?:{small})(?!\w)))(?P<token>{TOKEN.pattern})"
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
        first_of, next_of = self._first, self._next.match
        at_start = self._first_start.match(text, start, end)
        candidates = self._later_starts.finditer(text, start, end)
        for candidate in candidates if at_start is None else chain((at_start,), candidates):
            at = candidate.start(1)
            if at < reached and not _is_behind_article(text, at, found[-1]):
                continue
            first = first_of(candidate[1])
            if first is None:
                continue
            shape, longest, alone = first
            stop = at + shape.length
            following = next_of(text, stop, end) if longest > 1 else None
            # Most words with which names begin are neither a name themselves nor go on with one here.
            if following is None and not alone:
                continue
            match = self._match(_Span(text, at, [shape], [stop], end), longest, following)
            if match is not None and match.end > reached:
                if at < reached:  # "the Atlantic Council" is not The Atlantic
                    found.pop()
                found.append(match)
                reached = match.end
        return tuple(found)

    def given_name_count(self, token: str) -> int:
        """Return how many people of the tables have this as the first token of their name."""
        rows = self._look_up("^" + fold(token))
        return int(rows[0][1]) if rows else 0

    def _match(self, span: _Span, longest: int, following: re.Match[str] | None) -> NameMatch | None:
        """Return the longest name that begins with a span of one token; the span grows and shrinks to it.

        A middle initial or nickname that the tables do not have is passed over, if a name follows with it left out.
        """
        aside = _ASIDE.match(span.text, span.ends[0], span.limit) if longest > 1 else None
        first, end = span.shapes[0], span.ends[0]
        found = self._longest(span, longest, following)
        if aside is None or (found is not None and found.end > aside.end()):
            return found
        again = _Span(span.text, span.start, [first], [end], span.limit)
        beyond = self._longest(again, longest, self._next.match(span.text, aside.end(), span.limit))
        return beyond if beyond is not None and beyond.end > aside.end() else found

    def _longest(self, span: _Span, longest: int, following: re.Match[str] | None) -> NameMatch | None:
        """Return the longest name of these tokens and those that follow on the given one."""
        names = self._extend(span, longest, following)
        while names:
            rows = self._rows(names.pop())
            senses = tuple([sense for row in rows if (sense := _pick_sense(row, span)) is not None])
            if senses:
                return NameMatch(span.start, span.ends[-1], senses)
            span.shapes.pop()
            span.ends.pop()
        return None

    def _extend(self, span: _Span, longest: int, following: re.Match[str] | None) -> list[str]:
        """Add the tokens that may belong to a name, the next of them given; return the keys of all its beginnings."""
        text, _, shapes, ends, limit = span
        names = [shapes[0].key]
        while following is not None:
            gap, token = following.groups()
            if _is_sentence_end(gap, shapes[-1]) or self._parts(gap, names[-1], span):
                break
            shape = _read_shape(token)
            names.append(f"{names[-1]} {shape.key}")
            shapes.append(shape)
            ends.append(following.end() - len(token) + shape.length)
            count = len(names)
            if count == longest or (count == 2 and not self._goes_on(names[1])):
                break
            following = self._next.match(text, ends[-1], limit)
        return names

    def _parts(self, gap: str, name: str, span: _Span) -> bool:
        """Tell whether a gap parts two names: "Iran's" owns what follows, a bracket may close an aside."""
        if gap[0] == "]":
            return len(span.shapes) > 1 or span.text[span.start - 1 : span.start] != "["
        return gap[0] in _APOSTROPHES and bool(self._look_up(name))

    def _read_first(self, raw: str) -> _First | None:
        shape = _read_shape(raw)
        rows = self._look_up("^" + shape.key)
        return _First(shape, int(rows[0][0]), bool(self._look_up(shape.key))) if rows else None

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
    supported = NameSense(kind, ids, needs_support=True) if "w" in flags else None
    return _Row(letter, "u" in flags, "i" in flags, "l" in flags, NameSense(kind, ids, "s" in flags), supported)


def _pick_sense(row: _Row, span: _Span) -> NameSense | None:
    """Return the row's sense, or None if the text's capitals speak against it."""
    if row.capitals_only:
        if not all(shape.raw.isupper() for shape in span.shapes):
            return None
        if row.supported and "." not in span.shapes[0].raw and _is_capital_line(span.text, span.start):
            return row.supported
    elif row.small_tail:
        if span.shapes[0].raw.islower():
            return None
    elif not row.any_case and not _is_capitalized(span):
        return None
    # "the West" is not a group in "the West Wing".
    if row.letter == "v" and not row.any_case and _is_before_capital(span):
        return None
    return row.sense


def _is_behind_article(text: str, at: int, match: NameMatch) -> bool:
    """Tell whether a place is that of the first word behind the article that a name begins with."""
    return at - match.start == len("the ") and text[match.start : at].lower() == "the "


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
