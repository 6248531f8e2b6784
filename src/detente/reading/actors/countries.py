"""The country of actors of whom the text does not say it outright, settled when the whole article is read.

In this order: whoever they belong to ("Mahan's director", "his son"); the region they carry in their name or title
("Kent police"); where the text says that they live or come from; the place that the text is set in, for those who
belong to it ("local officials", "farmers"); and, for institutions that every state has ("the Senate", "prosecutors"),
the country that the article is plainly about; and last what stands around, weighed (`surroundings`). Everybody else
stays without a country.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from detente.reading.actors.colleagues import settle_from_body, settle_from_colleague
from detente.reading.actors.groups import GOVERNMENTS
from detente.reading.actors.name_resolution import SHARED_MINISTRIES
from detente.reading.actors.surroundings import Surroundings, dateline_country
from detente.reading.actors.where_set import NamedPlaces, settle_homes, settle_locals
from detente.reading.grammar.words import domestic_nouns, national_bodies
from detente.reading.places import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.knowledge import Knowledge
    from detente.reading.actors.candidate import Candidate
    from detente.reading.actors.roster import ActorDraft, Roster
    from detente.reading.document import Document
    from detente.reading.grammar.tokens import Token

#: An article is plainly about a country with at least so many mentions of its actors, this share of all mentions …
_LEAST_MENTIONS = 5
_LEAST_SHARE = 0.6

#: … and at least so many times as many as the next country.
_LEAST_LEAD = 2.0

#: If it is the only country of any actor, so many mentions are enough …
_LEAST_OF_ONLY = 2

#: … and one mention in a text of so few sentences, which has no room for another.
_FEW_SENTENCES = 3

_ROUNDS = 2

#: Words of titles of which a state has one holder.
_HEADS = frozenset({"president", "leader", "king", "queen", "emir", "sultan", "monarch"})

#: Sectors of those who hold an office of a state, or stand for one.
_PUBLIC_SECTORS = frozenset({"GOV", "MIL", "LEG", "JUD", "PTY", "OPP"})

#: Words of titles that are of no state: "university president".
_PRIVATE = frozenset({
    "university",
    "college",
    "bank",
    "company",
    "club",
    "party",
    "union",
    "museum",
    "school",
    "church",
})

#: Titles whose holder is of the government if only a country is named.
_PUBLIC = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "aide"})

#: Those who serve the body that they belong to.
_SERVANTS = frozenset({
    "spokesman", "spokeswoman", "spokesperson", "official", "monitor", "observer", "inspector", "peacekeeper", "staff",
    "worker", "mission", "mediator", "envoy", "director", "delegation", "expert", "team", "investigator",
})  # fmt: skip

#: Bodies of which a state has one.
_SERVICES = frozenset({("army",), ("navy",), ("military",), ("police",), ("parliament",)})

#: Whoever is called so is of another country than that where they are.
_AWAY_FROM_HOME = frozenset("diplomat diplomats envoy envoys tourist tourists foreigner foreigners".split())

#: Endings of web addresses that are countries' by name only, and sold to everybody.
_ENDINGS_OF_ALL = frozenset({"TV", "IO", "ME", "CO", "AI", "FM", "LY", "CC", "WS", "TO", "GG"})


def settle_origins(
    roster: Roster,
    document: Document,
    knowledge: Knowledge,
    owners_of: Callable[[Candidate], list[ActorDraft]],
    *,
    names: Sequence[Candidate],
) -> None:
    """Give drafts without a country the one that the article settles, in place.

    Args:
        roster: All drafts of the article.
        document: The article.
        knowledge: The gazetteer.
        owners_of: Gives the actors to whom a candidate belongs.
        names: The article's candidates that are names.
    """
    _join_services(roster)
    near = _mentions_by_country(roster)
    gazetteer = Gazetteer(knowledge, near)
    settings = NamedPlaces(document, knowledge, names, near=set(near))
    waiting = [d for d in roster.drafts if d.country is None and d.entity is None and d.kind != "state"]
    _settle_by_belonging(roster.drafts, waiting, owners_of)
    waiting = [draft for draft in waiting if not (draft.plural and _AWAY_FROM_HOME.intersection(draft.words[-1:]))]
    for draft in waiting:
        if draft.country is None:
            draft.country = _country_of_region(draft, document, gazetteer) or _country_of_site(draft, knowledge)
        settle_from_colleague(draft, document, roster)
        settle_from_body(draft, document, roster)
    settle_homes(roster, document, settings)
    settle_locals(waiting, settings)
    for draft in roster.drafts:
        _settle_sector(draft)
    _settle_ministries(roster, document, knowledge)
    _settle_from_article(roster, document, waiting)
    _settle_from_paragraph(roster, document, waiting)
    surroundings = Surroundings(document, roster, settings, knowledge)
    unsettled = [d for d in waiting if d.country is None and d.words not in national_bodies()]
    for draft, country in [(d, surroundings.country_of(d)) for d in unsettled]:
        draft.country = None if country is not None and _acts_on(draft, country, roster) else country
    for draft in waiting:
        _settle_from_owners(draft, owners_of)
    _settle_officers_of_bodies(roster)
    _join_services(roster)


def _settle_by_belonging(
    drafts: Sequence[ActorDraft],
    waiting: Sequence[ActorDraft],
    owners_of: Callable[[Candidate], list[ActorDraft]],
) -> None:
    """Give drafts the country of a name that only one state has, and those without one that of their owners."""
    for draft in drafts:
        _settle_from_name(draft)
    for _ in range(_ROUNDS):
        for draft in waiting:
            _settle_from_owners(draft, owners_of)


def _settle_officers_of_bodies(roster: Roster) -> None:
    """Give who serves an international body its sector: "U.N. officials" are of no government."""
    for draft in roster.drafts:
        if draft.country == "IGO" and draft.sector in {None, "GOV"}:
            draft.sector = "IGO"


def _join_services(roster: Roster) -> None:
    """Make one actor of a service of a state that is called with the state and without: "Chad's army", "the Army"."""
    for draft in [d for d in roster.drafts if d.words in _SERVICES and d.entity is None]:
        alike = [d for d in roster.drafts if d.words == draft.words and d.entity is None and d is not draft]
        same = [d for d in alike if d.country == draft.country or draft.country is None]
        if len(same) == 1 and same[0].country is not None:
            same[0].name = max(same[0].name, draft.name, key=len)
            roster.join(draft, same[0])


def _settle_from_name(draft: ActorDraft) -> None:
    """Give a body whose name only one state has the country of that state, and one of several states IGO."""
    own = national_bodies().get(draft.words, ())
    if own == ("IGO",) and draft.entity is None:
        # Also where a town is in its name: the Paris Club is not France's.
        draft.country = draft.sector = "IGO"
    elif draft.country is None and draft.kind != "person" and len(own) == 1:
        draft.country = own[0]


def _settle_ministries(roster: Roster, document: Document, knowledge: Knowledge) -> None:
    """Give "the Foreign Office" to the state of the dateline, to one that calls its own so, or to the sentence's."""
    for draft in [d for d in roster.drafts if d.entity is None and d.words in SHARED_MINISTRIES]:
        own = SHARED_MINISTRIES[draft.words]
        named = _mentions_by_country(roster)
        here = {c.sentence.index for c in draft.candidates}
        subjects = [
            other.country
            for other in roster.drafts
            if other.kind == "state"
            for c in other.candidates
            if c.sentence.index in here and c.head.dep_ in {"nsubj", "nsubjpass"}
        ]
        called = [country for country in own if country in named]
        found = [dateline_country(document, knowledge), draft.country, *called, *subjects]
        draft.country = next((country for country in found if country is not None), None)
        if draft.country is not None and draft.country in own:
            roster.absorb(draft, own[draft.country])


