"""Names → drafts: which entity a name means at the article's date, in the article's company."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

from detente.errors import InternalError
from detente.knowledge import role_standing
from detente.reading.actors.name_context import NameContext
from detente.reading.actors.names import names_government
from detente.reading.actors.roles import RoleReader, is_said
from detente.reading.actors.roster import ActorDraft, Roster
from detente.reading.grammar.located import is_located
from detente.reading.grammar.words import fold_words, title_at_end
from detente.records import Gap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detente.knowledge import Knowledge, NameMatch
    from detente.reading.actors.candidate import Candidate, Name
    from detente.reading.document import Document
    from detente.records import Sector

#: How much better the likeliest bearer of a name must be than the next, where nothing else tells them apart.
_CLEARLY_LIKELIER = 1.25

#: From this score on, a bare surname that others share too is taken for its bearer: presidents, heads of government
#: and foreign ministers in office.
_PROMINENT = 0.6


#: Where somebody stands in a clause, and words before one person.
_OF_SOMEBODY = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj", "attr"})
_ONE = frozenset({"a", "an", "one", "another"})

#: What the officers of international bodies are called.
_OFFICES_OF_BODIES = ("secretary general", "high representative", "high commissioner", "director general")

_HIGH_REPRESENTATIVE = ("high", "representative")

#: A surname of so many letters can be told from others, and one of so many in another spelling.
_LEAST_LETTERS = 4
_LONG_NAME = 7

#: Titles before a first name.
_ROYAL = frozenset({"king", "queen", "prince", "princess", "pope", "emir", "sultan", "sheikh"})

#: Before a nationality in the plural these say that the side is meant, which is the state: "the Norwegians refused".
_ALL_OF_THEM = frozenset({"the", "both", "these", "those"})

#: What several states call their ministry, with the entity that it is in some of them.
SHARED_MINISTRIES: Mapping[tuple[str, ...], Mapping[str, str]] = {
    ("foreign", "office"): {"GBR": "x:fcdo", "DEU": "x:auswamt"},
}


class NameReader:
    """Resolves the names of one article.

    Args:
        document: The article being read.
        knowledge: Who is who.
        on: The day for which roles are asked, or None if unknown.
        roster: The drafts so far; new ones are added to it.
        names: All candidates of the article that are names: the company that each of them is in.
    """

    def __init__(
        self,
        document: Document,
        knowledge: Knowledge,
        on: date | None,
        roster: Roster,
        names: Sequence[Candidate],
    ) -> None:
        self._document = document
        self._knowledge = knowledge
        self._on = on
        self._roster = roster
        self._context = NameContext(knowledge, names)
        self._roles = RoleReader(knowledge, on)
        self._titled = {
            fold_words(name.span.words(document.text))[-1]: candidate.described
            for candidate in reversed(names)
            if (name := candidate.name) is not None and title_at_end(candidate.described.role or "") is not None
        }
        self.gaps: list[Gap] = []

    def is_full(self, candidate: Candidate) -> bool:
        """Tell whether a name can stand for itself; short ones are read after all full ones of the article."""
        name = _name_of(candidate)
        if len(name.tokens) > 1:
            return True
        if name.match is None or name.match.kind in {"surname", "acronym"} or _is_doubtful_place(name.match):
            return False
        return not self._context.is_namesake(candidate)

    def read(self, candidate: Candidate) -> ActorDraft | None:
        """Return the draft of the actor that a name means; None for a place, or if nothing says who it is."""
        match = candidate.match
        draft = self._unknown(candidate) if match is None else self._known(candidate, match)
        if draft is not None:
            self._fill_from_words(draft, candidate)
        return draft

    def _known(self, candidate: Candidate, match: NameMatch) -> ActorDraft | None:
        """Return the draft of a name that the tables hold; None for a place, or if nothing says who it is."""
        draft: ActorDraft | None
        if self._context.is_other_countrys(candidate):
            draft = self._institution_called(candidate)
        elif self._context.is_person_here(candidate) and (present := self._present(candidate)) is not None:
            draft = present
        elif self._can_be_short(match) and (body := self._body_called(candidate)) is not None:
            draft = body
        elif self._context.is_place(candidate) or self._context.is_team(candidate):
            return None
        elif (ministry := self._ministry_called(candidate)) is not None:
            draft = ministry
        elif self._are_people(candidate):
            draft = self._people_called(candidate)
        elif not self._is_personal(match.entity_ids[0]):
            draft = self._roster.of_entity(match.entity_ids[0])
        else:
            draft = self._known_person(candidate, match)
            if draft is not None and draft.entity is not None:
                self._fill_role(draft, draft.entity, candidate)
        return draft

    def _ministry_called(self, candidate: Candidate) -> ActorDraft | None:
        """Return the draft of a ministry that several states call so; whose it is, the whole article settles."""
        words = fold_words(_name_of(candidate).span.words(self._document.text))
        if words not in SHARED_MINISTRIES:
            return None
        known = self._roster.described(None, "GOV", words)
        return known or self._roster.new(ActorDraft(" ".join(words).title(), "organization", sector="GOV", words=words))

    def _institution_called(self, candidate: Candidate) -> ActorDraft:
        """Return the draft of a party or chamber with a name that many states have; the article settles whose."""
        name = _name_of(candidate)
        words = fold_words(name.span.words(self._document.text))
        known = next((d for d in self._roster.drafts if d.entity is None and d.words == words), None)
        if known is not None or name.match is None:
            return known or self._roster.new(ActorDraft(" ".join(words), "organization", words=words))
        sector = cast("Sector | None", self._knowledge.entity(name.match.entity_ids[0]).sector)
        printed = " ".join(name.span.words(self._document.text).split())
        return self._roster.new(ActorDraft(printed, "organization", sector=sector, words=words))

    def _are_people(self, candidate: Candidate) -> bool:
        """Tell whether a name means people and not their state: "Norwegians", "a Norwegian", not "the Norwegians"."""
        match = candidate.match
        if match is None or self._knowledge.entity(match.entity_ids[0]).kind != "state":
            return False
        if not candidate.plural:
            return match.kind == "demonym" and _is_one_of_them(candidate)
        return not any(child.lower_ in _ALL_OF_THEM for child in candidate.head.children)

    def _people_called(self, candidate: Candidate) -> ActorDraft:
        """Return the draft of people who are called by their nationality."""
        name = _name_of(candidate)
        country = self._knowledge.entity(name.match.entity_ids[0]).country if name.match is not None else None
        words = fold_words(name.span.words(self._document.text))
        if not candidate.plural:
            return self._roster.new(ActorDraft(_name_of_one(candidate), "person", country=country, sector="CVL"))
        known = self._roster.described(country, "CVL", words)
        if known is not None:
            return known
        printed = " ".join(name.span.words(self._document.text).split())
        return self._roster.new(ActorDraft(printed, "group", country=country, sector="CVL", words=words, plural=True))

    def _is_personal(self, entity_id: str) -> bool:
        return self._knowledge.entity(entity_id).kind == "person"

    def _can_be_short(self, match: NameMatch) -> bool:
        """Tell whether a known name, a village's or an acronym, may be short for an organisation of the article."""
        kind = self._knowledge.entity(match.entity_ids[0]).kind
        return _is_doubtful_place(match) or (match.kind == "acronym" and kind in {"organization", "group"})

    def _body_called(self, candidate: Candidate) -> ActorDraft | None:
        """Return the article's organisation for which a name is short: "Meridian" of "Meridian Air".

        Not for a newspaper that is known, and called after its town; nor where a place is meant, nor for an organ of
        the body named: "the UN" is not its Security Council.
        """
        words = fold_words(_name_of(candidate).span.words(self._document.text))
        body = self._roster.organization_named(words)
        match = candidate.match
        if body is not None and match is not None and match.kind == "acronym" and body.words[: len(words)] == words:
            return body if body.words == words else None
        if body is None or match is None or match.kind != "place":
            return body
        is_paper = body.entity is not None and body.sector == "MED"
        return None if is_paper or is_located(candidate.head) else body

    def _present(self, candidate: Candidate) -> ActorDraft | None:
        """Return the person of the article whom a name can mean, the most salient if several, or None.

        A relative who was brought in as such ("his son, Paul Lind") is not the one whom the bare surname means.
        """
        words = fold_words(_name_of(candidate).span.words(self._document.text))
        said = candidate.described
        fitting = [
            draft
            for draft in self._roster.persons_named(words)
            if (said.pronoun is None or draft.pronoun in {None, said.pronoun})
            and (_is_royal(said.role) <= _is_royal(draft.role) or draft.words == words)
            and (said.country is None or draft.country in {None, said.country})
            and not self._is_namesake_of_holder(draft, candidate)
        ]
        if not fitting:
            return None

        def salience(draft: ActorDraft) -> tuple[bool, int, int]:
            before = [c.span.start for c in draft.candidates if c.span.start < candidate.span.start]
            return (not draft.is_relative, len(before) > 0, max(before, default=-1))

        return max(fitting, key=salience)

    def _is_namesake_of_holder(self, draft: ActorDraft, candidate: Candidate) -> bool:
        """Tell whether a title and surname mean a known holder, and not who has only the surname: "President Biden".

        In a report on Jill Biden that is somebody else.
        """
        said, match = candidate.described, candidate.match
        title = title_at_end(said.role or "")
        if title is None or not title.codes or match is None:
            return False
        own = title_at_end((draft.role or "").split(" of ")[0])
        if own is not None and set(own.codes) & set(title.codes):
            return False
        is_any_time = said.former or self._on is None

        def has_held(entity_id: str, *, now: bool) -> bool:
            return self._is_personal(entity_id) and any(
                role.code in title.codes and (not now or self._on is None or role_standing(role, self._on) == "holds")
                for role in self._knowledge.roles(entity_id)
            )

        if draft.entity is not None and has_held(draft.entity, now=False):
            return False
        return any(has_held(e, now=not is_any_time) for e in match.senses[0].entity_ids if e != draft.entity)

    def _known_person(self, candidate: Candidate, match: NameMatch) -> ActorDraft | None:
        """Return the draft of the person whom a known name means: one of the article's, else one who fits."""
        present = self._present(candidate)
        if present is not None:
            return present
        name, sense = _name_of(candidate), match.senses[0]
        titled = candidate.described.role is not None or candidate.described.country is not None
        chosen = self._likeliest(candidate, sense.entity_ids)
        if chosen is not None and self._is_stranger(chosen, candidate):
            chosen = None
        if names_government(candidate.head) and chosen is not None:
            # "The Obama administration" is not that of a namesake who holds another office today.
            country = self._common_country(candidate, sense.entity_ids)
            chosen = chosen if country in {None, self._knowledge.entity(chosen).country} else None
        if chosen is not None and (titled or not sense.needs_support or self._is_supported(chosen, candidate)):
            return self._roster.of_entity(chosen)
        if titled or len(name.tokens) > 1 or names_government(candidate.head):
            unknown = self._unknown(candidate)
            if unknown is not None:
                unknown.country = unknown.country or self._common_country(candidate, sense.entity_ids)
            return unknown
        if not titled and name.tokens[0].ent_type_ != "PERSON":
            return None
        note = f"{len(sense.entity_ids)} known by this name, and nothing here says which one is meant"
        self.gaps.append(Gap(candidate.span, "actors", "ambiguous_name", note))
        # Of two in the article who bear it, a third would be invented.
        words = set(fold_words(name.span.words(self._document.text)))
        is_shared = any(draft.kind == "person" and words <= set(draft.words) for draft in self._roster.drafts)
        return None if is_shared else self._unknown(candidate)

    def _is_stranger(self, entity_id: str, candidate: Candidate) -> bool:
        """Tell whether a title says that a namesake is meant: nothing here speaks of the known person's country.

        "Information Minister Mohammed Idris" of a report on Nigeria is not the mayor of a town in Indonesia.
        """
        said = candidate.described
        title = title_at_end(said.role or "")
        if title is None or said.country is not None or self._context.supports(entity_id):
            return False
        words = set(title.words.split())
        return not any(
            role.code in title.codes or words & set(fold_words(role.office))
            for role in self._knowledge.roles(entity_id, None)
        )

    def _common_country(self, candidate: Candidate, entity_ids: tuple[str, ...]) -> str | None:
        """Return the country of all who bear a name and ever held the office in the title: "President Bush" is USA.

        A title of several offices means the first that any of them held: a president is a head of state, or else the
        head of a government.
        """
        title = title_at_end("president" if names_government(candidate.head) else candidate.described.role or "")
        if title is None:
            return None
        roles = [r for e in entity_ids if self._is_personal(e) for r in self._knowledge.roles(e)]
        for code in title.codes:
            countries = {role.country for role in roles if role.code == code}
            if countries:
                return countries.pop() if len(countries) == 1 else None
        return None

    def _is_supported(self, entity_id: str, candidate: Candidate) -> bool:
        """Tell whether something speaks for a shared or common name: the full name, or an office on that day.

        A bare surname needs an office in one of the article's countries, or one so prominent that no more is needed.
        """
        if not self._context.supports(entity_id):
            return self._is_prominent(entity_id, candidate)
        if len(_name_of(candidate).tokens) > 1 or self._on is None:
            return True
        return self._roles.held(entity_id, candidate.described) is not None

    def _is_prominent(self, entity_id: str, candidate: Candidate) -> bool:
        """Tell whether a person is so prominent on the day that the bare name is enough."""
        if self._on is None:
            return False
        printed = _name_of(candidate).span.words(self._document.text)
        named = self._knowledge.people_named(printed, self._on)
        return any(c.entity.entity_id == entity_id and c.score >= _PROMINENT for c in named)

    def _likeliest(self, candidate: Candidate, entity_ids: tuple[str, ...]) -> str | None:
        """Return the bearer of a name who fits the words around it, the article and the date; None if not clear."""
        fitting = [e for e in entity_ids if self._is_personal(e) and self._fits(e, candidate)]
        if len(fitting) <= 1:
            return fitting[0] if fitting else None
        printed = _name_of(candidate).span.words(self._document.text)
        scores = {c.entity.entity_id: c.score for c in self._knowledge.people_named(printed, self._on)}
        ranked = sorted(fitting, key=lambda e: (not self._context.supports(e), -scores.get(e, 0.0), e))
        first, second = ranked[0], ranked[1]
        apart = self._context.supports(first) and not self._context.supports(second)
        if (
            apart
            or scores.get(first, 0.0) >= _CLEARLY_LIKELIER * scores.get(second, 0.0)
            or self._is_same(first, second)
        ):
            return first
        return first if candidate.described.country is not None else None

    def _is_same(self, one: str, other: str) -> bool:
        """Tell whether two entities are doubtless one person under two ids: like names, one country or one office."""
        first, second = self._knowledge.entity(one), self._knowledge.entity(other)
        a, b = fold_words(first.name), fold_words(second.name)
        if a[0][0] != b[0][0] or not set(a[1:]) & set(b[1:]):
            return False
        held = [{(role.code, role.start) for role in self._knowledge.roles(e, None)} for e in (one, other)]
        return first.country == second.country or bool(held[0] & held[1])

    def _fits(self, entity_id: str, candidate: Candidate) -> bool:
        """Tell whether a person agrees with the title words before the name, where there are any."""
        country = candidate.described.country
        if country is None:
            return True
        countries = {role.country for role in self._knowledge.roles(entity_id, None)}
        countries.add(self._knowledge.entity(entity_id).country)
        return country in countries

    def _fill_role(self, draft: ActorDraft, entity_id: str, candidate: Candidate) -> None:
        """Give a known person the role held on the date, unless the text says that it is past."""
        if candidate.described.former:
            return
        role = self._roles.held(entity_id, candidate.described)
        if draft.role is not None and (role is None or not is_said(role, candidate.described)):
            return
        if role is not None:
            draft.role = draft.role or self._roles.words(role)
            draft.sector = cast("Sector | None", role.sector) or draft.sector
            draft.country = role.country or draft.country
            if fold_words(role.office)[:2] == _HIGH_REPRESENTATIVE and role.code != "HOS" and "head" not in role.office:
                # The one in Bosnia and Herzegovina is the states' that made the peace, and no officer of the country's.
                draft.country = draft.sector = "IGO"
            return
        shared = self._roles.shared(entity_id)
        # Whoever has only ever served international bodies is theirs; home says where the person comes from.
        home = None if shared.country == "IGO" else draft.country
        draft.country, draft.sector = home or shared.country, draft.sector or shared.sector
        if candidate.described.role is None:
            draft.role = self._roles.former(entity_id)

    def _fill_from_words(self, draft: ActorDraft, candidate: Candidate) -> None:
        """Complete a draft with what the words around one of its names say."""
        said = candidate.described
        draft.candidates.append(candidate)
        draft.country = draft.country or said.country
        if draft.kind == "person" and said.country == "IGO" and _is_of_body(said.role) and not said.former:
            # Home is where the Secretary-General comes from, the body is for whom the text has them speak.
            draft.country = draft.sector = "IGO"
        draft.role = draft.role or said.role
        if not said.former:
            draft.sector = draft.sector or said.sector
        if draft.kind == "person":
            draft.pronoun = draft.pronoun or said.pronoun
            draft.is_relative = draft.is_relative or (said.kin and not self._is_officeholder(draft.entity))

    def _is_officeholder(self, entity_id: str | None) -> bool:
        """Tell whether somebody is known for an office of their own: such people are more than a relative."""
        roles = () if entity_id is None else self._knowledge.roles(entity_id)
        return any(role.code not in {"OTH", "SPOUSE"} for role in roles)

    def _unknown(self, candidate: Candidate) -> ActorDraft | None:
        """Return the draft of a name that the tables do not hold."""
        name = _name_of(candidate)
        printed = " ".join(name.span.words(self._document.text).split())
        words = fold_words(printed)
        if name.kind == "organization" and (len(name.tokens) > 1 or not self._roster.persons_named(words)):
            known = self._roster.organization_named(words)
            return known or self._roster.new(ActorDraft(printed, "organization", words=words))
        present = self._present(candidate)
        if present is not None:
            return present
        holder = self._holder_named(candidate, words)
        return holder or self._roster.new(ActorDraft(printed, "person", words=words))

    def _holder_named(self, candidate: Candidate, words: tuple[str, ...]) -> ActorDraft | None:
        """Return the holder of the office in the title, if the name is part of the holder's: "King Olaf of Norway".

        Without a day it may be anybody who ever held it, if the surname leaves one; so, too, if it is spelt otherwise.
        """
        said, is_elsewhere = candidate.described, False
        if said.role is None and len(words) > 1 and words[-1] in self._titled:
            # The title stands beside the bare surname: "Viktor Yanukovich …", "President Yanukovich".
            said, is_elsewhere = self._titled[words[-1]], True
        title = None if said.role is None else title_at_end(said.role)
        if title is None or said.former:
            return None
        countries = [said.country] if said.country is not None else self._context.countries()
        is_sure = said.country is not None and self._on is not None
        fitting = {
            entity_id
            for country in countries
            for code in title.codes
            for entity_id, _ in self._knowledge.holders(country, code, self._on)
            for name in (fold_words(self._knowledge.entity(entity_id).name),)
            if _is_spelt_alike(words, name, is_sure=is_sure and not is_elsewhere)
            if not (is_elsewhere and words[-1] in name)
        }
        if len(fitting) != 1:
            return None
        draft = self._roster.of_entity(fitting.pop())
        self._fill_role(draft, draft.entity or "", candidate)
        return draft


