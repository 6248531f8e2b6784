"""Which person a name means on a day, with reasons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.knowledge.dates import role_standing
from detente.knowledge.model import PossiblePerson
from detente.knowledge.roles import PROMINENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.knowledge.model import Entity, Role

# What a name alone is worth, by the kind of name.
_NAME_SCORES = {"f": 1.0, "a": 0.9, "t": 0.9, "s": 0.7}
_NAME_REASONS = {"f": "full name", "a": "press name", "t": "title", "s": "surname"}
# What a role is worth by where the day lies; a minister of ten years ago is still the likelier
# bearer of the name than one who takes office years later.
_STANDING_SCORES = {"holds": 1.0, "unknown": 0.7, "ended": 0.5, "before": 0.25}
_STANDING_WORDS = {
    "holds": "is {office} on that day",
    "unknown": "was {office}, until when is not known",
    "ended": "was {office} until {end}",
    "before": "becomes {office} on {start}",
}
# The share of a score that fades while an ended role grows old, and the years it takes.
_FADING, _FADING_YEARS = 0.3, 20.0


def rank_people(
    people: Sequence[tuple[str, Entity, tuple[Role, ...]]], *, on: date | None
) -> tuple[PossiblePerson, ...]:
    """Order the bearers of a name.

    Args:
        people: Kind letter of the name, the person and all roles; a person may come twice.
        on: The day for which roles are judged, or None.

    Returns:
        One candidate per person, best score first, then by id.
    """
    best: dict[str, PossiblePerson] = {}
    for letter, entity, roles in people:
        candidate = _judge(letter, entity, roles, on)
        known = best.get(entity.entity_id)
        if known is None or candidate.score > known.score:
            best[entity.entity_id] = candidate
    return tuple(sorted(best.values(), key=lambda one: (-one.score, one.entity.entity_id)))


def _judge(letter: str, entity: Entity, roles: tuple[Role, ...], on: date | None) -> PossiblePerson:
    name_score, name_reason = _NAME_SCORES[letter], _NAME_REASONS[letter]
    if not roles:
        return PossiblePerson(entity, (), round(0.2 * name_score, 4), (name_reason,))
    scored = sorted(
        ((_role_score(role, on), role) for role in roles),
        key=lambda pair: (-pair[0], -(pair[1].start or date.min).toordinal(), pair[1].office),
    )
    top, role = scored[0]
    reasons = (name_reason,) if on is None else (name_reason, _say(role, on))
    return PossiblePerson(entity, tuple(role for _, role in scored), round(name_score * top, 4), reasons)


def _role_score(role: Role, on: date | None) -> float:
    weight = 0.5 + 0.5 * PROMINENCE.get(role.code, 0.15)
    if on is None:
        return weight
    standing = role_standing(role, on)
    score = weight * _STANDING_SCORES[standing]
    last = role.end or role.start
    if standing in {"ended", "unknown"} and last is not None:
        years = max(0.0, (on - last).days / 365.25)
        score *= 1 - _FADING * min(1.0, years / _FADING_YEARS)
    return score


def _say(role: Role, on: date) -> str:
    sentence = _STANDING_WORDS[role_standing(role, on)]
    return sentence.format(office=f"{role.office} ({role.country})", end=role.end, start=role.start)
