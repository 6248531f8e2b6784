"""Which words stand at a place, which actors a phrase holds, and who is source and target: on parses made by hand."""

from __future__ import annotations

import pytest

from detente.knowledge.plover import load_event_lexicon
from detente.knowledge.plover.vocabulary import FRAME_ONLY, PLACES
from detente.reading.events.arguments import Arguments, noun_phrase
from detente.reading.events.arguments.phrases import MAX_DEPTH, PhraseActors
from detente.reading.events.arguments.slots import Slots
from detente.reading.events.lookup import Lookup
from tests.reading_scenes import Scene, parsed

STATES = {"Chad": "TCD", "Chile": "CHL", "Mali": "MLI", "Niger": "NER", "Norway": "NOR", "Peru": "PER"}


def scene(notation: str) -> Scene:
    """Return a sentence whose actors are the states named in it."""
    words = parsed(notation)
    return Scene(words, {name: code for name, code in STATES.items() if any(name == word[0] for word in words)})


def phrases(one: Scene) -> PhraseActors:
    return PhraseActors(one.document.sentences[0], one.cast, load_event_lexicon().patterns)


def countries(one: Scene, keys: tuple[str, ...]) -> str:
    return " ".join(one.cast.actor(key).country or "?" for key in keys)


OFFER = "Norway/NNP/nsubj/1 welcomed=welcome/VBD/ROOT/1 an/DT/det/3 offer/NN/dobj/1"
EXAMPLES = (
    "Peru/NNP/nsubj/1 urged=urge/VBD/ROOT/1 {noun}/dobj/1 such/JJ/amod/4 as/IN/prep/2 Chile/NNP/pobj/4 "
    "to/TO/aux/7 leave/VB/xcomp/1 Mali/NNP/dobj/7 ././punct/1"
)
TALKS = (
    "Norway/NNP/nsubj/1 hosted=host/VBD/ROOT/1 talks=talk/NNS/dobj/1 between/IN/prep/2 Mali/NNP/pobj/3 ,/,/punct/4 "
    "which/WDT/nsubj/7 left=leave/VBD/relcl/4 ,/,/punct/7 and/CC/cc/7 Niger/NNP/conj/1 ././punct/1"
)


@pytest.mark.parametrize(
    ("notation", "head", "found"),
    [
        (f"{OFFER} ././punct/1", 0, "NOR"),
        (f"{OFFER} from/IN/prep/3 Mali/NNP/pobj/4 ././punct/1", 3, "MLI"),
        ("a/DT/det/2 Mali/NNP/compound/2 offer/NN/ROOT/2 to/IN/prep/2 Peru/NNP/pobj/3", 2, "MLI"),
        # What comes from somebody stands before what stands before the noun, and an owner before both.
        ("a/DT/det/2 Mali/NNP/compound/2 offer/NN/ROOT/2 from/IN/prep/2 Peru/NNP/pobj/3", 2, "PER"),
        ("Chad/NNP/poss/2 's/POS/case/0 offer/NN/ROOT/2 from/IN/prep/2 Peru/NNP/pobj/3", 2, "TCD"),
        ("the/DT/det/4 Mali/NNP/npadvmod/3 -/HYPH/punct/3 led=lead/VBN/amod/4 war/NN/ROOT/4", 4, "MLI"),
        # "whose army" is the army of the word that the clause hangs on.
        ("Mali/NNP/ROOT/0 ,/,/punct/0 whose/WP$/poss/3 army/NN/nsubj/4 left=leave/VBD/relcl/0", 3, "MLI"),
        # Members joined by "and" count, unless they are another act with a place of its own.
        ("Peru/NNP/ROOT/0 and/CC/cc/0 Chile/NNP/conj/0", 0, "PER CHL"),
        # Critics of somebody do not stand for him; only who is named as one of them does.
        ("critics=critic/NNS/ROOT/0 of/IN/prep/0 Mali/NNP/pobj/1", 0, ""),
        (EXAMPLES.format(noun="rivals=rival/NNS"), 2, "CHL"),
        # A clause on the noun, and what is said beside it.
        ("plans=plan/NNS/ROOT/0 to/TO/aux/2 leave/VB/acl/0 Mali/NNP/dobj/2", 0, "MLI"),
        ("the/DT/det/1 neighbours=partner/NNS/ROOT/1 ,/,/punct/1 Peru/NNP/appos/1", 1, "PER"),
    ],
)
def test_actors_inside_a_phrase(notation: str, head: int, found: str) -> None:
    one = scene(notation)
    assert countries(one, phrases(one).inside(one.words[head])) == found


