"""The rules of the attribute ruler, told apart: words, dependencies, expressions, several tokens, the last one wins."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import spacy

from detente.reading.engine.attributes import AttributeReader
from detente.reading.engine.encoder import UnknownPipelineError


def _pipeline(*rules: tuple[list[dict[str, Any]], dict[str, str], int]) -> Any:
    language = spacy.blank("en")
    ruler: Any = language.add_pipe("attribute_ruler")
    for tokens, attributes, index in rules:
        ruler.add([tokens], attributes, index)
    lemmatizer = SimpleNamespace(mode="rule", overwrite=False, lemmatize=lambda word: [word.text.lower()])
    return SimpleNamespace(vocab=language.vocab, pipeline=[("attribute_ruler", ruler), ("lemmatizer", lemmatizer)])


def _told(pipeline: Any, *words: tuple[str, str, str], sizes: tuple[int, ...] = ()) -> list[tuple[str, str]]:
    """Part of speech and lemma of words given as form, tag, dependency; they are one sentence if no sizes are given."""
    strings = pipeline.vocab.strings
    seen = [(strings.add(tag), strings.add(form.lower()), strings.add(dep), 0) for form, tag, dep in words]
    found = AttributeReader(pipeline).read(seen, [strings.add(form) for form, _, _ in words], sizes or (len(words),))
    return [(strings[one.pos], strings[one.lemma]) for one in found]


def test_the_last_rule_that_holds_wins() -> None:
    pipeline = _pipeline(
        ([{"TAG": "IN"}], {"POS": "ADP"}, 0),
        ([{"TAG": "IN", "DEP": {"IN": ["mark"]}}], {"POS": "SCONJ"}, 0),
        ([{"TAG": {"NOT_IN": ["IN"]}}], {"POS": "NOUN"}, 0),
        ([{"LOWER": {"REGEX": "^n[ou]thin'$"}}], {"LEMMA": "nothing"}, 0),
    )
    words = [("In", "IN", "prep"), ("If", "IN", "mark"), ("Nuthin'", "NN", "dobj")]
    assert _told(pipeline, *words) == [("ADP", "in"), ("SCONJ", "if"), ("NOUN", "nothing")]


def test_a_rule_over_two_tokens_is_about_one_of_them() -> None:
    pipeline = _pipeline(
        ([{"TAG": "EX"}], {"POS": "PRON"}, 0),
        ([{"LOWER": "is"}], {"POS": "AUX"}, 0),
        ([{"DEP": "expl"}, {"LOWER": {"IN": ["is", "was"]}}], {"POS": "VERB"}, 1),
    )
    there, other, verb = ("There", "EX", "expl"), ("There", "EX", "advmod"), ("is", "VBZ", "ROOT")
    assert [pos for pos, _ in _told(pipeline, there, verb)] == ["PRON", "VERB"]
    assert [pos for pos, _ in _told(pipeline, other, verb)] == ["PRON", "AUX"]
    assert [pos for pos, _ in _told(pipeline, verb, there)] == ["AUX", "PRON"]
    assert [pos for pos, _ in _told(pipeline, verb, there, verb, sizes=(2, 1))] == ["AUX", "PRON", "AUX"]


@pytest.mark.parametrize("token", [{"ORTH": "x"}, {"TAG": "NN", "OP": "+"}, {"TAG": {"REGEX": "^N"}}])
def test_what_is_not_known_is_refused(token: dict[str, Any]) -> None:
    with pytest.raises(UnknownPipelineError, match="asks for"):
        AttributeReader(_pipeline(([token], {"POS": "X"}, 0)))
