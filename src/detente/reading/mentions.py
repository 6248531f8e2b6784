"""The words that may mean an actor: names, descriptions, pronouns, each with what the words themselves say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from detente.reading import phrases
from detente.reading.names import Name, find_names
from detente.reading.words import descriptions, organization_sectors, title_at_end
from detente.records import Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.knowledge import Knowledge, NameMatch
    from detente.reading.document import Document, Sentence
    from detente.records import Sector

#: Nouns for people who are cited without being named. They are actors only where a country is given.
ANONYMOUS = frozenset({
    "official",
    "source",
    "critic",
    "analyst",
    "expert",
    "observer",
    "diplomat",
    "correspondent",
    "reporter",
})

#: How many words before a name a title may begin, over "of" and "to": "US Secretary of State", "Ambassador to Mali".
_TITLE_REACH = 7


@dataclass(frozen=True, slots=True)
class Described:
    """What the words around a noun say: "the Belarusian foreign minister" is BLR, GOV, "foreign minister".

    Attributes:
        countries: ISO3 codes from demonyms, country names or an "of" phrase, in order; several for
            "French and German ministers", none if none is named.
        sector: Sector of the head noun, None if it is no agent.
        role: The words of the office, without country and determiner; None if there is no agent noun.
    """

    countries: tuple[str, ...] = ()
    sector: Sector | None = None
    role: str | None = None

    @property
    def country(self) -> str | None:
        """The first country named, or None."""
        return self.countries[0] if self.countries else None

    def joined(self, other: Described) -> Described:
        """Return what this and another description say together; this one goes first."""
        return Described(self.countries or other.countries, self.sector or other.sector, self.role or other.role)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase or pronoun that may mean an actor.

    Attributes:
        sentence: The sentence it stands in.
        head: Its head word.
        span: The whole phrase, as far as it names or describes.
        form: "name", "description" or "pronoun".
        name: The name in it; None for descriptions and pronouns.
        described: What title, head noun and modifiers say.
        plural: Whether it means several.
        definite: Whether it speaks of something already known.
        modifier: Whether it only modifies another noun ("the Turkish intervention").
    """

    sentence: Sentence
    head: Token
    span: Span
    form: Literal["name", "description", "pronoun"]
    name: Name | None = None
    described: Described = field(default_factory=Described)
    plural: bool = False
    definite: bool = False
    modifier: bool = False

    @property
    def match(self) -> NameMatch | None:
        """The known name, or None."""
        return None if self.name is None else self.name.match


class MentionFinder:
    """Finds the candidates of one document.

    Args:
        document: The article being read.
        knowledge: Names, demonyms, agent nouns.
    """

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self._document = document
        self._knowledge = knowledge

    def find(self) -> tuple[Candidate, ...]:
        """Return all candidates in the order in which a reader has them complete: by their last word."""
        found: list[Candidate] = []
        for sentence in self._document.sentences:
            found.extend(_SentenceMentions(self._document, self._knowledge, sentence).find())
        return tuple(sorted(found, key=lambda c: (c.span.end, c.span.start)))