def _settle_from_article(roster: Roster, document: Document, waiting: Sequence[ActorDraft]) -> None:
    """Give institutions that every state has the country that the article is plainly about."""
    dominant = dominant_country(roster, is_short=len(document.sentences) <= _FEW_SENTENCES)
    for draft in waiting:
        own = national_bodies().get(draft.words, ())
        if draft.country is None and own and dominant not in own:
            draft.country = _only_named(own, roster)
        if draft.country is not None or dominant is None or _acts_on(draft, dominant, roster):
            continue
        if own and dominant not in own:
            continue
        if _is_of(draft, dominant, roster):
            draft.country = dominant
            if draft.words in GOVERNMENTS:
                roster.absorb(draft, f"gov:{dominant}")


def _settle_from_paragraph(roster: Roster, document: Document, waiting: Sequence[ActorDraft]) -> None:
    """Give holders of public offices the one country of which their paragraph speaks before them.

    Reports of several stories are about no one country, their paragraphs are. Of 31 such persons in the annotated
    reports 28 are of that country.
    """
    spoken: dict[int, dict[int, str]] = {}
    for other in roster.drafts:
        for span, form in other.mentions.items():
            sentence = document.sentence_at(span.start)
            if other.country is not None and form != "pronoun" and sentence is not None:
                spoken.setdefault(sentence.block, {})[span.start] = other.country
    for draft in waiting:
        if draft.country is not None or draft.kind != "person" or draft.sector not in _PUBLIC_SECTORS:
            continue
        first = draft.candidates[0]
        here = spoken.get(first.sentence.block, {})
        countries = set(here.values())
        if len(countries) == 1 and min(here) < first.span.start and countries != {"IGO"}:
            draft.country = next(iter(countries))


