"""Pictures for paper: lines with their bands, one panel for each, as SVG that needs no script and no style sheet."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.result import Result

_WIDTH: Final = 330.0
_HEIGHT: Final = 130.0
_LEFT: Final = 40.0
_BOTTOM: Final = 22.0
_TOP: Final = 22.0
_COLOURS: Final = ("#2f5382", "#25684a", "#b0641f", "#9b3a22")
#: A band is drawn up to this many times the highest value: one over no data would flatten all lines.
_MOST_BAND: Final = 2.2
_STEPS: Final = 4


def draw_panels(result: Result) -> Markup:
    """Return the lines of a result over time as SVG, a panel for each line.

    Args:
        result: With a chart of kind "lines" over days.

    Raises:
        ValueError: It has none.
    """
    chart = result.chart
    if chart is None or chart.kind != "lines":
        raise ValueError(f"{result.measure} has no lines")
    rows = result.table.to_pylist()
    keys = list(dict.fromkeys(row[chart.by] for row in rows)) if chart.by else [None]
    values = [row[chart.y] for row in rows if row[chart.y] is not None]
    highs = [row[chart.high] for row in rows if chart.high and row[chart.high] is not None]
    peak = max(values, default=0.0)
    top = max(min(max(highs, default=peak), peak * _MOST_BAND), peak, 1e-9)
    across = 2 if len(keys) > 1 else 1
    width = _WIDTH if across > 1 else 2 * _WIDTH
    down = -(-len(keys) // across)
    panels = [
        _panel([row for row in rows if key is None or row[chart.by or ""] == key], result, (width, top),
               _COLOURS[at % len(_COLOURS)], (at % across * width, at // across * (_HEIGHT + _TOP + _BOTTOM)), key)
        for at, key in enumerate(keys)
    ]  # fmt: skip
    height = down * (_HEIGHT + _TOP + _BOTTOM)
    return Markup(  # noqa: S704 - every text in it is escaped below
        f'<svg viewBox="0 0 {across * width:.0f} {height:.0f}" role="img" font-family="sans-serif" font-size="10">'
        f"<title>{escape(result.question)}</title>{''.join(panels)}</svg>"
    )


def _panel(
    rows: list[dict[str, Any]],
    result: Result,
    size: tuple[float, float],
    colour: str,
    place: tuple[float, float],
    title: str | None,
) -> str:
    chart, (width, top) = result.chart, size
    assert chart is not None  # noqa: S101 - the caller has looked
    days = [row[chart.x] for row in rows]
    x = _scale_days(days, width)

    def y(value: float) -> float:
        return _TOP + _HEIGHT * (1 - min(max(value, 0.0), top) / top)

    parts = [f'<g transform="translate({place[0]:.1f} {place[1]:.1f})">']
    if title:
        parts.append(f'<text x="{_LEFT}" y="12" font-weight="bold">{escape(title)}</text>')
    parts += _axes(days, x, y, top, width)
    if chart.low and chart.high:
        for stretch in _stretches(rows, chart.low, chart.high):
            upper = [f"{x(row[chart.x]):.1f},{y(row[chart.high]):.1f}" for row in stretch]
            lower = [f"{x(row[chart.x]):.1f},{y(row[chart.low]):.1f}" for row in reversed(stretch)]
            parts.append(f'<polygon points="{" ".join(upper + lower)}" fill="{colour}" fill-opacity=".15"/>')
    for stretch in _stretches(rows, chart.y):
        points = " ".join(f"{x(row[chart.x]):.1f},{y(row[chart.y]):.1f}" for row in stretch)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
    return "".join((*parts, "</g>"))


def _scale_days(days: list[date], width: float) -> Any:
    first = min(days).toordinal() if days else 0
    length = max((max(days).toordinal() if days else 0) - first, 1)
    return lambda day: _LEFT + (width - _LEFT - 14) * (day.toordinal() - first) / length


def _axes(days: list[date], x: Any, y: Any, top: float, width: float) -> Iterator[str]:
    for value in (0.0, top / 2, top):
        yield f'<path d="M{_LEFT} {y(value):.1f}H{width - 14:.1f}" stroke="#ccc" stroke-width=".6"/>'
        yield f'<text x="{_LEFT - 4}" y="{y(value) + 3:.1f}" text-anchor="end" fill="#555">{value:.3g}</text>'
    shown = sorted(set(days))[:: max(1, len(set(days)) // _STEPS)][:_STEPS]
    for day in shown:
        yield f'<text x="{x(day):.1f}" y="{_TOP + _HEIGHT + 13}" fill="#555">{day:%b %Y}</text>'


def _stretches(rows: list[dict[str, Any]], *names: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows between gaps: a line goes on only where there are values."""
    stretch: list[dict[str, Any]] = []
    for row in rows:
        if any(row[name] is None for name in names):
            if stretch:
                yield stretch
            stretch = []
        else:
            stretch.append(row)
    if stretch:
        yield stretch
