"""What tells a stance that a careful reader would record from one act among many, as features for the scorers.

Two scorers decide: one whether an actor stands for or against anything in this article, from all its signs; one, for a
stance that is there, whom it concerns. In the names of features "agreeing" signs point where the stance does,
"contrary" ones the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.reading.substance.positions.signs import Ground, Sign
    from detente.records import Actor
    from detente.records.claims import Stance

_FIFTHS = 5

#: Upper ends of the classes of an event's confidence, with their names; above the last it is "sure".
_CERTAINTIES = ((0.15, "doubtful"), (0.3, "unlikely"), (0.45, "open"), (0.6, "likely"))


@dataclass(frozen=True, slots=True)
class SignsOfArticle:
    """The signs of one article and what the features need beside them.

    Attributes:
        ground: The article.
        signs: All signs.
        by_actor: The same by whose stance they show, in order.
        rank: For each actor how many others are mentioned more often.
    """

    ground: Ground
    signs: Sequence[Sign]
    by_actor: Mapping[str, Sequence[Sign]]
    rank: Mapping[str, int]


def make_scene(ground: Ground, signs: Sequence[Sign]) -> SignsOfArticle:
    """Return the scene of an article."""
    by_actor: dict[str, list[Sign]] = {}
    for sign in signs:
        by_actor.setdefault(sign.actor, []).append(sign)
    ordered = sorted(ground.cast.actors, key=lambda actor: -len(actor.mentions))
    return SignsOfArticle(ground, signs, by_actor, {actor.key: place for place, actor in enumerate(ordered)})


def stance_features(scene: SignsOfArticle, actor: str, polarity: int) -> frozenset[str]:
    """Return the features of one actor's stance.

    Args:
        scene: The article.
        actor: Whose stance; it has at least one sign.
        polarity: 1 for, -1 against.
    """
    signs = scene.by_actor[actor]
    features = {*_of_actor(scene, actor), *_of_counts(scene, actor, polarity)}
    side = _side(polarity)
    for sign in signs:
        relation = _relation(sign, polarity)
        features.update(f"{side}: {trait}" for trait in sign.traits)
        features.update(f"{relation}: {trait}" for trait in (*sign.traits, sign.way))
        features.update(f"{side}: word {word}" for word in sign.words)
        features.update(_of_event(sign, side))
        features.add(f"{relation} {_issue_class(sign)}")
        if relation == "agreeing" and sign.toward is not None:
            features.update(_of_other(scene, actor, sign.toward, polarity))
    return frozenset(features)


def toward_features(scene: SignsOfArticle, actor: str, polarity: int, toward: str | None) -> frozenset[str]:
    """Return the features of whom one actor's stance concerns.

    Args:
        scene: The article.
        actor: Whose stance.
        polarity: 1 for, -1 against.
        toward: Whom it may concern, by at least one sign; None for nobody named.
    """
    signs = [sign for sign in scene.by_actor[actor] if sign.toward == toward]
    agreeing = [sign for sign in signs if sign.polarity == polarity]
    contrary = sum(sign.polarity == -polarity for sign in signs)
    others = {sign.toward for sign in scene.by_actor[actor]}
    most = max(sum(s.polarity == polarity for s in scene.by_actor[actor] if s.toward == other) for other in others)
    side = _side(polarity)
    features = {
        f"agreeing signs {min(len(agreeing), 3)}",
        f"contrary signs {min(contrary, 2)}",
        f"neutral signs {min(len(signs) - len(agreeing) - contrary, 2)}",
        f"candidates {min(len(others), 5)}",
        f"first sign in fifth {_fifth(scene, signs)}",
    }
    features.update(_of_certainty(signs, polarity))
    if agreeing and len(agreeing) == most:
        features.add("as many signs as any")
    first = min(s.order for s in scene.by_actor[actor])
    features.add("earliest" if min(s.order for s in signs) == first else "later")
    for sign in agreeing or signs:
        features.update({*sign.traits, sign.way, *(f"{side}: {trait}" for trait in sign.traits)})
        features.update(f"{sign.way} of {trait}" for trait in sign.traits if trait.isupper())
    if toward is None:
        return frozenset(features | {"nobody named", f"{side}: nobody named"})
    return frozenset(features | {*_of_toward(scene, actor, toward, polarity)})


def stance_of(polarity: int) -> Stance:
    """Return the record's word for a polarity."""
    return "for" if polarity > 0 else "against"


def _side(polarity: int) -> str:
    return stance_of(polarity)


def _relation(sign: Sign, polarity: int) -> str:
    if sign.polarity == 0:
        return "neutral"
    return "agreeing" if sign.polarity == polarity else "contrary"