def _only_named(countries: Sequence[str], roster: Roster) -> str | None:
    """Return the one of these countries that the article names, or the only one that there is; None if not clear."""
    named = [country for country in countries if country in _mentions_by_country(roster)]
    choice = named or list(countries)
    return choice[0] if len(choice) == 1 else None


def _acts_on(draft: ActorDraft, country: str, roster: Roster) -> bool:
    """Tell whether a person does or says something to a state or its envoy: who "warned Russia" is no Russian.

    Nor is who "summoned the Russian ambassador" or "blamed Russian troops".
    """
    if draft.kind != "person":
        return False
    deeds = [(c.sentence.index, _part(c)) for c in draft.candidates]
    others = [
        candidate
        for other in roster.drafts
        if other.country == country and (other.kind == "state" or _stands_for_state(other))
        for candidate in other.candidates
    ]
    return any(
        here == c.sentence.index and doer.dep_ == "nsubj" and _is_object(c.head, doer.head)
        for here, doer in deeds
        for c in others
    )


def _stands_for_state(draft: ActorDraft) -> bool:
    """Tell whether somebody is said by words to be a state's envoy or its troops."""
    is_said = any(country == draft.country for c in draft.candidates for country in c.described.countries)
    words = {*(draft.role or "").lower().split(), *draft.words}
    return is_said and bool(words & {"ambassador", "envoy", "diplomat", "consul", "troops", "troop", "soldiers"})


def _part(candidate: Candidate) -> Token:
    """Return the word that says what part a mention has in its clause; a name behind a title has the title's."""
    head = candidate.head
    while head.dep_ in {"appos", "compound"} and head.head != head:
        head = head.head
    return head


def _is_object(word: Token, verb: Token) -> bool:
    """Tell whether a word is an object of a verb, bare or behind a preposition."""
    if word.dep_ in {"dobj", "dative"}:
        return bool(word.head == verb)
    return word.dep_ == "pobj" and bool(word.head.head == verb)


def dominant_country(roster: Roster, *, is_short: bool = False) -> str | None:
    """Return the ISO3 code of the country that an article is plainly about, or None.

    Args:
        roster: All drafts of the article.
        is_short: Whether the text is too short to name a country twice.
    """
    ranked = _mentions_by_country(roster).most_common(2)
    if not ranked:
        return None
    (country, mentions), total = ranked[0], sum(_mentions_by_country(roster).values())
    second = ranked[1][1] if len(ranked) > 1 else 0
    clear = mentions >= _LEAST_MENTIONS and mentions >= _LEAST_SHARE * total and mentions >= _LEAST_LEAD * second
    is_only = second == 0 and mentions >= (1 if is_short else _LEAST_OF_ONLY)
    return country if clear or is_only else None


def _mentions_by_country(roster: Roster) -> Counter[str]:
    """Return country → how many mentions, pronouns left out, its actors have."""
    counts: Counter[str] = Counter()
    for draft in roster.drafts:
        if draft.country is not None and draft.country != "IGO":
            counts[draft.country] += sum(form != "pronoun" for form in draft.mentions.values())
    return counts


