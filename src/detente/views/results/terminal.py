"""A result for a terminal: the answer first, then the table, the controls, and what the number does not mean."""

from __future__ import annotations

import itertools
import math
import textwrap
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from detente.analysis.result import NotEnough
from detente.counts import say_count, say_kind
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyarrow as pa

    from detente.analysis.result import Chart, Control, Interval, Outcome, Result

_NARROWEST: Final = 40
_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_SPARK_CELLS: Final = 60
#: A text cell is cut to this many characters; the CSV has it whole.
_TEXT_CELL: Final = 46
#: And to these where fewer than four columns would stand beside each other.
_NARROW_CELL: Final = 24
_LEAST_COLUMNS: Final = 4
#: A column of sentences: each stands below its row, whole.
_REASONS: Final = "because"


def render_outcome(outcome: Outcome, *, width: int, rows: int = 20) -> str:
    """Return a result as text, ending in a line feed.

    Args:
        outcome: The result, or that there is not enough data.
        width: Columns of the terminal; fewer than 40 count as 40.
        rows: How many rows of the table are shown.
    """
    room = max(width, _NARROWEST)
    lines = _not_enough(outcome, room) if isinstance(outcome, NotEnough) else _result(outcome, room, rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _not_enough(outcome: NotEnough, width: int) -> Iterator[str]:
    yield f"{outcome.measure.upper()}  {neutralise(outcome.question)}"
    yield ""
    yield f"Not enough data: {say_kind(outcome.n, outcome.counted)}, and it takes {outcome.floor:,}."
    yield from textwrap.wrap(neutralise(outcome.why), width)


def _result(result: Result, width: int, rows: int) -> Iterator[str]:
    yield f"{result.measure.upper()}  {neutralise(result.question)}"
    yield ""
    if result.estimate is not None:
        ends = f"  [{_interval(result.interval)}]" if result.interval else ""
        yield f"{_number(result.estimate)}{ends}  {result.estimate_of}"
    yield f"n {result.n:,} {result.counted}, {result.n_distinct:,} distinct"
    if result.chart and result.chart.kind == "lines":
        yield ""
        yield from _sparks(result, result.chart)
    yield ""
    yield from _table(result, width, rows)
    if result.controls:
        yield ""
        yield "Controls"
        for control in result.controls:
            yield from _control(control, width)
    for name, text in (("Method", result.method), ("Mind", result.caution), ("After", result.reference)):
        yield ""
        yield from textwrap.wrap(
            neutralise(text), width, initial_indent=f"{name:<8}", subsequent_indent=" " * 8, break_on_hyphens=False
        )


def _control(control: Control, width: int) -> Iterator[str]:
    figure = "–" if control.estimate is None else _number(control.estimate)
    figure += f" [{_interval(control.interval)}]" if control.interval else ""
    figure += f"  p {control.p:.3f}" if control.p is not None else ""
    yield f"  {neutralise(control.name)}: {figure}"
    yield from textwrap.wrap(control.meaning, width, initial_indent="    ", subsequent_indent="    ")


def _sparks(result: Result, chart: Chart) -> Iterator[str]:
    """Yield a line of blocks for each series of a chart, all on one scale, which begins at 0."""
    series: dict[str, list[float]] = {}
    keys = result.table.column(chart.by).to_pylist() if chart.by else [""] * len(result.table)
    for key, value in zip(keys, result.table.column(chart.y).to_pylist(), strict=True):
        series.setdefault(str(key), []).append(float(value) if value is not None and math.isfinite(value) else 0.0)
    most = max((max(values) for values in series.values()), default=0.0)
    least = min(0.0, *(min(values) for values in series.values())) if series else 0.0
    label = max((len(key) for key in series), default=0)
    for key, values in series.items():
        bars = "".join(_block(value, least, most) for value in _thin(values))
        yield f"{neutralise(key):<{label}}  {bars}  up to {_number(max(values))}"
    span = [str(value) for value in result.table.column(chart.x).to_pylist()]
    if span:
        yield f"{'':<{label}}  {neutralise(f'{min(span)} to {max(span)}; {chart.y_label}')}"


def _thin(values: Sequence[float]) -> list[float]:
    """Return at most 60 values: means of neighbours where there are more."""
    if len(values) <= _SPARK_CELLS:
        return list(values)
    edges = [round(number * len(values) / _SPARK_CELLS) for number in range(_SPARK_CELLS + 1)]
    return [sum(values[a:b]) / (b - a) for a, b in itertools.pairwise(edges)]


def _block(value: float, least: float, most: float) -> str:
    share = (value - least) / (most - least) if most > least else 0.0
    return _BLOCKS[min(int(share * len(_BLOCKS)), len(_BLOCKS) - 1)]


def _table(result: Result, width: int, rows: int) -> Iterator[str]:
    """Yield the first rows, with as many columns as fit; what is left out is said."""
    if not len(result.table):
        yield "no rows"
        return
    listed = _with_something(result)
    shown = listed.slice(0, rows)
    reasons = shown.column(_REASONS).to_pylist() if _REASONS in shown.schema.names else []
    names = [name for name in shown.schema.names if name != _REASONS]
    for room in (_TEXT_CELL, _NARROW_CELL):
        cells = {name: [_cell(value, room) for value in shown.column(name).to_pylist()] for name in names}
        widths = {name: max(len(name), *map(len, column)) if column else len(name) for name, column in cells.items()}
        kept = _fitting(widths, width)
        if len(kept) >= min(_LEAST_COLUMNS, len(widths)):
            break
    is_text = {name: any(isinstance(v, str) for v in shown.column(name).to_pylist()) for name in kept}
    yield "  ".join(_fit(name, widths[name], is_text[name]) for name in kept)
    for at in range(len(shown)):
        yield "  ".join(_fit(cells[name][at], widths[name], is_text[name]) for name in kept)
        if reasons:
            yield from textwrap.wrap(
                neutralise(str(reasons[at])), width, initial_indent="    ", subsequent_indent="    "
            )
    more = [say_count(len(listed) - len(shown), "row")] if len(listed) > len(shown) else []
    quiet = len(result.table) - len(listed)
    more += [f"{say_count(quiet, 'row')} without {result.shown_if}"] if quiet else []
    left = [name for name in widths if name not in kept]
    more += [f"columns {', '.join(left)}"] if left else []
    if more:
        yield from textwrap.wrap(f"… and {'; '.join(more)}: --csv FILE or --json has all", width)


def _with_something(result: Result) -> pa.Table:
    """Return the table without the rows in which nothing happened."""
    if result.shown_if is None:
        return result.table
    return result.table.filter([bool(many) for many in result.table.column(result.shown_if).to_pylist()])


def _fitting(widths: Mapping[str, int], width: int) -> list[str]:
    """Return the first columns that stand beside each other in a line, one at least."""
    kept: list[str] = []
    for name, wide in widths.items():
        if sum(widths[one] + 2 for one in kept) + wide > width and kept:
            break
        kept.append(name)
    return kept


def _fit(cell: str, width: int, is_text: bool) -> str:  # noqa: FBT001 - one column's alignment
    return f"{cell:<{width}}" if is_text else f"{cell:>{width}}"


def _cell(value: Any, room: int) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    text = neutralise(" ".join(str(value).split()))
    return text if len(text) <= room else text[: room - 1] + "…"


def _interval(interval: Interval) -> str:
    return f"{_number(interval.low)} to {_number(interval.high)}, {interval.level:.0%}"


def _number(value: float) -> str:
    """Return a number with three figures, or without a fraction from a thousand on."""
    if not math.isfinite(value):
        return "∞" if value > 0 else "–"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) >= 1 else f"{value:.3f}"
