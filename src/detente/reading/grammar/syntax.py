"""Who does what to whom in a clause, as far as grammar alone says: subjects, objects and prepositional places.

All functions take and give tokens of one sentence. A place is named by the head of its noun phrase; members
joined by "and" are left to `Cast.of_token`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.reading.grammar.tokens import Token

_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_RELATIVES = frozenset({"which", "who", "that", "whom"})
_FINITE_TAGS = frozenset({"VBD", "VBZ"})
_CLAUSES = frozenset({"xcomp", "advcl", "pcomp", "ccomp", "acl"})
_PARTICLES = frozenset({"prt", "prep", "advmod", "acomp", "oprd", "dobj", "dative", "agent", "amod", "npadvmod"})

_DIRECTIONS = frozenset({"out", "away", "back", "off", "up", "down", "together", "along"})

#: Verbs of a sentence are at most this deep; a longer walk means a broken parse.
_MAX_STEPS = 12


def children(token: Token, deps: frozenset[str]) -> list[Token]:
    """Return the children that stand in one of these dependencies, in the order of the text."""
    return [child for child in token.children if child.dep_ in deps]


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive: "was attacked", "troops deployed there"."""
    for child in verb.children:
        if child.dep_ in {"auxpass", "nsubjpass"}:
            return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" and child.lemma_ in {"have", "'ve"} for child in verb.children):
        return False
    if verb.dep_ == "acl":
        return not any(child.dep_ == "dobj" for child in verb.children)
    if verb.dep_ == "conj" and verb.head.tag_ == "VBN" and not any(c.dep_ in _SUBJECTS for c in verb.children):
        return is_passive(verb.head)
    return False


def has_particles(token: Token, particles: tuple[str, ...]) -> bool:
    """Tell whether all these words hang on the token as particles or prepositions ("call" + "on")."""
    if not particles:
        return True
    found = {child.lower_ for child in token.children if child.dep_ in _PARTICLES}
    return found.issuperset(particles)


def particle_tokens(token: Token, particles: tuple[str, ...]) -> list[Token]:
    """Return the tokens that `has_particles` found."""
    return [child for child in token.children if child.dep_ in _PARTICLES and child.lower_ in particles]


def antecedent(token: Token) -> Token:
    """Return what a relative pronoun stands for, or the token itself."""
    if token.lower_ not in _RELATIVES or token.tag_ not in {"WDT", "WP", "IN", "DT"}:
        return token
    verb = token.head
    for _ in range(_MAX_STEPS):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ not in {"conj", "xcomp", "ccomp", "prep", "pobj", "pcomp", "dobj"}:
            return token
        verb = verb.head
    return token


def agents(verb: Token, object_control: frozenset[str]) -> list[Token]:
    """Return the heads of the phrases that do what the verb says: subject, by-phrase, or the understood subject."""
    if is_passive(verb):
        found = _behind_by(verb)
        if not found:  # "was accused of lying by France": the parser hangs the agent on the lower verb
            found = [token for clause in complements(verb) for token in _behind_by(clause)]
        return found
    own = children(verb, _SUBJECTS)
    if own:
        return [antecedent(token) for token in own]
    return understood_subject(verb, object_control)


def _behind_by(verb: Token) -> list[Token]:
    heads = [c for c in verb.children if c.dep_ in {"agent", "prep"} and c.lower_ == "by"]
    return [p for c in heads for p in c.children if p.dep_ == "pobj"]


def patients(verb: Token, object_control: frozenset[str]) -> list[Token]:
    """Return the heads of the phrases that undergo what the verb says: object, or subject of a passive."""
    if not is_passive(verb):
        found = [antecedent(child) for child in verb.children if child.dep_ == "dobj"]
        if not found and verb.dep_ == "relcl" and _object_gap(verb):
            found = [verb.head]
        return found or _raised_objects(verb)
    own = children(verb, _PASSIVE_SUBJECTS | _SUBJECTS)
    if own:
        return [antecedent(token) for token in own]
    if verb.dep_ == "acl":
        return [verb.head]
    return understood_subject(verb, object_control)


