"""A result as data: JSON with everything, CSV of the table with everything else beside it."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.analysis.result import NotEnough

if TYPE_CHECKING:
    from detente.analysis.result import Outcome, Result

FORMAT = "detente-result/1"


def result_as_json(outcome: Outcome) -> str:
    """Return a result as JSON, its table as rows; what is no finite number is null."""
    described = describe_result(outcome)
    if not isinstance(outcome, NotEnough):
        described["rows"] = table_rows(outcome)
    return json.dumps(described, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def table_rows(result: Result) -> list[dict[str, Any]]:
    """Return the table of a result as rows of plain values; what is no finite number is null."""
    return [{name: _plain(value) for name, value in row.items()} for row in result.table.to_pylist()]


def as_csv(outcome: Outcome) -> str:
    """Return the table of a result as CSV: UTF-8, comma, header, line feeds. `describe` has what a table cannot say.

    A result for which the data are too few is a header without rows: of n, floor and why.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if isinstance(outcome, NotEnough):
        writer.writerow(("n", "floor", "why"))
        writer.writerow((outcome.n, outcome.floor, outcome.why))
        return out.getvalue()
    writer.writerow(outcome.table.schema.names)
    for row in zip(*(column.to_pylist() for column in outcome.table.columns), strict=True):
        writer.writerow(["" if value is None else _plain(value) for value in row])
    return out.getvalue()


def describe_result(outcome: Outcome) -> dict[str, Any]:
    """Return all of a result but its table, ready for JSON."""
    if isinstance(outcome, NotEnough):
        return {"format": FORMAT, "enough": False, **asdict(outcome)}
    return {
        "format": FORMAT,
        "enough": True,
        "measure": outcome.measure,
        "question": outcome.question,
        "estimate": _plain(outcome.estimate),
        "estimate_of": outcome.estimate_of,
        "interval": None if outcome.interval is None else _plain_all(asdict(outcome.interval)),
        "n": outcome.n,
        "n_distinct": outcome.n_distinct,
        "counted": outcome.counted,
        "controls": [_plain_all(asdict(control)) for control in outcome.controls],
        "floor": outcome.floor,
        "method": outcome.method,
        "caution": outcome.caution,
        "reference": outcome.reference,
        "citation": outcome.citation,
        "columns": dict(outcome.columns),
    }


def _plain_all(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain_all(value) if isinstance(value, dict) else _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """Return a value that JSON has."""
    if isinstance(value, float):
        return float(f"{value:.10g}") if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, date) else value
