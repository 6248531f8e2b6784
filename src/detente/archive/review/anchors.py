"""Finding a claim again: by its words and its place, not by the key that one reading happened to give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.archive.review.model import TABLES, Anchor
from detente.records import hull

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detente.records import Actor, Interpretation, Span, Statement

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


def find_claim(origins: Mapping[str, tuple[Anchor, ...]], anchor: Anchor) -> str | None:
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
    if key[0] in "pm":  # several of them stand on the same words: the label tells them apart
        if same_label and (same_place or key[0] == "p"):
            return (_PLACE, not same_place, other_key)
        return (_UNCERTAIN,) if same_place and _tail(anchor) == _tail(origin) else None
    if same_place:
        return (_PLACE, not same_label, other_key)
    if not same_label:
        return None
    shared = _shared(anchor.span, origin.span)
    if shared >= (LEAST_OVERLAP if anchor.label is None else 1e-9):
        return (_OVERLAP, -shared, other_key)
    return (_LABEL, other_key) if key[0] == "a" else None


def _shared(one: Span | None, other: Span | None) -> float:
    """Return what two spans have in common, as a share of their extent together."""
    if one is None or other is None or not one.overlaps(other):
        return 0.0
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start))


def _tail(anchor: Anchor) -> str:
    """Return the label without the actors: the issue of a position."""
    return (anchor.label or "").rpartition(_LABEL_PARTS)[2] if anchor.key[0] == "p" else ""


def _span_of(claims: Claims, key: str) -> Span | None:
    claim = claims[key]
    table = TABLES[key[0]]
    if table == "statements":
        return _statement_span(claim)
    if table == "events":
        return claim.trigger  # type: ignore[no-any-return]
    if table == "conditions":
        return claim.condition  # type: ignore[no-any-return]
    if table == "questions":
        return claim.span  # type: ignore[no-any-return]
    if table == "interpretations":
        return _interpretation_span(claim)
    if table == "commitments":
        return _span_of(claims, claim.event)
    spans = [_span_of(claims, evidence) for evidence in claim.evidence]
    return min((span for span in spans if span is not None), default=None)


def _statement_span(statement: Statement) -> Span | None:
    spans = statement.content or statement.cue or statement.source
    return hull(spans) if spans else None


def _interpretation_span(reading: Interpretation) -> Span | None:
    spans = (*((reading.of,) if reading.of else ()), *reading.affirmed, *reading.denied)
    return hull(spans) if spans else None


def _label_of(claims: Claims, key: str) -> str | None:
    claim = claims[key]
    table = TABLES[key[0]]
    if table == "events":
        return str(claim.type)
    if table == "actors":
        return str(claim.entity or claim.name)
    if table == "positions":
        toward = "" if claim.toward is None else _label_of(claims, claim.toward)
        return _LABEL_PARTS.join((_label_of(claims, claim.actor) or "", toward or "", claim.issue))
    return _label_of(claims, claim.actor) if table == "commitments" else None


def taken_place(origins: Mapping[str, tuple[Anchor, ...]], wanted: Iterable[Anchor]) -> str | None:
    """Return the key of a claim that already stands where a new one would stand, or None.

    Same place and same label; for actors and positions the same label is enough.
    """
    listed = tuple(wanted)
    for key, known in origins.items():
        for new in listed:
            if key[0] == new.key[0] and any(
                new.label == old.label and (new.span == old.span or key[0] in "ap") for old in known
            ):
                return key
    return None
