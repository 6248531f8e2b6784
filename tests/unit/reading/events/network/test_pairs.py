"""Pairs of a trigger and a mention."""

from __future__ import annotations

import dataclasses

from detente.reading.attribution.windows import DEPENDENCIES
from detente.reading.events.network.pairs import NO_PATH, PAIR, UNSEEN_PATH, PairReader, Trigger, words_of
from detente.reading.events.network.signals import INNER, ActorMention, Finding, Saying

from .articles import ATTACKED, BY, GRAUSTARK, MET, TEXT, features, signals

ATTACK = Trigger((ATTACKED,), 15)


def reader(**known: object) -> PairReader:
    return PairReader(words_of(TEXT, features()), features(), signals(**known), {"nsubjpass<>": 7})  # type: ignore[arg-type]


def column(name: str, pairs: PairReader, trigger: Trigger = ATTACK) -> list[int]:
    values = pairs.read(trigger, pairs.candidates(trigger))
    return [int(x) for x in values[:, PAIR.index(name)]]


def test_mentions_of_the_sentence_and_the_last_and_first_before_it_are_weighed() -> None:
    assert reader().candidates(ATTACK) == [0, 1, 2]


def test_of_who_was_not_named_before_the_next_mention_is_weighed() -> None:
    assert reader().candidates(Trigger((MET,), 1)) == [0, 1, 2]


def test_a_long_list_of_actors_is_not_weighed_whole() -> None:
    known = signals()
    many = tuple(ActorMention(actor, GRAUSTARK if actor % 2 else 0, 1, 2) for actor in range(1000))
    crowded = dataclasses.replace(known, places=tuple(sorted(many, key=lambda one: one.row)), actors=1000)
    pairs = PairReader(words_of(TEXT, features()), features(), crowded)
    assert len(pairs.candidates(ATTACK)) <= 120
    assert len(pairs.candidates(Trigger((MET,), 1))) <= 120


def test_paths_name_labels_and_prepositions() -> None:
    pairs = reader()
    assert pairs.path(ATTACKED, GRAUSTARK) == "nsubjpass<>"
    assert pairs.path(ATTACKED, BY) == "pobj/agent<>"
    assert pairs.path(ATTACKED, 0) is None


def test_known_unknown_and_missing_paths_are_told_apart() -> None:
    assert column("path", reader()) == [NO_PATH, 7, UNSEEN_PATH]


def test_form_side_and_distance_of_sentences() -> None:
    assert column("form", reader()) == [1, 1, INNER]
    assert column("sentences", reader()) == [1, 0, 0]
    assert [value >= 7 for value in column("distance", reader())] == [False, False, True]


def test_actors_in_a_list_know_each_other() -> None:
    words = features()
    flags, heads = words.flags.copy(), words.heads.copy()
    flags[BY, 4], heads[BY, 0] = 1 + DEPENDENCIES.index("conj"), GRAUSTARK
    listed = dataclasses.replace(words, flags=flags, heads=heads)
    pairs = PairReader(words_of(TEXT, listed), listed, signals())
    assert pairs.lists(ATTACK) == {0: frozenset({1}), 1: frozenset({0})}
    assert reader().lists(ATTACK) == {}


def test_actors_named_last_rank_first() -> None:
    assert column("rank", reader()) == [2, 1, 2]


def test_what_the_rules_say_of_the_actor() -> None:
    finding = Finding(
        0, frozenset({ATTACKED}), 15, frozenset({0}), frozenset({1}), "actual", background=False, sure=0.8
    )
    assert column("rule", reader(findings=(finding,))) == [2, 3, 2]
    assert column("rule", reader()) == [0, 0, 0]


def test_who_says_it_and_who_is_in_what_is_said() -> None:
    saying = Saying(frozenset({GRAUSTARK, ATTACKED}), frozenset({MET}), frozenset({0}))
    assert column("said", reader(sayings=(saying,))) == [2, 3, 2]
    assert column("said", reader(sayings=(saying,)), Trigger((MET,), 1)) == [1, 0, 1]


def test_the_head_of_a_trigger_hangs_outside_it() -> None:
    assert reader().head_of((ATTACKED, 6)) == ATTACKED
