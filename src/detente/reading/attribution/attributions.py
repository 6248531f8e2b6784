"""An attribution, and how one found by another finder comes to stand inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.records import Span, count_chars


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said, thought or wrote what, as spans of the text.

    Attributes:
        source: Whose words or thoughts they are, in fragments; empty where the text names nobody.
        cue: The words that tell that something is attributed ("said", "according to").
        content: What is attributed, in fragments, in the order of the text.
        confidence: Chance that source, cue and content are all right, 0-1, calibrated on PolNeAR dev.
        inside: Position of the attribution whose content holds this one, in the tuple that holds both; None for an
            outermost one.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    inside: int | None = None


def nest(outer: Sequence[Attribution], inner: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Put attributions that another finder made into the contents that hold them.

    The network is trained on outermost attributions only. What was said inside what somebody said has to come from
    elsewhere, such as rules over the parse.

    Args:
        outer: Outermost attributions, as `tag_document` finds them.
        inner: Other attributions, the surest finder's first; those that do not lie wholly inside one fragment of a
            content are left out, and so is a cue that was found before.

    Returns:
        All of `outer`, in its order, then the inner ones by position of their cue, `inside` telling the narrowest
        content that holds each.
    """
    held: list[Attribution] = []
    for one in inner:
        is_known = any(part.overlaps(other) for a in held for part in a.cue for other in one.cue)
        if not is_known and any(_holds(holder, one) for holder in outer):
            held.append(one)
    everything = [*outer, *sorted(held, key=lambda a: (a.cue, a.content))]
    placed = list(outer)
    for one in everything[len(outer) :]:
        sizes = [
            (count_chars(holder.content), number) for number, holder in enumerate(everything) if _holds(holder, one)
        ]
        placed.append(replace(one, inside=min(sizes)[1]))
    return tuple(placed)


def _holds(holder: Attribution, one: Attribution) -> bool:
    """Tell whether `one` lies inside a fragment of `holder`'s content, and is not all of it."""
    parts = [*one.source, *one.cue, *one.content]
    return any(all(whole.contains(part) for part in parts) and whole not in parts for whole in holder.content)
