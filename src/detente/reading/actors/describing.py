"""What the words around an actor say of it: "the Belarusian foreign minister" is BLR, GOV, "foreign minister"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from detente.reading.actors.candidate import Described
from detente.reading.actors.name_context import region_country
from detente.reading.grammar import phrases
from detente.reading.grammar.words import (
    descriptions,
    gendered,
    groups,
    kin,
    organization_sectors,
    title_at_end,
    word_class,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.knowledge import Knowledge, NameMatch
    from detente.reading.actors.candidate import Name
    from detente.reading.grammar.tokens import Token
    from detente.reading.grammar.words import Pronoun
    from detente.records import Sector

#: Prepositions after a noun that lead to whom it belongs: "a spokesman for the council", "an adviser at the bank".
_OWNING = frozenset({"of", "at", "from", "with"})

#: Nouns for somebody who stands towards another: "Iran's allies" and "US allies" are of other countries.
RELATIONAL = word_class("standing-towards")

#: Nouns whose "for" leads to the one they speak or work for, and not to a task.
_SPEAKING_FOR = word_class("speaking-for")

#: Prepositions in a title that lead to somebody else: "ambassador to Mali", "envoy for Libya".
_AWAY = frozenset({"to", "for", "on", "against", "in"})

#: Sectors of people who act in their own country.
AT_HOME = frozenset({"REB", "OPP", "LEG", "JUD", "PTY", "CVL"})

#: Nouns for bodies and people of the place that "in" gives: "authorities in France".
HOME = word_class("at-home")

#: Who fights against a state, the services that fight for one, and what a military that rules is.
_REBELS = frozenset({"militant", "insurgent", "rebel", "guerrilla", "jihadist"})
_SERVICES = frozenset({"army", "navy", "military"})
_RULING = frozenset({"government", "regime", "junta", "ruler", "council", "minister"})

#: Services whose officers bear no arms of the military.
_CIVIL = frozenset("customs police immigration border prison tax press consular health intelligence probation".split())

#: Nouns for a state's people at a body of states, where "of" or "for" leads to the state: lawmakers are so called, too.
_AT_A_BODY = frozenset({"representative", "observer"})

#: Nouns whose "to" leads to the one they work for.
_SERVING = word_class("serving")

_FORMER = word_class("former")

#: What may stand in a list of the states whose ministers are meant, besides their names; and how far it may reach.
_WITHIN_LISTS = frozenset({
    "of", "the", ",", "and", "for", "foreign", "affairs", "external", "relations", "defence", "defense", "interior",
    "trade", "economy", "finance", "energy", "justice", "republic", "kingdom", "federation", "government", "state",
    "islamic", "federal", "democratic",
})  # fmt: skip
_LONGEST_LIST = 60


class Describer:
    """Reads titles and descriptions of one sentence.

    Args:
        knowledge: Agent nouns, and what countries names mean.
        name_of: Token index → the name that the token is part of.
    """

    def __init__(self, knowledge: Knowledge, name_of: Mapping[int, Name]) -> None:
        self._knowledge = knowledge
        self._name_of = name_of

    def of_phrase(self, head: Token) -> Described:
        """Return what a noun phrase says: its own words, its possessor and what it is "of"."""
        described = self.of_words(phrases.phrase_tokens(head))
        if head.lemma_.lower() in RELATIONAL:
            return replace(described, countries=(), owners=())
        if head.lemma_.lower() in _AT_A_BODY and (state := self._state_behind(head)) is not None:
            return replace(described, countries=(state,), sector="GOV")
        return described.joined(Described(self.countries_beside(head), owners=self._owners(head)))

    def of_words(self, tokens: Sequence[Token]) -> Described:
        """Return what the words of a title or description say; what follows "to" or "for" in it is left out."""
        countries: list[str] = []
        role: list[str] = []
        owners: list[Token] = []
        pronoun: Pronoun | None = None
        owned = _owners_words(tokens)
        for token in tokens:
            if token.i in owned or _is_away(token, tokens):
                continue
            pronoun = gendered().get(token.lower_) or pronoun
            name = self._name_of.get(token.i)
            country = None if name is None else self.country_of(name)
            if name is not None and is_hyphenated(name):
                continue
            if country is not None:
                countries.append(country)
            elif name is not None:
                owners.append(name.head)
            elif token == tokens[-1] or _is_role_word(token):
                role.append(token.text if token.pos_ == "PROPN" else token.lower_)
        found = tuple(dict.fromkeys(countries))
        apart = tuple({t.i: t for t in owners}.values())
        if not role:
            return Described(found, owners=apart, pronoun=pronoun)
        title = title_at_end(" ".join(role))
        sector = _of_arms(role, title.sector if title is not None else self._sector(role, tokens[-1]))
        kept = " ".join(role) if sector is not None or title is not None else None
        return Described(found, sector, kept, apart, _is_kin(tokens), pronoun, _is_former(role))

    def of_organization(self, name: Name) -> Described:
        """Return what an organisation's own words say: "the Federal Statistics Office of Austria" is AUT, GOV."""
        countries = tuple(c for c in map(self._country_of_match, name.inner) if c is not None)
        head = name.head
        words = [head.lower_, *(t.lower_ for t in reversed(name.tokens))]
        sector = next((s for s in (organization_sectors().get(w) for w in words) if s is not None), None)
        beside = countries or self.countries_beside(head)
        return Described(beside, sector or self._sector([head.lower_], head), None, self._owners(head))

    def _sector(self, role: list[str], head: Token) -> Sector | None:
        """Return the sector of the longest agent noun with which a description ends."""
        for start in range(len(role)):
            sector = self._knowledge.agent(" ".join(role[start:]))
            if sector is not None:
                return cast("Sector", sector)
        noun = head.lemma_.lower()
        known = cast("Sector | None", self._knowledge.agent(noun))
        if known is None and noun in groups():
            known = groups()[noun].sector
        if known is None and descriptions().get(noun, ("person", None))[0] == "organization":
            known = descriptions()[noun][1]
        if known is None and head.pos_ == "PROPN":
            known = organization_sectors().get(head.lower_)
        is_of_workers = noun == "union" and (head.lower_ == "unions" or phrases.possessor(head) is not None)
        return "CVL" if is_of_workers and known == "IGO" else known

    def countries_beside(self, head: Token) -> tuple[str, ...]:
        """Return the countries of a possessor or "of" phrase: "Iran's parliament", "France and Italy's ministers".

        People at home in a country may be placed by "in": "rebels in Mali". Troops and envoys there are not its own.
        """
        listed = (
            self._listed_behind(head)
            if head.tag_ in {"NNS", "NNPS"} and title_at_end(head.lower_.removesuffix("s"))
            else ()
        )
        if len(listed) > 1:
            return listed
        placed = phrases.object_of(head, frozenset({"in"})) if self._is_at_home(head) else None
        for token in (phrases.possessor(head), phrases.of_phrase(head), placed):
            if token is None:
                continue
            names = (self._name_of.get(member.i) for member in phrases.joined(token))
            found = [c for c in (None if name is None else self.country_of(name) for name in names) if c is not None]
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def _state_behind(self, head: Token) -> str | None:
        """Return the state for which somebody sits in a body: "the representative of Chad", "the observer for Mali"."""
        token = phrases.object_of(head, frozenset({"of", "for"}))
        name = None if token is None else self._name_of.get(token.i)
        if name is None or name.match is None or self._knowledge.entity(name.match.entity_ids[0]).kind != "state":
            return None
        return self.country_of(name)

    def _listed_behind(self, head: Token) -> tuple[str, ...]:
        """Return the countries that a list behind a title names: "the Ministers of Trade of Chad, Mali and Niger".

        Read from the words: the parse hangs the members of such a list on any word before it.
        """
        found: list[str] = []
        for token in head.doc[head.i + 1 : head.i + 1 + _LONGEST_LIST]:
            name = self._name_of.get(token.i)
            country = None if name is None else self.country_of(name)
            if country is not None:
                found.append(country)
            elif token.lower_ not in _WITHIN_LISTS:
                break
        return tuple(dict.fromkeys(found))

    def _is_at_home(self, head: Token) -> bool:
        """Tell whether a noun is for people who act in their own country: rebels, lawmakers, protesters."""
        return head.pos_ == "NOUN" and (head.lemma_.lower() in HOME or self._sector([head.lower_], head) in AT_HOME)

    def _owners(self, head: Token) -> tuple[Token, ...]:
        """Return the heads of the phrases to which a noun belongs, possessor first."""
        noun = head.lemma_.lower()
        ties = _OWNING | {"for"} if noun in _SPEAKING_FOR else _OWNING
        ties = ties | {"to"} if noun in _SERVING else ties
        found = [phrases.possessor(head), phrases.object_of(head, ties)]
        return tuple(member for token in found if token is not None for member in phrases.joined(token))

    def country_of(self, name: Name) -> str | None:
        """Return the country that a name gives as a modifier, or None."""
        if name.match is None:
            return None
        if _is_seat(name):
            return self._knowledge.entity(name.match.entity_ids[0]).country
        return region_country(name.match, name.head, self._knowledge) or self._country_of_match(name.match)

    def _country_of_match(self, match: NameMatch) -> str | None:
        """Return the country that a known name gives as a modifier: a state's, its people's, its government's name.

        So does a region's adjective ("Scottish"). Other organisations are owners: their sector counts too.
        """
        entity = self._knowledge.entity(match.entity_ids[0])
        is_people = match.kind == "demonym" or entity.kind == "state"
        if is_people or entity.entity_id.startswith("gov:") or entity.country == "IGO":
            return entity.country
        return None


