"""Which actors fill a pattern's places. Only the cast says who a word means; nothing is resolved here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.types import HARM, JUDGING, VERBAL_CONFLICT
from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from detente.knowledge.plover import EventLexicon, Pattern
    from detente.reading.cast import Cast
    from detente.reading.document import Sentence
    from detente.reading.events.model import Hit
    from detente.records import Actor

_ADJECTIVAL = frozenset({"amod", "compound", "nmod", "nummod", "npadvmod"})
_PHRASAL = frozenset({"prep", "agent", "dative"})
#: In this order a noun phrase is searched for an actor where its head is none: "an offer from Greece", "a Greek offer".
_FROM_WHOM = ("from", "by")
_OTHER = ("of", "to", "against", "with", "on", "for", "between", "among", "in", "over", "at", "near", "towards",
          "toward", "into", "along", "across", "inside", "within", "around")  # fmt: skip
_UNDERGOERS = frozenset({"subject", "target", "victim", "object"})
_MAX_DEPTH = 4
_VOICED = VERBAL_CONFLICT - {"THREATEN"}
#: These types judge an act, and their target is the doer of that act: "condemned the attack by Mali" is towards Mali.
_JUDGES = JUDGING | {"PROTEST"}
_BLAMES = frozenset({"ACCUSE", "SANCTION", "COERCE"})
#: What leads from a policy to the acts that it consists of, and from who is ready to what for.
_PART_OF = frozenset({"of", "by", "on", "with", "for", "to"})
_READY = frozenset({"ready", "prepared", "open", "willing"})
#: What leads from a punishment to the deed.
_REASONS = frozenset({"for", "over", "in"})
#: Nouns for people seen from another's side: "his critics" are not he, and do not act for him.
_OPPOSITE = frozenset({
    "critic", "opponent", "rival", "adversary", "foe", "enemy", "victim", "detractor", "accuser", "ally", "neighbour",
    "neighbor", "counterpart", "predecessor", "successor", "challenger",
})  # fmt: skip


class Arguments:
    """Finds actors in one sentence.

    Args:
        sentence: The sentence.
        cast: Who the words mean.
        lexicon: For the verbs with object control.
    """

    def __init__(self, sentence: Sentence, cast: Cast, lexicon: EventLexicon) -> None:
        self._sentence = sentence
        self._cast = cast
        self._control = lexicon.object_control
        self._cues = lexicon.cues
        self._patterns = lexicon.patterns
        self._light = lexicon.light
        self._envoys = lexicon.classes["DIPLOMAT"]
        self._known: dict[int, tuple[str, ...]] = {}
        self._inside: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {}
        self._behind: dict[int, dict[str, list[Token]]] = {}

    def _named(self, token: Token) -> tuple[str, ...]:
        """Return the actors that a word means, members joined to it left out."""
        return self._cast.of_token(self._sentence, token, joined=False)

    def of(self, token: Token) -> tuple[str, ...]:
        """Return the actors that the phrase headed by `token` means, members joined by "and" included."""
        if token.i not in self._known:
            self._known[token.i] = self._cast.of_token(self._sentence, token)
        return self._known[token.i]

    def inside(self, token: Token, without: tuple[str, ...] = (), depth: int = 0) -> tuple[str, ...]:
        """Return the actors that the phrase means, or else the first that stand inside it, but none of `without`."""
        asked = (token.i, without)
        if asked not in self._inside:
            self._inside[asked] = self._find_inside(token, without, depth)
        return self._inside[asked]

    def _find_inside(self, token: Token, without: tuple[str, ...], depth: int) -> tuple[str, ...]:
        """Return the actors of a phrase and of the members joined to it."""
        found = list(self._in_phrase(token, without, depth))
        if depth <= _MAX_DEPTH and token.pos_ not in {"VERB", "AUX"}:
            for child in syntax.children_of(token):
                other_act = self._is_event(child) and not self._named(child)  # "sanctions and aid for Mali"
                if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"} and not other_act:
                    found.extend(self.inside(child, without, depth + 1))
        return tuple(dict.fromkeys(found))

    def _in_phrase(self, token: Token, without: tuple[str, ...], depth: int) -> tuple[str, ...]:
        keys = tuple(key for key in self._named(token) if key not in without)
        if keys and self._is_own(token, without):
            keys = ()
        if keys and without and self._is_vague(keys):  # "to a peacekeeping force in Liberia", "peacekeepers in Iraq"
            behind = self._all_behind(token)
            placed = [key for p in ("in", "of") for part in behind.get(p, ()) for key in self.inside(part, without)]
            keys = tuple(dict.fromkeys(placed)) or keys
        if keys and self._is_vague(keys):
            keys = (*keys, *(key for key in self._examples(token, depth) if key not in without))
        if keys or depth > _MAX_DEPTH or token.pos_ == "PROPN":
            return tuple(dict.fromkeys(keys))
        if token.lemma_.lower() in _OPPOSITE:
            return self._examples(token, depth)
        for group in self._parts(token):
            found = tuple(dict.fromkeys(key for part in group for key in self.inside(part, without, depth + 1)))
            if found:
                return found
        for child in syntax.children_of(token):
            if child.dep_ == "acl" and (found := self.in_clause(child, without)):
                return found
        return self._of_appositions(token, without, depth)

    def _examples(self, token: Token, depth: int) -> tuple[str, ...]:
        """Return the actors that are named as examples: "allies such as Germany", "critics, who include the union"."""
        parts = [p for c in syntax.children_of(token) if c.dep_ == "prep" and c.lower_ in {"as", "including", "like"}
                 for p in syntax.children_of(c) if p.dep_ == "pobj"]  # fmt: skip
        clauses = (c for c in syntax.children_of(token) if c.dep_ in {"relcl", "acl"} and c.lemma_ == "include")
        parts += [p for clause in clauses for p in syntax.children_of(clause) if p.dep_ == "dobj"]
        return tuple(dict.fromkeys(key for part in parts for key in self.inside(part, (), depth + 1)))

    def _is_own(self, token: Token, owners: tuple[str, ...]) -> bool:
        """Tell whether "its troops", "their ambassador" belongs to one of `owners`."""
        return any(c.tag_ == "PRP$" and bool(set(self.of(c)) & set(owners)) for c in syntax.children_of(token))

    def _of_appositions(self, token: Token, without: tuple[str, ...], depth: int) -> tuple[str, ...]:
        for child in syntax.children_of(token):
            if child.dep_ == "appos":
                found = self.inside(child, without, depth + 1)
                if found:
                    return found
        return ()

    def _parts(self, token: Token) -> Iterator[list[Token]]:
        """Yield the parts of a noun phrase, nearest kind first."""
        yield [_of_whom(child) for child in syntax.children_of(token) if child.dep_ == "poss"]
        behind = self._all_behind(token)
        yield [part for preposition in _FROM_WHOM for part in behind.get(preposition, ())]
        yield [part for child in syntax.children_of(token) if child.dep_ in _ADJECTIVAL for part in _beside(child)]
        if behind:
            for preposition in _OTHER:
                yield behind.get(preposition, [])

    def _all_behind(self, token: Token) -> dict[str, list[Token]]:
        """Return what stands behind each preposition on a word."""
        if token.i not in self._behind:
            self._behind[token.i] = syntax.by_preposition(token)
        return self._behind[token.i]

    def clause_parts(self, verb: Token) -> list[Token]:
        """Return the heads of the phrases of a clause, objects first; its subject is left out."""
        found = [child for child in syntax.children_of(verb) if child.dep_ in {"dobj", "dative", "attr", "oprd"}]
        found = [child for child in found if child.pos_ != "ADP"]
        for child in syntax.children_of(verb):
            if child.dep_ in _PHRASAL or child.pos_ == "ADP":
                found.extend(p for p in syntax.children_of(child) if p.dep_ == "pobj")
                found.extend(
                    q
                    for p in syntax.children_of(child)
                    if p.dep_ == "prep"
                    for q in syntax.children_of(p)
                    if q.dep_ == "pobj"
                )
                found.extend(r for p in syntax.children_of(child) if p.dep_ == "pcomp" for r in self.clause_parts(p))
        for clause in syntax.complements(verb):
            found.extend(self.clause_parts(clause))
            found.extend(child for child in syntax.children_of(clause) if child.dep_ in {"nsubj", "nsubjpass"})
        return found

    def in_clause(self, verb: Token, without: Iterable[str]) -> tuple[str, ...]:
        """Return the first actors inside a clause that are not among `without`."""
        barred = tuple(without)
        vague: tuple[str, ...] = ()
        for part in self.clause_parts(verb):
            found = self.inside(part, barred)
            if found and not self._is_vague(found):
                return found
            vague = vague or found
        return vague

    def sources(self, hit: Hit) -> tuple[str, ...]:
        """Return the actors at the pattern's source places; the first place that has any wins."""
        for slot in hit.pattern.frame.sources:
            found = self._at(hit, slot, ())
            if found:
                return found
        return ()

    def blaming_verb(self, hit: Hit) -> Token | None:
        """Return the verb by which somebody is punished or accused for the act: "was sanctioned over a plot"."""
        verb = hit.token
        for above in syntax.ancestors(hit.token):
            if above.pos_ in {"VERB", "AUX"}:
                break
            verb = above
            if above.dep_ == "relcl":
                return None
        if verb.lower_ not in _REASONS or verb.dep_ != "prep":
            return None
        rows = self._patterns.get(verb.head.lemma_.lower(), ())
        return verb.head if any(row.part == "v" and row.type in _BLAMES for row in rows) else None

    def blamed(self, verb: Token) -> tuple[str, ...]:
        """Return who is punished or accused by a verb; an envoy who is sent home is not the doer."""
        heads = (h for h in syntax.patients(verb, self._control) if h.lemma_.lower() not in self._envoys)
        return tuple(key for head in heads for key in self.inside(head))

    def targets(self, hit: Hit, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Return the actors at the pattern's target places that are not its sources; the first place wins."""
        vague: tuple[str, ...] = ()
        for slot in hit.pattern.frame.targets:
            if slot == "comp" and self._has_addressee(hit):
                continue
            found = tuple(key for key in self._at(hit, slot, sources) if key not in sources)
            if found and not self._is_vague(found):
                return found
            vague = vague or found
        if vague and hit.theme is not None and set(vague) <= set(self.of(hit.theme)):
            vague = ()  # the prisoners who are freed are what is given, not to whom
        return vague or tuple(key for key in (*self._undergoes(hit), *self._struck(hit)) if key not in sources)

    def _struck(self, hit: Hit) -> tuple[str, ...]:
        """Return on whom the act falls that is the subject: "strikes on the port of Mali killed three"."""
        if hit.pattern.type not in HARM or hit.pattern.part != "v" or syntax.is_passive(hit.token):
            return ()
        nouns = [head for head in syntax.agents(hit.token, self._control) if self._harms(head)]
        behind = [p for noun in nouns for name in ("on", "against") for p in self._all_behind(noun).get(name, ())]
        return tuple(key for head in behind for key in self.inside(head))

    def _has_addressee(self, hit: Hit) -> bool:
        """Tell whether somebody is asked who is no actor: "urged firms to leave Mali" asks nothing of Mali."""
        return any(token.i < clause.i for clause in syntax.complements(hit.token) for token in self.heads(hit, "obj"))

    def _undergoes(self, hit: Hit) -> tuple[str, ...]:
        """Return who is "the subject of sanctions", "the target of an attack"."""
        above = hit.token.head
        if hit.token.dep_ != "pobj" or above.lower_ != "of" or above.head.lemma_.lower() not in _UNDERGOERS:
            return ()
        verb = above.head.head
        found = syntax.agents(verb, self._control) if verb.pos_ in {"AUX", "VERB"} else []
        return tuple(key for token in found for key in self.inside(token))

    def _is_vague(self, keys: tuple[str, ...]) -> bool:
        """Tell whether all are bodies without name or country, sent or freed as often as addressed: "troops"."""
        return all(_is_nameless(self._cast.actor(key)) for key in keys)

    def _at(self, hit: Hit, slot: str, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return the actors at one place of a pattern."""
        if slot in {"comp", "comp.subj"}:
            return self._in_complements(hit.token, slot, without)
        if slot in {"aim", "told"}:
            return self._aimed_at(hit.token, without) if slot == "aim" else self._told(hit.token, without)
        if slot == "for.head":
            named = (key for head in self._prepositional(hit, "for") for key in self.of(head))
            return tuple(dict.fromkeys(key for key in named if key not in without))
        heads = self.heads(hit, slot)
        if slot == "in":  # "died in the war": the war is no place of anybody
            heads = [head for head in heads if not self._is_event(head)]
        keys: list[str] = []
        for head in heads:
            judged = slot == "subj" or hit.pattern.type in _JUDGES
            keys.extend(self._doer_of(head, without) if judged else self.inside(head, without))
        return tuple(dict.fromkeys(keys))

    def _doer_of(self, noun: Token, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return who did the harm that a noun names, and not who suffered it: "condemned the attack on Mali".

        Other phrases are searched as everywhere.
        """
        rows = self._harms(noun)
        if not rows or self._named(noun):
            return self.inside(noun, without)
        places = {slot for row in rows for slot in row.frame.sources}
        parts = [_of_whom(c) for c in syntax.children_of(noun) if c.dep_ == "poss"]
        parts += [p for c in syntax.children_of(noun) if c.dep_ in _ADJECTIVAL for p in _beside(c)]
        parts += [p for name in ("by", "from", "of") if name in places for p in self._all_behind(noun).get(name, ())]
        found = [key for part in parts for key in self.inside(part, without)]
        found += [k for c in syntax.children_of(noun) if c.dep_ == "conj" for k in self._doer_of(c, without)]
        return tuple(dict.fromkeys(found))

    def _harms(self, noun: Token) -> list[Pattern]:
        """Return the patterns by which a noun names harm done to somebody."""
        rows = self._patterns.get(noun.lemma_.lower(), ())
        return [row for row in rows if row.part == "n" and row.type in HARM]

    def _in_complements(self, token: Token, slot: str, without: tuple[str, ...]) -> tuple[str, ...]:
        for clause in syntax.complements(token):
            subjects = [c for c in syntax.children_of(clause) if c.dep_ in {"nsubj", "nsubjpass"}]
            if slot == "comp.subj":
                found = tuple(k for s in subjects for k in self.inside(s, without))
            else:
                found = tuple(k for s in subjects for k in self.inside(s, without))
                found = found or self.in_clause(clause, without)
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def _is_event(self, noun: Token) -> bool:
        return any(row.part == "n" for row in self._patterns.get(noun.lemma_.lower(), ()))

    def _aimed_at(self, token: Token, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return the actors in what a protest is for or against: "marched, demanding that the king go"."""
        objects = [c for c in syntax.children_of(token) if c.dep_ == "dobj"]
        makers = [maker for noun in objects for maker in self._all_behind(noun).get("by", ())]
        for clause in (c for holder in (token, *objects, *makers) for c in syntax.children_of(holder)):
            if clause.dep_ in {"advcl", "acl"} and clause.tag_ == "VBG":
                rows = self._patterns.get(clause.lemma_.lower(), ())
                found = self.in_clause(clause, without) if any(row.type in _VOICED for row in rows) else ()
                if found:
                    return found
        return ()

    def _told(self, token: Token, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return whom one writes or speaks to in asking: "wrote to the embassy asking to …"."""
        verb = token.head
        if token.tag_ != "VBG" or token.dep_ not in {"advcl", "xcomp"} or verb.pos_ != "VERB":
            return ()
        heads = [*self._all_behind(verb).get("to", ()), *(c for c in syntax.children_of(verb) if c.dep_ == "dative")]
        return tuple(dict.fromkeys(key for head in heads for key in self.inside(head, without)))

    @staticmethod
    def key_of(hit: Hit) -> tuple[str, int, bool]:
        """Return all of a hit, its word left out, on which its places depend."""
        return hit.pattern.part, -1 if hit.carrier is None else hit.carrier.i, hit.pattern.type in _JUDGES

    def heads(self, hit: Hit, slot: str) -> list[Token]:
        """Return the heads of the phrases at one place of a pattern."""
        token = hit.token
        if slot == "subj":
            if hit.pattern.part == "a":
                return self._adjective_subject(token)
            found = syntax.agents(token, self._control)
            if token.dep_ == "acl" and found == [token.head] and self._is_event(token.head):
                found = syntax.owner(token.head, self._control)  # "a march calling for reform": whose march
            return found
        if slot in {"obj", "obj.in"}:
            found = syntax.patients(token, self._control)
            if slot == "obj.in":
                found = [part for head in found for group in self._parts(head) for part in group]
            return found
        if slot in _CHILDREN_AT:
            return _children_at(token, slot)
        if slot == "light":
            return self._light_subject(hit)
        found = self._prepositional(hit, slot.removesuffix(".agent"))
        return [*found, *_far_member(found[0])] if slot == "between" and len(found) == 1 else found

    def _adjective_subject(self, token: Token) -> list[Token]:
        verb = token.head
        if verb.pos_ in {"AUX", "VERB"}:
            return syntax.agents(verb, self._control)
        return [verb] if token.dep_ == "amod" else []

    def _light_subject(self, hit: Hit) -> list[Token]:
        """Return who launches the attack, or who plans, denies or avoids it."""
        if hit.carrier is not None:
            return syntax.agents(hit.carrier, self._control)
        verb = hit.token.head
        if hit.token.dep_ == "pobj" and verb.lower_ == "in" and verb.head.pos_ == "AUX":  # "X is in a war with Y"
            return syntax.agents(verb.head, self._control)
        if hit.token.dep_ == "dobj" and (("verb", verb.lemma_.lower()) in self._cues):
            return syntax.agents(verb, self._control)
        holding = self._verb_of_policy(hit.token)
        return [] if holding is None else syntax.agents(holding, self._control)

    def _verb_of_policy(self, noun: Token) -> Token | None:
        """Return the verb by which somebody holds to an act: "kept up a policy of sanctions", "relied on pressure"."""
        node = noun
        for _ in range(_MAX_DEPTH):
            above = node.head
            if _is_part_of(node) and not self._named(above):
                node = above
            elif node.dep_ in {"prep", "agent"} and above.dep_ == "acl" and above.tag_ == "VBN":
                node = above.head  # "a front marked by sanctions"
            elif node.dep_ in {"dobj", "prep"} and above.pos_ == "VERB":
                return above if self._light.get(above.lemma_.lower()) == "agent" else None
            elif node.dep_ == "acomp" and node.lemma_.lower() in _READY and above.pos_ == "AUX":
                return above
            else:
                return None
        return None

    def _prepositional(self, hit: Hit, preposition: str) -> list[Token]:
        """Return what stands behind a preposition on the word, on its object, or on the verb that carries it."""
        token = hit.token
        found = list(self._all_behind(token).get(preposition, ()))
        if not found and hit.pattern.part == "v":
            for head in syntax.patients(token, self._control):
                if hit.pattern.type in _JUDGES and preposition not in _FROM_WHOM and self._harms(head):
                    continue
                if preposition != "of" or not self.of(head):
                    found.extend(self._all_behind(head).get(preposition, ()))
        if not found and hit.pattern.part == "n" and preposition == "by":
            below = syntax.prepositional(token, ("of", "on", "in"))
            found = [p for head in below for p in syntax.prepositional(head, ("by",))]
        if not found and hit.carrier is not None:
            found = list(self._all_behind(hit.carrier).get(preposition, ()))
        return found


def _is_part_of(node: Token) -> bool:
    """Tell whether a word or preposition belongs to the noun phrase above it: "a policy of sanctions"."""
    if node.dep_ == "pobj":
        return node.head.lower_ in _PART_OF
    return node.dep_ == "conj" or (node.dep_ in {"prep", "agent"} and node.head.pos_ in {"NOUN", "ADJ"})


#: Places of a pattern that are children of its word.
_CHILDREN_AT = frozenset({"iobj", "poss", "adj", "asked"})


def _children_at(token: Token, slot: str) -> list[Token]:
    if slot == "asked":
        return syntax.asked_subjects(token)
    children = syntax.children_of(token)
    if slot == "iobj":
        return [c for c in children if c.dep_ == "dative" and c.pos_ != "ADP"]
    if slot == "poss":
        return [_of_whom(c) for c in children if c.dep_ == "poss"]
    return [c for c in children if c.dep_ in _ADJECTIVAL]


def _is_nameless(actor: Actor) -> bool:
    if actor.country is not None:
        return False
    described = actor.entity is None and all(mention.form != "name" for mention in actor.mentions)
    return actor.kind == "group" or (actor.kind == "organization" and described)


def _far_member(first: Token) -> list[Token]:
    """Return the second of "between X, who …, and Y" where the parser joined Y to the verb above."""
    if any(child.dep_ == "conj" for child in syntax.children_of(first)):
        return []
    for above in syntax.ancestors(first):
        for child in syntax.children_of(above):
            if child.dep_ == "conj" and child.i > first.i and child.pos_ in {"NOUN", "PROPN"}:
                return [child]
    return []


def _beside(modifier: Token) -> list[Token]:
    """Return the words of a modifier that may name somebody: "Iraqi", or "US" of "a US-led coalition"."""
    if modifier.pos_ != "VERB":
        return [modifier]
    return [child for child in syntax.children_of(modifier) if child.dep_ == "npadvmod"]


def _of_whom(token: Token) -> Token:
    """Return whom "whose" stands for, or the token itself."""
    if token.lower_ != "whose":
        return token
    for above in syntax.ancestors(token):
        if above.dep_ == "relcl":
            return above.head
    return token
