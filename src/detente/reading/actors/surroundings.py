"""The country of those of whom no word says it, weighed from what stands around: "militants killed six soldiers".

A careful reader takes such people for those of the place that the sentence, the paragraph or the dateline is about, and
leaves "foreign diplomats" and "the two countries" open. Each country that the article names is described by plain facts
(is it the setting of the sentence, its subject, the last one named, …), "none" by the kind of noun; a conditional logit
(McFadden 1974) weighs them: P(c) = exp(w·f(c)) / (exp(v·g) + Σ exp(w·f(c'))). Only a choice that is likely enough is
taken.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from detente.reading.actors.describing import AT_HOME, RELATIONAL
from detente.reading.grammar import phrases
from detente.reading.grammar.words import word_class

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge import Knowledge
    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft, Roster
    from detente.reading.actors.where_set import NamedPlaces
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import Span

#: A country is taken from this probability on: about as many of those given are right as at .5 with fewer facts (.72).
LEAST = 0.45

#: Shorter texts have nothing around.
_LEAST_SENTENCES = 3

#: How many sentences back a country counts as near.
_NEAR = 2

#: How many characters back people count as near, and how many on either side.
_NEAR_BEFORE = 600
_NEAR_BY_BOTH = 400

#: More countries than this in a paragraph tell no more.
_MANY = 4

_FOREIGN = word_class("foreign")
_FROM_ABROAD = word_class("from-abroad")
_STATES = word_class("of-state")


@dataclass(frozen=True, slots=True)
class Named:
    """A country at one place of the text: a state, a place in it, or one of its people."""

    offset: int
    sentence: int
    country: str
    is_setting: bool


class Surroundings:
    """What one article names around its actors.

    Args:
        document: The article.
        roster: All its drafts; their countries as far as they are settled.
        settings: The places and states that it names.
        knowledge: For the place in its dateline.
    """

    def __init__(self, document: Document, roster: Roster, settings: NamedPlaces, knowledge: Knowledge) -> None:
        self._document = document
        self._named = tuple(sorted(_named(document, roster, settings), key=lambda n: (n.offset, n.country)))
        self._counts = Counter(n.country for n in self._named)
        self._places = Counter(n.country for n in self._named if n.is_setting)
        self._roster = roster
        self._dateline = dateline_country(document, knowledge)
        if self._dateline is not None:
            self._counts[self._dateline] += 0

    def country_of(self, draft: ActorDraft) -> str | None:
        """Return the likeliest country of an actor, or None if no single one is likely enough.

        Never for somebody with a name, whose nationality is nothing to guess, nor where hardly anything stands around.
        """
        is_named = draft.kind == "person" and any(form == "name" for form in draft.mentions.values())
        is_short = len(self._document.sentences) < _LEAST_SENTENCES
        if is_named or is_short or not draft.candidates or not self._counts or _is_from_abroad(draft):
            return None
        scores = {country: _score(facts) for country, facts in self.facts(draft).items()}
        none = _score(self.facts_of_none(draft))
        top = max(scores.values())
        total = sum(math.exp(s - top) for s in scores.values()) + math.exp(none - top)
        country = max(scores, key=lambda c: (scores[c], c))
        return country if 1 / total >= LEAST else None

    def facts(self, draft: ActorDraft) -> dict[str, dict[str, float]]:
        """Return country → what speaks for and against it as the country of an actor."""
        candidate = draft.candidates[0]
        here, at = candidate.sentence.index, candidate.span.start
        # "Officials in Chad": where they are is around them too.
        outside = [n for n in self._named if n.is_setting or not candidate.span.start <= n.offset < candidate.span.end]
        in_sentence = [n for n in outside if n.sentence == here]
        before = [n for n in outside if n.offset < at]
        block = candidate.sentence.block
        sentences = self._document.sentences
        in_block = Counter(n.country for n in outside if sentences[n.sentence].block == block)
        before_in_block = {n.country for n in before if sentences[n.sentence].block == block}
        in_title = {n.country for n in outside if sentences[n.sentence].block == 0}
        sentence_before = [n for n in outside if n.sentence == here - 1]
        places_before = [n.country for n in before if n.is_setting]
        near = self._near_people(draft, at)
        alike = self._alike(draft)
        total, places = sum(self._counts.values()) or 1, sum(self._places.values()) or 1
        all_in_block, all_near = sum(in_block.values()) or 1, sum(near.values()) or 1
        countries_in_sentence, governed = {n.country for n in in_sentence}, self._governed()
        countries_near = {n.country for n in outside if 0 <= here - n.sentence <= _NEAR}
        countries_before = {n.country for n in before}
        in_sentence_before = {n.country for n in sentence_before}
        places_in_sentence_before = {n.country for n in sentence_before if n.is_setting}
        found = {}
        for country in self._counts:
            mine = [n for n in in_sentence if n.country == country]
            facts = {
                "share": self._counts[country] / total,
                "only": float(len(self._counts) == 1),
                "in_block": in_block[country] / all_in_block,
                "in_sentence": float(bool(mine)),
                "only_in_sentence": float(countries_in_sentence == {country}),
                "setting": float(any(n.is_setting for n in mine)),
                "first_in_sentence": float(bool(in_sentence) and in_sentence[0].country == country),
                "last_before": float(bool(before) and before[-1].country == country),
                "near": float(country in countries_near),
                "named_before": float(country in countries_before),
                "dateline": float(country == self._dateline),
                "opposite": float(self._is_opposite(candidate, mine)),
                "subject": float(self._is_subject(candidate.sentence, mine)),
                "first_in_text": float(bool(self._named) and self._named[0].country == country),
                "share_of_places": self._places[country] / places,
                "sentence_before": float(country in in_sentence_before),
                "place_in_sentence_before": float(country in places_in_sentence_before),
                "only_before_in_block": float(before_in_block == {country}),
                "only_in_block": float(set(in_block) == {country}),
                "last_place_before": float(places_before[-1:] == [country]),
                "in_title": float(country in in_title),
                "share_of_people_near": near[country] / all_near,
                "has_people_alike": float(country in alike),
                "has_people_alike_near": float(any(abs(o - at) < _NEAR_BY_BOTH for o in alike.get(country, ()))),
                "has_government": float(country in governed),
            }
            found[country] = facts
        return found

    def facts_of_none(self, draft: ActorDraft) -> dict[str, float]:
        """Return what speaks for leaving an actor without a country."""
        candidate = draft.candidates[0]
        noun = candidate.heads[-1].lemma_.lower()
        words = {t.lower_ for t in phrases.phrase_tokens(candidate.head)}
        return {
            "none": 1.0,
            "none:relational": float(noun in RELATIONAL),
            "none:states": float(noun in _STATES),
            "none:foreign": float(bool(words & _FOREIGN)),
            "none:named": float(candidate.form == "name"),
            "none:person": float(draft.kind == "person"),
            "none:plural": float(candidate.plural),
            "none:at_home": float(draft.sector in AT_HOME),
            "none:military": float(draft.sector == "MIL"),
            "none:public": float(draft.sector == "GOV"),
            "none:media": float(draft.sector == "MED"),
            "none:business": float(draft.sector == "BUS"),
            "none:countries": float(min(len(self._counts), 6)),
            "none:definite": float(candidate.definite),
            "none:no_sector": float(draft.sector is None),
            "none:countries_of_block": min(self._countries_in(candidate, whole_block=True), _MANY) / _MANY,
            "none:countries_of_sentence": min(self._countries_in(candidate, whole_block=False), _MANY) / _MANY,
        }

    def _countries_in(self, candidate: Candidate, *, whole_block: bool) -> int:
        """Return how many countries an actor's paragraph or sentence names beside what it is itself called."""
        sentences = self._document.sentences
        return len({
            n.country
            for n in self._named
            if n.is_setting or not candidate.span.start <= n.offset < candidate.span.end
            if (
                sentences[n.sentence].block == candidate.sentence.block
                if whole_block
                else n.sentence == candidate.sentence.index
            )
        })

    def _near_people(self, draft: ActorDraft, at: int) -> Counter[str]:
        """Return country → how often its actors are mentioned shortly before a place in the text."""
        return Counter(
            other.country
            for other in self._roster.drafts
            if other is not draft and other.country is not None
            for span, form in other.mentions.items()
            if form != "pronoun" and at - _NEAR_BEFORE <= span.start < at
        )

    def _alike(self, draft: ActorDraft) -> dict[str, list[int]]:
        """Return country → where its people of the same sector are mentioned."""
        found: dict[str, list[int]] = {}
        for other in self._roster.drafts:
            if (
                other is not draft
                and other.country is not None
                and other.kind != "state"
                and other.sector == draft.sector
            ):
                spans = (span.start for span, form in other.mentions.items() if form != "pronoun")
                found.setdefault(other.country, []).extend(spans)
        return found

    def _governed(self) -> set[str | None]:
        """Return the countries of whose government or lawmakers the article speaks."""
        return {d.country for d in self._roster.drafts if d.sector in {"GOV", "LEG"}}

    def _is_subject(self, sentence: Sentence, mine: Sequence[Named]) -> bool:
        """Tell whether a country stands in the subject of the whole sentence."""
        root = next((t for t in self._document.parsed(sentence) if t.dep_ == "ROOT"), None)
        subject = None if root is None else phrases.subject_of(root)
        if subject is None or not mine:
            return False
        span = self._document.span_of(sentence, list(subject.subtree))
        return any(span.start <= n.offset < span.end for n in mine)

    def _is_opposite(self, candidate: Candidate, mine: Sequence[Named]) -> bool:
        """Tell whether a country is what the actor acts upon, or the other way round: "rebels attacked Chad"."""
        head = candidate.head
        verb = head.head
        if verb.pos_ != "VERB" or not mine:
            return False
        if head.dep_ == "nsubj":
            others = [c for c in verb.children if c.dep_ in {"dobj", "dative"}]
        elif head.dep_ in {"dobj", "nsubjpass"}:
            others = [c for c in verb.children if c.dep_ in {"nsubj", "agent"}]
        else:
            return False
        return any(_holds(self._document, candidate.sentence, other, n.offset) for other in others for n in mine)