#: Parts of a word that say on whose side somebody is, or who is behind it.
_BESIDE_A_NAME = re.compile(r"^(?:pro|anti|non|post|ex)-|-(?:backed|led|allied|sponsored|supported|funded|brokered)$")


def is_hyphenated(name: Name) -> bool:
    """Tell whether a name only says who is behind something: "Iranian" in "Iranian-backed".

    Not so in "Iranian-born", nor in "Franco-German". The parse may leave all of it one word: "pro-Iranian".
    """
    if _BESIDE_A_NAME.search(name.tokens[-1].lower_):
        return True
    doc, end = name.tokens[-1].doc, name.tokens[-1].i + 1
    if end + 1 >= len(doc) or doc[end].text not in {"-", "–", "‑"} or doc[end + 1].text[:1].isupper():
        return False
    return doc[end + 1].tag_ in {"VBN", "VBD", "JJ"} and doc[end + 1].lower_ not in {
        "born",
        "based",
        "owned",
        "registered",
    }


def _is_seat(name: Name) -> bool:
    """Tell whether a name says where somebody sits: "Oslo" in "an Oslo-based think tank"."""
    doc, end = name.tokens[-1].doc, name.tokens[-1].i + 1
    return end + 1 < len(doc) and doc[end].text in {"-", "–", "‑"} and doc[end + 1].lower_ == "based"


