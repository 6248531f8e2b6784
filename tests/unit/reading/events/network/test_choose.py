"""From chances to events. The heads are made of few numbers, so that it shows what each does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from detente.reading.events.network.choose import Chances, Chooser, SeenEvent, Thresholds
from detente.reading.events.network.confidence import FACTS, Calibration, facts_of
from detente.reading.events.network.heads import HeadOutput, actor_chances
from detente.reading.events.network.pairs import PAIR, Trigger, words_of
from detente.reading.events.network.roles import HeadWord, RoleVoice, read_role_voice
from detente.reading.events.network.signals import TYPES, Finding

from .articles import ATTACKED, TEXT, features, signals

ASSAULT = TYPES.index("ASSAULT")


class PlainHeads:
    """Scores by the mention's label: a passive subject undergoes, all others do."""

    def describe(
        self, triggers: np.ndarray, _types: np.ndarray, _mentions: np.ndarray, pairs: np.ndarray, _at: np.ndarray
    ) -> HeadOutput:
        near = pairs[:, PAIR.index("sentences")] == 0
        passive = near & (pairs[:, PAIR.index("path")] == 7)
        active = near & ~passive
        scores = np.stack([np.where(active, 3.0, -3.0), np.where(passive, 3.0, -3.0)], 1)
        count = len(triggers)
        statuses = np.tile([0.1, 0.1, 0.1, 0.1, 0.5, 0.1], (count, 1))
        return HeadOutput(statuses, np.full(count, 0.2), scores, np.zeros((count, 2)))  # type: ignore[arg-type]


def chooser(
    thresholds: Thresholds | None = None,
    findings: tuple[Finding, ...] = (),
    second: tuple[RoleVoice, Callable[[int], HeadWord | None]] | None = None,
    barred: Callable[[Trigger], tuple[frozenset[int], frozenset[int]]] | None = None,
) -> Chooser:
    return Chooser(
        words_of(TEXT, features()),
        features(),
        signals(findings=findings),
        paths={"nsubjpass<>": 7},
        heads=PlainHeads(),
        thresholds=thresholds or Thresholds(),
        second=second,
        barred=barred,
    )


def chances(*rows: int, sure: float = 0.8) -> Chances:
    tags = np.full((9, 1 + 2 * len(TYPES)), 0.001, np.float32)
    tags[:, 0] = 1 - 0.001 * 2 * len(TYPES)
    for row in rows:
        tags[row, 0], tags[row, 1 + 2 * ASSAULT] = 1 - sure, sure
    return Chances(np.log(tags), np.zeros((9, 4), np.float32))


def finding(row: int, kind: int = ASSAULT) -> Finding:
    return Finding(0, frozenset({row}), kind, frozenset({0}), frozenset(), "actual", background=False, sure=0.7)


def test_trigger_type_status_and_actors_are_the_likeliest() -> None:
    (event,) = chooser().events(chances(ATTACKED))
    assert (event.trigger, event.status) == (Trigger((ATTACKED,), ASSAULT), "denied")
    assert (event.sources, event.targets) == ((0,), (1,))
    assert event.chance == pytest.approx(0.8, abs=0.01)
    assert event.finding is None


def test_nobody_acts_upon_himself() -> None:
    held = chooser()._actors(np.array([[0.1, 0.1], [0.6, 0.6], [0.3, 0.3]]), {})
    assert set(held[0]).isdisjoint(held[1])


def test_who_is_listed_with_the_first_needs_less() -> None:
    roles = np.array([[0.1, 0.9], [0.6, 0.05], [0.15, 0.02], [0.15, 0.03]])
    assert chooser()._actors(roles, {})[0] == (0,)
    assert chooser()._actors(roles, {0: frozenset({2})})[0] == (0, 2)
    assert chooser(Thresholds(listed=0.2))._actors(roles, {0: frozenset({2})})[0] == (0,)


def test_an_event_of_the_rules_alone_needs_some_chance() -> None:
    alone = (finding(1, 1),)
    assert [e.trigger.rows for e in chooser(findings=alone).events(chances(ATTACKED))] == [(ATTACKED,)]
    lax = Thresholds(rules=0.01)
    assert [e.trigger.rows for e in chooser(lax, alone).events(chances(ATTACKED))] == [(1,), (ATTACKED,)]


