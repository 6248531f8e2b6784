"""The words that may mean an actor: names, descriptions, pronouns, each with what the words themselves say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.reading.actors.candidate import Candidate, Described, Name, head_noun
from detente.reading.actors.describing import Describer
from detente.reading.actors.names import find_names, is_honorific, is_title, with_short_names
from detente.reading.grammar import phrases
from detente.reading.grammar.words import (
    anonymous_nouns,
    descriptions,
    gathering_nouns,
    given_names,
    groups,
    office_words,
    set_nouns,
    things,
    title_at_end,
    word_class,
)
from detente.records import Span, hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge import Knowledge
    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token

#: How many words before a name a title may begin, over "of" and "to": "US Secretary of State", "Ambassador to Mali".
_TITLE_REACH = 7

#: Prepositions that tie what follows to a description of an actor.
_TIES = frozenset({"of", "to", "for", "such", "including"})
_NO = frozenset({"no", "neither"})
_TIES_OF_SEATS = _TIES | {"in", "at"}
_TIES_OF_ORGANIZATIONS = frozenset({"of", "for"})

#: Nouns for bodies that sit in a place which is part of what they are called: "the embassy in Paris".
_SEATED = frozenset({"embassy", "consulate", "mission", "delegation", "office"})

#: Words between a name and a noun that tell that the one does not stand in apposition to the other.
_NO_APPOSITION = frozenset({"(", "[", "and", "or", ";", ":", "/"})

#: Longer appositions tell a story rather than a title.
_LONGEST_APPOSITION = 16


#: Party and state of a lawmaker of the United States, behind the name.
_US_LAWMAKER = re.compile(r"(?: \(|, ?)[DRI]-[A-Z][a-zA-Z.]+")


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
        """Return all candidates in the order in which a reader has them complete, inner ones before outer ones."""
        found: list[Candidate] = []
        names = self._told_apart([
            find_names(self._document, sentence, self._knowledge) for sentence in self._document.sentences
        ])
        full = {
            tuple(token.text for token in name.tokens)
            for listed in names
            for name in listed
            if len(name.tokens) > 1 and (name.kind == "person" or self._is_person(name))
        }
        firsts = Counter(words[0] for words in full)
        short = frozenset([*(words[-1] for words in full), *(word for word, bearers in firsts.items() if bearers == 1)])
        for sentence, listed in zip(self._document.sentences, names, strict=True):
            every = with_short_names(self._document, sentence, listed, short)
            found.extend(_SentenceMentions(self._document, self._knowledge, sentence, every).find())
        return tuple(sorted(found, key=lambda c: (c.span.end, -c.span.start)))

    def _told_apart(self, names: list[tuple[Name, ...]]) -> list[tuple[Name, ...]]:
        """Return names where an adjective that states share means the one of which the article speaks most.

        "The Congolese army" is of DR Congo in a report on Kinshasa.
        """
        matches = [name.match for listed in names for name in listed if name.match is not None]
        if all(match.kind != "demonym" or len(match.entity_ids) == 1 for match in matches):
            return names
        countries = [self._knowledge.entity(m.entity_ids[0]).country for m in matches if len(m.entity_ids) == 1]
        told = Counter(country for country in countries if country is not None)
        return [tuple(self._meant(name, told) for name in listed) for listed in names]

    def _meant(self, name: Name, told: Counter[str]) -> Name:
        if name.match is None or name.match.kind != "demonym" or len(name.match.entity_ids) == 1:
            return name
        first, *others = name.match.senses
        ids = sorted(first.entity_ids, key=lambda key: -told[self._knowledge.entity(key).country or ""])
        sense = replace(first, entity_ids=tuple(ids))
        return replace(name, match=replace(name.match, senses=(sense, *others)))

    def _is_person(self, name: Name) -> bool:
        return name.match is not None and self._knowledge.entity(name.match.entity_ids[0]).kind == "person"


class _SentenceMentions:
    """The candidates of one sentence."""

    def __init__(self, document: Document, knowledge: Knowledge, sentence: Sentence, names: tuple[Name, ...]) -> None:
        self._document = document
        self._knowledge = knowledge
        self._sentence = sentence
        self._names = names
        self._name_of = {token.i: name for name in self._names for token in name.tokens}
        self._describer = Describer(knowledge, self._name_of)

    def find(self) -> list[Candidate]:
        named = [self._named(name) for name in self._names]
        used = {t.i for c in named for t in c.heads}
        found: list[Candidate] = []
        gathered: set[int] = set()
        for head in phrases.phrase_heads(self._document.parsed(self._sentence)):
            if head.i in self._name_of or head.i in used or head.i in gathered:
                continue
            if head.pos_ == "PRON" or head.tag_ == "PRP$":
                found.append(self._pronoun(head))
            elif self._may_act(head):
                candidate = self._described(head)
                gathered.update(t.i for t in candidate.heads)
                found.append(candidate)
        return [*self._without_title_parts(named, found), *found]

    def _span(self, tokens: Token | Sequence[Token]) -> Span:
        return self._document.span_of(self._sentence, tokens)

    def _may_act(self, head: Token) -> bool:
        """Tell whether a noun can mean an actor at all: most nouns of a text cannot, and need no further look."""
        noun = head.lemma_.lower()
        if any(c.dep_ == "det" and c.lower_ in _NO for c in head.lefts):
            # "No government has recognised the council" is said of none.
            return False
        if head.pos_ == "PROPN" or noun in anonymous_nouns() or noun in groups() or noun in descriptions():
            return True
        if noun in set_nouns() and phrases.is_plural(head):
            return True
        if noun in office_words() or noun in gathering_nouns() or head.lower_ in office_words():
            return True
        if noun in things():
            return False
        return self._knowledge.agent(noun) is not None or self._knowledge.agent(head.lower_) is not None

    def _pronoun(self, head: Token) -> Candidate:
        return Candidate(self._sentence, head, self._span(head), "pronoun", (head,), plural=_is_plural_pronoun(head))

    def _named(self, name: Name) -> Candidate:
        """Return the candidate of a name, with the title before it and the apposition on either side."""
        head = name.head
        title = self._title(name)
        described = self._describer.of_words(title)
        heads = [head, *_title_heads(title)]
        span = hull([name.span, self._span(title)]) if title else name.span
        candidate = Candidate(
            self._sentence, head, span, "name", tuple(heads), name, described, definite=True,
            plural=name.match is not None and name.match.kind == "demonym" and head.tag_ in {"NNS", "NNPS"},
            modifier=self._is_modifier(name),
        )  # fmt: skip
        if name.kind == "organization" or self._entity_kind(name) in {"organization", "group"} or title:
            candidate = self._with_tail(candidate)
        elif self._is_person_name(name):
            candidate = self._with_home(candidate)
        if self._is_person_name(name):
            candidate = self._with_party(candidate)
        if name.kind == "organization":
            candidate = replace(candidate, described=described.joined(self._describer.of_organization(name)))
        if self._entity_kind(name) in {"state", "place"}:
            return candidate
        if not title:
            candidate = self._with_shared_title(candidate)
        return self._with_pronoun(self._with_apposition(candidate))

    def _title(self, name: Name) -> list[Token]:
        """Return the title or description that stands before a name."""
        first, kind = name.tokens[0].i, self._entity_kind(name)
        if kind in {"state", "place"}:
            before = phrases.phrase_tokens(name.head)
            return [t for t in before if t.i == first - 1 and t.lower_ == "the"]
        title = _title_before(name) if name.kind == "person" or kind == "person" else []
        if title and (owner := phrases.possessor(name.head)) is not None and owner.left_edge.i < title[0].i:
            # The parse gives "Chad" in "Chad's President Ann Hall" to the name, and it belongs to the title.
            owned = [t for t in name.head.doc[owner.left_edge.i : first] if not t.is_space]
            title = owned if owner.i in self._name_of and owner.right_edge.i < title[0].i else title
        return title or self._after_other_person([t for t in phrases.phrase_tokens(name.head) if t.i < first])

    def _after_other_person(self, title: list[Token]) -> list[Token]:
        """Return a title without a person's bare name in it: "Putin" is no title in "Putin Zelensky talks"."""
        for token in reversed(title):
            name = self._name_of.get(token.i)
            if name is not None and self._is_person_name(name) and token.dep_ != "poss":
                return [t for t in title if t.i > token.i]
        return title

    def _is_person_name(self, name: Name) -> bool:
        return name.kind == "person" or self._entity_kind(name) == "person"

    def _entity_kind(self, name: Name) -> str | None:
        """Return the kind of a known name's entity in the tables, or None for unknown names."""
        return None if name.match is None else self._knowledge.entity(name.match.entity_ids[0]).kind

    def _is_modifier(self, name: Name) -> bool:
        """Tell whether a name stands before a noun that it modifies: "US sanctions", "the Turkish intervention"."""
        head = name.head
        return head.dep_ in {"compound", "amod", "nmod"} and head.head.i > name.tokens[-1].i

    def _with_tail(self, candidate: Candidate) -> Candidate:
        """Return a body or titled person with what follows "of": "the Office of Germany", "King Olaf of Norway"."""
        tail = phrases.tail_tokens(candidate.head, _TIES_OF_ORGANIZATIONS)
        name = candidate.name
        if not tail or name is None or tail[0].i != name.tokens[-1].i + 1:
            return candidate
        is_person = self._is_person_name(name)
        if is_person and tail[0].lower_ != "of":
            return candidate
        described = candidate.described
        if is_person:
            described = described.joined(Described(self._describer.countries_beside(candidate.head)))
        return replace(candidate, span=hull([candidate.span, self._span(tail)]), described=described)

    def _with_home(self, candidate: Candidate) -> Candidate:
        """Return a person with the state or body that follows at once: "Ann Hall of Norway", "… of the Nord Trust"."""
        name = candidate.name
        tail = phrases.tail_tokens(candidate.head, frozenset({"of"}))
        if name is None or len(name.tokens) < 2 or not tail or tail[0].i != name.tokens[-1].i + 1:
            return candidate
        owner = phrases.of_phrase(candidate.head)
        of_name = None if owner is None else self._name_of.get(owner.i)
        if owner is None or of_name is None or self._is_person_name(of_name):
            return candidate
        countries = self._describer.countries_beside(candidate.head)
        said = Described(countries, owners=() if countries else (owner,))
        span = hull([candidate.span, self._span(tail)])
        return replace(candidate, span=span, described=candidate.described.joined(said))

    def _with_party(self, candidate: Candidate) -> Candidate:
        """Return a person behind whose name party and state stand as in the press of the United States: "(D-Ohio)"."""
        if _US_LAWMAKER.match(self._document.text, candidate.span.end) is None:
            return candidate
        said = Described(("USA",), "LEG")
        return replace(candidate, described=candidate.described.joined(said))

    def _with_shared_title(self, candidate: Candidate) -> Candidate:
        """Return a member of a list with the title that stands before the first: "Senators Reyes, Lind and Bo"."""
        first = candidate.head
        while first.dep_ == "conj" and first.head.i < first.i:
            first = first.head
        name = self._name_of.get(first.i)
        if first == candidate.head or name is None:
            return candidate
        title = _title_before(name)
        if not title or title_at_end(title[-1].text) is not None:
            return candidate
        return replace(candidate, described=candidate.described.joined(self._describer.of_words(title)))

    def _with_apposition(self, candidate: Candidate) -> Candidate:
        """Return a named actor with the description in apposition: "The vice president, Ann Hall, …"."""
        head = candidate.head
        if candidate.modifier or head.dep_ == "poss":
            return candidate
        for noun in self._apposed(head):
            if noun.i in self._name_of or noun.pos_ not in {"NOUN", "PROPN", "NUM"} or phrases.is_plural(noun):
                continue
            first, last = sorted((head.i, noun.i))
            if any(t.lower_ in _NO_APPOSITION for t in head.doc[first:last]):
                continue
            words = [*phrases.phrase_tokens(noun), *phrases.tail_tokens(noun, _TIES | {"in", "at", "from"})]
            words = [t for t in words if noun.i < head.i or t.i > head.i]
            if len(words) > _LONGEST_APPOSITION or (noun.i < head.i and words[-1].i > head.i):
                words = phrases.phrase_tokens(noun)
            told = (noun.lemma_.lower() in gathering_nouns() and phrases.of_phrase(noun)) or noun
            described = candidate.described.joined(self._describer.of_phrase(told))
            outer = head if noun.i > head.i or head.dep_ != "appos" else noun
            return replace(
                candidate, head=outer, span=hull([candidate.span, self._span(words)]), described=described,
                heads=(*candidate.heads, noun),
            )  # fmt: skip
        return candidate

    def _apposed(self, head: Token) -> list[Token]:
        """Return the nouns in apposition to a name, on either side.

        A name after "the ambassador to France," often hangs on "France" in the parse; it belongs to the ambassador.
        """
        found = [c for c in head.children if c.dep_ == "appos"]
        if head.dep_ == "appos":
            outer = head.head
            if outer.i in self._name_of and outer.dep_ == "pobj" and is_title(outer.head.head):
                outer = outer.head.head
            found.append(outer)
        return found

    def _with_pronoun(self, candidate: Candidate) -> Candidate:
        """Return a person with the pronoun that the given name tells, where no other word does."""
        name = candidate.name
        if name is None or candidate.described.pronoun is not None or len(name.tokens) == 1:
            return candidate
        pronoun = given_names().get(name.tokens[0].lower_)
        return candidate if pronoun is None else replace(
            candidate, described=candidate.described.joined(Described(pronoun=pronoun))
        )  # fmt: skip

    def _without_title_parts(self, named: list[Candidate], found: list[Candidate]) -> list[Candidate]:
        """Return the names without those that only modify an actor: "Russian" in "Russian President" and "US troops".

        A possessor stays a candidate of its own: "Britain" in "Britain's foreign secretary" is Britain. So does the
        country after "to" or "of", and an organisation in a title.
        """
        titled: list[tuple[Span, Name | None]] = [(c.span, c.name) for c in named]
        titled += [(c.span, None) for c in found if c.form == "description" and _is_actor_like(c)]

        def is_part(candidate: Candidate) -> bool:
            head = candidate.head
            while head.dep_ == "conj":
                head = head.head
            if head.dep_ not in {"amod", "compound", "nmod", "npadvmod"} or candidate.name is None:
                return False
            if self._entity_kind(candidate.name) != "state":
                return False
            return any(
                span.contains(candidate.span) and name is not candidate.name and span != candidate.span
                for span, name in titled
            )

        return [c for c in named if not is_part(c)]

    def _seat(self, noun: Token) -> list[Token]:
        """Return where people are, if a state or place is named right behind them: "the insurgents in Iraq".

        It is part of who they are; the state itself is no actor there.
        """
        for child in noun.rights:
            if child.dep_ == "prep" and child.lower_ == "in" and child.i == noun.i + 1:
                place = next((t for t in child.children if t.dep_ == "pobj"), None)
                name = None if place is None else self._name_of.get(place.i)
                if place is not None and name is not None and self._entity_kind(name) in {"state", "place"}:
                    return [t for t in noun.doc[child.i : place.i + 1] if not t.is_space]
        return []

    def _described(self, head: Token) -> Candidate:
        """Return the candidate for a phrase whose head is a common noun."""
        heads = [head]
        noun = head
        if head.lemma_.lower() in gathering_nouns() and (gathered := phrases.of_phrase(head)) is not None:
            if gathered.lemma_.lower() in gathering_nouns() and phrases.of_phrase(gathered) is not None:
                heads.append(gathered)
                gathered = phrases.of_phrase(gathered) or gathered
            if gathered.i not in self._name_of and gathered.tag_ in {"NNS", "NNPS"}:
                noun = gathered
                heads.append(gathered)
        described = self._describer.of_phrase(noun)
        ties = _TIES_OF_SEATS if noun.lemma_.lower() in _SEATED else _TIES
        if head.dep_ == "dobj" and head.head.lemma_.lower() in word_class("judging-for"):
            # "Blamed the commander for the raid": the raid is what he is blamed for, not what he commands.
            ties = ties - {"for"}
        tokens = [*phrases.phrase_tokens(head), *(heads[1:] and phrases.tail_tokens(head, frozenset({"of"})))]
        if described.sector is not None or described.owners or noun.lemma_.lower() in groups():
            tokens += phrases.tail_tokens(noun, ties) or self._seat(noun)
        return Candidate(
            self._sentence,
            head,
            self._span(tokens),
            "description",
            tuple(heads),
            described=described,
            plural=noun.tag_ in {"NNS", "NNPS"},
            definite=phrases.is_definite(head),
            parts=self._parts(tokens, noun) if len(described.countries) > 1 else (),
        )

    def _parts(self, tokens: Sequence[Token], noun: Token) -> tuple[tuple[str, Span], ...]:
        """Return whose words which are in a joint description: "Malian" and "Chadian officials", by country.

        The last has the noun. Behind it ("the ministers of Mali and Chad") all of it means each of them.
        """
        named: dict[str, Name] = {}
        for token in tokens:
            name = self._name_of.get(token.i)
            country = None if name is None else self._describer.country_of(name)
            if name is not None and country is not None:
                named.setdefault(country, name)
        spans = {country: name.span for country, name in named.items()}
        if not spans or any(name.tokens[-1].i >= noun.i for name in named.values()):
            return ()
        last = list(spans)[-1]
        spans[last] = Span(spans[last].start, self._span(list(tokens)).end)
        return tuple(spans.items())


