"""Positions from signs, without a parser: what the scorers see, and what becomes of what they say."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from detente.knowledge.codebook import load_codebook
from detente.reading.cast import Cast
from detente.reading.substance.positions import read
from detente.reading.substance.positions.features import make_scene, stance_features, toward_features
from detente.reading.substance.positions.signs import Ground, Sign, own_side, read_signs
from detente.reading.substance.scoring import Scorer
from detente.records import Actor, Event, Mention, Position, Span
from tests.reading_scenes import Scene, parsed

if TYPE_CHECKING:
    from detente.reading.document import Document
    from detente.reading.substance.positions.features import SignsOfArticle

_TEXT = "x" * 1000


def _actor(key: str, country: str, mentions: int, *, sector: str | None = None, entity: str | None = "Q1") -> Actor:
    places = tuple(Mention(n, n + 1, "name") for n in range(mentions))
    return Actor(key, entity, key, "state", country, cast("Any", sector), None, places)


_ACTORS = (_actor("a1", "GHA", 5), _actor("a2", "TGO", 3), _actor("a3", "GHA", 1, entity=None))


def _sign(actor: str, toward: str | None, polarity: int, key: str, *, way: str = "target", order: int = 0) -> Sign:
    return Sign(actor, toward, way, polarity, frozenset({"ACCUSE", "by condemn"}), key, order, None)


def _scene(*signs: Sign) -> SignsOfArticle:
    document = cast("Document", SimpleNamespace(text=_TEXT, sentence_at=lambda _: SimpleNamespace(index=0)))
    ground = Ground(document, Cast(document, _ACTORS, {}), cast("Any", None), {}, ())
    return make_scene(ground, signs)


def test_signs_agree_with_one_stance_and_contradict_the_other() -> None:
    scene = _scene(_sign("a1", "a2", -1, "e1"), _sign("a1", "a2", -1, "e2"))
    against, in_favour = stance_features(scene, "a1", -1), stance_features(scene, "a1", 1)
    assert {"against", "agreeing signs 2", "contrary signs 0", "agreeing: ACCUSE", "against: by condemn"} <= against
    assert {"for", "agreeing signs 0", "contrary signs 2", "contrary: ACCUSE"} <= in_favour
    assert {"toward one in the tables", "toward a state", "rank 0", "in the first sentence"} <= against


def test_whom_a_stance_concerns_is_told_by_country_rank_and_answer() -> None:
    scene = _scene(_sign("a1", "a2", -1, "e1"), _sign("a1", "a3", 1, "e2", order=900), _sign("a2", "a1", -1, "e3"))
    other = toward_features(scene, "a1", -1, "a2")
    own = toward_features(scene, "a1", -1, "a3")
    assert {"mutual", "earliest", "rank 1", "first sign in fifth 0", "candidates 2"} <= other
    assert {"its own country", "later", "not in the tables", "first sign in fifth 4"} <= own
    assert "mutual" not in own


def test_a_stance_towards_nobody_named_says_so() -> None:
    scene = _scene(_sign("a1", None, -1, "e1", way="nobody"))
    assert {"nobody named", "against: nobody named"} <= toward_features(scene, "a1", -1, None)


@pytest.fixture
def sure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scorers that hold every agreeing sign for a stance."""
    scorers = {
        "stances": Scorer(-3.0, 0.5, {"agreeing signs 1": 5.0, "agreeing signs 2": 6.0}),
        "stance_targets": Scorer(0.0, 0.0, {"agreeing signs 1": 2.0, "agreeing signs 2": 4.0}),
    }
    monkeypatch.setattr(read, "load_scorer", scorers.__getitem__)


@pytest.mark.usefixtures("sure")
def test_an_actor_has_one_stance_of_each_kind_towards_whom_most_speaks_for() -> None:
    signs = (_sign("a1", "a2", -1, "e1"), _sign("a1", "a2", -1, "e2"), _sign("a1", "a3", 1, "e3"))
    stands = list(read._stands(_scene(*signs)))
    assert [(s.polarity, s.toward) for s in stands] == [(1, "a3"), (-1, "a2")]
    assert [tuple(sign.key for sign in s.signs) for s in stands] == [("e3",), ("e1", "e2")]
    assert all(0 < s.confidence < 1 for s in stands)


def test_a_sign_of_the_other_side_names_no_issue() -> None:
    agreeing, neutral, contrary = (_sign("a1", "a2", polarity, f"e{polarity}") for polarity in (1, 0, -1))
    assert read._speaking_for([contrary, neutral, agreeing], 1) == [agreeing]
    assert read._speaking_for([contrary, neutral], 1) == [neutral]
    assert read._speaking_for([contrary], 1) == [contrary]


@pytest.mark.usefixtures("sure")
def test_of_two_stances_towards_the_same_the_likelier_stays() -> None:
    scene = _scene(_sign("a1", "a2", -1, "e1"), _sign("a1", "a2", -1, "e2"), _sign("a1", "a2", 1, "e3"))
    assert [s.polarity for s in read._consistent(read._stands(scene))] == [-1]


def test_a_stance_that_names_neither_whom_nor_what_is_about_nothing() -> None:
    assert read._issue((_sign("a1", None, -1, "e1"),), -1, None) is None


def test_where_the_likeliest_says_nothing_the_next_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    signs = (_sign("a1", None, -1, "e1"), _sign("a1", "a2", -1, "e2"))
    unnamed = toward_features(_scene(*signs), "a1", -1, None) - toward_features(_scene(*signs), "a1", -1, "a2")
    scorers = {
        "stances": Scorer(-3.0, 0.5, {"agreeing signs 2": 6.0}),
        "stance_targets": Scorer(0.0, 0.0, dict.fromkeys(unnamed, 1.0)),
    }
    monkeypatch.setattr(read, "load_scorer", scorers.__getitem__)
    assert [(s.polarity, s.toward) for s in read._stands(_scene(*signs))] == [(-1, "a2")]
    assert list(read._stands(_scene(signs[0], replace(signs[0], key="e3")))) == []