def test_the_same_told_twice_is_one_event() -> None:
    told = chooser().describe([Trigger((ATTACKED,), ASSAULT)], chances(ATTACKED))[0]
    again = dataclasses.replace(told, trigger=Trigger((8,), ASSAULT), chance=0.6)
    (joined,) = chooser().join([again, told])
    assert (joined.trigger, joined.mentions) == (told.trigger, (again.trigger,))
    other = dataclasses.replace(again, sources=(1,), targets=(0,))
    assert len(chooser().join([other, told])) == 2


def test_what_is_unsure_and_could_be_told_before_is_joined() -> None:
    told = chooser().describe([Trigger((ATTACKED,), ASSAULT)], chances(ATTACKED))[0]
    again = dataclasses.replace(told, trigger=Trigger((8,), ASSAULT), chance=0.5, targets=())
    assert len(chooser().join([again, told])) == 1
    sure = dataclasses.replace(again, chance=0.65)
    assert len(chooser().join([sure, told])) == 2
    assert len(chooser(Thresholds(joined=0.4)).join([again, told])) == 2
    of_others = dataclasses.replace(again, sources=(2,))
    assert len(chooser().join([of_others, told])) == 2


def test_the_second_voice_has_its_say_on_the_actors() -> None:
    word = HeadWord("attack", "VERB", "VBN", "ROOT", is_passive=True)
    voice = read_role_voice("(bias)\t\n(trust)\t1\npath nsubjpass<> passive\tsource=12 target=-12\n")
    (alone,) = chooser().events(chances(ATTACKED))
    (pooled,) = chooser(second=(voice, lambda _row: word)).events(chances(ATTACKED))
    assert (alone.sources, alone.targets) == ((0,), (1,))
    assert pooled.sources == (1,)


def test_mentions_of_one_actor_add_up() -> None:
    scores = np.zeros((3, 2), np.float32)
    found = actor_chances(scores, np.zeros((1, 2), np.float32), np.zeros(3, int), np.array([0, 0, 1]), 2)
    assert np.allclose(found[0, :, 0], [0.25, 0.5, 0.25])


def weights(**given: float) -> Calibration:
    return Calibration(np.array([given.get(name.replace(" ", "_"), 0.0) for name in FACTS], np.float32))


def seen(**changes: object) -> SeenEvent:
    (event,) = chooser().events(chances(ATTACKED))
    return dataclasses.replace(event, **changes)  # type: ignore[arg-type]


def test_confidence_rises_with_the_chances_and_stays_a_probability() -> None:
    held = weights(event=1.0, sources=0.5)
    low, high = held.confidence(seen(chance=0.3)), held.confidence(seen(chance=0.99))
    assert 0 < low < high < 1
    assert weights().confidence(seen()) == 0.5


def test_facts_tell_what_the_rules_say() -> None:
    agreed, alone = facts_of(seen(finding=finding(ATTACKED))), facts_of(seen())
    at = FACTS.index("rules say nothing")
    assert (agreed[at], alone[at]) == (0, 1)
    assert agreed[FACTS.index("rules say other targets")] == 1
    assert agreed[FACTS.index("rules say another type")] == 0


def test_the_rules_events_are_judged_as_the_rules_have_them() -> None:
    one = dataclasses.replace(finding(ATTACKED), sources=frozenset({1}), targets=frozenset({0}))
    judged = chooser(findings=(one,)).judge(chances(ATTACKED))[0]
    assert (judged.sources, judged.targets, judged.status) == ((1,), (0,), "actual")
    assert judged.status_chance == pytest.approx(0.1)
    assert judged.role_chances[0] < 0.5
    assert judged.finding == one
    assert chooser().judge(chances(ATTACKED)) == {}


def test_triggers_are_described_alike_in_groups() -> None:
    triggers = [Trigger((ATTACKED,), kind % len(TYPES)) for kind in range(70)]
    alone = [chooser().describe([trigger], chances(ATTACKED))[0] for trigger in triggers]
    assert chooser().describe(triggers, chances(ATTACKED)) == alone


def test_who_is_ruled_out_is_in_no_role_and_nobody_is_likelier() -> None:
    (event,) = chooser(barred=lambda _: (frozenset(), frozenset({1}))).events(chances(ATTACKED))
    assert (event.sources, event.targets) == ((0,), ())
    assert event.role_chances[1] > 0.5
    (free,) = chooser(barred=lambda _: (frozenset(), frozenset())).events(chances(ATTACKED))
    assert free.targets == (1,)
