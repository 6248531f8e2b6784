"""Who acts on whom by the rules, where a sentence says it by control, possession, place or what was told before."""

from __future__ import annotations

import functools

import pytest

import detente
from detente.knowledge import load_knowledge
from detente.knowledge.plover import load_event_lexicon
from detente.reading.cast import Cast
from detente.reading.events import read_events
from detente.reading.reader import Reader
from detente.text import make_article

pytestmark = pytest.mark.model


@functools.lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader(load_knowledge())


def coded(text: str) -> list[str]:
    """Return the events that the rules find in a text, in short: "ASSAULT RUS>UKR actual"."""
    begun = reader()._begin(make_article(text))
    document, cast, lexicon = begun.document, begun.cast, load_event_lexicon()
    found = read_events(document, cast, begun.said.statements, lexicon, places=begun.places)
    return [f"{e.type} {_side(cast, e.sources)}>{_side(cast, e.targets)} {e.status}" for e in found.events]


def _side(cast: Cast, keys: tuple[str, ...]) -> str:
    return ",".join(cast.actor(key).country or "?" for key in keys) or "-"


@pytest.mark.parametrize(
    ("text", "event"),
    [
        # Members of a phrase each by themselves; who leads a war; examples of a group.
        ("Norway hosted talks between a Malian peace movement and Niger.", "CONSULT NOR>MLI,NER actual"),
        ("Peru condemned the Chile-led war.", "ACCUSE PER>CHL actual"),
        ("Peru urged allies such as Chile to leave Mali.", "REQUEST PER>?,CHL actual"),
        # Who is asked: the one who is to act.
        ("Peru joined the calls for Chile to waive immunity for the driver.", "REQUEST PER>CHL actual"),
        ("Norway is pushing hard for Chile to support its plan.", "REQUEST NOR>CHL actual"),
        # A finite verb after an infinitive goes with the finite verb before it.
        ("Peru urged Chile to yield and talked with Mali.", "CONSULT PER>MLI actual"),
        # Whoever judges an act judges the doer.
        ("Peru condemned the attack on Chile.", "ACCUSE PER>- actual"),
        ("Peru condemned the bombing of Chile by Mali.", "ACCUSE PER>MLI actual"),
        ("Peru rejected Norwegian sanctions on Chile.", "REJECT PER>NOR actual"),
        # The deed for which somebody is punished is alleged.
        ("The EU sanctioned Mali over the killing of Nigerien dissidents.", "ASSAULT MLI>NER possible"),
        # Places under attack stand for their state, but not for those who rule there.
        ("Russia shelled Kharkiv.", "ASSAULT RUS>UKR actual"),
        ("Kyiv was bombed overnight.", "ASSAULT ->UKR actual"),
        ("Israel attacked targets in Damascus.", "ASSAULT ISR>SYR actual"),
        ("Russian strikes on Odesa killed three.", "ASSAULT RUS>UKR actual"),
        ("The Syrian army shelled Aleppo and Homs.", "ASSAULT SYR>- actual"),
        ("Police arrested 20 people in Minsk.", "COERCE BLR>? actual"),
        ("A bombing in Kabul killed two Chinese.", "ASSAULT ->CHN actual"),
        # Shared prepositions and policies.
        ("Norway pursued a policy of sanctions and financial aid for Ukraine.", "AID NOR>UKR actual"),
        # What depends on a duty or a right has not happened.
        ("Mali said Peru should offer to mediate between Iran and Iraq.", "AGREE PER>IRN,IRQ proposed"),
    ],
)
def test_who_acts_on_whom(text: str, event: str) -> None:
    assert event in coded(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "Norway has a clear strategy toward Mali. Norway maintained strict sanctions.",
            "SANCTION NOR>MLI actual",
        ),
        (
            "The governor of Chile wrote to Peru asking to return the ship. Norway urged the ship be returned.",
            "REQUEST NOR>PER actual",
        ),
        ("Peru, Chile and Mali held talks in Oslo. Norway joined the talks.", "CONSULT NOR>PER,CHL,MLI actual"),
    ],
)
def test_what_was_told_before_gives_the_target(text: str, event: str) -> None:
    assert event in coded(text)


def test_an_actor_that_stands_for_a_place_has_its_name_as_mention() -> None:
    record = detente.read("Russia shelled Kharkiv.")
    state = record.actor(record.events[0].targets[0])
    assert (state.name, state.kind, state.country) == ("Ukraine", "state", "UKR")
    assert [(m.form, record.article.text[m.start : m.end]) for m in state.mentions] == [("metonym", "Kharkiv")]


def test_a_penalty_is_no_sport_by_itself() -> None:
    assert "REQUEST PER>CHL actual" in coded("Peru said Chile must drop barriers to trade or face tariff penalties.")
