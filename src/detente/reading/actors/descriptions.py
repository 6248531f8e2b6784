"""Descriptions → the actors they take up: "the Russian leader", "the bloc", "the two leaders", "both sides".

Follows the order of the text. A description is resolved only to what it can mean in number and kind.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from detente.reading.actors.candidate import head_noun
from detente.reading.actors.describing import RELATIONAL
from detente.reading.actors.roles import RoleReader
from detente.reading.grammar import phrases
from detente.reading.grammar.words import descriptions, set_nouns, title_at_end

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from detente.knowledge import Knowledge
    from detente.reading.actors.antecedents import Antecedents, Seen
    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft, Roster
    from detente.reading.grammar.tokens import Token
    from detente.reading.grammar.words import Title
    from detente.records import ActorKind, Sector

#: How many sentences back the members of "the two countries" may stand.
_REACH_OF_SETS = 3

#: Nouns that take up a government as a whole; "the ministry" and "the embassy" do not.
_GOVERNING = frozenset({"government", "administration", "cabinet", "regime", "leadership", "junta"})

#: Nouns for a state that, with a possessor, mean the possessor's own.
_OWN_COUNTRY = frozenset({"country", "nation", "kingdom", "republic"})

#: Words before a noun that say that it is another one.
_ANOTHER = frozenset({
    "second",
    "foreign",
    "new",
    "other",
    "another",
    "third",
    "neighboring",
    "neighbouring",
    "unnamed",
    "rival",
})

#: States that are called a kingdom.
_KINGDOMS = frozenset({
    "BEL", "BHR", "BTN", "DNK", "ESP", "GBR", "JOR", "KHM", "LSO", "MAR", "NLD", "NOR", "NPL", "SAU", "SWE", "SWZ",
    "THA", "TON",
})  # fmt: skip

#: Some presidents head the government; nobody who is printed as prime minister is "the president".
_PRESIDENT = "president"

_UNITED_NATIONS = "x:un"
_NATO = "x:nato"

#: Heads of state or government by what they are called: whoever is one of them is none of the others.
_APART: tuple[frozenset[str], ...] = (
    frozenset({"president"}),
    frozenset({"prime minister", "premier", "taoiseach"}),
    frozenset({"chancellor", "federal chancellor"}),
    frozenset({"king", "queen", "sultan", "emir"}),
    frozenset({"pope", "pontiff"}),
    frozenset({"secretary of state"}),
    frozenset({"foreign minister", "foreign secretary", "minister of foreign affairs", "foreign affairs minister"}),
)

#: Nouns that take up only who has them in the name: "the committee" is no council.
_CALLED_ALIKE = frozenset({
    "committee", "commission", "council", "alliance", "union", "assembly", "senate", "ministry", "department",
})  # fmt: skip

#: Words before "group" and "organization" that tell that it is armed, and words that tell nothing apart.
_ARMED = frozenset({"militant", "rebel", "extremist", "terrorist", "armed", "insurgent", "guerrilla", "jihadist"})
_ANY = frozenset({"whole", "entire", "same", "powerful", "joint", "own", "new", "former", "influential", "special"})

#: As many as "both" are.
_PAIR = 2

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}


class DescriptionReader:
    """Resolves the descriptions of one article.

    Args:
        antecedents: What has been spoken of before.
        knowledge: Who is who.
        on: The day for which roles are asked, or None if unknown.
        roster: The drafts of all names in the article.
        owners_of: Gives the actors to whom a candidate belongs, as far as they are resolved.
    """

    def __init__(
        self,
        antecedents: Antecedents,
        knowledge: Knowledge,
        on: date | None,
        roster: Roster,
        owners_of: Callable[[Candidate], list[ActorDraft]],
    ) -> None:
        self._antecedents = antecedents
        self._knowledge = knowledge
        self._on = on
        self._roster = roster
        self._owners_of = owners_of
        self._roles = RoleReader(knowledge, on)

    def read(self, candidate: Candidate) -> list[ActorDraft]:
        """Return whom a description takes up, or [] if it takes up nobody."""
        described = candidate.described
        if candidate.head.lemma_.lower() in RELATIONAL and phrases.possessor(candidate.head) is not None:
            # "Its neighbor" is another state.
            return []
        if _goes_on(candidate.head):
            return []
        if candidate.head.pos_ == "PROPN" and candidate.head.text.endswith("s"):
            namesakes = self._roster.persons_named((candidate.head.lower_[:-1],))
            if len(namesakes) > 1:
                return namesakes
        if candidate.plural:
            return self._set(candidate) if candidate.definite or _is_both(candidate) else []
        title = None if described.role is None else title_at_end(described.role)
        if title is not None:
            return self._holder(candidate, title)
        taken = descriptions().get(candidate.head.lemma_.lower())
        if taken is not None and taken[0] == "state" and described.owners:
            return self._state_of_owner(candidate)
        if not candidate.definite or taken is None or described.countries or described.owners or _is_another(candidate):
            return []
        return self._last_of_kind(taken[0], taken[1], candidate)

    def _state_of_owner(self, candidate: Candidate) -> list[ActorDraft]:
        """Return the state that is somebody's: "his country" is that of the president."""
        countries = {d.country for d in self._owners_of(candidate) if d.kind != "state"} - {None, "IGO"}
        if len(countries) != 1 or candidate.head.lemma_.lower() not in _OWN_COUNTRY:
            return []
        return [self._roster.of_entity(self._knowledge.state(countries.pop() or "").entity_id)]

    def _holder(self, candidate: Candidate, title: Title) -> list[ActorDraft]:
        """Return the holder of an office: one named in the article, else who is known to hold it on the date."""
        described = candidate.described
        if phrases.is_indefinite(candidate.head):
            return []
        if described.owners and described.country is None and not candidate.definite:
            return []
        for seen in self._antecedents.latest_first():
            for draft in reversed(seen.drafts):
                if self._is_holder(draft, described.country, title) and self._is_owned_alike(draft, candidate):
                    return [draft]
        if "HEAD" in title.codes and not described.former and (head := self._head_of_body(candidate)) is not None:
            return [head]
        if described.country is None or not candidate.definite or described.former:
            return []
        for code in title.codes:
            named = [e for e, _ in self._knowledge.holders(described.country, code, self._on)] if self._on else []
            if len(named) == 1:
                draft = self._roster.of_entity(named[0])
                role = self._roles.held(named[0], described)
                draft.country, draft.sector = draft.country or described.country, draft.sector or "GOV"
                draft.role = draft.role or (title.words if role is None else self._roles.words(role))
                return [draft]
        return []

    def _head_of_body(self, candidate: Candidate) -> ActorDraft | None:
        """Return the head of an international body: "the NATO secretary general", a bare "the Secretary-General".

        The bare title in capitals is that of the United Nations, unless the article speaks of one other body only.
        """
        described = candidate.described
        owners = [d for d in self._owners_of(candidate) if d.kind != "person"] or [
            d for d in self._roster.drafts if d.country == "IGO" and any(map(candidate.span.contains, d.mentions))
        ]
        if not owners and (described.country is not None or not candidate.head.text[0].isupper()):
            return None
        bodies = [d.entity for d in owners or self._roster.drafts if d.entity is not None and d.country == "IGO"]
        if not owners and (not bodies or _UNITED_NATIONS in bodies or len(bodies) > 1):
            bodies = [_UNITED_NATIONS]
        for body in bodies:
            named = self._knowledge.holders(body, "HEAD", self._on) if self._on else ()
            if len(named) == 1:
                draft = self._roster.of_entity(named[0][0])
                draft.country = draft.sector = "IGO"
                draft.role = draft.role or self._roles.words(named[0][1])
                return draft
        return None

    def _is_owned_alike(self, draft: ActorDraft, candidate: Candidate) -> bool:
        """Tell whether an office "of" somebody ("Ann Hall's spokesman") is not taken for that of somebody else.

        Nor is the subject of a verb taken for its object: "The President thanked President Hall".
        """
        if _is_addressed(candidate, draft):
            return False
        if not candidate.described.owners or candidate.described.country is not None:
            return True
        owners = self._owners_of(candidate)
        return any(owner in self._owners_of(other) for other in draft.candidates for owner in owners)

    def _is_holder(self, draft: ActorDraft, country: str | None, title: Title) -> bool:
        if draft.kind != "person" or (country is not None and draft.country not in {country, None}):
            return False
        held = None if draft.role is None else title_at_end(draft.role.split(" of ")[0])
        if held == title or any(_has_title(c, title) for c in draft.candidates):
            return True
        if draft.entity is None or not title.codes or _is_lesser(draft, title):
            return False
        roles = self._knowledge.roles(draft.entity, self._on)
        fitting = [r for r in roles if r.code in title.codes and not _is_other_office(r.office, title)]
        return any(country is None or r.country == country for r in fitting)

    def _last_of_kind(self, kind: ActorKind, sector: Sector | None, candidate: Candidate) -> list[ActorDraft]:
        """Return the last actor that a generic noun can mean: one so called before, else one of its kind."""
        noun = candidate.head.lemma_.lower()
        apart = _said_apart(candidate)
        sector = "REB" if apart & _ARMED else sector
        recent = [
            d
            for seen in self._antecedents.latest_first()
            for d in reversed(seen.drafts)
            if d.kind == kind or (kind == "organization" and d.kind == "group" and d.entity is not None)
            if noun != "kingdom" or d.country in _KINGDOMS
            if noun not in _CALLED_ALIKE or not apart or apart & {*d.words, *(d.role or "").lower().split()}
        ]
        called_so = [d for d in recent if _is_called(d, noun) and (not apart & _ARMED or d.sector == "REB")]
        whole = noun in _GOVERNING
        others = [d for d in recent if whole == _is_government(d) and noun not in _CALLED_ALIKE]
        fitting = called_so or [d for d in others if sector is None or d.sector == sector]
        return fitting[:1]

    def _set(self, candidate: Candidate) -> list[ActorDraft]:
        """Return the several actors just spoken of that a plural means, if kind and number fit: "the two leaders"."""
        noun = head_noun(candidate).lemma_.lower()
        title = title_at_end(noun)
        is_somebodys = any(owner.head.lower_ != "with" for owner in candidate.described.owners)
        if candidate.described.countries or is_somebodys or (noun not in set_nouns() and title is None):
            return []
        kind = set_nouns().get(noun, "person")
        number = _number(candidate)
        near = [
            seen
            for seen in self._antecedents.latest_first()
            if candidate.sentence.index - seen.sentence <= _REACH_OF_SETS
        ]
        speaking = self._addressing(candidate)
        for seen in near:
            members = [d for d in seen.drafts if _is_member(d, kind, title if noun not in set_nouns() else None)]
            is_whole = len(members) == len(seen.drafts) > 1 and number in {None, len(members)}
            if is_whole and speaking.isdisjoint(members):
                return members
        if number is None:
            return []
        found = _exactly(near, kind, number, without=speaking)
        return found or (self._pair_of_states(speaking) if kind == "state" and number == _PAIR else [])

    def _pair_of_states(self, without: frozenset[ActorDraft]) -> list[ActorDraft]:
        """Return the two states of which the text speaks most, if people of theirs were named together, or [].

        "Both countries" after "Thai and Cambodian troops" are Thailand and Cambodia.
        """
        seen = list(self._antecedents.latest_first())
        counts = Counter(d.country for one in seen for d in one.drafts if d.country not in {None, "IGO"})
        pair = {country for country, _ in counts.most_common(_PAIR)}
        together = next(
            (
                one.drafts
                for one in seen
                if len(one.drafts) == _PAIR == len(pair) and {d.country for d in one.drafts} == pair
            ),
            (),
        )
        states = [self._roster.of_entity(self._knowledge.state(d.country or "").entity_id) for d in together]
        return states if without.isdisjoint(states) else []

    def _addressing(self, candidate: Candidate) -> frozenset[ActorDraft]:
        """Return those who address a set, and so are none of it: Mali in "Mali urged both sides to talk"."""
        head = candidate.head
        verb = head.head
        if (
            head.dep_ == "nsubj" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        ) or head.dep_ == "pobj":
            verb = verb.head
        elif head.dep_ not in {"dobj", "dative"}:
            return frozenset()
        here = (seen for seen in self._antecedents.latest_first() if seen.sentence == candidate.sentence.index)
        return frozenset(d for seen in here if seen.is_subject and seen.verb == verb.i for d in seen.drafts)