def test_a_request_alone_is_no_stance_towards_whom_one_asks() -> None:
    asks = Sign("a1", "a2", "target", 1, frozenset({"REQUEST", "by urge"}), "e1", 0, None)
    assert read._issue((asks,), 1, "a2") is None
    praises = Sign("a1", "a2", "target", 1, frozenset({"SUPPORT", "by praise"}), "e2", 9, None)
    assert read._issue((asks, praises), 1, "a2") == "relations"
    position = read._position(read._Stand("a1", 1, "a2", "relations", 0.9, 0, (praises, asks)), "p1")
    assert (position.key, position.stance, position.evidence) == ("p1", "for", ("e1", "e2"))


@pytest.mark.parametrize(("polarity", "issue", "said"), [(1, "terrorism", "relations"), (-1, "terrorism", "terrorism")])
def test_nobody_is_said_to_stand_for_terrorism(polarity: int, issue: str, said: str) -> None:
    sign = Sign("a1", "a2", "named", polarity, frozenset({"AGREE"}), "e1", 0, issue)
    assert read._issue((sign,), polarity, "a2") == said


def test_a_sign_says_its_words_and_how_sure_it_is() -> None:
    sure = replace(
        _sign("a1", "a2", -1, "e1"), event_type="ACCUSE", certainty=0.7, words=frozenset({"raid"}), issue="talks"
    )
    doubtful = replace(_sign("a1", "a2", 1, "e2"), event_type="AGREE", certainty=0.1)
    features = stance_features(_scene(sure, doubtful), "a1", -1)
    assert {
        "against: word raid",
        "against: ACCUSE sure",
        "agreeing surest sure",
        "contrary surest doubtful",
    } <= features
    assert {"agreeing event with issue", "contrary event without issue"} <= features
    assert {"agreeing surest sure", "contrary surest doubtful"} <= toward_features(
        _scene(sure, doubtful), "a1", -1, "a2"
    )
    spoken = stance_features(_scene(_sign("a1", "a2", -1, "s1")), "a1", -1)
    assert {"agreeing statement without issue", "agreeing surest none"} <= spoken


@pytest.mark.parametrize(
    ("verb", "rest", "concerned"),
    [
        ("condemned=condemn", "the/DT/det/5 raid/NN/dobj/3", {None}),
        ("blamed=blame", "each/DT/det/5 other/JJ/dobj/3", {"a1", "a2"}),
    ],
)
def test_who_condemns_with_another_says_nothing_of_him(verb: str, rest: str, concerned: set[str | None]) -> None:
    scene = Scene(
        parsed(f"Ghana/NNP/nsubj/3 and/CC/cc/0 Togo/NNP/conj/0 {verb}/VBD/ROOT/3 {rest} ././punct/3"),
        {"Ghana": "GHA", "Togo": "TGO"},
    )
    word = verb.partition("=")[0]
    start = scene.text.index(word)
    event = Event(
        "e1", "ACCUSE", None, None, ("a1", "a2"), (), Span(start, start + len(word)), "actual", None,
        False, None, None, None, (), None, (), 0.6,
    )  # fmt: skip
    signs = read_signs(Ground(scene.document, scene.cast, load_codebook(), {}, (event,)))
    assert {sign.toward for sign in signs} == concerned
    assert {sign.certainty for sign in signs} == {0.6}


def _position(key: str, actor: str, stance: str, confidence: float, evidence: str = "e1") -> Position:
    return Position(
        key, actor, "a2", "relations", cast("Any", stance), dissent=False, evidence=(evidence,), confidence=confidence
    )


@pytest.mark.parametrize(
    ("line", "own", "evidence", "leaves"),
    [
        (0.6, 0.6, "e1", True),
        (0.3, 0.6, "e1", False),  # the bloc's line is not sure
        (0.6, 0.3, "e1", False),  # the member's stance is not
        (0.6, 0.6, "e9", False),  # a deed, no words
    ],
)
def test_dissent_takes_the_blocs_line_and_the_members_words(
    line: float, own: float, evidence: str, leaves: bool
) -> None:
    bloc = Actor("b1", "x:bloc", "b1", "organization", "IGO", "IGO", None, ())
    document = cast("Document", SimpleNamespace(text=_TEXT))
    known = Cast(document, (*_ACTORS, bloc), {})
    held = [_position("p1", "b1", "against", line), _position("p2", "a1", "for", own, evidence)]
    members = {"x:bloc": frozenset({"GHA"})}
    marked = read._with_dissent(known, held, lambda entity: members.get(entity, frozenset()), frozenset({"e1"}))
    assert [p.dissent for p in marked] == [False, leaves]


@pytest.mark.parametrize(("role", "own"), [("foreign ministry spokesman", ["a2"]), ("foreign minister", [])])
def test_a_spokesman_stands_neither_for_nor_against_whom_he_speaks_for(role: str, own: list[str]) -> None:
    speaker = Actor("a1", None, "Otto Lind", "person", "NOR", "GOV", role, (Mention(0, 1, "name"),))
    minister = Actor("a2", "Q1", "Ann Hall", "person", "NOR", "GOV", "prime minister", (Mention(2, 3, "name"),))
    everybody = Cast(cast("Document", SimpleNamespace(text=_TEXT)), (speaker, minister), {})
    assert [key for key in own_side(everybody, ["a1"]) if key != "a1"] == own
