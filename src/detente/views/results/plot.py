"""A result as a picture, SVG or PNG: the same result gives the same bytes."""

from __future__ import annotations

import io
import math
import textwrap
import warnings
from typing import TYPE_CHECKING, Any, Final, Literal

from detente.analysis.result import NotEnough
from detente.errors import UsageError
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from detente.analysis.result import Chart, Outcome, Result

Form = Literal["svg", "png"]

#: Colours that people with colour blindness can tell apart (Okabe and Ito 2008), the strongest first.
_COLOURS: Final = ("#0072B2", "#009E73", "#E69F00", "#D55E00", "#CC79A7", "#56B4E9", "#000000", "#F0E442")
_FIXED: Final[dict[Any, Any]] = {
    "svg.hashsalt": "detente",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.parse_math": False,  # a dollar in a name is a dollar
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_WIDTH_INCHES: Final = 8.0
_WRAP: Final = 118
_MOST_LABELS: Final = 60
_LABEL_CHARS: Final = 48
#: A line of fewer values has a mark at each: one without neighbours would not be seen.
_LEAST_UNMARKED: Final = 40
#: Rows of a timeline without a marked day are shown while it has fewer rows than this: they say nothing but when.
_UNMARKED_ROWS: Final = 20
#: Signs of the marks on a timeline: a deadline, what answers, what contradicts.
_MARKS: Final = ("|", "^", "x")


def draw(outcome: Outcome, form: Form) -> bytes:
    """Return the picture of a result, with n, interval and caution below it.

    Args:
        outcome: The result.
        form: "svg" or "png".

    Raises:
        UsageError: There is not enough data, nothing to draw, or matplotlib is not installed.
    """
    if isinstance(outcome, NotEnough):
        raise UsageError(
            f"nothing to draw: {outcome.n:,} {outcome.counted}, and it takes {outcome.floor:,}", hint=outcome.why
        )
    if outcome.chart is None:
        raise UsageError(f"{outcome.measure} has no picture", hint="--csv and --json have all of it.")
    if not len(outcome.table):
        raise UsageError(f"nothing to draw: {outcome.measure} found nothing", hint="The table is empty.")
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - an extra that may be missing
        from matplotlib.figure import Figure  # noqa: PLC0415 - an extra that may be missing
    except ImportError as error:
        raise UsageError("pictures need matplotlib", hint='pip install "detente[plots]"') from error
    with mpl.rc_context(_FIXED), warnings.catch_warnings():
        # Names in scripts that the font lacks become boxes in a PNG; an SVG holds them as text.
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure = Figure(layout="constrained")
        FigureCanvasAgg(figure)
        _PAINTERS[outcome.chart.kind](figure, outcome, outcome.chart)
        _write_around(figure, outcome)
        out = io.BytesIO()
        # Without these the file holds the time, or the version of matplotlib.
        metadata: dict[str, Any] = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, metadata=metadata, dpi=150)
    return out.getvalue()


def _write_around(figure: Figure, result: Result) -> None:
    figure.suptitle(
        "\n".join(textwrap.wrap(neutralise(f"{result.measure}: {result.question}"), 90)), x=0.01, ha="left", size=11
    )
    span = f"[{result.interval.low:.3g}, {result.interval.high:.3g}]" if result.interval else ""
    parts = [f"{result.estimate:.3g} {span} {result.estimate_of}."] if result.estimate is not None else []
    parts += [f"n = {result.n:,} {result.counted}, {result.n_distinct:,} distinct.", result.caution]
    figure.supxlabel(
        "\n".join(textwrap.wrap(neutralise(" ".join(parts)), _WRAP)), x=0.01, ha="left", size=7, color="#444444"
    )


def _paint_lines(figure: Figure, result: Result, chart: Chart) -> None:
    """Paint a panel for each series: bands of several would hide each other."""
    groups = _by(result.table.to_pylist(), chart)
    across = 2 if len(groups) > 1 else 1
    down = -(-len(groups) // across)
    figure.set_size_inches(_WIDTH_INCHES, 1.5 + (2.2 if across > 1 else 3.2) * down)
    panels = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
    for number, (axes, (key, rows)) in enumerate(zip(panels.flat, groups.items(), strict=False)):
        colour = _COLOURS[number % len(_COLOURS)]
        x, y = [row[chart.x] for row in rows], [_or_nan(row[chart.y]) for row in rows]
        alone = sum(math.isfinite(value) for value in y) < _LEAST_UNMARKED
        axes.plot(x, y, color=colour, marker="o" if alone else None, markersize=3)
        if chart.low and chart.high:
            low, high = ([_or_nan(row[end]) for row in rows] for end in (chart.low, chart.high))
            axes.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0)
        axes.set_title(key, fontsize=9, loc="left")
        if chart.baseline is not None:
            axes.axhline(chart.baseline, color="#888888", linewidth=1, linestyle=":")
        if chart.diagonal:
            axes.axline((0, 0), slope=1, color="#888888", linewidth=1, linestyle=":")
        axes.set_xlabel(chart.x_label, fontsize=9)
    # after all are painted: they share one scale, and a limit would freeze it
    for axes in list(panels.flat)[: len(groups)]:
        _finish(axes, chart.baseline)
    for axes in list(panels.flat)[len(groups) :]:
        axes.set_visible(False)
    figure.supylabel(chart.y_label, fontsize=9)
    figure.autofmt_xdate(rotation=30)


