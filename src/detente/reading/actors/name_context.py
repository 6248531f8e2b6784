"""The context of a name: what the rest of the article says about which of its meanings is meant.

"Jordan" is a state, a man's surname and a first name; "Georgia" a state and one of the United States; "Germany" in a
match report a team; "Brussels" after "in" a town. Each is told by its neighbours and by the article's other names.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from detente.reading.grammar.located import follows_town, governing_preposition, is_located
from detente.reading.grammar.words import fold_words, homographs, namesake_regions, sports_words, word_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge import Knowledge, NameMatch
    from detente.reading.actors.candidate import Candidate
    from detente.reading.grammar.tokens import Token

_SCORE = re.compile(r"\b\d{1,3}\s?[-–:]\s?\d{1,3}\b")
_PLAYING = word_class("playing")

#: Words of which names are made that parties and chambers of many states have, and their sectors.
_COMMON_NAMES = word_class("of-parties")
_MANY_OF_A_NAME = frozenset({"PTY", "LEG", "OPP"})


class NameContext:
    """What all names of an article together say about each.

    Args:
        knowledge: Who is who.
        names: The candidates of the article that are names.
    """

    def __init__(self, knowledge: Knowledge, names: Sequence[Candidate]) -> None:
        self._knowledge = knowledge
        self._countries: Counter[str] = Counter()
        self._evident: set[str] = set()
        self._surnames: set[str] = set()
        self._at_home: set[str] = set()
        for candidate in names:
            self._countries.update(candidate.described.countries)
            self._enter(candidate)

    def _enter(self, candidate: Candidate) -> None:
        name, match = candidate.name, candidate.match
        if name is None:
            return
        if match is None or self._knowledge.entity(match.entity_ids[0]).kind == "person":
            if name.kind != "organization" and len(name.tokens) > 1:
                self._surnames.update(fold_words(name.tokens[-1].text))
            return
        entity = self._knowledge.entity(match.entity_ids[0])
        if entity.country is not None and entity.country != "IGO":
            self._countries[entity.country] += 1
            if entity.sector not in _MANY_OF_A_NAME:
                self._at_home.add(entity.country)
        if match.kind in {"demonym", "capital", "metonym"} and entity.country is not None:
            self._evident.add(entity.country)

    def supports(self, entity_id: str) -> bool:
        """Tell whether the article speaks of a person's country."""
        return self._knowledge.entity(entity_id).country in self._countries

    def countries(self) -> tuple[str, ...]:
        """Return the countries of which the article speaks."""
        return tuple(self._countries)

    def is_other_countrys(self, candidate: Candidate) -> bool:
        """Tell whether a name that parties or chambers of many states have means another than the one known by it.

        "The Freedom Party" in a report on Sri Lanka is not Austria's: the report speaks of other countries only.
        """
        name, match = candidate.name, candidate.match
        if name is None or match is None or not self._at_home:
            return False
        entity = self._knowledge.entity(match.entity_ids[0])
        if entity.sector not in _MANY_OF_A_NAME or entity.country is None or entity.kind == "person":
            return False
        words = {t.lower_ for t in name.tokens if t.pos_ not in {"DET", "ADP"}}
        return words <= _COMMON_NAMES and entity.country not in self._at_home | set(candidate.described.countries)

    def is_namesake(self, candidate: Candidate) -> bool:
        """Tell whether a name is also the surname of somebody whom the article names in full: "Jordan"."""
        name = candidate.name
        return name is not None and len(name.tokens) == 1 and name.tokens[0].text.casefold() in self._surnames

    def is_person_here(self, candidate: Candidate) -> bool:
        """Tell whether a namesake means the person here, and not the state or town."""
        match = candidate.match
        if match is None or not self.is_namesake(candidate):
            return False
        entity = self._knowledge.entity(match.entity_ids[0])
        if entity.kind == "person" or candidate.described.role or candidate.described.pronoun:
            return True
        if entity.kind not in {"state", "organization", "place"} or governing_preposition(candidate.head) is not None:
            return False
        return match.kind not in {"demonym", "acronym"} and entity.country not in self._evident

    def is_place(self, candidate: Candidate) -> bool:
        """Tell whether a name that can mean a government or a town means the place here: "in Moscow"."""
        match = candidate.match
        if match is None:
            return False
        head = candidate.head
        is_place = self._knowledge.entity(match.entity_ids[0]).kind == "place"
        if is_place or _is_homograph(head) or region_country(match, head, self._knowledge) is not None:
            return True
        can_be_town = match.kind == "capital" or (match.kind == "metonym" and match.sense("place") is not None)
        return can_be_town and is_located(head)

    def is_team(self, candidate: Candidate) -> bool:
        """Tell whether a state's name means its team: "Chad lost 0-2 to Togo"."""
        match = candidate.match
        if match is None or self._knowledge.entity(match.entity_ids[0]).kind != "state":
            return False
        head = candidate.head
        governors = {head.head.lemma_.lower(), head.head.head.lemma_.lower()}
        if _SCORE.search(head.doc.text) and governors & _PLAYING:
            return True
        lemmas = {t.lemma_.lower() for t in head.doc}
        return bool(governors & sports_words()) or (bool(lemmas & sports_words()) and bool(governors & _PLAYING))


def region_country(match: NameMatch, head: Token, knowledge: Knowledge) -> str | None:
    """Return the country of which a state's name means a region here: "Georgia's governor", "Atlanta, Georgia".

    Args:
        match: The name.
        head: Its head word.
        knowledge: Who is who.
    """
    country = knowledge.entity(match.entity_ids[0]).country
    if match.kind != "full" or country not in namesake_regions():
        return None
    other, nouns = namesake_regions()[country]
    near = {head.head.lemma_.lower(), *(t.lemma_.lower() for t in head.doc[head.i + 1 : head.i + 4])}
    return other if near & nouns or follows_town(head) else None


def _is_homograph(head: Token) -> bool:
    """Tell whether the words around a state's name tell that it is a thing: "Turkey was served", "the Niger delta"."""
    words = homographs().get(head.lower_)
    if words is None:
        return False
    near = {head.head.lemma_.lower(), *(t.lemma_.lower() for t in head.doc[max(head.i - 1, 0) : head.i + 3])}
    return bool(near & words)