def _of_arms(role: Sequence[str], sector: Sector | None) -> Sector | None:
    """Return the sector of people whose description says that they bear arms: "rebel negotiators", "navy officials".

    Others keep theirs; a military government is still a government.
    """
    words = [word.lower() for word in role]
    before, noun = set(words[:-1]), words[-1].removesuffix("s")
    if noun in _REBELS or ("suicide" in before and noun == "bomber"):
        return "REB"
    if before & {*_REBELS, "extremist"} and sector in {None, "GOV", "CVL", "LEG"}:
        return "REB"
    if noun == "force" and "security" in before:
        return "MIL"
    if noun == "officer" and before & _CIVIL:
        return "GOV"
    return "MIL" if before & _SERVICES and sector in {None, "GOV"} and noun not in _RULING else sector


def _is_role_word(token: Token) -> bool:
    return token.dep_ not in {"det", "poss", "case", "predet", "nummod", "cc"} and not token.is_punct


def _is_away(token: Token, tokens: Sequence[Token]) -> bool:
    """Tell whether a word of a title stands after "to" or "for" in it: "Mali" in "Ambassador to Mali"."""
    return any(t.lower_ in _AWAY and t.pos_ in {"ADP", "PART"} and t.i <= token.i for t in tokens)


def _is_kin(tokens: Sequence[Token]) -> bool:
    return tokens[-1].lemma_.lower() in kin()


def _is_former(role: Sequence[str]) -> bool:
    return any(word.lower() in _FORMER or word.lower().startswith("ex-") for word in role)


def _owners_words(tokens: Sequence[Token]) -> set[int]:
    """Return the words of a possessor: "Chancellor Merkel's" in "Chancellor Merkel's spokesperson".

    A bare country stays: "Iran's" in "Iran's parliament" tells the country.
    """
    for token in tokens[:-1]:
        if token.dep_ == "poss" and any(child.dep_ in {"compound", "amod"} for child in token.children):
            return {t.i for t in token.subtree}
    return set()