def _settle_from_owners(draft: ActorDraft, owners_of: Callable[[Candidate], list[ActorDraft]]) -> None:
    """Give a draft the country, and an official the sector, that all it belongs to share."""
    owners = [o for candidate in draft.candidates for o in owners_of(candidate) if o is not draft]
    countries = {o.country for o in owners}
    if draft.country is None and len(countries) == 1 and (countries != {"IGO"} or _serves(draft)):
        draft.country = owners[0].country
    sectors = {o.sector for o in owners if o.kind in {"organization", "group"}}
    if draft.sector is None and draft.role is not None and not draft.is_relative and len(sectors) == 1:
        draft.sector = next(iter(sectors))
    if sectors == {"REB"} and draft.sector in {"GOV", "MIL", "LEG"} and not draft.is_relative:
        # Who negotiates for rebels, or leads them, is one of them.
        draft.sector = "REB"


def _serves(draft: ActorDraft) -> bool:
    """Tell whether an actor speaks or works for whom it belongs to: "a spokesman for the agency", "its monitors"."""
    noun = (draft.role or " ".join(draft.words)).lower().rsplit(" ", 1)[-1]
    return noun.removesuffix("s") in _SERVANTS


def _settle_sector(draft: ActorDraft) -> None:
    """Give a draft without a sector the one that its part in the text tells, if any.

    Whoever speaks or works for a country without another owner is of its government; an unknown organisation that
    reports, that somebody tells something, or that is a web address, is a medium.
    """
    if draft.sector is not None:
        return
    if draft.kind == "person" and draft.country is not None:
        words = (draft.role or "").lower().split()
        is_public = bool(words) and words[-1] in _PUBLIC and "former" not in words
        draft.sector = "GOV" if is_public and not any(c.described.owners for c in draft.candidates) else None
    elif draft.kind == "organization" and draft.entity is None and any(map(_is_outlet, draft.candidates)):
        draft.sector = "MED"


def _is_outlet(candidate: Candidate) -> bool:
    head = candidate.head
    if candidate.form != "name":
        return False
    if head.like_url:
        return True
    verb = head.head.lemma_
    return (head.dep_ == "nsubj" and verb == "report") or (head.dep_ in {"dobj", "dative"} and verb == "tell")


def _country_of_region(draft: ActorDraft, document: Document, gazetteer: Gazetteer) -> str | None:
    """Return the country of the region or town in an actor's title or in an organisation's name, or None."""
    found: set[str] = set()
    for candidate in draft.candidates:
        name = candidate.name
        for place in gazetteer.named_in(document, candidate.span):
            is_own_name = name is not None and draft.kind == "person" and name.span.overlaps(place.span)
            # Outlets take the names of places that they are not in.
            is_outlet = draft.sector == "MED" and not gazetteer.is_near(place.country)
            if not is_own_name and not is_outlet and place.country is not None:
                found.add(place.country)
    return found.pop() if len(found) == 1 else None


def _country_of_site(draft: ActorDraft, knowledge: Knowledge) -> str | None:
    """Return the country of a web address's ending: "example.com.br"; None for endings of no country."""
    if len(draft.words) != 1 or "." not in draft.name:
        return None
    ending = draft.name.rsplit(".", 1)[-1].upper()
    iso2 = {"UK": "GB"}.get(ending, ending)
    if iso2 in _ENDINGS_OF_ALL:
        return None
    return next((iso3 for iso3, country in knowledge.countries.by_code.items() if country.iso2 == iso2), None)


def _is_of(draft: ActorDraft, country: str, roster: Roster) -> bool:
    """Tell whether an actor without a country is doubtless of the one that the article is about."""
    return _is_domestic(draft) and not _heads_another_state(draft, roster, country)


def _heads_another_state(draft: ActorDraft, roster: Roster, country: str) -> bool:
    """Tell whether a head of state met the one of a country, and so cannot be it: two presidents, two countries."""
    if draft.kind != "person" or not _HEADS & set((draft.role or "").lower().split()):
        return False
    others = (d for d in roster.drafts if d is not draft and d.kind == "person" and d.country == country)
    return any(_HEADS & set((other.role or "").lower().split()) for other in others)


def _is_domestic(draft: ActorDraft) -> bool:
    """Tell whether an actor is an institution that every state has, or holds an office in one."""
    if draft.kind == "organization" and draft.sector in {"GOV", "LEG", "JUD"}:
        return True
    if draft.kind == "person" and _PRIVATE & set((draft.role or "").lower().split()):
        return False
    said = (draft.role or "") if draft.kind == "person" else f"{draft.role or ''} {' '.join(draft.words)}"
    return any(word.removesuffix("s") in domestic_nouns() or word in domestic_nouns() for word in said.lower().split())
