"""Who speaks and who acts around a word: asked by every reader of the substance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.grammar import clauses, phrases

if TYPE_CHECKING:
    from detente.reading.cast import Cast
    from detente.reading.document import Sentence
    from detente.reading.grammar.tokens import Token
    from detente.records import Statement


def speaker_of(statement: Statement | None) -> str | None:
    """Return the speaker of a statement, or whom they speak for; None if unnamed or several."""
    if statement is None:
        return None
    for keys in (statement.speakers, statement.on_behalf_of):
        if len(keys) == 1:
            return keys[0]
    return None


def speakers_of(statement: Statement | None) -> tuple[str, ...]:
    """Return all speakers of a statement, or whom they speak for; empty if unnamed."""
    if statement is None:
        return ()
    return statement.speakers or statement.on_behalf_of


def acting_in(cast: Cast, sentence: Sentence, token: Token) -> str | None:
    """Return the actor who is the subject of the nearest verb at or above `token`, or None."""
    verb = clauses.clause_head(token)
    for _ in range(4):
        subject = phrases.subject_of(verb)
        keys = () if subject is None else actors_of(cast, sentence, subject)
        if keys:
            return keys[0]
        if verb.head == verb:
            return None
        verb = clauses.clause_head(verb.head)
    return None


def actors_of(cast: Cast, sentence: Sentence, noun: Token) -> tuple[str, ...]:
    """Return the actors a noun phrase means, by its head or else by who possesses it ("Russia's offer")."""
    keys = cast.of_token(sentence, noun)
    if keys:
        return keys
    owner = phrases.possessor(noun)
    return () if owner is None else cast.of_token(sentence, owner)
