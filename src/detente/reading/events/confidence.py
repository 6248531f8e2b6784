"""How sure an event's type is, as the share of right types among events of the same make in cross-validation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.reading.events.model import Draft


def confidence_of(draft: Draft) -> float:
    """Return the probability that the event's type is right.

    The table below is the share of right types on gold/dev and gsr_dev by part of speech and by whether both sides
    are known, smoothed with one right and one wrong case.
    """
    both = bool(draft.sources) and (bool(draft.targets) or len(draft.sources) > 1)
    part = draft.hit.pattern.part if draft.hit.carrier is None else "v"
    return _SHARE[part, both]


_SHARE = {
    ("v", True): 0.75,
    ("v", False): 0.5,
    ("n", True): 0.5,
    ("n", False): 0.3,
    ("a", True): 0.6,
    ("a", False): 0.5,
}
