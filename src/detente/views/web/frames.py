"""The frame around every figure: the question, the picture, what it rests on, and how to take it along.

Nothing of a result is lost on the way: n, interval, floor, method and caution stand beside the picture, the table is
its accessible form, and the same figure can be had as CSV, as SVG, as a command, and cited.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from detente.analysis.result import NotEnough
from detente.views.results.data import describe_result
from detente.views.web.harmless import safe_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detente.analysis.result import Outcome

#: Kinds of pictures that static/charts.js draws; the others are for files alone.
_DRAWN: Final = frozenset({"lines", "points", "bars", "matrix"})


@dataclass(frozen=True, slots=True)
class ResultFrame:
    """A result as the page shows it.

    Attributes:
        question: What was asked, in words.
        enough: Whether the data were enough for an answer.
        described: All of the result but its table: estimate, interval, n, controls, method, caution, reference, …; or
            n, floor and why.
        columns: Meaning of each column of the table.
        chart: Which columns make the picture, or None.
        command: The command that gives the same.
    """

    question: str
    enough: bool
    described: dict[str, Any]
    columns: dict[str, str]
    chart: dict[str, Any] | None
    command: str


def make_frame(outcome: Outcome, command: str) -> tuple[ResultFrame, tuple[dict[str, Any], ...]]:
    """Return the frame of a result, and the rows of its table.

    Args:
        outcome: The result, or that there is not enough data.
        command: The command line that gives the same.
    """
    rows = () if isinstance(outcome, NotEnough) else safe_rows(outcome.table)
    return frame_of(outcome, command), rows


def frame_of(outcome: Outcome, command: str) -> ResultFrame:
    """Return the frame of a result whose rows are not all wanted; the arguments are those of `make_frame`."""
    described = describe_result(outcome)
    if isinstance(outcome, NotEnough):
        return ResultFrame(outcome.question, enough=False, described=described, columns={}, chart=None, command=command)
    chart = asdict(outcome.chart) if outcome.chart is not None and outcome.chart.kind in _DRAWN else None
    return ResultFrame(
        outcome.question, enough=True, described=described, columns=dict(outcome.columns), chart=chart, command=command
    )


def write_cell(value: object) -> str:
    """Return a value as a cell of a table shows it: three digits of a fraction, a dash for nothing."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def write_number(value: float, like: float | None = None, digits: int = 3) -> str:
    """Return a number as a sentence shows it: some digits, never in powers of ten, with a true minus.

    Args:
        value: The number.
        like: A number beside which it stands, whose decimals it takes: the ends of an interval those of the estimate.
        digits: Digits that count.
    """
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    of = value if like is None or not math.isfinite(like) else like
    decimals = digits - 1 - math.floor(math.log10(abs(of))) if of else digits - 1
    written = f"{value:,.{min(max(decimals, 0), 6)}f}"
    return written.replace("-", "−") if float(written.replace(",", "")) else written.lstrip("-")


def write_sentence(told: str) -> str:
    """Return what an error says as a sentence: with a full stop, and a capital unless it begins with a file's name."""
    first = told.partition(" ")[0]
    begun = told[:1].upper() + told[1:] if first.isalpha() else told
    return begun if begun.endswith((".", "!", "?", "…")) else f"{begun}."


def keep_drawn(rows: Sequence[Mapping[str, Any]], chart: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a table with the columns that its picture needs and no others."""
    names = {chart[part] for part in ("x", "y", "low", "high", "by", "value") if chart.get(part) is not None}
    return [{name: row[name] for name in row if name in names} for row in rows]