def _is_addressed(candidate: Candidate, draft: ActorDraft) -> bool:
    """Tell whether somebody is the object of the verb whose subject is described: "The President thanked Ms Hall"."""
    head = candidate.head
    if head.dep_ != "nsubj":
        return False
    objects = [c for c in head.head.children if c.dep_ in {"dobj", "dative"}]
    behind = [c.children for c in head.head.children if c.dep_ == "prep" and c.lower_ in {"with", "to"}]
    objects += [t for children in behind for t in children if t.dep_ == "pobj"]
    return any(t.pos_ == "PROPN" and t.lower_ in draft.words for t in objects)


def _goes_on(head: Token) -> bool:
    """Tell whether a word is only the first part of one with a hyphen: "secretary" in "secretary-general"."""
    after = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else head
    return after.text == "-" and after.idx == head.idx + len(head.text)


def _is_other_office(office: str, title: Title) -> bool:
    """Tell whether an office is by its name another than the title's: no president is "the prime minister"."""
    held = next((names for names in _APART if office.lower() in names), None)
    said = next((names for names in _APART if title.words in names), None)
    return held is not None and said is not None and held is not said


def _said_apart(candidate: Candidate) -> set[str]:
    """Return the words before a noun that tell which one is meant: "foreign affairs" for a committee."""
    before = [t for t in candidate.head.lefts if t.dep_ in {"amod", "compound", "nmod"} and t.pos_ != "NUM"]
    return {t.lower_ for word in before for t in word.subtree if t.pos_ in {"ADJ", "NOUN", "PROPN"}} - _ANY