def _paint_points(figure: Figure, result: Result, chart: Chart) -> None:
    rows = result.table.to_pylist()[:_MOST_LABELS]
    figure.set_size_inches(_WIDTH_INCHES, 1.9 + 0.24 * len(rows))
    axes = figure.add_subplot()
    labels = [_label(row, chart) for row in rows]
    values = [_or_nan(row[chart.y]) for row in rows]
    places = list(range(len(rows), 0, -1))
    if chart.low and chart.high:
        low, high = ([_or_nan(row[end]) for row in rows] for end in (chart.low, chart.high))
        axes.hlines(places, low, high, color=_COLOURS[0], linewidth=2, alpha=0.5)
    axes.plot(values, places, "o", color=_COLOURS[0], markersize=4)
    axes.set_yticks(places, labels)
    axes.set_ylim(0.3, len(rows) + 0.7)
    axes.set_xlabel(chart.y_label)
    if chart.baseline is not None:
        axes.axvline(chart.baseline, color="#888888", linewidth=1, linestyle=":")


def _paint_bars(figure: Figure, result: Result, chart: Chart) -> None:
    rows = [row for row in result.table.to_pylist() if row[chart.y] is not None]
    labels = list(dict.fromkeys(_name(row[chart.x]) for row in rows))[:_MOST_LABELS]
    figure.set_size_inches(_WIDTH_INCHES, 1.9 + 0.26 * len(labels))
    axes = figure.add_subplot()
    place = {label: len(labels) - number for number, label in enumerate(labels)}
    begins = dict.fromkeys(labels, 0.0)
    for number, (key, listed) in enumerate(_by(rows, chart).items()):
        kept = [row for row in listed if _name(row[chart.x]) in place]
        names = [_name(row[chart.x]) for row in kept]
        values = [0.0 if math.isnan(value := _or_nan(row[chart.y])) else value for row in kept]
        colour = _COLOURS[number % len(_COLOURS)]
        lefts = [begins[name] for name in names]
        axes.barh([place[name] for name in names], values, left=lefts, color=colour, label=key or None, height=0.7)
        for name, value in zip(names, values, strict=True):
            begins[name] += value
    axes.set_yticks(list(place.values()), list(place))
    axes.set_ylim(0.3, len(labels) + 0.7)
    axes.set_xlabel(chart.y_label)
    if chart.by:
        figure.legend(frameon=False, loc="outside right upper", fontsize=8, title=chart.by, title_fontsize=8)


def _paint_matrix(figure: Figure, result: Result, chart: Chart) -> None:
    rows = result.table.to_pylist()
    across = list(dict.fromkeys(_name(row[chart.x]) for row in rows))[:_MOST_LABELS]
    down = list(dict.fromkeys(_name(row[chart.y]) for row in rows))[:_MOST_LABELS]
    figure.set_size_inches(2.6 + 0.22 * len(across) + 1.2, 2.4 + 0.22 * len(down))
    axes = figure.add_subplot()
    found = {(_name(row[chart.y]), _name(row[chart.x])): _or_nan(row[chart.value or ""]) for row in rows}
    if chart.mirrored:
        found |= {(other, one): value for (one, other), value in found.items()}
    if len({*across, *down}) < len(across) + len(down):  # the same actors on both sides stand in one order
        across = down = sorted({*across, *down}, key=lambda name: (-_strength(found, name), name))[:_MOST_LABELS]
    cells = [[found.get((one, other), float("nan")) for other in across] for one in down]
    known = [abs(cell) for line in cells for cell in line if math.isfinite(cell)]
    most = max(known, default=1.0) or 1.0
    least = -most if any(cell < 0 for line in cells for cell in line) else 0.0
    shown = axes.imshow(cells, cmap="RdBu" if least < 0 else "Blues", vmin=least, vmax=most, aspect="auto")
    axes.set_xticks(range(len(across)), across, rotation=90, fontsize=7)
    axes.set_yticks(range(len(down)), down, fontsize=7)
    figure.colorbar(shown, ax=axes, label=chart.y_label)


