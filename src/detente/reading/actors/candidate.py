"""What the steps of reading actors hand on to each other: names, what is said of them, and candidates for actors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from detente.knowledge import NameMatch
    from detente.reading.document import Sentence
    from detente.reading.grammar.tokens import Token
    from detente.reading.grammar.words import Pronoun
    from detente.records import Sector, Span

NameKind = Literal["known", "person", "organization"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at its place.

    Attributes:
        span: Its place in the text, without title.
        tokens: Its words.
        kind: "known" if the tables hold it, else what it looks like.
        match: The known name, or None.
        inner: Known names inside an unknown one ("United States" in "United States Embassy"), in order.
    """

    span: Span
    tokens: tuple[Token, ...]
    kind: NameKind
    match: NameMatch | None = None
    inner: tuple[NameMatch, ...] = ()

    @property
    def head(self) -> Token:
        """The word whose governor lies outside the name; the last word if the parse gives none."""
        inside = {t.i for t in self.tokens}
        for token in self.tokens:
            if token.head.i not in inside or token.head == token:
                return token
        return self.tokens[-1]


@dataclass(frozen=True, slots=True)
class Described:
    """What the words around a noun say.

    Attributes:
        countries: ISO3 codes from demonyms, country names or an "of" phrase, in order; several for
            "French and German ministers", none if none is named.
        sector: Sector of the head noun, None if it is no agent.
        role: The words of the office, without country and determiner; None if there is no agent noun.
        owners: Heads of the noun phrases it belongs to: a possessor, an "of" phrase, an organisation in the title.
        kin: Whether it is a relative of its owner: "his son".
        pronoun: The pronoun that a word of it tells: "she" for "spokeswoman".
        former: Whether it says what somebody was: "the former president".
    """

    countries: tuple[str, ...] = ()
    sector: Sector | None = None
    role: str | None = None
    owners: tuple[Token, ...] = ()
    kin: bool = False
    pronoun: Pronoun | None = None
    former: bool = False

    @property
    def country(self) -> str | None:
        """The first country named, or None."""
        return self.countries[0] if self.countries else None

    def joined(self, other: Described) -> Described:
        """Return what this and another description say together; this one goes first."""
        return Described(
            self.countries or other.countries,
            self.sector or other.sector,
            self.role or other.role,
            (*self.owners, *other.owners),
            self.kin or other.kin,
            self.pronoun or other.pronoun,
            self.former or other.former,
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A noun phrase or pronoun that may mean an actor.

    Attributes:
        sentence: The sentence it stands in.
        head: The word by which it hangs in the sentence: the title in "The president, Ann Hall, said".
        span: The whole phrase, as far as it names or describes: title, name and apposition.
        form: "name", "description" or "pronoun".
        heads: All its head words: of the name, the title, the apposition. Each of them means this actor.
        name: The name in it; None for descriptions and pronouns.
        described: What title, head noun, modifiers and apposition say.
        plural: Whether it means several.
        definite: Whether it speaks of something already known.
        modifier: Whether it only modifies another noun ("the Turkish intervention").
        parts: Which words mean which of several countries' people: ISO3 codes with spans; () if it names one country.
    """

    sentence: Sentence
    head: Token
    span: Span
    form: Literal["name", "description", "pronoun"]
    heads: tuple[Token, ...]
    name: Name | None = None
    described: Described = field(default_factory=Described)
    plural: bool = False
    definite: bool = False
    modifier: bool = False
    parts: tuple[tuple[str, Span], ...] = ()

    @property
    def match(self) -> NameMatch | None:
        """The known name, or None."""
        return None if self.name is None else self.name.match


def head_noun(candidate: Candidate) -> Token:
    """Return the noun that says what a description means: "workers" in "hundreds of workers"."""
    return candidate.heads[-1] if candidate.form == "description" else candidate.head
