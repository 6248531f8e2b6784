"""Events as numbers: each once, in both directions, asked with all that is true."""

from __future__ import annotations

import numpy as np

from detente.analysis.forecasting.facts import make_facts
from tests.unit.analysis.forecasting.samples import small_world


def test_what_stands_twice_is_taken_once_and_days_rise() -> None:
    rows = tuple(np.array(column) for column in ([0, 0, 1], [0, 0, 1], [1, 1, 0], [5, 5, 2]))
    facts = make_facts((rows[0], rows[1], rows[2], rows[3]), ["a", "b"], ["meets", "blames"], country=["x", None])
    assert facts.day.tolist() == [2, 5]
    assert facts.country.tolist() == [1, 0]
    assert facts.sector.tolist() == [0, 0]


def test_each_fact_stands_in_both_directions() -> None:
    facts = small_world(days=10)
    both = facts.doubled()
    assert len(both) == 2 * len(facts)
    back = both.type >= len(facts.types)
    there = set(zip(facts.source, facts.type, facts.target, facts.day, strict=True))
    turned = zip(both.target[back], both.type[back] - len(facts.types), both.source[back], both.day[back], strict=True)
    assert set(turned) == there


def test_a_question_has_all_its_answers() -> None:
    facts = small_world(days=30).doubled()
    asked = facts.queries()
    many = np.diff(asked.ends)
    assert many.sum() == len(facts)
    assert many.max() > 1
    assert (np.diff(asked.day) >= 0).all()
    some = asked.take(np.array([0, 3]))
    assert some.answers.tolist() == [
        *asked.answers[asked.ends[0] : asked.ends[1]],
        *asked.answers[asked.ends[3] : asked.ends[4]],
    ]
