"""Finding a claim again: by its words and its place, not by the key that one reading happened to give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.archive.review.model import Anchor
from detente.records import hull, kind_of
from detente.records.kinds import keys_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.records import Actor, Span

    Claims = Mapping[str, Any]  # by key

#: Of two claims without a label, the shorter must share at least this much of their common extent to count as one:
#: a statement inside another shares less.
LEAST_OVERLAP = 0.5

_LABEL_PARTS = " → "


def origins_of(claims: Claims, key: str, text: str) -> tuple[Anchor, ...]:
    """Return what a claim can be found by: one anchor, or for an actor one for each mention, the best first.

    Args:
        claims: All claims of the record, actors among them, by key.
        key: The claim's key.
        text: The article's text.
    """
    label = _label_of(claims, key)
    spans: tuple[Span | None, ...]
    if key[0] == "a":
        actor: Actor = claims[key]
        spans = tuple(m.span for m in sorted(actor.mentions, key=lambda m: m.form != "name")) or (None,)
    else:
        spans = (_span_of(claims, key),)
    return tuple(Anchor(key, span, span.words(text) if span else "", label) for span in spans)


def find_anchored(origins: Mapping[str, tuple[Anchor, ...]], anchor: Anchor) -> str | None:
    """Return the key of the claim that an anchor means, or None.

    First the claim with the same words at the same place, one with the same label and the same key before others; then
    one that overlaps and has the same label; then, for actors and positions, one with the same label anywhere.

    Args:
        origins: What each claim can be found by.
        anchor: The anchor.
    """
    letter = anchor.key[0]
    ranked = [
        (rank, key)
        for key, listed in origins.items()
        if key[0] == letter
        for rank in (_rank(anchor, origin, key) for origin in listed)
        if rank is not None
    ]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    keys = dict.fromkeys(key for rank, key in ranked if rank == best)
    if best[0] == _UNCERTAIN and len(keys) > 1:
        return None
    return min(keys, key=lambda key: int(key[1:]))


_PLACE, _OVERLAP, _LABEL, _UNCERTAIN = range(4)


def _rank(anchor: Anchor, origin: Anchor, key: str) -> tuple[float, ...] | None:
    """Return how well a claim fits, lower is better; None if it does not."""
    same_place = anchor.span is not None and anchor.span == origin.span
    same_label = anchor.label == origin.label
    other_key = anchor.key != key
    kind = kind_of(key)
    if kind.rests_on:  # several of them stand on the same words: the label tells them apart
        if same_label and (same_place or kind.is_told_by_label):
            return (_PLACE, not same_place, other_key)
        return (_UNCERTAIN,) if same_place and _tail(anchor) == _tail(origin) else None
    if same_place:
        return (_PLACE, not same_label, other_key)
    if not same_label:
        return None
    shared = _shared(anchor.span, origin.span)
    if shared >= (LEAST_OVERLAP if anchor.label is None else 1e-9):
        return (_OVERLAP, -shared, other_key)
    return (_LABEL, other_key) if kind.is_told_by_label else None


def _shared(one: Span | None, other: Span | None) -> float:
    """Return what two spans have in common, as a share of their extent together."""
    if one is None or other is None or not one.overlaps(other):
        return 0.0
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start))


def _tail(anchor: Anchor) -> str:
    """Return the label without the actors: the issue of a position."""
    kind = kind_of(anchor.key)
    has_more = set(kind.label_fields) - set(kind.actor_fields)
    return (anchor.label or "").rpartition(_LABEL_PARTS)[2] if has_more else ""


def _span_of(claims: Claims, key: str) -> Span | None:
    """Return where a claim stands: all of its own words, or the first claim that it rests on."""
    claim, kind = claims[key], kind_of(key)
    if kind.rests_on is not None:
        spans = [_span_of(claims, other) for other in keys_in(getattr(claim, kind.rests_on))]
        return min((span for span in spans if span is not None), default=None)
    own = kind.spans_of(claim)
    return hull(own) if own else None


def _label_of(claims: Claims, key: str) -> str | None:
    claim, kind = claims[key], kind_of(key)
    if key[0] == "a":
        return str(claim.entity or claim.name)
    parts: list[str] = []
    for name in kind.label_fields:
        value = getattr(claim, name)
        known = _label_of(claims, value) if value is not None and name in kind.reference_fields else value
        parts.append("" if known is None else str(known))
    return _LABEL_PARTS.join(parts) if parts else None


def taken_place(origins: Mapping[str, tuple[Anchor, ...]], wanted: Iterable[Anchor]) -> str | None:
    """Return the key of a claim that already stands where a new one would stand, or None.

    Same place and same label; for actors and positions the same label is enough.
    """
    listed = tuple(wanted)
    for key, known in origins.items():
        for new in listed:
            if key[0] == new.key[0] and any(
                new.label == old.label and (new.span == old.span or kind_of(key).is_told_by_label) for old in known
            ):
                return key
    return None
