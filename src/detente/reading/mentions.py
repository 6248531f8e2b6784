"""The words that may mean an actor: names, descriptions, pronouns, each with what the words themselves say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from detente.reading import phrases
from detente.reading.words import descriptions, title_at_end
from detente.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.knowledge import Knowledge, NameMatch, Reading
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

NameKind = Literal["known", "person", "organization"]


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase or pronoun that may mean an actor.

    Attributes:
        sentence: The sentence it stands in.
        head: Its head word.
        span: The whole phrase, as far as it names or describes.
        form: "name", "description" or "pronoun".
        match: The known name in it, or None.
        name: Span of the bare name, without title; None for descriptions and pronouns.
        name_kind: For names: known to the tables, or what an unknown one looks like.
        described: What title, head noun and modifiers say.
        plural: Whether it means several.
        definite: Whether it speaks of something already known.
        modifier: Whether it only modifies another noun ("the Turkish intervention").
    """

    sentence: Sentence
    head: Token
    span: Span
    form: Literal["name", "description", "pronoun"]
    match: NameMatch | None = None
    name: Span | None = None
    name_kind: NameKind | None = None
    described: Described = field(default_factory=Described)
    plural: bool = False
    definite: bool = False
    modifier: bool = False


class MentionFinder:
    """Finds the candidates of one document.

    Args:
        document: The article being read.
        knowledge: Names, demonyms, agent nouns.
    """

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self._document = document
        self._knowledge = knowledge
        self._matches: dict[int, list[NameMatch]] = {}
        for sentence in document.sentences:
            found = knowledge.find_names(document.text, sentence.span.start, sentence.span.end)
            self._matches[sentence.index] = list(found)

    def find(self) -> tuple[Candidate, ...]:
        """Return all candidates in the order in which a reader has them complete: by their last word."""
        found: list[Candidate] = []
        for sentence in self._document.sentences:
            doc = self._document.parsed(sentence)
            here: list[Candidate] = []
            for head in phrases.phrase_heads(doc):
                here.extend(self._candidates_of(sentence, head))
            here.extend(self._missed_persons(sentence, here))
            found.extend(_without_parts_of_titles(here))
        return tuple(sorted(found, key=lambda c: (c.span.end, c.span.start)))

    def _candidates_of(self, sentence: Sentence, head: Token) -> list[Candidate]:
        if head.pos_ == "PRON" or head.tag_ == "PRP$":
            span = self._document.span_of(sentence, head)
            return [Candidate(sentence, head, span, "pronoun", plural=_is_plural_pronoun(head))]
        tokens = phrases.phrase_tokens(head)
        span = self._document.span_of(sentence, tokens)
        match = self._match_at(sentence, self._document.span_of(sentence, head))
        main = self._named(sentence, head, tokens, match) or self._described(sentence, head, tokens, span)
        found = [] if main is None else [main]
        found.extend(self._modifiers(sentence, head, tokens, main))
        return found

    def _match_at(self, sentence: Sentence, span: Span) -> NameMatch | None:
        """Return the known name that covers the start of `span`."""
        for match in self._matches[sentence.index]:
            if match.start <= span.start < match.end:
                return match
        return None

    def _named(
        self, sentence: Sentence, head: Token, tokens: list[Token], match: NameMatch | None
    ) -> Candidate | None:
        """Return the candidate for a phrase whose head is part of a name."""
        document = self._document
        if match is not None:
            start = min(document.span_of(sentence, tokens).start, match.start)
            span = Span(start, max(match.end, document.span_of(sentence, head).end))
            title = [t for t in tokens if document.span_of(sentence, t).end <= match.start]
            name, kind = Span(match.start, match.end), "known"
        else:
            name_tokens = _unknown_name(head, tokens)
            if not name_tokens:
                return None
            span = document.span_of(sentence, tokens)
            name = document.span_of(sentence, name_tokens)
            title = [t for t in tokens if t.i < name_tokens[0].i]
            kind = _kind_of_unknown(head, name_tokens, title, self._knowledge)
            if kind is None:
                return None
        title = _with_of_title(title)
        if title:
            span = Span(min(span.start, document.span_of(sentence, title).start), span.end)
        described = self._read_title(sentence, title)
        described = _joined_up(described, self._read_apposition(sentence, head))
        if kind == "organization":
            described = self._of_organization(sentence, head, described)
        return Candidate(
            sentence,
            head,
            span,
            "name",
            match=match,
            name=name,
            name_kind=kind,  # type: ignore[arg-type] - narrowed above, both branches give a NameKind
            described=described,
            plural=phrases.is_plural(head) if match is None else False,
            definite=True,
        )

    def _of_organization(self, sentence: Sentence, head: Token, described: Described) -> Described:
        """Return what an organisation's own name says: "the Federal Aviation Office of Germany" is DEU, GOV."""
        sector = described.sector or self._sector([head.lower_], head)
        return Described(described.countries or self._countries_beside(sentence, head), sector, described.role)

    def _missed_persons(self, sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
        """Return persons that the entity recogniser sees and no noun phrase gave, because the parse hid them.

        "US Ambassador to Germany Richard Grenell" is parsed as if there were a place called Germany Richard Grenell.
        """
        missed = []
        names = [c.name for c in found if c.name is not None]
        for entity in self._document.parsed(sentence).ents:
            tokens = [t for t in entity if t.pos_ == "PROPN"]
            if entity.label_ != "PERSON" or len(tokens) < 2:
                continue
            name = self._document.span_of(sentence, tokens)
            if any(name.overlaps(other) for other in names):
                continue
            title = _title_before(tokens[0])
            span = self._document.span_of(sentence, [*title, *tokens])
            match = self._match_at(sentence, self._document.span_of(sentence, tokens[-1]))
            missed.append(
                Candidate(
                    sentence, tokens[-1], span, "name", match=match, name=name,
                    name_kind="person" if match is None else "known", described=self._read_title(sentence, title),
                    definite=True,
                )
            )  # fmt: skip
        return missed

    def _described(self, sentence: Sentence, head: Token, tokens: list[Token], span: Span) -> Candidate | None:
        """Return the candidate for a phrase whose head is a common noun."""
        if head.pos_ not in {"NOUN", "PROPN"}:
            return None
        described = self._read_title(sentence, tokens)
        if not described.countries:
            beside = self._countries_beside(sentence, head)
            described = Described(beside, described.sector, described.role)
        return Candidate(
            sentence,
            head,
            span,
            "description",
            described=described,
            plural=head.tag_ in {"NNS", "NNPS"},
            definite=phrases.is_definite(head),
        )

    def _modifiers(
        self, sentence: Sentence, head: Token, tokens: list[Token], main: Candidate | None
    ) -> list[Candidate]:
        """Return states that only modify the head: "the Turkish intervention", "US sanctions"."""
        if main is not None and (main.form == "name" or main.described.sector is not None):
            return []
        if head.lemma_.lower() in ANONYMOUS:
            return []
        found = []
        for token in tokens:
            if token is head or token.dep_ == "poss" or token.pos_ not in {"ADJ", "PROPN", "NOUN"}:
                continue
            match = self._match_at(sentence, self._document.span_of(sentence, token))
            if match is None or match.kind == "place" or self._document.span_of(sentence, token).start != match.start:
                continue
            span = Span(match.start, match.end)
            if found and found[-1].span.overlaps(span):
                continue
            if phrases.is_phrase_head(token):
                continue
            found.append(
                Candidate(
                    sentence, token, span, "name", match=match, name=span, name_kind="known", definite=True,
                    modifier=True,
                )
            )  # fmt: skip
        return found

    def _read_title(self, sentence: Sentence, tokens: list[Token]) -> Described:
        """Return what the words of a title or description say."""
        countries: list[str] = []
        role: list[str] = []
        sector: Sector | None = None
        owned = _owners_words(tokens)
        for token in tokens:
            if token in owned:
                continue
            match = self._match_at(sentence, self._document.span_of(sentence, token))
            reading = None if match is None else _country_reading(match)
            if reading is not None:
                country = self._knowledge.entity(reading.entity_ids[0]).country
                if country is not None and country not in countries:
                    countries.append(country)
                continue
            if token.dep_ in {"det", "poss", "case", "predet", "nummod", "cc"} or token.is_punct:
                continue
            role.append(token.text if token.pos_ == "PROPN" else token.lower_)
        if role:
            title = title_at_end(" ".join(role))
            sector = title.sector if title is not None else self._sector(role, tokens[-1])
        return Described(tuple(countries), sector, " ".join(role) if sector is not None else None)

    def _sector(self, role: list[str], head: Token) -> Sector | None:
        """Return the sector of the longest agent noun with which a description ends."""
        for start in range(len(role)):
            sector = self._knowledge.agent(" ".join(role[start:]))
            if sector is not None:
                return sector
        noun = head.lemma_.lower()
        return self._knowledge.agent(noun) or cast("Sector | None", descriptions().get(noun, ("", None))[1])

    def _read_apposition(self, sentence: Sentence, head: Token) -> Described | None:
        """Return what an apposition says of a name: "Igor Petrov, the Belarusian foreign minister"."""
        for child in head.children:
            if child.dep_ == "appos" and child.pos_ == "NOUN":
                return self._read_with_of(sentence, child)
        if head.dep_ == "appos" and head.head.pos_ == "NOUN":
            return self._read_with_of(sentence, head.head)
        return None

    def _read_with_of(self, sentence: Sentence, head: Token) -> Described:
        described = self._read_title(sentence, phrases.phrase_tokens(head))
        if not described.countries:
            return Described(self._countries_beside(sentence, head), described.sector, described.role)
        return described

    def _countries_beside(self, sentence: Sentence, head: Token) -> tuple[str, ...]:
        """Return the country of a possessor or "of" phrase: "Iran's parliament", "the government of Iran"."""
        for token in (phrases.possessor(head), phrases.of_phrase(head)):
            if token is None:
                continue
            match = self._match_at(sentence, self._document.span_of(sentence, token))
            reading = None if match is None else _country_reading(match)
            country = None if reading is None else self._knowledge.entity(reading.entity_ids[0]).country
            if country is not None:
                return (country,)
        return ()


def _country_reading(match: NameMatch) -> Reading | None:
    """Return the reading of a name that gives a country: its name, its people, or its capital as metonym."""
    for kind in ("demonym", "full", "acronym", "metonym", "capital"):
        reading = match.reading(kind)  # type: ignore[arg-type] - the tuple above holds AliasKinds only
        if reading is not None and kind == match.kind:
            return reading
    return None


def _is_plural_pronoun(token: Token) -> bool:
    return token.lower_ in {"they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves"}


def _unknown_name(head: Token, tokens: list[Token]) -> list[Token]:
    """Return the capitalised words at the end of a phrase that are a name, or [] if its head is no name."""
    if head.pos_ != "PROPN" or not head.text[:1].isupper() or head.ent_type_ in {"DATE", "TIME", "MONEY"}:
        return []
    if title_at_end(head.text) is not None:
        return []
    name: list[Token] = []
    for token in reversed(tokens):
        same_entity = token.ent_iob_ == "O" or token.ent_type_ == head.ent_type_
        if token.pos_ == "PROPN" and token.text[:1].isupper() and (token is head or same_entity):
            name.insert(0, token)
        else:
            break
    return name


def _kind_of_unknown(head: Token, name: list[Token], title: list[Token], knowledge: Knowledge) -> NameKind | None:
    """Return what an unknown name looks like, or None if nothing says that it is an actor's."""
    titled = any(knowledge.agent(t.lemma_.lower()) is not None for t in title[-1:])
    if head.ent_type_ == "PERSON" or (titled and head.ent_type_ not in {"ORG", "GPE", "LOC", "FAC"}):
        return "person"
    if head.ent_type_ in {"ORG", "NORP"} or knowledge.agent(name[-1].lemma_.lower()) is not None:
        return "organization"
    return None


def _owners_words(tokens: list[Token]) -> set[Token]:
    """Return the words of a possessor with a title of its own: "Chancellor Merkel's" in "… Merkel's spokesperson"."""
    for token in tokens:
        if token.dep_ == "poss" and any(child.dep_ in {"compound", "amod"} for child in token.children):
            return set(token.subtree)
    return set()


def _title_before(token: Token) -> list[Token]:
    """Return the title that stands before a name, over "to" and "of": "US Ambassador to Germany", or []."""
    for i in range(token.i - 1, max(token.i - 7, -1), -1):
        before = token.doc[i]
        if before.is_punct or before.pos_ in {"VERB", "AUX"}:
            return []
        if title_at_end(before.text) is not None:
            return phrases.phrase_tokens(before)
    return []


def _joined_up(title: Described, apposition: Described | None) -> Described:
    """Return what title and apposition say together; the title goes first."""
    if apposition is None:
        return title
    return Described(
        title.countries or apposition.countries, title.sector or apposition.sector, title.role or apposition.role
    )


def _without_parts_of_titles(found: list[Candidate]) -> list[Candidate]:
    """Return the candidates without those that are only part of a person's title: "State" in "Secretary of State"."""
    titled = [Span(c.span.start, c.name.start) for c in found if c.name is not None and c.span.start < c.name.start]
    return [c for c in found if c.name is None or not any(t.contains(c.span) for t in titled) or _is_owner(c)]


def _is_owner(candidate: Candidate) -> bool:
    return candidate.head.dep_ == "poss"


def _with_of_title(title: list[Token]) -> list[Token]:
    """Extend a title over "of": for "Secretary of State Mike Pompeo" the phrase alone gives "State" only."""
    if not title:
        return title
    first = title[0]
    if first.i >= 2 and first.nbor(-1).lower_ in {"of", "for"} and first.nbor(-2).pos_ == "PROPN":
        whole = [*phrases.phrase_tokens(first.nbor(-2)), first.nbor(-1), *title]
        return sorted(set(whole), key=lambda t: t.i)
    return title