def _raised_objects(verb: Token) -> list[Token]:
    """Return the subject of a to-clause that the verb treats as its object: "allowed inspectors to enter"."""
    for child in verb.children:
        if child.dep_ == "ccomp" and _has_to(child):
            return [c for c in child.children if c.dep_ == "nsubj"]
    return []


def _object_gap(verb: Token) -> bool:
    """Tell whether a relative clause without a pronoun leaves out its object: "the treaty Hungary signed"."""
    lowered = {child.lower_ for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}}
    return bool(lowered) and not lowered & _RELATIVES


def understood_subject(verb: Token, object_control: frozenset[str], steps: int = 0) -> list[Token]:
    """Return the subject that a clause without one takes from above: "agreed to meet", "urged X to leave"."""
    if steps > _MAX_STEPS:
        return []
    head = verb.head
    if head == verb or _is_noun_like(verb):
        return []
    if verb.dep_ == "conj":
        return _conjunct_subject(joined_to(verb), object_control, steps)
    if verb.dep_ == "acl" and verb.tag_ in {"VBG", "VBN"} and not _has_to(verb):
        return [head]
    if verb.dep_ == "relcl":
        return [head]
    if verb.dep_ not in _CLAUSES:
        return []
    while head.pos_ in {"ADP", "SCONJ", "ADV"} and head.head != head:
        head = head.head
    if head.pos_ in {"NOUN", "PROPN"}:
        return owner(head, object_control, steps + 1)
    return _controller(verb, head, object_control, steps)


def joined_to(verb: Token) -> Token:
    """Return the verb that a verb after "and" is joined to.

    The parser takes the nearest verb: "urged them to leave and spoke with …". A finite verb is joined to a finite one.
    """
    head = verb.head
    if verb.tag_ not in _FINITE_TAGS or verb.dep_ != "conj":
        return head
    for _ in range(_MAX_STEPS):
        if head.tag_ not in {"VB", "VBG"} or head.dep_ not in {"xcomp", "advcl", "pcomp", "acl"}:
            break
        if any(child.dep_ == "aux" and child.tag_ == "MD" for child in head.children):
            break
        head = head.head
    return head if head.pos_ in {"VERB", "AUX"} else verb.head


def _is_noun_like(verb: Token) -> bool:
    """Tell whether a form in "-ing" is a noun in all but its tag: "if shelling of ports stops"."""
    return verb.tag_ == "VBG" and any(c.lower_ == "of" and c.i == verb.i + 1 for c in verb.children)


def _conjunct_subject(head: Token, object_control: frozenset[str], steps: int) -> list[Token]:
    own = [child for child in head.children if child.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS]
    if own:
        return [antecedent(token) for token in own]
    return understood_subject(head, object_control, steps + 1)


def _controller(verb: Token, head: Token, object_control: frozenset[str], steps: int) -> list[Token]:
    """Return the understood subject of `verb` in the clause of `head`; none where the act is left to others."""
    if verb.tag_ == "VBG" and f"{head.lemma_.lower()}+ing" in object_control:
        return []
    if verb.dep_ != "advcl" and head.lemma_.lower() in object_control:
        if is_passive(head):
            return [antecedent(child) for child in children(head, _PASSIVE_SUBJECTS)]
        objects = [child for child in head.children if child.dep_ in {"dobj", "dative"}]
        objects += [p for c in head.children if c.dep_ == "prep" and c.lower_ in {"on", "upon", "to"}
                    for p in c.children if p.dep_ == "pobj"]  # fmt: skip
        if objects:
            return objects[:1]
    own = children(head, _SUBJECTS | _PASSIVE_SUBJECTS)
    if own:
        return [antecedent(token) for token in own]
    return understood_subject(head, object_control, steps + 1)


def owner(noun: Token, object_control: frozenset[str], steps: int = 0) -> list[Token]:
    """Return who has the noun: "Iran's plan to …", "Iran announced a plan to …"."""
    own = [child for child in noun.children if child.dep_ == "poss"]
    own = own or [child for child in noun.children if child.dep_ in {"amod", "compound"} and child.pos_ in {"PROPN"}]
    if own:
        return own
    by = prepositional(noun, ("by", "of"))
    if by:
        return by
    verb = noun.head
    if noun.dep_ in {"dobj", "attr", "pobj", "oprd"}:
        if verb.pos_ == "ADP":
            verb = verb.head
        if verb.pos_ in {"VERB", "AUX"} and steps <= _MAX_STEPS:
            return agents(verb, object_control)
    return []


