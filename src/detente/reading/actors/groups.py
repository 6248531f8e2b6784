"""Descriptions that take up nobody → actors of their own: "Russian troops", "the opposition", "the Malian envoy".

A group, a body or somebody without a name ("a judge", "one woman") is an actor if the text lets it say, do or undergo
something. Who is only cited without a name ("an official said") is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.actors.candidate import head_noun
from detente.reading.actors.describing import RELATIONAL
from detente.reading.actors.roster import ActorDraft
from detente.reading.grammar import phrases
from detente.reading.grammar.words import (
    anonymous_nouns,
    cue_frames,
    descriptions,
    fold_words,
    groups,
    organization_sectors,
    title_at_end,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import Roster
    from detente.reading.document import Document
    from detente.records import ActorKind, Sector

#: Descriptions of a country's government as a whole.
GOVERNMENTS = frozenset({("government",), ("administration",), ("regime",)})

#: Places in a clause where somebody acts or is acted upon: "rebels attacked villagers".
_ACTING = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "poss"})

#: Prepositions that lead to somebody acting or acted upon: "talks with rebels", "an attack on civilians".
_TOWARD = frozenset({"by", "with", "against", "between", "among", "to", "on", "from", "for", "of"})


#: Prepositions behind a noun that tell which people are meant, and adjectives that do not.
_WHENCE = frozenset({"of", "in", "from", "with"})
_ANYBODYS = frozenset({"local", "same", "such", "many", "several", "more", "senior", "top", "suspected", "armed"})

#: Nouns that are somebody only behind an article, and adjectives of bodies that are dead.
_BARE_THINGS = frozenset({"office", "force", "hostage", "justice"})
_OF_THE_DEAD = frozenset({
    "more",
    "dead",
    "other",
    "several",
    "many",
    "charred",
    "mutilated",
    "headless",
    "decapitated",
})

#: Nouns for the states that make up a body.
_MEMBERS = frozenset({"member", "country", "nation", "state", "capital", "power"})

#: Bodies of which a state has many, told apart by the words before them.
_OF_MANY = frozenset({"ministry", "committee", "court", "party", "department", "commission", "council", "agency"})

#: Who negotiates or observes as "European" does so for the European Union.
_OF_THE_UNION = frozenset({"negotiator", "envoy", "observer", "investigator", "mediator", "monitor"})

#: How many sentences back the people may stand whom "the rebels" and a bare "rebels" take up again.
_REACH_OF_DEFINITE = 8
_REACH_OF_BARE = 4

#: Prepositions that lead to somebody else: "an aide to Ann Hall".
_TO_ANOTHER = frozenset({"to", "for", "with"})


class GroupReader:
    """Makes actors for the descriptions of one article.

    Args:
        document: The article being read.
        roster: The drafts so far; new ones are added to it.
        owners_of: Gives the actors to whom a candidate belongs, as far as they are resolved.
    """

    def __init__(self, document: Document, roster: Roster, owners_of: Callable[[Candidate], list[ActorDraft]]) -> None:
        self._document = document
        self._roster = roster
        self._owners_of = owners_of

    def read(self, candidate: Candidate) -> list[ActorDraft]:
        """Return the actors that a description means, several for "French and German ministers"; [] for none."""
        noun = head_noun(candidate).lemma_.lower()
        if _is_nobody(candidate, noun):
            return []
        is_office = title_at_end(candidate.described.role or "") is not None
        is_known = is_office or noun in anonymous_nouns() or noun in groups()
        if candidate.described.sector is None and not is_known:
            return []
        owners = self._owners_of(candidate)
        if noun in anonymous_nouns():
            owners = [owner for owner in owners if owner.kind != "person"]
        countries = candidate.described.countries or tuple(
            dict.fromkeys(d.country for d in owners if d.country is not None)
        )
        if not countries and noun in _OF_THE_UNION and "european" in {t.lower_ for t in head_noun(candidate).lefts}:
            countries = ("IGO",)
        if candidate.plural or self._is_body(candidate, noun):
            return self._bodies(candidate, countries, owners)
        return self._person(candidate, countries, owners)

    def _is_body(self, candidate: Candidate, noun: str) -> bool:
        """Tell whether a singular noun means a body of people: "the army", "the opposition", "a militia"."""
        means = descriptions().get(noun, ("person", None))[0]
        is_known = noun in organization_sectors() or (noun in groups() and groups()[noun].singular)
        return (is_known or means == "organization") and title_at_end(candidate.described.role or "") is None

    def _bodies(self, candidate: Candidate, countries: tuple[str, ...], owners: list[ActorDraft]) -> list[ActorDraft]:
        if not (candidate.plural or candidate.definite or countries or owners or _acts(candidate)):
            return []
        if countries:
            return [self._group(candidate, country, owners, is_joint=len(countries) > 1) for country in countries]
        if not (owners or _acts(candidate) or candidate.definite):
            return []
        if candidate.described.sector is None and not owners and not _acts(candidate):
            return []
        seen = self._seen_before(candidate)
        return [self._group(candidate, None, owners)] if seen is None else self._told_with(seen)

    def _told_with(self, draft: ActorDraft) -> list[ActorDraft]:
        """Return a group with those that its words brought in together: "the ministers of Mali and Chad"."""
        first = min(draft.mentions)
        return [
            one for one in self._roster.drafts if one is draft or (one.words == draft.words and first in one.mentions)
        ]

    def _seen_before(self, candidate: Candidate) -> ActorDraft | None:
        """Return the group that a description without a country takes up, or None."""
        if (not candidate.definite and not candidate.plural) or _is_counted_apart(candidate):
            return None
        words = _words(candidate)
        for draft in reversed(self._roster.drafts):
            is_same = draft.sector == candidate.described.sector and draft.words[-1:] == words[-1:]
            is_same = is_same and _is_near(draft, candidate)
            is_same = is_same and not (words[-1] in _OF_MANY and self._names_another(candidate, draft))
            if draft.kind != "person" and is_same and draft.mentions and not self._says_more(candidate, draft):
                return draft
        return None

    def _says_more(self, candidate: Candidate, draft: ActorDraft) -> bool:
        """Tell whether an indefinite phrase names others: "African nations" after "wealthy nations"."""
        return not candidate.definite and self._names_another(candidate, draft)

    def _names_another(self, candidate: Candidate, draft: ActorDraft) -> bool:
        """Tell whether a phrase has words that the text never used for an actor: "defence" for a health ministry."""
        noun = head_noun(candidate)
        apart = [t for t in noun.lefts if t.dep_ in {"amod", "compound", "nmod"} and t.lower_ not in _ANYBODYS]
        place = phrases.object_of(noun, _WHENCE)
        said = {t.lower_ for t in (*apart, *((place,) if place is not None else ()))}
        heard = {word.lower() for span in draft.mentions for word in span.words(self._document.text).split()}
        return not said <= heard

    def _group(
        self, candidate: Candidate, country: str | None, owners: list[ActorDraft], *, is_joint: bool = False
    ) -> ActorDraft:
        """Return the actor for a description: a country's government, or its troops, parliament, officials."""
        described = candidate.described
        words = _words(candidate)
        if country == "IGO" and head_noun(candidate).lemma_.lower() in _MEMBERS:
            # "NATO members" are states, each of its own country.
            country = None
        if country not in {None, "IGO"} and words in GOVERNMENTS:
            return self._roster.of_entity(f"gov:{country}")
        apart = [d for d in owners if d.kind != "state"] if not described.countries else []
        words = (*words, *(word for owner in apart for word in ("of", *owner.words)))
        sector = described.sector or _sector_of_owner(owners)
        draft = None if _is_counted_apart(candidate) else self._roster.described(country, sector, words)
        if country is None and draft is not None and not _is_near(draft, candidate):
            draft = None
        if draft is None or (country is None and self._says_more(candidate, draft)):
            head = head_noun(candidate)
            noun = head.lemma_.lower()
            is_body = noun in groups() and groups()[noun].singular and head.lower_ == noun
            is_counted = any(t.like_num for t in head.lefts)
            kind: ActorKind = "group" if is_counted or (candidate.plural and not is_body) else "organization"
            name = " ".join(candidate.span.words(self._document.text).split())
            if is_joint and country is not None:
                name = self._name_of_member(candidate, country)
            draft = self._roster.new(ActorDraft(name, kind, country=country, sector=sector, words=words))
            draft.plural = candidate.plural
        return draft

    def _name_of_member(self, candidate: Candidate, country: str) -> str:
        """Return what one of several is called: "leaders of Mali" in "Chadian and Malian leaders"."""
        called = candidate.described.role or head_noun(candidate).text
        return called if country == "IGO" else f"{called} of {self._roster.state_name(country)}"

    def _person(self, candidate: Candidate, countries: tuple[str, ...], owners: list[ActorDraft]) -> list[ActorDraft]:
        """Return an actor for somebody without a name, told by office and country: "the Malian envoy"."""
        described = candidate.described
        if (bearer := self._named_at_end(candidate)) is not None:
            return [bearer]
        # Who only said something stays unnamed; who offered something did it.
        is_source = candidate.head.dep_ == "nsubj" and "clause" in cue_frames().get(candidate.head.head.lemma_, ())
        noun = candidate.head.lemma_.lower()
        is_owned = bool(countries or owners)
        if (noun in anonymous_nouns() and is_source) or not _is_person(candidate, noun, is_owned=is_owned):
            return []
        if not (candidate.definite or _acts(candidate)) or candidate.head.dep_ in {"attr", "appos", "compound"}:
            return []
        name = " ".join(candidate.span.words(self._document.text).split())
        country = countries[0] if len(countries) == 1 else None
        sector = described.sector or _sector_of_owner(owners)
        draft = ActorDraft(name, "person", country=country, sector=sector, role=described.role)
        draft.pronoun = described.pronoun
        return [self._roster.new(draft)]

    def _named_at_end(self, candidate: Candidate) -> ActorDraft | None:
        """Return the person with whose name an office ends: "the chair of the Trade Committee Ann Hall", or None.

        "An aide to Ann Hall" is somebody else.
        """
        if phrases.object_of(candidate.head, _TO_ANOTHER) is not None:
            return None
        for draft in self._roster.drafts:
            if draft.kind == "person" and any(
                candidate.span.contains(span) and span.end == candidate.span.end and span != candidate.span
                for span, form in draft.mentions.items()
                if form == "name"
            ):
                return draft
        return None


