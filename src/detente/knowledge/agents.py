"""Generic nouns for political actors and the PLOVER sectors they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Mapping

# Endings of regular plurals and what stands in the singular, tried in order.
_PLURALS = (("ies", "y"), ("men", "man"), ("women", "woman"), ("es", ""), ("s", ""))
# Phrases whose sector is remembered; then all are forgotten at once, which keeps memory flat.
_MOST_PHRASES = 20_000


@dataclass(frozen=True, slots=True)
class AgentNouns:
    """The table of nouns.

    Attributes:
        sectors: Folded singular noun or phrase to sector.
    """

    sectors: Mapping[str, str]
    _found: dict[str, str | None] = field(init=False, repr=False, compare=False, default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> AgentNouns:
        """Return the table of its text (phrase, sector, source; no header)."""
        rows = (line.split("\t") for line in text.splitlines())
        return cls({row[0]: row[1] for row in rows})

    def sector(self, phrase: str) -> str | None:
        """Return the sector of a phrase or of its longest known ending, or None."""
        if phrase not in self._found:
            if len(self._found) >= _MOST_PHRASES:
                self._found.clear()
            self._found[phrase] = self._look_up(phrase)
        return self._found[phrase]

    def _look_up(self, phrase: str) -> str | None:
        tokens = fold_name(phrase).split(" ")
        for start in range(len(tokens)):
            found = self._exact(" ".join(tokens[start:]))
            if found is not None:
                return found
        return None

    def _exact(self, key: str) -> str | None:
        if key in self.sectors:
            return self.sectors[key]
        for ending, singular in _PLURALS:
            if key.endswith(ending):
                found = self.sectors.get(key.removesuffix(ending) + singular)
                if found is not None:
                    return found
        return None
