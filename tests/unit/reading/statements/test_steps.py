"""Statements by rule, their channel and place, and whose voice a text is, on parses made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detente.reading.cast import Cast
from detente.reading.document import Document
from detente.reading.places import Gazetteer, PlaceReader
from detente.reading.statements.circumstances import CircumstanceReader
from detente.reading.statements.reported import find_nominal, find_reported
from detente.reading.voice import voice_of
from detente.records import Actor, Mention
from detente.text import make_article
from tests.made_text import where
from tests.reading_scenes import Scene, parsed

if TYPE_CHECKING:
    from detente.knowledge import Knowledge

REPORTED = (
    "Ghana/NNP/nsubj/1 claimed=claim/VBD/ROOT/1 that/IN/mark/5 its/PRP$/poss/4 ships=ship/NNS/nsubj/5 "
    "sank=sink/VBD/ccomp/1 ././punct/1"
)


def test_a_reporting_verb_with_a_subject_and_a_clause_attributes() -> None:
    one = Scene(parsed(REPORTED), {})
    (found,) = find_reported(one.document)
    assert [part.words(one.text) for part in (*found.source, *found.cue, *found.content)] == [
        "Ghana", "claimed", "its ships sank",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "notation",
    [
        REPORTED.replace("claimed=claim", "knew=know-nothing"),  # no reporting verb
        REPORTED.replace("Ghana/NNP/nsubj", "Ghana/NNP/npadvmod"),  # nobody says it
        REPORTED.replace("Ghana/NNP/nsubj", "who/WP/nsubj"),  # a relative clause: its noun is not here
        REPORTED.replace("sank=sink/VBD/ccomp", "sank=sink/VBD/advcl"),  # nothing is said
    ],
)
def test_without_one_of_the_three_nothing_is_attributed(notation: str) -> None:
    assert find_reported(Scene(parsed(notation), {}).document) == ()


OFFER = (
    "Chile/NNP/poss/2 's/POS/case/0 offer/NN/nsubj/6 of/IN/prep/2 new/JJ/amod/5 talks=talk/NNS/pobj/3 "
    "came=come/VBD/ROOT/6 late/RB/advmod/6 ././punct/6"
)


def test_a_noun_with_a_possessor_and_a_complement_attributes_what_no_other_has() -> None:
    one = Scene(parsed(OFFER), {})
    (found,) = find_nominal(one.document, ())
    assert [part.words(one.text) for part in (*found.source, *found.cue, *found.content)] == [
        "Chile", "offer", "new talks",
    ]  # fmt: skip
    assert find_nominal(one.document, (found,)) == ()
    assert find_nominal(Scene(parsed(OFFER.replace("of/IN", "under/IN")), {}).document, ()) == ()
    assert find_nominal(Scene(parsed(OFFER.replace("Chile/NNP", "critic/NN")), {}).document, ()) == ()


TOLD = (
    "Hall/NNP/nsubj/1 said=say/VBD/ROOT/1 in/IN/prep/1 {noun}/pobj/2 in/IN/prep/1 Oslo/NNP/pobj/4 that/IN/mark/8 "
    "Peru/NNP/nsubj/8 agreed=agree/VBD/ccomp/1 ././punct/1"
)


@pytest.mark.parametrize(
    ("noun", "channel"),
    [("interviews=interview/NNS", "interviews"), ("tears=tear/NNS", None), ("conference/NN", None)],
)
def test_a_statement_has_a_channel_if_its_cue_leads_to_one(
    noun: str, channel: str | None, knowledge: Knowledge
) -> None:
    one = Scene(parsed(TOLD.format(noun=noun)), {})
    reader = CircumstanceReader(one.document, one.cast, PlaceReader(one.document, one.cast, knowledge))
    cue, content = [where(one.text, "said")], [where(one.text, "Peru agreed")]
    found = reader.medium(cue, content)
    assert (None if found is None else found.words(one.text)) == channel
    place = reader.place(cue, content)
    assert place is not None
    assert (place.name, place.country, place.span.words(one.text)) == ("Oslo", "NOR", "Oslo")
    assert reader.place(cue, [where(one.text, "Oslo")]) is None  # a place in what is said is spoken of


def test_a_place_is_settled_by_the_countries_of_the_article_or_left_open(knowledge: Knowledge) -> None:
    def country(near: set[str], *asked: str) -> str | None:
        place = Gazetteer(knowledge, near).settle(*asked)
        return None if place is None else place.country

    assert country(set(), "London") == "GBR"
    assert country({"CAN"}, "London") == "CAN"
    assert country(set(), "London", "Ontario") == "CAN"
    assert country(set(), "Nowhereville") is None
    gazetteer = Gazetteer(knowledge, {"CAN"})
    assert (gazetteer.is_known("Nowhereville"), gazetteer.is_near("CAN"), gazetteer.is_near("GBR")) == (
        False, True, False,
    )  # fmt: skip


def _document(title: str, body: str, notation: str) -> Document:
    scene = Scene(parsed(notation), {})
    return Document(make_article(f"{title}\n\n{body}"), scene.document._parser)


def _cast(document: Document, **names: str) -> Cast:
    actors = []
    for key, name in names.items():
        span = where(document.text, name)
        actors.append(Actor(key, None, name, "person", None, None, None, (Mention(*span, "name"),)))
    return Cast(document, tuple(actors), {})


@pytest.mark.parametrize(
    ("title", "voice"),
    [
        ("Remarks by Foreign Minister Ann Hall in Lima", ("a1",)),
        ("Ann Hall's opening statement", ("a1",)),
        ("Peru and the remarks of nobody known", ()),
    ],
)
def test_a_title_says_whose_words_a_text_is(title: str, voice: tuple[str, ...]) -> None:
    body = "The government of Ann Hall thanks you for coming here. It was a long day for us all in this old town."
    document = _document(title, body, "We/PRP/nsubj/1 thank/VB/ROOT/1 you/PRP/dobj/1 ././punct/1")
    assert voice_of(document, _cast(document, a1="Ann Hall")) == voice


def test_a_we_is_those_beside_it() -> None:
    notation = (
        "We/PRP/nsubj/4 ,/,/punct/0 Chad/NNP/appos/0 ,/,/punct/0 condemn/VBP/ROOT/4 the/DT/det/6 raid/NN/dobj/4 "
        "././punct/4"
    )
    text = "We, Chad, condemn the raid."
    document = Document(make_article(text), Scene(parsed(notation), {}).document._parser)
    assert voice_of(document, _cast(document, a1="Chad")) == ("a1",)
    assert voice_of(document, _cast(document, a1="the raid")) == ()