def _is_called(draft: ActorDraft, noun: str) -> bool:
    """Tell whether a noun is part of an actor's name or role, or what everybody calls it."""
    own = {*draft.words, *(draft.role or "").lower().split()}
    return noun in own or (draft.entity == _NATO and noun == "alliance")


def _is_government(draft: ActorDraft) -> bool:
    """Tell whether an actor is a government as a whole, known or not: "our government"."""
    return (draft.entity or "").startswith("gov:") or draft.words[-1:] in {(noun,) for noun in _GOVERNING}


def _is_another(candidate: Candidate) -> bool:
    """Tell whether a description says itself that it is not what was just spoken of: "the foreign country"."""
    return any(t.lower_ in _ANOTHER for t in candidate.head.children)


def _is_lesser(draft: ActorDraft, title: Title) -> bool:
    """Tell whether the text calls somebody head of government and means a head of state: Mr. Modi is no president."""
    printed = [title_at_end(c.described.role) for c in draft.candidates if c.described.role is not None]
    codes = {code for other in printed if other is not None for code in other.codes}
    return title.words == _PRESIDENT and bool(codes) and "HOS" not in codes


def _has_title(candidate: Candidate, title: Title) -> bool:
    role = candidate.described.role
    return role is not None and not candidate.described.former and title_at_end(role) == title