def _is_actor_like(candidate: Candidate) -> bool:
    noun = head_noun(candidate).lemma_.lower()
    if candidate.described.sector is not None or noun == "counterpart":
        return True
    return noun in anonymous_nouns() or noun in groups()


def _is_plural_pronoun(token: Token) -> bool:
    return token.lower_ in {"they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves"}


def _title_heads(title: Sequence[Token]) -> list[Token]:
    """Return the nouns in a title by which it hangs in the sentence: outer ones, and those with a title's name."""
    return [t for t in title if t.pos_ in {"NOUN", "PROPN"} and t.dep_ not in {"poss", "pobj"} and is_title(t)]


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
        if is_honorific(token) and i == first - 1:
            return [token]
        if is_title(token):
            return [t for t in doc[_start_of_title(token) : first] if not t.is_space]
    return []


def _start_of_title(title: Token) -> int:
    """Return the index where a title begins, with another that is joined to it: "State Councilor and Foreign Minister".

    Two titles in capitals without an article are one person's; "the president and Prime Minister Ann Hall" are two.
    """
    doc = title.doc
    before = phrases.phrase_tokens(title)
    left = min([t.i for t in before] + [c.left_edge.i for c in title.lefts if c.dep_ in {"poss", "compound"}])
    if left < 2 or doc[left - 1].lower_ != "and":
        return left
    other = doc[left - 2]
    start = other.i
    while start > 0 and doc[start - 1].pos_ in {"PROPN", "ADJ", "NOUN"} and doc[start - 1].text[:1].isupper():
        start -= 1
    is_bare = start == 0 or doc[start - 1].pos_ not in {"DET", "PRON"}
    return start if is_bare and is_title(other) and other.text[:1].isupper() and other.tag_ != "NNPS" else left