def _is_from_abroad(draft: ActorDraft) -> bool:
    """Tell whether a description says itself that its people are of no one country: "European negotiators"."""
    return any(t.lower_ in _FROM_ABROAD for c in draft.candidates for t in phrases.phrase_tokens(c.heads[-1])[:-1])


def _holds(document: Document, sentence: Sentence, token: Token, offset: int) -> bool:
    span = document.span_of(sentence, list(token.subtree))
    return span.start <= offset < span.end


def _named(document: Document, roster: Roster, settings: NamedPlaces) -> set[Named]:
    """Return all that the article names of countries: states and places, and people and bodies of known ones."""
    found = {Named(n.offset, n.sentence, n.country, n.is_setting) for n in settings.named()}
    taken = {n.offset for n in found}
    for draft in roster.drafts:
        if draft.country in {None, "IGO"}:
            continue
        for span, form in draft.mentions.items():
            sentence = document.sentence_at(span.start)
            if form != "pronoun" and sentence is not None and not any(span.start <= o < span.end for o in taken):
                found.add(Named(span.start, sentence.index, draft.country or "", is_setting=False))
    return found


def dateline_country(document: Document, knowledge: Knowledge) -> str | None:
    """Return the country of the place in the article's dateline ("OSLO, March 6 (AFP) –"), or None."""
    for block in document.article.blocks:
        if block.kind == "dateline":
            return _country_in(block.span, document.text, knowledge)
    return None


def _country_in(span: Span, text: str, knowledge: Knowledge) -> str | None:
    # Datelines are in capitals, names of towns are not.
    for match in knowledge.find_names(span.words(text).title()):
        place = match.sense("capital") or match.sense("place") or match.sense("full")
        if place is not None:
            return knowledge.entity(place.entity_ids[0]).country
    return None


def _score(facts: dict[str, float]) -> float:
    return sum(weights().get(name, 0.0) * value for name, value in facts.items())


@functools.cache
def weights() -> dict[str, float]:
    """Return fact → weight; the table says how they were fitted."""
    text = resources.files("detente.reading.actors").joinpath("surroundings.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(weight) for name, weight in rows[1:]}