class _SentenceMentions:
    """The candidates of one sentence."""

    def __init__(self, document: Document, knowledge: Knowledge, sentence: Sentence) -> None:
        self._document = document
        self._knowledge = knowledge
        self._sentence = sentence
        self._names = find_names(document, sentence, knowledge)
        self._name_of = {token.i: name for name in self._names for token in name.tokens}

    def find(self) -> list[Candidate]:
        named = [self._named(name) for name in self._names]
        inside = {t.i for name in self._names for t in name.tokens}
        found: list[Candidate] = []
        for head in phrases.phrase_heads(self._document.parsed(self._sentence)):
            if head.i in inside:
                continue
            if head.pos_ == "PRON" or head.tag_ == "PRP$":
                found.append(
                    Candidate(self._sentence, head, self._span(head), "pronoun", plural=_is_plural_pronoun(head))
                )
            else:
                found.append(self._described(head))
        return [*self._without_title_parts(named, found), *found]

    def _span(self, tokens: Token | list[Token]) -> Span:
        return self._document.span_of(self._sentence, tokens)

    def _named(self, name: Name) -> Candidate:
        """Return the candidate of a name, with the title before it and the apposition beside it."""
        head = name.head
        title = [] if name.kind == "known" and not self._is_person(name) else _title_before(name)
        if not title:
            title = [t for t in phrases.phrase_tokens(head) if t.i < name.tokens[0].i]
        described = self._read(title).joined(self._read_apposition(head))
        if name.kind == "organization":
            described = described.joined(self._of_organization(name))
        span = hull([name.span, self._span(title)]) if title else name.span
        return Candidate(
            self._sentence, head, span, "name", name, described, definite=True, modifier=self._is_modifier(name)
        )

    def _is_person(self, name: Name) -> bool:
        match = name.match
        return match is not None and self._knowledge.entity(match.entity_ids[0]).kind == "person"

    def _is_modifier(self, name: Name) -> bool:
        """Tell whether a name stands before a noun that it modifies: "US sanctions", "the Turkish intervention"."""
        head = name.head
        return head.dep_ in {"compound", "amod", "nmod"} and head.head.i > name.tokens[-1].i

    def _of_organization(self, name: Name) -> Described:
        """Return what an organisation's own words say: "the Federal Aviation Office of Germany" is DEU, GOV."""
        countries = tuple(c for c in (self._country_of(m) for m in name.inner) if c is not None)
        head = name.head
        beside = countries or self._countries_beside(head)
        words = [head.lower_, *(t.lower_ for t in reversed(name.tokens))]
        sector = next((s for s in (organization_sectors().get(w) for w in words) if s is not None), None)
        return Described(beside, sector or self._sector([head.lower_], head), None)

    def _without_title_parts(self, named: list[Candidate], found: list[Candidate]) -> list[Candidate]:
        """Return the names without those that only modify an actor: "Russian" in "Russian President" and "US troops".

        A possessor stays a candidate of its own: "Britain" in "Britain's foreign secretary" is Britain.
        """
        titled = [Span(c.span.start, c.name.span.start) for c in named if c.name and c.span.start < c.name.span.start]
        titled += [c.span for c in found if c.form == "description" and _is_actor_like(c)]
        return [c for c in named if c.head.dep_ == "poss" or not any(t.contains(c.span) for t in titled)]

    def _described(self, head: Token) -> Candidate:
        """Return the candidate for a phrase whose head is a common noun."""
        tokens = phrases.phrase_tokens(head)
        described = self._read(tokens)
        if not described.countries:
            described = Described(self._countries_beside(head), described.sector, described.role)
        return Candidate(
            self._sentence,
            head,
            self._span(tokens),
            "description",
            described=described,
            plural=head.tag_ in {"NNS", "NNPS"},
            definite=phrases.is_definite(head),
        )

    def _read(self, tokens: list[Token]) -> Described:
        """Return what the words of a title or description say."""
        countries: list[str] = []
        role: list[str] = []
        owned = _owners_words(tokens)
        for token in tokens:
            if token.i in owned:
                continue
            name = self._name_of.get(token.i)
            country = None if name is None or name.match is None else self._country_of(name.match)
            if country is not None:
                countries.append(country)
            elif token.dep_ not in {"det", "poss", "case", "predet", "nummod", "cc"} and not token.is_punct:
                role.append(token.text if token.pos_ == "PROPN" else token.lower_)
        if not role:
            return Described(tuple(dict.fromkeys(countries)))
        title = title_at_end(" ".join(role))
        sector = title.sector if title is not None else self._sector(role, tokens[-1])
        return Described(tuple(dict.fromkeys(countries)), sector, " ".join(role) if sector is not None else None)

    def _sector(self, role: list[str], head: Token) -> Sector | None:
        """Return the sector of the longest agent noun with which a description ends."""
        for start in range(len(role)):
            sector = self._knowledge.agent(" ".join(role[start:]))
            if sector is not None:
                return cast("Sector", sector)
        noun = head.lemma_.lower()
        return cast("Sector | None", self._knowledge.agent(noun) or descriptions().get(noun, ("", None))[1])

    def _read_apposition(self, head: Token) -> Described:
        """Return what an apposition says of a name: "Igor Petrov, the Belarusian foreign minister"."""
        beside = [c for c in head.children if c.dep_ == "appos" and c.pos_ == "NOUN"]
        if head.dep_ == "appos" and head.head.pos_ == "NOUN":
            beside.append(head.head)
        if not beside:
            return Described()
        described = self._read(phrases.phrase_tokens(beside[0]))
        return described.joined(Described(self._countries_beside(beside[0])))

    def _countries_beside(self, head: Token) -> tuple[str, ...]:
        """Return the country of a possessor or "of" phrase: "Iran's parliament", "the government of Iran"."""
        for token in (phrases.possessor(head), phrases.of_phrase(head)):
            name = None if token is None else self._name_of.get(token.i)
            country = None if name is None or name.match is None else self._country_of(name.match)
            if country is not None:
                return (country,)
        return ()

    def _country_of(self, match: NameMatch) -> str | None:
        """Return the country that a known name gives as a modifier: a state's, its people's, its capital's name."""
        if match.kind in {"demonym", "full", "acronym", "metonym", "capital"}:
            entity = self._knowledge.entity(match.entity_ids[0])
            return entity.country if entity.kind != "person" else None
        return None


def _is_actor_like(candidate: Candidate) -> bool:
    return candidate.described.sector is not None or candidate.head.lemma_.lower() in ANONYMOUS


def _is_plural_pronoun(token: Token) -> bool:
    return token.lower_ in {"they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves"}


def _owners_words(tokens: list[Token]) -> set[int]:
    """Return the words of a possessor with a title of its own: "Chancellor Merkel's" in "… Merkel's spokesperson"."""
    for token in tokens:
        if token.dep_ == "poss" and any(child.dep_ in {"compound", "amod"} for child in token.children):
            return {t.i for t in token.subtree}
    return set()


def _title_before(name: Name) -> list[Token]:
    """Return the title that stands before a name, over "of" and "to": "US Ambassador to Germany", or [].

    Read from the words, not from the parse, which often takes such a title for a place with a long name.
    """
    doc, first = name.tokens[0].doc, name.tokens[0].i
    for i in range(first - 1, max(first - _TITLE_REACH, -1), -1):
        token = doc[i]
        if token.is_punct and token.text not in {"-", "'", "’", "."}:
            return []
        if token.pos_ in {"VERB", "AUX", "PRON", "CCONJ"} or (
            token.pos_ == "ADP" and token.lower_ not in {"of", "to", "for"}
        ):
            return []
        if title_at_end(token.text) is not None or title_at_end(token.lemma_) is not None:
            before = phrases.phrase_tokens(token)
            left = min([t.i for t in before] + [c.left_edge.i for c in token.lefts if c.dep_ in {"poss", "compound"}])
            return [t for t in doc[left:first] if not t.is_space]
    return []
