"""The substance of diplomacy in one call: conditions, interpretations, questions, positions, commitments."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.reading.substance.commitments import read_commitments
from detente.reading.substance.conditions import read_conditions
from detente.reading.substance.interpretations import read_interpretations
from detente.reading.substance.positions import read_positions
from detente.reading.substance.questions import leave_open, read_questions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from detente.knowledge import Codebook
    from detente.reading.cast import Cast
    from detente.reading.document import Document
    from detente.records import (
        Commitment,
        Condition,
        Event,
        Gap,
        Interpretation,
        Position,
        Question,
        Statement,
    )


@dataclass(frozen=True, slots=True)
class Substance:
    """What the readers of the substance give, each in the order of the text.

    Attributes:
        events: The events that were given, with the status that conditions and open questions put on them.
        conditions: What acts depend on.
        interpretations: Rival readings of acts.
        questions: Outcomes left open.
        positions: Where actors stand.
        commitments: Acts promised, proposed or conditional.
        gaps: What was seen and could not be coded.
    """

    events: tuple[Event, ...]
    conditions: tuple[Condition, ...]
    interpretations: tuple[Interpretation, ...]
    questions: tuple[Question, ...]
    positions: tuple[Position, ...]
    commitments: tuple[Commitment, ...]
    gaps: tuple[Gap, ...]

    def lists(self) -> dict[str, Any]:
        """Return the lists that go into the record, by the names that they have there; gaps are not among them."""
        return {one.name: getattr(self, one.name) for one in dataclasses.fields(self) if one.name != "gaps"}


def read_substance(
    document: Document,
    cast: Cast,
    statements: Sequence[Statement],
    events: Sequence[Event],
    codebook: Codebook,
    *,
    members: Callable[[str], frozenset[str]] | None = None,
) -> Substance:
    """Return the substance of an article.

    Args:
        document: The article being read.
        cast: Its actors.
        statements: Its statements.
        events: Its events, in the order of the text.
        codebook: The issues of positions.
        members: From a bloc's entity id to the countries of its members on the article's day; None if it is unknown.
    """
    found = read_conditions(document, cast, statements, events)
    questions = read_questions(document, cast, found.events)
    settled = leave_open(found.events, questions)
    return Substance(
        events=settled,
        conditions=found.conditions,
        interpretations=read_interpretations(document, cast, statements),
        questions=questions,
        positions=read_positions(document, cast, statements, settled, codebook, members=members),
        commitments=read_commitments(document, statements, settled, found.conditions),
        gaps=found.gaps,
    )