def _is_of_body(role: str | None) -> bool:
    """Tell whether an office is one of an international body itself, and not of a state's envoy to it."""
    return (role or "").lower().replace("-", " ").endswith(_OFFICES_OF_BODIES)


def _is_spelt_alike(words: tuple[str, ...], name: tuple[str, ...], *, is_sure: bool) -> bool:
    """Tell whether a printed name is a holder's in part or in another spelling: "Tarsyuk" for "Tarasyuk".

    Args:
        words: The printed name, folded.
        name: The holder's.
        is_sure: Whether the title says the country; else the surname must be there, and the first name if printed.
    """
    if is_sure and set(words) <= set(name):
        return True
    if len(words) > 1 and words[0][:1] != name[0][:1]:
        return False
    own = words[-1]
    if len(own) < _LONG_NAME:
        return len(own) >= _LEAST_LETTERS and own in name[1:]
    return any(own[:1] == other[:1] and _is_one_apart(own, other) for other in name[1:])


def _is_one_apart(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter that is wrong, missing or too much, or by i for y."""
    one, other = one.replace("y", "i").replace("ii", "i"), other.replace("y", "i").replace("ii", "i")
    pairs = zip(one, other, strict=False)
    start = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
    rest, other_rest = one[start:], other[start:]
    return rest[1:] == other_rest[1:] or rest == other_rest[1:] or rest[1:] == other_rest


def _is_one_of_them(candidate: Candidate) -> bool:
    """Tell whether a nationality means one person: "one Norwegian"; not in "a Norwegian ship" or "a British one"."""
    head = candidate.head
    if head.dep_ not in _OF_SOMEBODY or head.tag_ not in {"NN", "NNP"}:
        return False
    before = {t.lower_ for t in head.lefts if t.dep_ in {"det", "nummod"}}
    doc = head.doc
    is_last = head.i + 1 >= len(doc) or doc[head.i + 1].pos_ not in {"NOUN", "PROPN", "ADJ"}
    return bool(before & _ONE) and is_last


def _name_of_one(candidate: Candidate) -> str:
    """Return what one person of a nationality is called: "another Norwegian"."""
    head = candidate.head
    first = min([t.i for t in head.lefts if t.dep_ in {"det", "nummod", "amod"}], default=head.i)
    return " ".join(t.text for t in head.doc[first : head.i + 1])


def _is_royal(role: str | None) -> bool:
    """Tell whether a title goes with a first name alone: "King Olaf" is not Olaf Brandvik."""
    return bool(_ROYAL & set((role or "").lower().split()))


def _is_doubtful_place(match: NameMatch) -> bool:
    return match.kind == "place" and match.needs_support


def _name_of(candidate: Candidate) -> Name:
    """Return the name of a candidate of form "name"."""
    if candidate.name is None:
        raise InternalError(f"a {candidate.form} was given where a name is read")
    return candidate.name
