"""Who appears in the article: the actors, and which words mean whom. The other readers ask; they never resolve."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.reading.document import Document, Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import Actor, Gap, Span

#: Dependencies that join equal members of a noun phrase: "Macron and Meloni".
_JOINED = frozenset({"conj"})


class Cast:
    """The actors of one article, and an index from words to actors.

    Args:
        document: The article being read.
        actors: All actors, in the order of first mention; their keys are final. Their mentions leave out what stands
            inside a longer mention ("Iran" in "Iran's envoy"); `heads` has it.
        heads: Offset in the text of a mention's head word → keys of the actors meant. A plural pronoun or a joint
            description ("French and German ministers") means several.
        gaps: Names, descriptions and pronouns that could not be resolved.
    """

    def __init__(
        self,
        document: Document,
        actors: tuple[Actor, ...],
        heads: Mapping[int, tuple[str, ...]],
        gaps: tuple[Gap, ...] = (),
    ) -> None:
        self.actors = actors
        self.gaps = gaps
        self._document = document
        self._heads = dict(heads)
        self._by_key = {actor.key: actor for actor in actors}

    @property
    def heads(self) -> Mapping[int, tuple[str, ...]]:
        """Offset in the text of each head word that means somebody → keys of the actors meant."""
        return MappingProxyType(self._heads)

    def actor(self, key: str) -> Actor:
        """Return the actor with this key.

        Raises:
            KeyError: There is none.
        """
        return self._by_key[key]

    def at(self, offset: int) -> tuple[str, ...]:
        """Return the actors of whom a mention has its head word at this offset of the text."""
        return self._heads.get(offset, ())

    def extended(self, actors: tuple[Actor, ...], heads: Mapping[int, tuple[str, ...]]) -> Cast:
        """Return a cast with these actors, which must keep their keys, and with further head words.

        Args:
            actors: All actors, the old ones included.
            heads: As for the class; they go before those that the cast has.
        """
        return Cast(self._document, actors, {**self._heads, **heads}, self.gaps)

    def of_token(self, sentence: Sentence, token: Token, *, joined: bool = True) -> tuple[str, ...]:
        """Return the actors that the noun phrase headed by `token` means.

        Args:
            sentence: The sentence the token is from.
            token: The head of the noun phrase: a name, a noun or a pronoun.
            joined: Whether members joined by "and" or "or" count too ("Macron and Meloni").

        Returns:
            Actor keys in the order of the text; empty if the words mean no known actor.
        """
        keys = list(self._heads.get(self._document.span_of(sentence, token).start, ()))
        if joined:
            for member in token.children:
                if member.dep_ in _JOINED:
                    keys.extend(self.of_token(sentence, member))
        return tuple(dict.fromkeys(keys))

    def within(self, span: Span) -> tuple[str, ...]:
        """Return the actors that have a mention wholly inside `span`, in the order of their first mention there."""
        found = [
            (mention.start, actor.key)
            for actor in self.actors
            for mention in actor.mentions
            if span.contains(mention.span)
        ]
        return tuple(dict.fromkeys(key for _, key in sorted(found)))

    def state_of(self, country: str) -> str | None:
        """Return the key of the state with this ISO 3166-1 alpha-3 code, or None if it does not appear."""
        for actor in self.actors:
            if actor.kind == "state" and actor.country == country:
                return actor.key
        return None

    def of_country(self, country: str) -> tuple[str, ...]:
        """Return the keys of all actors of one country, in the order of first mention."""
        return tuple(a.key for a in self.actors if a.country == country)

    def countries(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the distinct countries of these actors, in order; actors without one are left out."""
        named = (self._by_key[key].country for key in keys)
        return tuple(dict.fromkeys(country for country in named if country is not None))