def _paint_tiles(figure: Figure, result: Result, chart: Chart) -> None:
    """Paint a row for each pair, the strongest first, with a coloured tile where it has a value: gaps in time stay."""
    rows = [row for row in result.table.to_pylist() if math.isfinite(_or_nan(row[chart.value or ""]))]
    weights: dict[str, float] = {}
    for row in rows:
        pair = _pair(row, chart)
        weights[pair] = weights.get(pair, 0.0) + abs(row[chart.value or ""])
    labels = sorted(weights, key=lambda pair: (-weights[pair], pair))[:_MOST_LABELS]
    place = {label: len(labels) - number for number, label in enumerate(labels)}
    kept = [row for row in rows if _pair(row, chart) in place]
    values = [row[chart.value or ""] for row in kept]
    most = max(map(abs, values), default=1.0) or 1.0
    least = -most if any(value < 0 for value in values) else 0.0
    figure.set_size_inches(_WIDTH_INCHES, 2.0 + 0.24 * len(labels))
    axes = figure.add_subplot()
    shown = axes.scatter(
        [row[chart.x] for row in kept], [place[_pair(row, chart)] for row in kept], c=values, marker="s", s=40,
        cmap="RdBu" if least < 0 else "Blues", vmin=least, vmax=most, edgecolors="#999999", linewidths=0.4,
    )  # fmt: skip
    axes.set_yticks(list(place.values()), list(place), fontsize=7)
    axes.set_ylim(0.3, len(labels) + 0.7)
    if len(weights) > len(labels):
        axes.set_xlabel(f"the {len(labels)} strongest of {len(weights):,}", fontsize=8)
    figure.colorbar(shown, ax=axes, label=chart.y_label)
    figure.autofmt_xdate(rotation=30)


def _pair(row: dict[str, Any], chart: Chart) -> str:
    return f"{_name(row[chart.y])} – {_name(row[chart.by or ''])}"


def _paint_timeline(figure: Figure, result: Result, chart: Chart) -> None:
    """Paint a line for each row from its first day to the last that is marked on it; the colour is its state."""
    listed = result.table.to_pylist()
    is_marked = [any(row[column] is not None for column, _ in chart.marks) for row in listed]
    marked = [row for row, has in zip(listed, is_marked, strict=True) if has][:_MOST_LABELS]
    others = [row for row, has in zip(listed, is_marked, strict=True) if not has]
    rows = marked + others[: max(_UNMARKED_ROWS - len(marked), 0)]
    figure.set_size_inches(_WIDTH_INCHES, 2.2 + 0.24 * len(rows))
    axes = figure.add_subplot()
    colours = {key: _COLOURS[at % len(_COLOURS)] for at, key in enumerate(_by(rows, chart))}
    for number, row in enumerate(rows):
        at = len(rows) - number
        days = [row[chart.x], *(row[column] for column, _ in chart.marks if row[column] is not None)]
        colour = colours[_name(row[chart.by])] if chart.by else _COLOURS[0]
        axes.hlines(at, min(days), max(days), color=colour, linewidth=1.5, alpha=0.6)
        axes.plot([row[chart.x]], [at], "o", color=colour, markersize=4)
        for (column, _), sign in zip(chart.marks, _MARKS[-len(chart.marks) :], strict=True):
            if row[column] is not None:
                axes.plot([row[column]], [at], sign, color=colour, markersize=6)
    for key, colour in colours.items():
        axes.plot([], [], "-", color=colour, label=key)
    axes.plot([], [], "o", color="#444444", markersize=4, label=chart.x)
    for (_, meaning), sign in zip(chart.marks, _MARKS[-len(chart.marks) :], strict=True):
        axes.plot([], [], sign, color="#444444", markersize=6, label=meaning)
    labels = [f"{_name(row[chart.y])}: {_name(row[chart.value])}" if chart.value else _name(row[chart.y])
              for row in rows]  # fmt: skip
    axes.set_yticks(range(len(rows), 0, -1), [_name(label) for label in labels], fontsize=7)
    axes.set_ylim(0.3, len(rows) + 0.7)
    if len(rows) < len(listed):
        axes.set_xlabel(f"{len(rows)} of {len(listed):,}; first those with a day to mark", fontsize=8)
    figure.legend(frameon=False, loc="outside right upper", fontsize=8)
    figure.autofmt_xdate(rotation=30)


def _strength(found: dict[tuple[str, str], float], name: str) -> float:
    """Return the weight of all ties of an actor, whatever their sign."""
    return sum(abs(value) for pair, value in found.items() if name in pair and math.isfinite(value))


def _finish(axes: Axes, baseline: float | None) -> None:
    """Let an axis begin at the baseline (without one at 0) if no value lies below."""
    least = 0.0 if baseline is None else baseline
    if axes.dataLim.y0 >= least:
        axes.set_ylim(bottom=least)


def _by(rows: list[dict[str, Any]], chart: Chart) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(_name(row[chart.by]) if chart.by else "", []).append(row)
    return groups


def _label(row: dict[str, Any], chart: Chart) -> str:
    return f"{_name(row[chart.x])}, {_name(row[chart.by])}" if chart.by else _name(row[chart.x])


def _name(value: Any) -> str:
    """Return a label: one harmless line, not too long."""
    return textwrap.shorten(neutralise(str(value)), _LABEL_CHARS, placeholder=" …")


def _or_nan(value: float | None) -> float:
    return float(value) if value is not None and math.isfinite(value) else float("nan")


_PAINTERS: Final = {
    "lines": _paint_lines, "points": _paint_points, "bars": _paint_bars, "matrix": _paint_matrix,
    "tiles": _paint_tiles, "timeline": _paint_timeline,
}  # fmt: skip
