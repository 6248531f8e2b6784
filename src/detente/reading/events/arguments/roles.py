"""Sources and targets of an event: which actors fill the places of its pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.knowledge.plover.types import HARM, VERBAL_CONFLICT
from detente.reading.events.arguments import noun_phrase
from detente.reading.events.arguments.phrases import PhraseActors
from detente.reading.events.arguments.slots import JUDGES, Slots
from detente.reading.grammar import syntax

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from detente.knowledge.plover import EventLexicon
    from detente.reading.cast import Cast
    from detente.reading.document import Sentence
    from detente.reading.events.model import Hit
    from detente.reading.grammar.tokens import Token

_UNDERGOERS = frozenset({"subject", "target", "victim", "object"})
_VOICED = VERBAL_CONFLICT - {"THREATEN"}
_BLAMES = frozenset({"ACCUSE", "SANCTION", "COERCE"})
#: What leads from a punishment to the deed.
_REASONS = frozenset({"for", "over", "in"})


class Arguments:
    """Finds who does what to whom in one sentence.

    Args:
        sentence: The sentence.
        cast: Who the words mean.
        lexicon: The rows of words, and what it says of light verbs and verbs with object control.
    """

    def __init__(self, sentence: Sentence, cast: Cast, lexicon: EventLexicon) -> None:
        self.phrases = PhraseActors(sentence, cast, lexicon.patterns)
        self.slots = Slots(self.phrases, lexicon)
        self._control = lexicon.object_control
        self._patterns = lexicon.patterns
        self._envoys = lexicon.classes["DIPLOMAT"]
        #: Places whose actors cannot be said by naming words first.
        self._finders: Mapping[str, Callable[[Hit, tuple[str, ...]], tuple[str, ...]]] = {
            "comp": self._in_complements,
            "comp.subj": self._subjects_of_complements,
            "aim": self._aimed_at,
            "told": self._told,
            "for.head": self._meant_behind_for,
        }

    def sources(self, hit: Hit) -> tuple[str, ...]:
        """Return the actors at the pattern's source places; the first place that has any wins."""
        return next((found for slot in hit.pattern.frame.sources if (found := self._at(hit, slot, ()))), ())

    def targets(self, hit: Hit, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Return the actors at the pattern's target places that are not its sources; the first place wins."""
        vague: tuple[str, ...] = ()
        for slot in hit.pattern.frame.targets:
            if slot == "comp" and self._has_addressee(hit):
                continue
            found = tuple(key for key in self._at(hit, slot, sources) if key not in sources)
            if found and not self.phrases.are_vague(found):
                return found
            vague = vague or found
        if vague and hit.theme is not None and set(vague) <= set(self.phrases.of(hit.theme)):
            vague = ()  # the prisoners who are freed are what is given, not to whom
        return vague or tuple(key for key in (*self._undergoes(hit), *self._struck(hit)) if key not in sources)

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
        return tuple(key for head in heads for key in self.phrases.inside(head))

    def _at(self, hit: Hit, slot: str, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return the actors at one place of a pattern."""
        if slot in self._finders:
            return self._finders[slot](hit, without)
        heads = self.slots.heads(hit, slot)
        if slot == "in":  # "died in the war": the war is no place of anybody
            heads = [head for head in heads if not self.phrases.is_event(head)]
        if slot == "subj" or hit.pattern.type in JUDGES:
            return tuple(dict.fromkeys(key for head in heads for key in self._doers_of(head, without)))
        return self.phrases.inside_all(heads, without)

    def _doers_of(self, noun: Token, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return who did the harm that a noun names, and not who suffered it: "condemned the attack on Mali".

        Other phrases are searched as everywhere.
        """
        rows = self.phrases.harms(noun)
        if not rows or self.phrases.named(noun):
            return self.phrases.inside(noun, without)
        places = {slot for row in rows for slot in row.frame.sources}
        parts = [*noun_phrase.owners_of(noun), *noun_phrase.modifiers_of(noun)]
        parts += [p for name in ("by", "from", "of") if name in places for p in self.phrases.behind(noun, name)]
        found = list(self.phrases.inside_all(parts, without))
        found += [k for c in noun.children if c.dep_ == "conj" for k in self._doers_of(c, without)]
        return tuple(dict.fromkeys(found))

    def _in_complements(self, hit: Hit, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return the subjects of the first clause below the word that names anybody, or else who stands in it."""
        for clause in syntax.complements(hit.token):
            found = self._clause_subjects(clause, without) or self.phrases.in_clause(clause, without)
            if found:
                return tuple(dict.fromkeys(found))
        return ()

    def _subjects_of_complements(self, hit: Hit, without: tuple[str, ...]) -> tuple[str, ...]:
        clauses = syntax.complements(hit.token)
        return next((found for clause in clauses if (found := self._clause_subjects(clause, without))), ())

    def _clause_subjects(self, clause: Token, without: tuple[str, ...]) -> tuple[str, ...]:
        subjects = (c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"})
        return self.phrases.inside_all(subjects, without)

    def _aimed_at(self, hit: Hit, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return the actors in what a protest is for or against: "marched, demanding that the king go"."""
        objects = [c for c in hit.token.children if c.dep_ == "dobj"]
        makers = [maker for noun in objects for maker in self.phrases.behind(noun, "by")]
        for clause in (c for holder in (hit.token, *objects, *makers) for c in holder.children):
            if clause.dep_ in {"advcl", "acl"} and clause.tag_ == "VBG":
                rows = self._patterns.get(clause.lemma_.lower(), ())
                found = self.phrases.in_clause(clause, without) if any(row.type in _VOICED for row in rows) else ()
                if found:
                    return found
        return ()

    def _told(self, hit: Hit, without: tuple[str, ...]) -> tuple[str, ...]:
        """Return whom one writes or speaks to in asking: "wrote to the embassy asking to …"."""
        token, verb = hit.token, hit.token.head
        if token.tag_ != "VBG" or token.dep_ not in {"advcl", "xcomp"} or verb.pos_ != "VERB":
            return ()
        addressed = (child for child in verb.children if child.dep_ == "dative")
        return self.phrases.inside_all([*self.phrases.behind(verb, "to"), *addressed], without)

    def _meant_behind_for(self, hit: Hit, without: tuple[str, ...]) -> tuple[str, ...]:
        named = (key for head in self.slots.behind(hit, "for") for key in self.phrases.of(head))
        return tuple(dict.fromkeys(key for key in named if key not in without))

    def _has_addressee(self, hit: Hit) -> bool:
        """Tell whether somebody is asked who is no actor: "urged firms to leave Mali" asks nothing of Mali."""
        objects = self.slots.heads(hit, "obj")
        return any(token.i < clause.i for clause in syntax.complements(hit.token) for token in objects)

    def _undergoes(self, hit: Hit) -> tuple[str, ...]:
        """Return who is "the subject of sanctions", "the target of an attack"."""
        above = hit.token.head
        if hit.token.dep_ != "pobj" or above.lower_ != "of" or above.head.lemma_.lower() not in _UNDERGOERS:
            return ()
        verb = above.head.head
        found = syntax.agents(verb, self._control) if verb.pos_ in {"AUX", "VERB"} else []
        return tuple(key for token in found for key in self.phrases.inside(token))

    def _struck(self, hit: Hit) -> tuple[str, ...]:
        """Return on whom the act falls that is the subject: "strikes on the port of Mali killed three"."""
        if hit.pattern.type not in HARM or hit.pattern.part != "v" or syntax.is_passive(hit.token):
            return ()
        nouns = [head for head in syntax.agents(hit.token, self._control) if self.phrases.harms(head)]
        behind = [p for noun in nouns for name in ("on", "against") for p in self.phrases.behind(noun, name)]
        return tuple(key for head in behind for key in self.phrases.inside(head))
