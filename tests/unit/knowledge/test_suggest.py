"""Who may be meant by the first letters of a name on a day."""

from __future__ import annotations

from datetime import date

from detente.knowledge import load_knowledge
from detente.knowledge.suggest import suggest_actors

DAY = date(2025, 3, 10)


def test_the_first_letters_of_any_word_of_a_name_are_enough() -> None:
    found = suggest_actors(load_knowledge(), "macr", DAY)
    assert found[0].entity.name == "Emmanuel Macron"
    assert found[0].role is not None
    assert (found[0].role.office, found[0].is_sure) == ("president", True)


def test_the_role_is_that_of_the_day() -> None:
    (found,) = (
        f for f in suggest_actors(load_knowledge(), "angela merkel", date(2015, 3, 10)) if "Merkel" in f.entity.name
    )
    assert found.role is not None
    assert found.role.code == "HOG"
    (later,) = (f for f in suggest_actors(load_knowledge(), "angela merkel", DAY) if "Merkel" in f.entity.name)
    assert later.role is None


def test_a_whole_name_goes_before_beginnings() -> None:
    assert suggest_actors(load_knowledge(), "iran", DAY)[0].entity.name == "Iran"


def test_no_letters_bring_nobody_and_places_are_none() -> None:
    assert suggest_actors(load_knowledge(), "m", DAY) == ()
    assert suggest_actors(load_knowledge(), "qqqq", DAY) == ()
    assert all(found.entity.kind != "place" for found in suggest_actors(load_knowledge(), "par", DAY, 50))
    assert all(found.role is None for found in suggest_actors(load_knowledge(), "macr", None))
