"""From words to patterns: which rows of patterns.tsv hold for a word of a parsed sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.types import ARMED, MATERIAL_CONFLICT
from detente.knowledge.plover.vocabulary import FLAGS
from detente.reading.events.model import Hit
from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.knowledge.plover import EventLexicon, Pattern, PatternCondition
    from detente.reading.events.arguments import Arguments
    from detente.reading.grammar.tokens import Token

_PARTS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a"}
_HOSTILE = MATERIAL_CONFLICT | {"THREATEN"}
_VIOLENT = ARMED | {"THREATEN"}
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
_OBJECT_DEPS = frozenset({"dobj", "nsubjpass", "attr", "pobj"})


class Lookup:
    """Finds the patterns that hold in one sentence.

    Args:
        lexicon: The event lexicon.
        arguments: Finds actors in this sentence.
    """

    def __init__(self, lexicon: EventLexicon, arguments: Arguments) -> None:
        self._lexicon = lexicon
        self._arguments = arguments
        self._held: dict[tuple[object, ...], list[tuple[Token, str, str]]] = {}

    def hits(self, token: Token) -> list[Hit]:
        """Return every pattern that holds for a word, most specific first."""
        part = _part_of(token)
        rows = self._rows(token, part)
        if part == "n" and token.pos_ == "PROPN" and self._arguments.phrases.of(token):
            return []
        carrier = self._carrier(token) if part == "n" and rows else None
        tried = (self._try(token, row, carrier) for row in rows if row.part == part)
        found = [hit for hit in tried if isinstance(hit, Hit)]
        return sorted(found, key=lambda hit: (-hit.weight, hit.pattern.line))

    def tried(self, token: Token) -> list[tuple[Pattern, Hit | str]]:
        """Return all rows of a word in the order of the table, each with its hit, or with what does not hold."""
        part = _part_of(token)
        rows = self._rows(token, part)
        if part == "n" and token.pos_ == "PROPN" and self._arguments.phrases.of(token):
            return [(row, "the word is a name of the cast") for row in rows]
        carrier = self._carrier(token) if part == "n" and rows else None
        return [
            (row, self._try(token, row, carrier) if row.part == part else f"part={row.part}, and the word is {part}")
            for row in rows
        ]

    def _rows(self, token: Token, part: str | None) -> tuple[Pattern, ...]:
        """Return the rows of a word, by its lemma; those of a gerund that is a noun by its form."""
        if part == "n" and token.tag_ == "VBG":
            return self._lexicon.patterns.get(token.lower_, ())
        return self._lexicon.patterns.get(self._lexicon.lemma(token.lemma_.lower()), ())

    def best(self, token: Token) -> Hit | None:
        """Return the most specific pattern that holds for a word, or None."""
        found = self.hits(token)
        return found[0] if found else None

    def _try(self, token: Token, row: Pattern, carrier: Token | None) -> Hit | str:
        """Return a hit if all conditions of a row hold, else the first that does not, as the table writes it."""
        if not syntax.has_particles(token, row.particles):
            return f"+{'+'.join(row.particles)}"
        draft = Hit(token, row, None, carrier, 0)
        weight, theme = 4 * len(row.particles), None
        for condition in row.conditions:
            held, at = self._test(draft, condition)
            if held == condition.negated:
                return condition.text
            weight += _weight(condition)
            theme = theme or (at if condition.words else None)
        return Hit(token, row, theme, carrier, weight)

    def _carrier(self, noun: Token) -> Token | None:
        """Return the light verb whose object a noun is: "launched an attack", "the attack launched by …"."""
        verb = noun.head
        if noun.dep_ == "conj":
            noun, verb = verb, verb.head
        if noun.dep_ in _OBJECT_DEPS:
            if noun.dep_ == "pobj":
                verb = verb.head
            if self._is_light(verb):
                return verb
        for child in noun.children:
            if child.dep_ in {"acl", "relcl"} and self._is_light(child):
                return child
        return None

    def _is_light(self, verb: Token) -> bool:
        lemma = verb.lemma_.lower()
        if self._lexicon.light.get(lemma):
            return True
        return any(self._lexicon.light.get(f"{lemma}+{c.lower_}") for c in verb.children if c.dep_ == "prt")

    def _test(self, hit: Hit, condition: PatternCondition) -> tuple[bool, Token | None]:
        """Tell whether one condition holds, and at which word."""
        if condition.slot == "comp":
            return self._test_complement(hit, condition), None
        if condition.slot.startswith("mod"):
            return self._test_modifier(hit, condition)
        if condition.slot == "beside":
            return any(child.lower_ in condition.words for child in hit.token.children), None
        if condition.slot in FLAGS:
            return self._flag(hit, condition.slot), None
        return self._test_place(hit, condition)

    def _test_place(self, hit: Hit, condition: PatternCondition) -> tuple[bool, Token | None]:
        heads = self._at(hit, condition.slot)
        if not condition.words and not condition.names:
            return bool(heads), None
        for head, lemma, lower in heads:
            if lemma in condition.words or lower in condition.words:
                return True, head
            if condition.names and self._named(head, condition):
                return True, head
        return (self._measured(heads, condition), None) if condition.words else (False, None)

    def _at(self, hit: Hit, slot: str) -> list[tuple[Token, str, str]]:
        """Return the heads at a place with the members joined to them, each with lemma and form in lower case."""
        asked = (hit.token.i, slot, *self._arguments.slots.key_of(hit))
        if asked not in self._held:
            heads = self._arguments.slots.heads(hit, slot)
            heads = [*heads, *(c for h in heads for c in h.children if c.dep_ == "conj")]
            self._held[asked] = [(head, head.lemma_.lower(), head.lower_) for head in heads]
        return self._held[asked]

    @staticmethod
    def _measured(heads: list[tuple[Token, str, str]], condition: PatternCondition) -> bool:
        """Tell whether a quantity of the wanted thing stands there: "5,000 tons of food", "hundreds of troops"."""
        for head, _, _ in heads:
            parts = syntax.prepositional(head, ("of",)) + [c for c in head.children if c.dep_ in {"compound", "amod"}]
            if any(part.lemma_.lower() in condition.words for part in parts):
                return True
        return False

    def _named(self, head: Token, condition: PatternCondition) -> bool:
        if "JOINT" in condition.names and len(self._arguments.phrases.inside(head)) > 1:
            return True
        if "HEAD" in condition.names and self._arguments.phrases.of(head):
            return True
        return "ACTOR" in condition.names and bool(self._arguments.phrases.inside(head))

    def _test_complement(self, hit: Hit, condition: PatternCondition) -> bool:
        clauses = syntax.complements(hit.token)
        for clause in clauses:
            tos = any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.children)
            subject = any(c.dep_ in {"nsubj", "nsubjpass"} for c in clause.children)
            kinds = {"inf"} if tos else {"ing"} if clause.tag_ == "VBG" else {"that"}
            if tos and (subject or (hit.token.lemma_.lower() in self._lexicon.object_control and syntax.patients(
                hit.token, frozenset()))):  # fmt: skip
                kinds.add("otherinf")
            if not _has_values(condition) or kinds & condition.words or clause.lemma_.lower() in condition.words:
                return True
            if condition.names and self._is_kind(clause, condition):
                return True
        return False

    def _is_kind(self, clause: Token, condition: PatternCondition) -> bool:
        wanted = _HOSTILE if "HOSTILE" in condition.names else _VIOLENT
        best = self.best(clause)
        if best is None:
            best = next((h for c in clause.children if c.dep_ == "dobj" for h in self.hits(c)[:1]), None)
        return best is not None and best.pattern.type in wanted

    @staticmethod
    def _test_modifier(hit: Hit, condition: PatternCondition) -> tuple[bool, Token | None]:
        """Test "mod=hunger" on the word itself, or "mod.strike=hunger" on a word that hangs on it."""
        holder: Token | None = hit.token
        if "." in condition.slot:
            name = condition.slot.partition(".")[2]
            holder = next((t for t in hit.token.subtree if t.lemma_.lower() == name), None)
        if holder is None:
            return False, None
        for child in holder.children:
            if child.dep_ in _MODIFIERS and (
                child.lower_ in condition.words or child.lemma_.lower() in condition.words
            ):
                return True, child
        return False, None

    def _flag(self, hit: Hit, name: str) -> bool:
        """Tell whether a flag of the table holds, or a word of that form hangs on the token."""
        if name == "ACTOR":
            return bool(self._arguments.sources(hit) or self._arguments.targets(hit, ()))
        if name == "BOTH":
            sources = self._arguments.sources(hit)
            return bool(sources and self._arguments.targets(hit, sources))
        return _FLAG_TESTS[name](hit)


def _is_leaf(hit: Hit) -> bool:
    below = {"oprd", "ccomp", "xcomp"}
    return not syntax.complements(hit.token) and not any(c.dep_ in below for c in hit.token.children)


def _has_to_clause(hit: Hit) -> bool:
    clauses = (c for c in hit.token.children if c.dep_ in {"acl", "xcomp"})
    return any(grandchild.lower_ == "to" for clause in clauses for grandchild in clause.children)


def _is_joint(hit: Hit) -> bool:
    return any(t.lower_ in {"joint", "combined", "common"} for c in hit.token.children for t in c.children)


#: Flags that only look at the words; `knowledge/plover/vocabulary.py` says what each means.
_FLAG_TESTS: dict[str, Callable[[Hit], bool]] = {
    "LIGHT": lambda hit: hit.carrier is not None,
    "NEG": lambda hit: any(c.dep_ == "neg" for c in hit.token.children),
    "acl": _has_to_clause,
    "leaf": _is_leaf,
    "passive": lambda hit: syntax.is_passive(hit.token),
    "joint": _is_joint,
    "quote": lambda hit: any(t.is_quote for t in hit.token.doc),
}


def _part_of(token: Token) -> str | None:
    """Return as what a word is looked up; the tagger takes some verbs for nouns, and some nouns are verb forms."""
    part = _PARTS.get(token.pos_)
    if part == "n" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children):
        return "v"
    if part == "a" and token.tag_ in {"VBN", "VBD"}:
        return "v"
    if (
        token.tag_ == "VBG"
        and token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj", "csubj"}
        and not any(c.dep_ in {"dobj", "aux", "nsubj"} for c in token.children)
    ):
        return "n"
    return part


def _weight(condition: PatternCondition) -> int:
    """Return how much a condition narrows a pattern: named words most, and few words more than many."""
    if condition.names & {"HOSTILE", "VIOLENT"}:
        return 5
    if condition.names or condition.negated or not condition.words or condition.slot == "beside":
        return 1
    return 3 + (len(condition.words) <= 8)


def _has_values(condition: PatternCondition) -> bool:
    return bool(condition.words or condition.names)
