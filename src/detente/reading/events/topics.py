"""What the article speaks of just before an event: on whom a policy bears, and who said "this"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.reading.events.model import EventDraft
    from detente.reading.grammar.tokens import Token
    from detente.records import Statement

_TOWARD = frozenset({"toward", "towards", "on", "to", "against"})
_POINTING = frozenset({"this", "that", "these", "those"})


class Topics:
    """Looks back in one article.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
        lexicon: For the nouns of policy and of speech.
    """

    def __init__(
        self, document: Document, cast: Cast, statements: tuple[Statement, ...], lexicon: EventLexicon
    ) -> None:
        self._document = document
        self._cast = cast
        self._statements = statements
        self._policies = lexicon.classes["POLICY"]
        self._speeches = lexicon.classes["SPEECH"]
        self._known: dict[int, tuple[str, ...]] = {}

    def of_policy(self, draft: EventDraft, reach: int) -> tuple[str, ...]:
        """Return on whom the policy bears that was spoken of last: "its strategy toward Mali"; empty if of none.

        Args:
            draft: An event; its own sentence counts too.
            reach: How many sentences to look back at most.
        """
        own = set(self._cast.countries(draft.sources))
        for index in range(draft.sentence.index, max(-1, draft.sentence.index - reach - 1), -1):
            keys = self._toward(index)
            if keys:
                return () if set(keys) & set(draft.sources) or own & set(self._cast.countries(keys)) else keys
        return ()

    def _toward(self, index: int) -> tuple[str, ...]:
        if index not in self._known:
            sentence = self._document.sentences[index]
            nouns = [t for t in self._document.parsed(sentence) if t.pos_ == "NOUN" and t.lemma_ in self._policies]
            behind = [syntax.prepositional(noun, _TOWARD) for noun in nouns]
            found = [self._cast.of_token(sentence, token) for tokens in behind for token in tokens]
            self._known[index] = next((keys for keys in reversed(found) if keys), ())
        return self._known[index]

    def of_speech(self, draft: EventDraft) -> tuple[str, ...]:
        """Return who said what the subject points back to: "this demand", "that warning"; empty if it does not."""
        subjects = syntax.agents(draft.token, frozenset())
        if not any(s.lemma_.lower() in self._speeches and _points(s) for s in subjects):
            return ()
        start = self._document.sentences[max(0, draft.sentence.index - 1)].span.start
        here = draft.sentence.span.start
        before = [s for s in self._statements if s.cue and start <= s.cue[0].start < here]
        return before[-1].speakers or before[-1].on_behalf_of if before else ()


def _points(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ in _POINTING for child in noun.children)