def _is_both(candidate: Candidate) -> bool:
    return any(t.lower_ == "both" for t in candidate.head.children)


def _number(candidate: Candidate) -> int | None:
    """Return the number that a plural tells: 2 for "both sides" and "the two leaders"; None if it tells none."""
    found = (_NUMBERS.get(t.lower_) for t in candidate.head.children)
    return next((number for number in found if number is not None), None)


def _is_member(draft: ActorDraft, kind: ActorKind | None, title: Title | None) -> bool:
    if title is not None:
        return draft.kind == "person" and draft.role is not None and title.words in draft.role.lower()
    if kind == "state":
        return draft.kind == "state"
    return kind is None or draft.kind == kind


def _exactly(
    near: list[Seen], kind: ActorKind | None, number: int, *, without: frozenset[ActorDraft]
) -> list[ActorDraft]:
    """Return the actors of one kind in the last sentences if there are exactly so many, or so many by name."""
    kinds = {"state", "organization"} if kind is None else {kind}
    spoken_of = (d for seen in near for d in seen.drafts if d.kind in kinds and d not in without)
    found = list(reversed(dict.fromkeys(spoken_of)))
    named = [draft for draft in found if draft.kind == "person" and "name" in draft.mentions.values()]
    return next((drafts for drafts in (found, named) if len(drafts) == number), [])
