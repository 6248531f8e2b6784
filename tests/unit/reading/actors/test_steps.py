"""The steps from a sentence to its actors, on parses made by hand: no entity recogniser, the tables alone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from detente.knowledge.roles import read_role
from detente.reading.actors.candidate import Candidate, Described
from detente.reading.actors.colleagues import settle_from_body
from detente.reading.actors.countries import dominant_country
from detente.reading.actors.describing import Describer
from detente.reading.actors.groups import GroupReader
from detente.reading.actors.mentions import MentionFinder
from detente.reading.actors.name_context import NameContext
from detente.reading.actors.name_resolution import NameReader
from detente.reading.actors.names import find_names, has_words_in_order, is_honorific, is_title
from detente.reading.actors.roles import RoleReader, is_said
from detente.reading.actors.roster import ActorDraft, Roster
from detente.reading.actors.surroundings import dateline_country, weights
from detente.reading.actors.where_set import NamedPlaces, settle_locals
from detente.reading.document import Document
from detente.records import Span
from detente.text import make_article
from tests.reading_scenes import Scene, make_document, parsed

if TYPE_CHECKING:
    from detente.knowledge import Knowledge

MINISTER = (
    "Norway/NNP/poss/3 's/POS/case/0 foreign/JJ/amod/3 minister/NN/nsubj/4 met=meet/VBD/ROOT/4 Mali/NNP/dobj/4 "
    "././punct/4"
)
TROOPS = (
    "Russian/JJ/amod/1 troops=troop/NNS/nsubj/2 shelled=shell/VBD/ROOT/2 the/DT/det/4 rebels=rebel/NNS/dobj/2 "
    "in/IN/prep/2 Mali/NNP/pobj/5 ././punct/2"
)
LOCALS = (
    "Local/JJ/amod/1 officials=official/NNS/nsubj/2 spoke=speak/VBD/ROOT/2 in/IN/prep/2 Oslo/NNP/pobj/3 ././punct/2"
)
MATCH = (
    "Chad/NNP/nsubj/1 lost=lose/VBD/ROOT/1 the/DT/det/4 football/NN/compound/4 match/NN/dobj/1 2-0/CD/npadvmod/1 "
    "to/IN/prep/1 Togo/NNP/pobj/6 ././punct/1"
)
MEAL = "Turkey/NNP/nsubjpass/2 was=be/VBD/auxpass/2 served=serve/VBN/ROOT/2 in/IN/prep/2 Paris/NNP/pobj/3 ././punct/2"


class Found:
    """The candidates of a sentence, by their words."""

    def __init__(self, notation: str, knowledge: Knowledge) -> None:
        self.scene = Scene(parsed(notation), {})
        self.knowledge = knowledge
        self.candidates = MentionFinder(self.scene.document, knowledge).find()
        self.names = [one for one in self.candidates if one.form == "name"]

    def __getitem__(self, words: str) -> Candidate:
        (found,) = [one for one in self.candidates if one.span.words(self.scene.text) == words]
        return found

    def drafts(self) -> list[ActorDraft]:
        """Return the actors of all descriptions."""
        reader = GroupReader(self.scene.document, Roster(self.knowledge), lambda _: [])
        return [draft for one in self.candidates if one.form == "description" for draft in reader.read(one)]

    def places(self) -> NamedPlaces:
        return NamedPlaces(self.scene.document, self.knowledge, self.names, near=set())


def test_names_are_those_of_the_tables_where_nobody_else_sees_some(knowledge: Knowledge) -> None:
    document = Scene(parsed(MINISTER), {}).document
    names = find_names(document, document.sentences[0], knowledge)
    assert [(name.span.words(document.text), name.kind) for name in names] == [("Norway", "known"), ("Mali", "known")]


def test_a_description_says_office_country_and_whose(knowledge: Knowledge) -> None:
    minister = Found(MINISTER, knowledge)["Norway's foreign minister"]
    said = minister.described
    assert (said.role, said.country, said.sector, minister.definite, minister.plural) == (
        "foreign minister", "NOR", "GOV", True, False,
    )  # fmt: skip
    assert [owner.text for owner in said.owners] == ["Norway"]


def test_troops_are_of_the_country_that_the_adjective_names(knowledge: Knowledge) -> None:
    found = Found(TROOPS, knowledge)
    assert (found["Russian troops"].described.countries, found["Russian troops"].plural) == (("RUS",), True)
    assert [(d.name, d.kind, d.country, d.sector) for d in found.drafts()] == [
        ("Russian troops", "group", "RUS", "MIL"), ("the rebels", "group", None, "REB"),
    ]  # fmt: skip


def test_who_is_told_by_office_alone_is_a_person(knowledge: Knowledge) -> None:
    (draft,) = Found(MINISTER, knowledge).drafts()
    assert (draft.kind, draft.country, draft.sector, draft.role) == ("person", "NOR", "GOV", "foreign minister")


def test_what_follows_to_in_a_title_is_somebody_else(knowledge: Knowledge) -> None:
    one = Scene(parsed("the/DT/det/2 Malian/JJ/amod/2 envoy/NN/ROOT/2 to/IN/prep/2 Peru/NNP/pobj/3"), {})
    names = find_names(one.document, one.document.sentences[0], knowledge)
    name_of = {token.i: name for name in names for token in name.tokens}
    said = Describer(knowledge, name_of).of_words(list(one.words))
    assert (said.countries, said.role, said.owners) == (("MLI",), "envoy", ())


def test_a_state_is_a_team_in_a_match_report_and_no_actor(knowledge: Knowledge) -> None:
    found = Found(MATCH, knowledge)
    context = NameContext(knowledge, found.names)
    assert context.is_team(found["Chad"])
    reader = NameReader(found.scene.document, knowledge, date(2025, 3, 6), Roster(knowledge), found.names)
    assert reader.read(found["Chad"]) is None


def test_a_state_that_is_eaten_and_a_town_after_in_are_no_governments(knowledge: Knowledge) -> None:
    found = Found(MEAL, knowledge)
    context = NameContext(knowledge, found.names)
    assert context.is_place(found["Turkey"])
    assert context.is_place(found["Paris"])
    other = Found(MINISTER, knowledge)
    assert not NameContext(knowledge, other.names).is_place(other["Mali"])


def test_a_name_of_the_tables_is_its_entity_and_the_same_twice(knowledge: Knowledge) -> None:
    found = Found(MINISTER, knowledge)
    roster = Roster(knowledge)
    reader = NameReader(found.scene.document, knowledge, date(2025, 3, 6), roster, found.names)
    mali = reader.read(found["Mali"])
    assert mali is not None
    assert (mali.name, mali.kind, mali.country) == ("Mali", "state", "MLI")
    assert reader.read(found["Mali"]) is mali
    assert roster.of_entity(mali.entity or "") is mali


def test_local_officials_are_of_the_place_that_the_sentence_is_set_in(knowledge: Knowledge) -> None:
    found = Found(LOCALS, knowledge)
    places = found.places()
    assert places.country_around(found["Local officials"]) == "NOR"
    draft = ActorDraft("Local officials", "group", sector="GOV", candidates=[found["Local officials"]])
    settle_locals([draft], places)
    assert draft.country == "NOR"
    visitors = Found(LOCALS.replace("Local/", "Many/"), knowledge)
    other = ActorDraft("Many officials", "group", sector="GOV", candidates=[visitors["Many officials"]])
    settle_locals([other], visitors.places())
    assert other.country is None


@pytest.mark.parametrize(
    ("role", "country"), [("ministry spokesman", "NOR"), ("army spokesman", None), ("spokesman", None), (None, None)]
)
def test_who_speaks_for_a_body_just_named_is_of_its_country(
    role: str | None, country: str | None, knowledge: Knowledge
) -> None:
    found = Found(MINISTER, knowledge)
    met = found["Mali"]
    roster = Roster(knowledge)
    body = roster.new(
        ActorDraft("ministry", "organization", country="NOR", sector="GOV", words=("defence", "ministry"))
    )
    body.add(Span(0, 6), (), "description")
    speaker = roster.new(ActorDraft("Otto Lind", "person", role=role, candidates=[met]))
    settle_from_body(speaker, found.scene.document, roster)
    assert speaker.country == country


@pytest.mark.parametrize(
    ("dateline", "country"), [("OSLO, March 6 (AFP) – ", "NOR"), ("", None), ("NOWHEREVILLE (AFP) – ", None)]
)
def test_a_dateline_has_the_country_of_its_town(dateline: str, country: str | None, knowledge: Knowledge) -> None:
    text = f"{dateline}The ministers met on Monday."
    document = Document(make_article(text), make_document(text)._parser)
    assert dateline_country(document, knowledge) == country


def test_the_weights_of_the_surroundings_are_numbers_by_name() -> None:
    assert len(weights()) > 10
    assert all(isinstance(value, float) for value in weights().values())


def test_a_country_dominates_that_has_most_of_the_mentions(knowledge: Knowledge) -> None:
    roster = Roster(knowledge)
    for country, mentions in (("state:MLI", 9), ("state:PER", 1)):
        draft = roster.of_entity(knowledge.state(country[-3:]).entity_id)
        for at in range(mentions):
            draft.add(Span(100 * len(roster.drafts) + at, 100 * len(roster.drafts) + at + 1), (at,), "name")
    assert dominant_country(roster) == "MLI"
    assert dominant_country(Roster(knowledge)) is None


def test_titles_forms_of_address_and_parts_of_names() -> None:
    words = Scene(parsed("Senators=senator/NNS/ROOT/0 Mrs./NNP/dep/0 talks=talk/NNS/dep/0"), {}).words
    assert [is_title(token) for token in words] == [True, False, False]
    assert [is_honorific(token) for token in words] == [False, True, False]
    assert has_words_in_order("Ali Reza Khamenei", ["Ali", "Khamenei"])
    assert not has_words_in_order("Ali Reza Khamenei", ["Khamenei", "Ali"])


def _role(office: str, start: str, end: str) -> tuple[str, ...]:
    return (office, "NOR", "GOV", "FM", start, end, "stated" if end else "unknown", "test", "high", "")


def test_an_office_is_said_by_its_telling_words_in_the_same_country() -> None:
    role = read_role("x:a", _role("minister of foreign affairs", "2020", "2026"))
    assert is_said(role, Described(("NOR",), role="foreign minister"))
    assert is_said(role, Described((), role="foreign minister"))
    assert not is_said(role, Described(("SWE",), role="foreign minister"))
    assert not is_said(role, Described(("NOR",), role="minister of state"))
    assert not is_said(role, Described(("NOR",)))


def test_a_role_in_words_has_its_country_with_its_article(knowledge: Knowledge) -> None:
    reader = RoleReader(knowledge, date(2024, 1, 1))
    holder, role = knowledge.holders("USA", "FM", date(2024, 1, 1))[0]
    held = reader.held(holder, Described(("USA",), role="secretary of state"))
    assert held is not None
    assert held.country == "USA"
    assert reader.words(read_role("x:a", _role("foreign minister", "2020", ""))) == "foreign minister of Norway"
    assert RoleReader(knowledge, None).held(holder, Described()) is None
    assert role.code == "FM"
    assert RoleReader(knowledge, date(2060, 1, 1)).former(holder) is not None