def _is_nobody(candidate: Candidate, noun: str) -> bool:
    """Tell whether a noun means no actor here: "takes office", "military force", "more bodies"."""
    head = head_noun(candidate)
    if noun in _BARE_THINGS and not candidate.plural:
        return not any(c.dep_ in {"det", "poss"} or c.pos_ == "PROPN" for c in head.lefts)
    if noun == "body" and candidate.plural:
        return not any(c.dep_ in {"amod", "compound"} and c.lower_ not in _OF_THE_DEAD for c in head.lefts)
    return False


def _is_person(candidate: Candidate, noun: str, *, is_owned: bool) -> bool:
    """Tell whether a singular noun means a person: by its office where an owner tells whose, else by the noun."""
    if noun in groups() and not groups()[noun].person and title_at_end(noun) is None:
        return False
    if is_owned:
        return candidate.described.role is not None
    return _acts(candidate) and (noun in groups() or title_at_end(candidate.described.role or "") is not None)


def _is_near(draft: ActorDraft, candidate: Candidate) -> bool:
    """Tell whether people without a name were spoken of so shortly before that the same words mean them again."""
    last = max((c.sentence.index for c in draft.candidates), default=candidate.sentence.index)
    return candidate.sentence.index - last <= (_REACH_OF_DEFINITE if candidate.definite else _REACH_OF_BARE)