def test_actors_that_are_not_wanted_are_left_out() -> None:
    one = scene("the/DT/det/1 offer/NN/ROOT/1 from/IN/prep/1 Mali/NNP/pobj/2 to/IN/prep/1 Peru/NNP/pobj/4")
    mali = phrases(one).of(one.words[3])
    assert countries(one, phrases(one).inside(one.words[1], mali)) == "PER"


def test_what_was_asked_before_does_not_decide() -> None:
    """The same phrase is asked for deep down, where its parts no longer count, and then by itself."""
    one = scene(f"{OFFER} from/IN/prep/3 Mali/NNP/pobj/4 ././punct/1")
    asked = phrases(one)
    assert asked.inside(one.words[3], (), MAX_DEPTH + 1) == ()
    assert countries(one, asked.inside(one.words[3])) == "MLI"


def test_a_clause_names_objects_before_what_stands_below_it() -> None:
    one = scene(
        "Norway/NNP/nsubj/1 urged=urge/VBD/ROOT/1 Mali/NNP/dobj/1 to/TO/aux/4 leave/VB/xcomp/1 Chad/NNP/dobj/4 "
        "without/IN/prep/4 attacking=attack/VBG/pcomp/6 Niger/NNP/dobj/7"
    )
    assert [*dict.fromkeys(word.text for word in noun_phrase.clause_parts(one.words[1]))] == ["Mali", "Chad", "Niger"]


def test_the_far_member_of_between() -> None:
    one = scene(TALKS)
    assert [word.text for word in noun_phrase.far_member(one.words[4])] == ["Niger"]
    assert noun_phrase.far_member(one.words[10]) == []


GIFT = "Chile/NNP/nsubj/1 gave=give/VBD/ROOT/1 Peru/NNP/dative/1 a/DT/det/4 loan/NN/dobj/1 ././punct/1"
LAUNCH = (
    "Mali/NNP/nsubj/1 launched=launch/VBD/ROOT/1 an/DT/det/3 attack/NN/dobj/1 on/IN/prep/3 Niger/NNP/pobj/4 ././punct/1"
)
LIFTED = (
    "Norway/NNP/nsubj/1 lifted=lift/VBD/ROOT/1 its/PRP$/poss/3 ban/NN/dobj/1 on/IN/prep/3 Mali/NNP/pobj/4 ././punct/1"
)
POLICY = (
    "Mali/NNP/nsubj/1 pursued=pursue/VBD/ROOT/1 a/DT/det/3 policy/NN/dobj/1 of/IN/prep/3 sanctions=sanction/NNS/pobj/4 "
    "on/IN/prep/5 Niger/NNP/pobj/6 ././punct/1"
)
CALL = (
    "Norway/NNP/nsubj/1 backed=back/VBD/ROOT/1 a/DT/det/4 Chad/NNP/compound/4 call/NN/dobj/1 for/IN/mark/8 "
    "Mali/NNP/nsubj/8 to/TO/aux/8 leave/VB/acl/4 ././punct/1"
)


@pytest.mark.parametrize(
    ("notation", "word", "slot", "heads"),
    [
        (GIFT, 1, "subj", ["Chile"]),
        (GIFT, 1, "obj", ["loan"]),
        (GIFT, 1, "iobj", ["Peru"]),
        (LIFTED, 1, "obj.in", ["its", "Mali"]),
        # A preposition on the verb's object is the verb's place too.
        (LIFTED, 1, "on", ["Mali"]),
        (LAUNCH, 3, "light", ["Mali"]),
        (LAUNCH, 3, "on", ["Niger"]),
        (POLICY, 5, "light", ["Mali"]),
        (CALL, 4, "asked", ["Mali"]),
        (TALKS, 2, "between", ["Mali", "Niger"]),
        ("Mali/NNP/poss/2 's/POS/case/0 attack/NN/ROOT/2", 2, "poss", ["Mali"]),
        ("a/DT/det/2 Chad/NNP/compound/2 attack/NN/ROOT/2", 2, "adj", ["Chad"]),
    ],
)
def test_words_at_a_place(notation: str, word: int, slot: str, heads: list[str]) -> None:
    one = scene(notation)
    lexicon = load_event_lexicon()
    arguments = Arguments(one.document.sentences[0], one.cast, lexicon)
    hit = Lookup(lexicon, arguments).best(one.words[word])
    assert hit is not None
    assert [head.text for head in arguments.slots.heads(hit, slot)] == heads


def test_every_place_of_the_tables_is_found_somewhere() -> None:
    """A place without a function would be taken for a preposition, and never hold."""
    one = scene(GIFT)
    arguments = Arguments(one.document.sentences[0], one.cast, load_event_lexicon())
    of_words = set(Slots(arguments.phrases, load_event_lexicon())._functions) - {"between"}
    of_actors = set(arguments._finders)
    assert of_words | of_actors == set(PLACES)
    assert of_actors == FRAME_ONLY | {"comp"}
