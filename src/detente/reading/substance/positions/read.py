"""From signs to positions: few and right. What the signs of an article do not carry is not said.

A position is one stance of one actor, for or against, towards whom most speaks for. Its confidence is the probability
that the stance is one that a careful reader records, times the probability that it concerns this actor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from detente.reading.substance.positions.features import make_scene, stance_features, stance_of, toward_features
from detente.reading.substance.positions.signs import Ground, own_side, read_signs
from detente.reading.substance.scoring import load_scorer
from detente.records import Position
from detente.records.claims import Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from detente.knowledge import Codebook
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.reading.substance.positions.features import SignsOfArticle
    from detente.reading.substance.positions.signs import Sign
    from detente.records import Event, Statement

#: Used where the words name no issue of the codebook.
_OTHER_ISSUE = "relations"

#: The issue whose "for" is a stance against the actor it concerns.
_SANCTIONS = "sanctions"

#: What hardly anybody stands for or against: the words speak of it, the stance is about something else.
_UNLIKELY: Mapping[Stance, frozenset[str]] = MappingProxyType({
    "for": frozenset({"terrorism", "corruption", "cyber", "military_action"}),
    "against": frozenset({"human_rights", "democracy"}),
    "mixed": frozenset(),
})

_ASKING = frozenset(f"cue {verb}" for verb in ("ask", "call", "urge", "request", "appeal", "demand", "seek"))

#: A bloc's line and a member's leaving it are both to be this sure; both are shown by default only from .5 on.
_SURE = 0.35

#: Event types that are words: what a member does may fall out of line without meaning to.
_VERBAL = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


@dataclass(frozen=True, slots=True)
class _Stand:
    """A stance of an actor that is kept, with whom it concerns."""

    actor: str
    polarity: int
    toward: str | None
    issue: str
    confidence: float
    order: int
    signs: tuple[Sign, ...]


def read_positions(
    document: Document,
    cast: Cast,
    statements: Sequence[Statement],
    events: Sequence[Event],
    codebook: Codebook,
    *,
    members: Callable[[str], frozenset[str]] | None = None,
) -> tuple[Position, ...]:
    """Return the positions that an article shows, in the order of their first evidence; keys "p1", "p2" and so on.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
        events: Its events.
        codebook: The issues.
        members: From the entity id of a bloc to the ISO 3166-1 alpha-3 codes of its members on the article's day,
            empty for what is no bloc; None if nothing is known of blocs, and then nobody is marked as dissenting.
    """
    ground = Ground(document, cast, codebook, {statement.key: statement for statement in statements}, events)
    scene = make_scene(ground, read_signs(ground))
    stands = sorted(_consistent(_stands(scene)), key=lambda stand: (stand.order, stand.actor, stand.polarity))
    keyed = [_position(stand, f"p{number}") for number, stand in enumerate(stands, start=1)]
    return _with_dissent(cast, keyed, members, _words(statements, events))


def _stands(scene: SignsOfArticle) -> Iterable[_Stand]:
    """Yield every stance that is likely enough, towards the likeliest of those with whom something can be said."""
    stance, aim = load_scorer("stances"), load_scorer("stance_targets")
    for actor, signs in scene.by_actor.items():
        own = own_side(scene.ground.cast, [actor])
        concerned = [key for key in dict.fromkeys(sign.toward for sign in signs) if key not in own]
        for polarity in (1, -1):
            likely = stance.probability(stance_features(scene, actor, polarity)) if concerned else 0.0
            if likely < stance.kept:
                continue
            rated = [(aim.probability(toward_features(scene, actor, polarity, key)), key) for key in concerned]
            for chance, toward in sorted(rated, key=lambda pair: -pair[0]):
                showing = [sign for sign in signs if sign.toward == toward]
                evidence = _speaking_for(showing, polarity)
                issue = _issue(evidence, polarity, toward)
                if issue is not None:
                    order = evidence[0].order
                    yield _Stand(actor, polarity, toward, issue, likely * chance, order, tuple(evidence))
                    break


def _speaking_for(signs: Sequence[Sign], polarity: int) -> Sequence[Sign]:
    """Return the signs that show a stance: those of its polarity, else those of none, else all.

    A sign of the other polarity names no issue of this stance: who supports a ceasefire with Chad is not against one.
    """
    agreeing = [sign for sign in signs if sign.polarity == polarity]
    return agreeing or [sign for sign in signs if sign.polarity != -polarity] or signs


def _consistent(stands: Iterable[_Stand]) -> list[_Stand]:
    """Return the stances without the less likely of two by which an actor is for and against the same."""
    kept: dict[tuple[str, str | None], _Stand] = {}
    for stand in stands:
        place = (stand.actor, stand.toward)
        if place not in kept or kept[place].confidence < stand.confidence:
            kept[place] = stand
    return list(kept.values())


def _issue(signs: Sequence[Sign], polarity: int, toward: str | None) -> str | None:
    """Return what a stance is about, or None where its signs name neither whom nor what it is about."""
    named = (s.issue for s in signs if s.issue and not (s.is_deed and s.polarity == polarity))
    issue = next((i for i in named if i not in _UNLIKELY[stance_of(polarity)]), _OTHER_ISSUE)
    if issue == _OTHER_ISSUE and (toward is None or all(map(_is_request, signs))):
        return None
    return issue


def _position(stand: _Stand, key: str) -> Position:
    return Position(
        key=key,
        actor=stand.actor,
        toward=stand.toward,
        issue=stand.issue,
        stance=stance_of(stand.polarity),
        dissent=False,
        evidence=tuple(dict.fromkeys(sign.key for sign in sorted(stand.signs, key=lambda s: (s.order, s.key)))),
        confidence=round(stand.confidence, 2),
    )


def _is_request(sign: Sign) -> bool:
    """Tell whether a sign is no more than that somebody is asked for something: no stance towards whom one asks."""
    return "REQUEST" in sign.traits or not _ASKING.isdisjoint(sign.traits)


# --- dissent -----------------------------------------------------------------------------------------------------


def _words(statements: Sequence[Statement], events: Sequence[Event]) -> frozenset[str]:
    """Return the keys of what is words: statements, and events done by speaking."""
    return frozenset({s.key for s in statements} | {e.key for e in events if e.type in _VERBAL})


def _with_dissent(
    cast: Cast,
    positions: list[Position],
    members: Callable[[str], frozenset[str]] | None,
    words: frozenset[str],
) -> tuple[Position, ...]:
    """Mark the positions by whose words a bloc's member leaves the bloc's line: same actor or issue, other stance."""
    if members is None:
        return tuple(positions)
    lines = []
    for position in positions:
        entity = cast.actor(position.actor).entity
        belonging = frozenset() if entity is None else members(entity)
        if belonging and _is_sure(position):
            lines.append((position, belonging))
    return tuple(
        replace(p, dissent=_is_sure(p) and _has_words(p, words) and any(_leaves(cast, p, *line) for line in lines))
        for p in positions
    )


def _is_sure(position: Position) -> bool:
    return position.confidence is not None and position.confidence >= _SURE


def _has_words(position: Position, words: frozenset[str]) -> bool:
    return any(key in words for key in position.evidence)


def _leaves(cast: Cast, position: Position, line: Position, belonging: frozenset[str]) -> bool:
    country = cast.actor(position.actor).country
    return country in belonging and position.actor != line.actor and _opposes(position, line)


def _favours(position: Position) -> Stance:
    """Return the stance towards the other actor: who stands against sanctions on somebody stands for them."""
    turned: dict[Stance, Stance] = {"for": "against", "against": "for", "mixed": "mixed"}
    return turned[position.stance] if position.issue == _SANCTIONS else position.stance


def _opposes(position: Position, line: Position) -> bool:
    if position.toward is not None and position.toward == line.toward:
        return {_favours(position), _favours(line)} == {"for", "against"}
    return position.issue == line.issue != _OTHER_ISSUE and {position.stance, line.stance} == {"for", "against"}
