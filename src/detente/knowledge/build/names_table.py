"""The table of names: who bears which name, in what order, and which names need support."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.knowledge.folding import PARTICLES, TOKEN, fold, fold_name
from detente.knowledge.roles import PROMINENCE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from detente.knowledge.build.facts import PersonFact

# Senses of one name in this order of kinds.
_ORDER = "fatmdcsvp"
_MOST_PEOPLE, _MOST_PLACES = 40, 12
# Particles with which a name may begin in small letters in the middle of a sentence.
_SMALL_STARTS = PARTICLES - frozenset({
    "a",
    "and",
    "ap",
    "af",
    "at",
    "i",
    "in",
    "for",
    "of",
    "on",
    "to",
    "na",
    "no",
    "d",
    "e",
    "y",
    "wa",
})
# Offices whose holders a newspaper calls by the bare surname.
_PROMINENT = 0.7
# Whoever was out of office by then must be named in full first.
_LONG_AGO = "1998"


@dataclass(slots=True)
class NameTable:
    """Collects senses; `rows` returns the finished table.

    Attributes:
        words: Ordinary English words, folded: a name among them needs support.
    """

    words: Collection[str]
    _readings: dict[str, dict[tuple[str, str], dict[str, float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )
    _given: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _small_tails: set[str] = field(default_factory=set)

    def add(self, name: str, letter: str, flags: str, entity_id: str, weight: float = 0.0) -> None:
        """Add a sense.

        Args:
            name: The name, folded or not; with the flag `l` its small-lettered words are those of the name as given.
            letter: Kind letter.
            flags: Flags, see `names.py`.
            entity_id: Who bears it.
            weight: The heavier, the earlier among those who share the sense.
        """
        key = fold_name(name)
        if not key or len(key) > 80:
            return
        if "l" in flags:
            words = [match.group() for match in TOKEN.finditer(name)]
            self._small_tails.update(fold(word) for word in words[1:] if word.islower())
        if "u" in flags and key in self.words and "w" not in flags:
            flags += "w"
        ids = self._readings[key][letter, "".join(sorted(flags))]
        ids[entity_id] = max(weight, ids.get(entity_id, weight))

    def add_given_name(self, token: str) -> None:
        """Count a person's first name."""
        self._given[token] += 1

    def given_names(self, key: str) -> int:
        """Return how many people have this first name."""
        return self._given.get(key, 0)

    def keys(self) -> Iterable[str]:
        """Return all names so far."""
        return self._readings.keys()

    def has(self, key: str, letters: str) -> bool:
        """Return whether a name has a sense of one of the kinds."""
        return key in self._readings and any(letter in letters for letter, _ in self._readings[key])

    def rows(self) -> list[tuple[str, ...]]:
        """Return the table: senses, first tokens, and the small-lettered words that begin names or follow in them."""
        longest: dict[str, int] = defaultdict(int)
        small: set[str] = set()
        inner = set(self._small_tails)
        pairs: set[str] = set()
        rows: list[tuple[str, ...]] = []
        for key in sorted(self._readings):
            tokens = key.split(" ")
            longest[tokens[0]] = max(longest[tokens[0]], len(tokens))
            if len(tokens) > 2:
                pairs.add(f"^{tokens[0]} {tokens[1]}")
            for (letter, flags), ids in sorted(self._readings[key].items(), key=_reading_order):
                if "i" in flags or (tokens[0] in _SMALL_STARTS and len(tokens) > 1):
                    small.add(tokens[0])
                if "i" in flags:
                    inner.update(tokens[1:])
                most = _MOST_PLACES if letter == "p" else _MOST_PEOPLE
                ordered = sorted(ids, key=lambda one: (-ids[one], one))[:most]
                rows.append((key, letter, flags, " ".join(ordered)))
        # Numbers with which a name begins: "10 Downing Street".
        small |= {token for token in longest if token[0].isdigit()}
        for token in sorted(longest):
            rows.append((f"^{token}", str(longest[token]), str(self._given.get(token, 0))))
        rows += [(pair, "+") for pair in sorted(pairs)]
        rows.append(("^", " ".join(sorted(small)), " ".join(sorted(inner))))
        return rows


def _reading_order(item: tuple[tuple[str, str], dict[str, float]]) -> tuple[bool, int, str]:
    (letter, flags), _ = item
    return "s" in flags, _ORDER.index(letter), flags


def person_weight(person: PersonFact) -> float:
    """Return how prominent a person is: the best office, a little more for a recent one."""
    best = 0.0
    for role in person.roles:
        year = int((role.end or role.seen or role.start or "2000")[:4])
        recency = max(0.0, min(1.0, (year - 1995) / 31))
        best = max(best, PROMINENCE.get(role.code, 0.1) * (0.7 + 0.3 * recency))
    return round(best + (0.2 if person.press_names else 0.0), 4)


def is_prominent(person: PersonFact) -> bool:
    """Return whether newspapers call the person by the bare surname; nobody whose offices all ended long ago."""
    if person.roles and all(role.end and role.end < _LONG_AGO for role in person.roles):
        return False
    return bool(person.press_names) or any(
        PROMINENCE.get(role.code, 0.0) >= _PROMINENT or role.source.startswith("hand") for role in person.roles
    )
