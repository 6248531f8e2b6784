"""Positions from signs, without a parser: what the scorers see, and what becomes of what they say."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from detente.reading.cast import Cast
from detente.reading.substance.positions import read
from detente.reading.substance.positions.features import make_scene, stance_features, toward_features
from detente.reading.substance.positions.signs import Ground, Sign, own_side
from detente.reading.substance.scoring import Scorer
from detente.records import Actor, Mention, Position

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


@pytest.mark.usefixtures("sure")
def test_of_two_stances_towards_the_same_the_likelier_stays() -> None:
    scene = _scene(_sign("a1", "a2", -1, "e1"), _sign("a1", "a2", -1, "e2"), _sign("a1", "a2", 1, "e3"))
    assert [s.polarity for s in read._consistent(read._stands(scene))] == [-1]


def test_a_position_that_names_neither_whom_nor_what_is_not_said() -> None:
    stand = read._Stand("a1", -1, None, 0.9, 0, (_sign("a1", None, -1, "e1"),))
    assert read._position(stand) is None


def test_a_request_alone_is_no_stance_towards_whom_one_asks() -> None:
    asks = Sign("a1", "a2", "target", 1, frozenset({"REQUEST", "by urge"}), "e1", 0, None)
    assert read._position(read._Stand("a1", 1, "a2", 0.9, 0, (asks,))) is None
    praises = Sign("a1", "a2", "target", 1, frozenset({"SUPPORT", "by praise"}), "e2", 9, None)
    position = read._position(read._Stand("a1", 1, "a2", 0.9, 0, (asks, praises)))
    assert position is not None
    assert (position.issue, position.stance, position.evidence) == ("relations", "for", ("e1", "e2"))


@pytest.mark.parametrize(("polarity", "issue", "said"), [(1, "terrorism", "relations"), (-1, "terrorism", "terrorism")])
def test_nobody_is_said_to_stand_for_terrorism(polarity: int, issue: str, said: str) -> None:
    sign = Sign("a1", "a2", "named", polarity, frozenset({"AGREE"}), "e1", 0, issue)
    position = read._position(read._Stand("a1", polarity, "a2", 0.9, 0, (sign,)))
    assert position is not None
    assert position.issue == said


def _position(key: str, actor: str, stance: str, confidence: float, evidence: str = "e1") -> Position:
    return Position(
        key, actor, "a2", "relations", cast("Any", stance), dissent=False, evidence=(evidence,), confidence=confidence
    )


@pytest.mark.parametrize(
    ("line", "own", "evidence", "leaves"),
    [
        (0.6, 0.6, "e1", True),
        (0.4, 0.6, "e1", False),  # the bloc's line is not sure
        (0.6, 0.4, "e1", False),  # the member's stance is not
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
