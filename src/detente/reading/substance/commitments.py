"""Commitments: promised, proposed and conditional acts, the entries of the ledger that later articles settle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.deadlines import find_deadline
from detente.records import Commitment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.reading.document import Document
    from detente.records import Condition, DateRange, Event, Statement

_DUE = frozenset({"promised", "proposed", "conditional"})


def read_commitments(
    document: Document,
    statements: Sequence[Statement],
    events: Sequence[Event],
    conditions: Sequence[Condition],
) -> tuple[Commitment, ...]:
    """Return the commitments of an article, in the order of the text; keys "m1", "m2" and so on.

    An act that is promised, proposed or hangs on a condition is an entry if somebody is to do it. To whom it was
    promised is the event's target; of whom it was asked is the act's own source, and the addressee then is who asked.

    Args:
        document: The article being read.
        statements: Its statements, in whose contents proposed acts lie.
        events: Its events, with the status that conditions gave them.
        conditions: Its conditions.
    """
    by_key = {statement.key: statement for statement in statements}
    entries: list[Commitment] = []
    for event in events:
        if event.status not in _DUE or event.background or not event.sources:
            continue
        hangs_on = tuple(c.key for c in conditions if event.key in c.binds)
        said = None if event.said_in is None else by_key.get(event.said_in)
        deadline = _deadline(document, event)
        for actor in event.sources:
            entries.append(
                Commitment(
                    key=f"m{len(entries) + 1}",
                    event=event.key,
                    actor=actor,
                    addressee=_addressee(event, said),
                    deadline=deadline,
                    conditions=hangs_on,
                )
            )
    return tuple(entries)


def _addressee(event: Event, said: Statement | None) -> str | None:
    """Return to whom an act was promised, or who asked for it; None if the text does not say."""
    if event.status == "proposed" and said is not None:
        askers = [key for key in said.speakers if key not in event.sources]
        if len(askers) == 1:
            return askers[0]
    others = [key for key in event.targets if key not in event.sources]
    return others[0] if len(others) == 1 else None


def _deadline(document: Document, event: Event) -> DateRange | None:
    """Return by when the act is due, where a date behind its words in the same sentence says so."""
    sentence = document.sentence_at(event.trigger.start)
    return None if sentence is None else find_deadline(document, sentence.span, after=event.trigger.end)
