"""What speaks against a political reading: sport, figures of speech, private matters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.events.arguments import Arguments
    from detente.reading.events.model import Hit
    from detente.reading.grammar.tokens import Doc
    from detente.records import Actor

_STRIKES = frozenset({"attack", "bomb", "bombard", "shell", "raid", "strike", "pound"})
_SCORE = re.compile(r"\b\d{1,2}[-–]\d{1,2}\b")


def is_sport(doc: Doc, lemmas: Sequence[str], lexicon: EventLexicon) -> bool:
    """Tell whether a sentence is about sport: a sure word, two weak ones, or a weak one with a score.

    Args:
        doc: The parsed sentence.
        lemmas: The lemma of each of its words, in lower case.
        lexicon: For the words.
    """
    sure, weak = lexicon.blocks["sport"], lexicon.blocks["sport_weak"]
    if any(lemma in sure and doc[i].pos_ in {"NOUN", "PROPN"} for i, lemma in enumerate(lemmas)):
        return True
    weak_seen = sum(lemma in weak for lemma in lemmas)
    return weak_seen >= 2 or (weak_seen == 1 and _SCORE.search(doc.text) is not None)


def are_private(actors: Iterable[Actor]) -> bool:
    """Tell whether nobody here acts in politics: people without name, country or office, firms, a court over them.

    A firm is private whatever its country: two firms in court are business.
    """
    listed = tuple(actors)
    return bool(listed) and all(actor.entity is None and _is_private(actor) for actor in listed)


def _is_private(actor: Actor) -> bool:
    if actor.sector == "BUS":
        return True
    is_named = any(mention.form == "name" for mention in actor.mentions)
    is_apart = actor.kind != "state" and actor.sector in {None, "CVL"} and not is_named
    return actor.country is None and (is_apart or actor.sector == "JUD")


def speaks_against(hit: Hit, arguments: Arguments, lexicon: EventLexicon) -> str | None:
    """Return why a pattern is no political event here, or None if nothing speaks against it."""
    if hit.pattern.part == "a":
        return None
    abstract, private = lexicon.blocks["abstract"], lexicon.blocks["nonpolitical"]
    verb = hit.token if hit.pattern.part == "v" else hit.carrier
    heads = []
    if verb is not None:
        heads = [*syntax.patients(verb, lexicon.object_control), *syntax.agents(verb, lexicon.object_control)]
    else:
        heads = [child for child in hit.token.children if child.dep_ in {"compound", "poss"}]
    heads += syntax.prepositional(hit.token, ("on", "between", "against", "with", "to", "of", "at"))
    for head in heads:
        lemma = head.lemma_.lower()
        if lemma in private:
            return "not political"
        if lemma == "target" and hit.token.lemma_.lower() in _STRIKES and arguments.targets(hit, ()):
            continue  # "bombed targets in Mali", beside "hit its target of three per cent"
        if lemma in abstract and not arguments.phrases.of(head):
            return "figure of speech"
    return None
