"""The one kind of result that every measure gives: a number cannot leave without what it rests on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

ChartKind = Literal["lines", "points", "bars", "matrix", "tiles", "timeline"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that would cover the true value in a share `level` of repetitions.

    Attributes:
        low: Its lower end.
        high: Its upper end; infinite where the data set none.
        level: Share of repetitions, 0 to 1.
        method: How it was made, in a few words.
    """

    low: float
    high: float
    level: float
    method: str

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Control:
    """A figure computed in the same way where nothing, or something known, should come out.

    Attributes:
        name: What was put in the place of the question.
        estimate: What came out; None where it cannot be computed.
        interval: Its interval, or None.
        p: Share of draws under the null that reach the estimate, or None if there were no draws.
        meaning: How to read it: what would make the main estimate doubtful.
    """

    name: str
    estimate: float | None
    interval: Interval | None
    p: float | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Which columns of the table make the picture of a result.

    Attributes:
        kind: Lines over time; points with intervals; bars; a matrix in colours; tiles in colours over time, a row for
            each pair of `y` and `by`; or a timeline, a row for each row of the table, with the days of `marks` on it.
        x: Column along the bottom (for "points" and "bars": of the labels).
        y: Column of the value (for "matrix": of the row's label).
        low: Column of the interval's lower end, or None.
        high: Column of its upper end, or None.
        by: Column that makes one line, colour or panel of each of its values, or None.
        value: Column of the cell's value of a matrix, or None.
        baseline: A value to draw a line at (1 for a ratio), or None.
        y_label: What the value is, with its unit.
        mirrored: Whether a matrix holds each pair once and is to be shown in both halves.
        x_label: The same as `y_label` of what stands along the bottom, where it does not say so itself.
        diagonal: Whether to draw the line on which both are equal: where forecasts would be perfect.
        marks: For a timeline, the columns of days that are marked after `x`, each with what it is.
    """

    kind: ChartKind
    x: str
    y: str
    low: str | None = None
    high: str | None = None
    by: str | None = None
    value: str | None = None
    baseline: float | None = None
    y_label: str = ""
    mirrored: bool = False
    x_label: str = ""
    diagonal: bool = False
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a measure found, with all that a reader needs to judge it.

    Attributes:
        measure: Name of the measure, as its page in docs/methods has it.
        question: What was asked, in words, with the choices that were made.
        table: One row for each thing that was estimated.
        columns: Meaning of each column of the table, in order: (name, meaning with unit).
        estimate: The one figure that answers the question; None where the table is the answer.
        estimate_of: What the figure is, with its unit; empty without one.
        interval: The figure's interval, or None.
        n: How many observations went in, repetitions included.
        n_distinct: How many of them are distinct: one event that ten reports tell counts once.
        counted: What `n` and `n_distinct` count, such as "tellings of events".
        controls: Figures computed in the same way where nothing should come out.
        floor: The fewest distinct observations with which the measure speaks.
        method: How it was computed, in words, with every choice that moves the result.
        caution: What the number does not mean.
        reference: The literature of the method.
        citation: The same as BibTeX.
        chart: How to draw it, or None if there is nothing to draw.
        shown_if: A column of counts: a screen passes over the rows in which it is 0, files and JSON have all. None
            where every row says something.
    """

    measure: str
    question: str
    table: pa.Table
    columns: tuple[tuple[str, str], ...]
    estimate: float | None
    estimate_of: str
    interval: Interval | None
    n: int
    n_distinct: int
    counted: str
    controls: tuple[Control, ...]
    floor: int
    method: str
    caution: str
    reference: str
    citation: str
    chart: Chart | None = None
    shown_if: str | None = None

    def __post_init__(self) -> None:
        """Refuse a result that leaves something unsaid."""
        described = [name for name, _ in self.columns]
        if described != self.table.schema.names:
            raise ValueError(f"columns {self.table.schema.names} are described as {described}")
        if self.n_distinct > self.n:
            raise ValueError(f"{self.n_distinct} distinct of {self.n}")
        if self.estimate is not None and (not self.estimate_of or math.isnan(self.estimate)):
            raise ValueError("an estimate needs a value and a name")


@dataclass(frozen=True, slots=True)
class NotEnough:
    """The answer where the data are too few: no number is better than a number that chance made.

    Attributes:
        measure: Name of the measure.
        question: What was asked.
        n: How many observations there are.
        floor: How many it takes.
        counted: What `n` counts.
        why: What is missing, and what would help.
    """

    measure: str
    question: str
    n: int
    floor: int
    counted: str
    why: str


#: What every measure returns.
Outcome = Result | NotEnough
