"""What the sentences before tell about an event: to whom an answer goes, whose attack "the attack" is, who went on.

Five inferences are drawn, each from one earlier event of the article, and each is named in the event's rules. All else
that a sentence leaves out stays out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.plover import EventLexicon
    from detente.reading.events.model import Draft

_ANSWERS = frozenset({"REJECT", "CONCEDE"})
_JUDGES = frozenset({"SUPPORT", "ACCUSE", "REJECT"})
_GOES_ON = frozenset({"SANCTION", "COERCE", "ACCUSE", "ASSAULT"})
#: An answer stands at most this many sentences behind what it answers, and what goes on at most `_NEXT`.
_REACH = 4
_NEXT = 2
_JOINS = frozenset({"join", "attend"})
_OBJECTS = frozenset({"dobj", "pobj", "nsubjpass"})


def fill_from_before(drafts: Sequence[Draft], lexicon: EventLexicon) -> list[Draft]:
    """Return the drafts with the actors that an earlier event of the article gives them.

    - A refusal or concession without target answers the nearest request that was put to its source.
    - Praise, blame or refusal of "the attack", "the call", "the deal" goes to who attacked, called or dealt before.
    - A request that names nobody, for the same thing as a request before it, is put to the same.
    - Whoever joins talks told before joins those who talked.
    - A passive without agent that goes on with the same target ("was further sanctioned") has the same source.
    """
    done: list[Draft] = []
    for draft in drafts:
        new = draft
        if not new.targets and new.sources and new.type in _JUDGES:
            new = _with_targets(new, _whose(new, done, lexicon), "takes up an act told before")
        if not new.targets and new.sources and new.type in _ANSWERS:
            new = _with_targets(new, _asker(new, done), "answers a request told before")
        if not new.targets and new.sources and new.type == "REQUEST":
            new = _with_targets(new, _asked_alike(new, done), "asks for the same as a request told before")
        if not new.targets and new.sources and new.type == "CONSULT" and new.hit.token.lemma_.lower() in _JOINS:
            new = _with_targets(new, _talkers(new, done), "joins talks told before")
        if not new.sources and new.targets and new.type in _GOES_ON and new.hit.pattern.part == "v":
            new = _going_on(new, done)
        done.append(new)
    return done


def _with_targets(draft: Draft, keys: tuple[str, ...], rule: str) -> Draft:
    keys = tuple(key for key in keys if key not in draft.sources)
    return replace(draft, targets=keys, rules=(*draft.rules, rule)) if keys else draft


def _asker(draft: Draft, before: Sequence[Draft]) -> tuple[str, ...]:
    for other in reversed(before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if other.type == "REQUEST" and set(other.targets) & set(draft.sources):
            return other.sources
    return ()


def _whose(draft: Draft, before: Sequence[Draft], lexicon: EventLexicon) -> tuple[str, ...]:
    """Return who did what the object of praise, blame or refusal names."""
    token = draft.hit.token
    nouns = [t for t in token.subtree if t.dep_ in _OBJECTS and t.pos_ == "NOUN" and t.head in {token, *token.children}]
    types = {row.type for noun in nouns for row in lexicon.patterns.get(noun.lemma_.lower(), ()) if row.part == "n"}
    for other in reversed(before):
        if other.type in types and other.sentence is not draft.sentence and other.sources:
            return (*other.sources, *other.targets) if other.type == "AGREE" else other.sources
    return ()


def _asked_alike(draft: Draft, before: Sequence[Draft]) -> tuple[str, ...]:
    wanted = _things(draft)
    for other in reversed(before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if other.type == "REQUEST" and other.targets and other.sentence is not draft.sentence and wanted & _things(other):
            return other.targets
    return ()


def _things(draft: Draft) -> set[str]:
    """Return the nouns of what a request is for: "asked to waive her immunity" → immunity."""
    token = draft.hit.token
    return {t.lemma_.lower() for t in token.subtree if t.pos_ == "NOUN" and t.i > token.i and t.dep_ in _OBJECTS}


def _talkers(draft: Draft, before: Sequence[Draft]) -> tuple[str, ...]:
    for other in reversed(before):
        if draft.sentence.index - other.sentence.index > _REACH:
            return ()
        if other.type == "CONSULT" and other.sentence is not draft.sentence and len(other.sources) > 1:
            return other.sources
    return ()


def _going_on(draft: Draft, before: Sequence[Draft]) -> Draft:
    for other in reversed(before):
        if draft.sentence.index - other.sentence.index > _NEXT:
            break
        if other.type == draft.type and other.sources and set(other.targets) == set(draft.targets):
            return replace(draft, sources=other.sources, rules=(*draft.rules, "goes on with an act told before"))
    return draft