def _is_counted_apart(candidate: Candidate) -> bool:
    """Tell whether a phrase brings in people of its own: "five soldiers", "another witness", "12 other men"."""
    if candidate.definite:
        return False
    words = {t.lower_ for t in candidate.head.subtree if t.i < candidate.head.i}
    return any(t.like_num for t in candidate.head.lefts) or bool(words & {"another", "other", "one"})


def _acts(candidate: Candidate) -> bool:
    """Tell whether a phrase stands where somebody acts or is acted upon."""
    head = candidate.head
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ in _ACTING:
        return True
    return head.dep_ == "pobj" and head.head.lower_ in _TOWARD


def _words(candidate: Candidate) -> tuple[str, ...]:
    """Return what a group is called; with whose it is where that is not its country ("Iran's allies")."""
    noun = head_noun(candidate)
    if noun.lemma_.lower() in RELATIONAL:
        return tuple(t.lower_ for t in phrases.phrase_tokens(noun) if t.dep_ not in {"det", "case"})
    return fold_words(candidate.described.role or head_noun(candidate).lemma_)


def _sector_of_owner(owners: list[ActorDraft]) -> Sector | None:
    """Return the sector that those to whom somebody belongs share; a state's people are of its government."""
    bodies = [d for d in owners if d.kind != "person"]
    sectors: set[Sector | None] = {"GOV" if d.kind == "state" else d.sector for d in bodies}
    return sectors.pop() if len(sectors) == 1 else None
