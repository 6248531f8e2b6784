"""The words that the event tables may use in conditions and frames: places, flags, tests. All others are refused.

docs/methods/events.md prints these lists, and a test compares the two. `reading/events/lookup.py` tests conditions,
`reading/events/arguments/` finds what stands at a place.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Prepositions. As a place, each is what stands behind it: on the word, on its object, or on the verb that carries it.
PREPOSITIONS = frozenset(
    "about across after against along among around as at before behind between by during for from in inside into near "
    "of off on onto out outside over through to toward towards under up upon via with within without".split()
)

#: Place → what stands there. Prepositions are places too.
PLACES: Mapping[str, str] = MappingProxyType({
    "subj": "the one who acts: the subject, or who is behind “by” in the passive",
    "obj": "the one acted on: the object, or the subject of the passive",
    "obj.in": "somebody inside the object's phrase, and not the object itself: “lifted its ban on Mali”",
    "iobj": "the receiver without a preposition: “gave Mali a loan”",
    "poss": "the owner: “Mali's attack”",
    "adj": "an adjective or noun before the word: “the Malian attack”, “US aid”",
    "light": "the subject of the light verb that carries a noun: “Mali launched an attack”",
    "comp": "the subject of the clause below, else the first actor in that clause: “urged that Mali leave”",
    "comp.subj": "the subject of the clause below only",
    "asked": "the subject of a clause that is asked for: “called for Mali to leave”",
    "told": "the one written or spoken to in asking: “wrote to Mali asking for …”",
    "aim": "somebody in what a protest demands: “marched, demanding that the king go”",
    "for.head": "the one behind “for”, if that word itself is an actor: “appealed for Mali to leave”",
})

#: Places that only frames can name: lookup finds no words there, and conditions must not ask for any.
FRAME_ONLY = frozenset({"comp.subj", "told", "aim", "for.head"})

#: Place of conditions alone → what must stand there.
CONDITION_PLACES: Mapping[str, str] = MappingProxyType({
    "mod": "a modifier of the word: “a joint statement”; `mod.strike=hunger` asks it of the word “strike” below",
    "beside": "a word of just this form hangs on the word: “go back”, “found guilty”; it narrows as little as a flag",
})

#: Flag → when it holds.
FLAGS: Mapping[str, str] = MappingProxyType({
    "ACTOR": "somebody is at one of the frame's places",
    "BOTH": "somebody is at the frame's source places, and somebody else at its target places",
    "LIGHT": "a light verb carries the noun",
    "NEG": "the word is negated",
    "acl": "a clause with “to” hangs on the word: “a call to leave”",
    "comp": "a clause hangs on the word",
    "joint": "something beside the word is called joint, combined or common",
    "leaf": "no clause and no complement hangs on the word",
    "passive": "the verb is in the passive",
    "quote": "the sentence has a quotation mark",
})

#: Test on a place → when a word there passes.
TESTS: Mapping[str, str] = MappingProxyType({
    "ACTOR": "somebody of the cast stands there or inside the phrase",
    "HEAD": "the head itself is somebody of the cast",
    "JOINT": "two or more of the cast stand there",
})

#: Test on `comp` → when the clause passes.
CLAUSE_TESTS: Mapping[str, str] = MappingProxyType({
    "HOSTILE": "the clause carries a THREATEN or an event of material conflict",
    "VIOLENT": "the clause carries ASSAULT, COERCE, MOBILIZE or THREATEN",
})

#: Words after `comp=` that are no lemma, but a form of the clause.
CLAUSE_FORMS: Mapping[str, str] = MappingProxyType({
    "inf": "with “to”",
    "otherinf": "with “to” and somebody else who acts: “urged Mali to leave”",
    "ing": "a gerund",
    "that": "any other clause",
})

#: Kinds of words in blocks.tsv.
BLOCKS: Mapping[str, str] = MappingProxyType({
    "sport": "one in a sentence is enough to make it a sentence of sport",
    "sport_weak": "two of them are enough, or one with a score",
    "abstract": "what is attacked or fought only in a figure of speech",
    "nonpolitical": "subjects and objects of no political event",
})

#: Who the subject of a light verb is in the event of its object.
VOICES: Mapping[str, str] = MappingProxyType({"agent": "who acts", "patient": "who undergoes the act"})

#: Classes of nouns that the readers ask for by name, beside those that the tables name.
READ_CLASSES = frozenset({"DIPLOMAT", "POLICY", "SANCTION", "SPEECH"})