def _of_actor(scene: SignsOfArticle, actor: str) -> Iterator[str]:
    known = scene.ground.cast.actor(actor)
    signs = scene.by_actor[actor]
    yield f"a {known.kind}"
    yield f"sector {known.sector}"
    yield "in the tables" if known.entity else "not in the tables"
    yield f"rank {min(scene.rank[actor], 6)}"
    yield f"mentions {min(len(known.mentions), 6)}"
    yield f"actors that act {min(len(scene.by_actor) // 2, 5)} pairs"
    yield f"text of {min(len(scene.ground.document.text) // 600, 6)} times 600"
    yield f"first sign in fifth {_fifth(scene, signs)}"
    yield f"acts {min(len({sign.key for sign in signs}), 6)}"
    first = scene.ground.document.sentence_at(min(sign.order for sign in signs))
    if first is not None and first.index == 0:
        yield "in the first sentence"
    if any(sign.toward == actor for sign in scene.signs):
        yield "concerned by others"
    if known.country and any(
        other != actor and scene.ground.cast.actor(other).country == known.country for other in scene.by_actor
    ):
        yield "others of its country act"


def _of_counts(scene: SignsOfArticle, actor: str, polarity: int) -> Iterator[str]:
    signs = scene.by_actor[actor]
    agreeing = len({sign.key for sign in signs if sign.polarity == polarity})
    contrary = len({sign.key for sign in signs if sign.polarity == -polarity})
    yield from _of_certainty(signs, polarity)
    yield _side(polarity)
    yield f"agreeing signs {min(agreeing, 4)}"
    yield f"contrary signs {min(contrary, 4)}"
    yield f"agreeing less contrary {max(-3, min(3, agreeing - contrary))}"
    yield f"rank {min(scene.rank[actor] // 2, 3)} pairs, agreeing signs {min(agreeing, 2)}"


def _of_event(sign: Sign, side: str) -> Iterator[str]:
    """Yield what an event of this type says, by how sure it is and who tells it."""
    if sign.event_type is None:
        return
    for trait in ("told", "said by itself", "hearsay", "background"):
        if trait in sign.traits:
            yield f"{side}: {sign.event_type} {trait}"
    if sign.certainty is not None:
        yield f"{side}: {sign.event_type} {_certainty_class(sign.certainty)}"


def _of_certainty(signs: Sequence[Sign], polarity: int) -> Iterator[str]:
    """Yield how sure the surest event is that points where a stance does, and the surest that points the other way."""
    for relation, sought in (("agreeing", polarity), ("contrary", -polarity)):
        sure = [sign.certainty or 0.0 for sign in signs if sign.polarity == sought and sign.event_type]
        yield f"{relation} surest {_certainty_class(max(sure)) if sure else 'none'}"


def _issue_class(sign: Sign) -> str:
    """Return whether a sign is an event or a statement, and whether its words name an issue."""
    kind = "statement" if sign.event_type is None else "event"
    return f"{kind} {'with' if sign.issue else 'without'} issue"


def _certainty_class(confidence: float) -> str:
    return next((name for limit, name in _CERTAINTIES if confidence < limit), "sure")


def _of_other(scene: SignsOfArticle, actor: str, toward: str, polarity: int) -> Iterator[str]:
    """Yield what is known of whom an agreeing sign concerns."""
    own, other = scene.ground.cast.actor(actor), scene.ground.cast.actor(toward)
    yield "toward one in the tables" if other.entity else "toward one not in the tables"
    yield f"toward a {other.kind}"
    yield f"toward rank {min(scene.rank[toward], 3)}"
    if _of_one_country(own, other):
        yield "toward its own country"
    if _is_mutual(scene, actor, toward, polarity):
        yield "mutual"


def _of_toward(scene: SignsOfArticle, actor: str, toward: str, polarity: int) -> Iterator[str]:
    own, other = scene.ground.cast.actor(actor), scene.ground.cast.actor(toward)
    yield f"a {other.kind}"
    yield f"sector {other.sector}"
    yield "in the tables" if other.entity else "not in the tables"
    yield f"rank {min(scene.rank[toward], 6)}"
    if _of_one_country(own, other):
        yield "its own country"
        yield f"{_side(polarity)}: its own country"
    if _is_mutual(scene, actor, toward, polarity):
        yield "mutual"


def _of_one_country(one: Actor, other: Actor) -> bool:
    return one.country is not None and one.country == other.country


def _is_mutual(scene: SignsOfArticle, actor: str, toward: str, polarity: int) -> bool:
    back = scene.by_actor.get(toward, ())
    return any(sign.toward == actor and sign.polarity == polarity for sign in back)


def _fifth(scene: SignsOfArticle, signs: Sequence[Sign]) -> int:
    """Return in which fifth of the text the first of some signs stands, 0 to 4."""
    first = min(sign.order for sign in signs)
    return min(_FIFTHS * first // max(len(scene.ground.document.text), 1), _FIFTHS - 1)