def asked_subjects(token: Token) -> list[Token]:
    """Return who is to act in a for-clause of a word or of its object: "called for Mali to leave", "a call for …"."""
    holders = [token, *(c for c in token.children if c.dep_ in {"dobj", "attr"}), token.head]
    clauses = [c for h in holders for c in h.children if c.dep_ in {"advcl", "acl", "ccomp", "xcomp", "relcl"}]
    return [
        subject
        for clause in dict.fromkeys(clauses)
        if clause.i > token.i and for_mark(clause) is not None
        for subject in clause.children
        if subject.dep_ in {"nsubj", "nsubjpass"}
    ]


def for_mark(clause: Token) -> Token | None:
    """Return the "for" that opens a clause: "for Mali to leave"; None if the clause has none."""
    return next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "for"), None)


def _has_to(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def prepositional(token: Token, prepositions: Iterable[str]) -> list[Token]:
    """Return what stands behind these prepositions on the token, in the order of the text."""
    wanted = frozenset(prepositions)
    found: list[Token] = []
    for child in token.children:
        if child.dep_ in _PREPOSITIONS and child.lower_ in wanted:
            found.extend(p for p in child.children if p.dep_ == "pobj")
            found.extend(q for p in child.children if p.dep_ == "prep" for q in p.children if q.dep_ == "pobj")
        elif child.lower_ in _DIRECTIONS:  # "out of Georgia": the preposition hangs on the particle
            found.extend(prepositional(child, wanted))
    return found


def by_preposition(token: Token) -> dict[str, list[Token]]:
    """Return what stands behind each preposition on the token, as `prepositional` finds it."""
    found: dict[str, list[Token]] = {}
    for child in (*token.children, *_shared_prepositions(token)):
        if child.dep_ in _PREPOSITIONS:
            behind = found.setdefault(child.lower_, [])
            for part in child.children:
                if part.dep_ == "pobj":
                    behind.append(part)
                elif part.dep_ == "prep":
                    behind.extend(q for q in part.children if q.dep_ == "pobj")
        if child.lower_ in _DIRECTIONS:
            for preposition, parts in by_preposition(child).items():
                found.setdefault(preposition, []).extend(parts)
    return found


def _shared_prepositions(token: Token) -> list[Token]:
    """Return the prepositions behind a noun that the parser hung on the first noun of "sanctions and aid for Mali"."""
    first = token.head
    if token.dep_ != "conj" or token.pos_ != "NOUN" or first.pos_ != "NOUN":
        return []
    holders = [above for above in (first, *ancestors(first)) if above.pos_ == "NOUN"]
    found = [child for holder in holders for child in holder.children if child.dep_ == "prep"]
    return [child for child in found if child.i == token.i + 1 or (child.head == first and child.i > token.i)]


def complements(token: Token) -> list[Token]:
    """Return the heads of the clauses that complete the token: "to meet", "that …", "of attacking"."""
    found = []
    for child in token.children:
        if child.dep_ in {"xcomp", "ccomp", "pcomp"} or _is_to_complement(child, token):
            found.append(child)
        elif child.dep_ in _PREPOSITIONS or child.dep_ == "mark":
            found.extend(p for p in child.children if p.dep_ == "pcomp")
    return found


def _is_to_complement(child: Token, token: Token) -> bool:
    """Tell whether a to-clause that the parser hangs on as a modifier completes the word: "a plan to attack"."""
    if child.dep_ == "acl":
        return _has_to(child)
    return child.dep_ == "advcl" and _has_to(child) and not any(c.dep_ == "xcomp" for c in token.children)


def depth(token: Token) -> int:
    """Return how many words stand above a token."""
    steps, head = 0, token.head
    while head != token:
        steps, token, head = steps + 1, head, head.head
    return steps


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the heads above a token, nearest first."""
    for _ in range(_MAX_STEPS * 3):
        if token.head == token:
            return
        token = token.head
        yield token
