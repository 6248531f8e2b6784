"""How the parts of a record lie in the tables, derived from the fields of the record classes.

Each kind of claim has a table with a column for each plain field. A span is two columns, `<field>_start` and
`<field>_end`; the days and the places of all claims have tables of their own. Lists are JSON, and an empty list is
NULL; the views unfold them.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from detente.records import CLAIM_KINDS, ClaimKind, DateRange, Place, Span

#: How one field is kept: as it is; as 0 or 1; as a probability in ten-thousandths; as a list of such, or of keys, or of
#: spans in JSON; as a span in two columns; the same with further pieces in `pieces`; as a day; as a place.
Shape = Literal[
    "plain", "flag", "probability", "probabilities", "span", "pieces", "spans", "keys", "day", "place"
]  # fmt: skip

#: The character after each quotation in `words`.
QUOTE_END = "\x1f"

Row = tuple[Any, ...]

_PROBABILITY_UNITS = 10_000  # reading gives four decimals


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of claim is kept.

    Attributes:
        cls: The class of the claim.
        table: Its table; also the field of a record that holds these claims.
        shapes: How each field is kept, in the order of the class.
        columns: The table's columns that a claim fills, in order; `article` stands before them, and `words` (where
            there are quotations) behind.
        has_words: Whether there are quotations, which the table compares with the text.
    """

    cls: type
    table: str
    shapes: dict[str, Shape]
    columns: tuple[str, ...]
    has_words: bool


def to_row(layout: Layout, claim: object, text: str) -> Row:
    """Return a claim's values for `layout.columns`, and its words where the table wants them."""
    values: list[Any] = []
    words: list[str] = []
    pieces: dict[str, Any] = {}
    for name, shape in layout.shapes.items():
        value = getattr(claim, name)
        if shape in {"span", "pieces", "spans"}:
            spans = value if isinstance(value, tuple) and not isinstance(value, Span) else (value,) if value else ()
            words += [span.words(text) for span in spans]
            if shape == "pieces" and len(spans) > 1:
                pieces[name] = [list(span) for span in spans]
            if shape == "spans":
                values.append(json_cell([list(span) for span in spans]))
            else:
                values += spans[0] if spans else (None, None)
        elif shape in _CELLS:
            values.append(_CELLS[shape][0](value))
    if "pieces" in layout.columns:
        values.append(json_cell(pieces))
    if layout.has_words:
        values.append("".join(quote + QUOTE_END for quote in words))
    return tuple(values)


def from_row(layout: Layout, row: Row, found: dict[str, Any]) -> Any:
    """Return the claim that a row of `layout.columns` holds.

    Args:
        layout: The claim's layout.
        row: The values of its columns.
        found: What other tables hold of the claim: by field, the day and the place.
    """
    given = dict(zip(layout.columns, row, strict=True))
    pieces = json.loads(given.get("pieces") or "{}")
    fields: dict[str, Any] = {}
    for name, shape in layout.shapes.items():
        if shape == "span":
            fields[name] = span_of(given[f"{name}_start"], given[f"{name}_end"])
        elif shape == "pieces":
            first = span_of(given[f"{name}_start"], given[f"{name}_end"])
            fields[name] = tuple(Span(*p) for p in pieces[name]) if name in pieces else (first,) if first else ()
        elif shape == "spans":
            fields[name] = tuple(Span(*p) for p in json.loads(given[name] or "[]"))
        elif shape in _CELLS:
            fields[name] = _CELLS[shape][1](given[name])
        else:
            fields[name] = found.get(name)
    return layout.cls(**fields)


def field_of_shape(layout: Layout, shape: Shape) -> str | None:
    """Return the first field that is kept in this way, or None."""
    return next((name for name, s in layout.shapes.items() if s == shape), None)


def json_cell(value: Any) -> str | None:
    """Return a list or a mapping as JSON; None for an empty one."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _as_units(probability: float) -> int:
    return round(probability * _PROBABILITY_UNITS)


def _from_units(units: int) -> float:
    return units / _PROBABILITY_UNITS


def span_of(start: int | None, end: int | None) -> Span | None:
    """Return the span of two cells; None where one of them is empty."""
    return None if start is None or end is None else Span(start, end)


#: For each shape of one column: how a value becomes a cell, and a cell a value.
_CELLS: dict[Shape, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "plain": (lambda value: value, lambda cell: cell),
    "flag": (int, bool),
    "keys": (lambda keys: json_cell(list(keys)), lambda cell: tuple(json.loads(cell or "[]"))),
    "probability": (
        lambda value: None if value is None else _as_units(value),
        lambda cell: None if cell is None else _from_units(cell),
    ),
    "probabilities": (
        lambda values: json_cell([_as_units(value) for value in values]),
        lambda cell: tuple(_from_units(units) for units in json.loads(cell or "[]")),
    ),
}


def _make(kind: ClaimKind) -> Layout:
    shapes = {name: _shape_of(hint, name, kind.collection) for name, hint in kind.field_types.items()}
    columns: list[str] = []
    for name, shape in shapes.items():
        if shape in {"span", "pieces"}:
            columns += [f"{name}_start", f"{name}_end"]
        elif shape in {"plain", "flag", "probability", "probabilities", "spans", "keys"}:
            columns.append(name)
    if "pieces" in shapes.values():
        columns.append("pieces")
    has_words = any(shape in {"span", "pieces", "spans"} for shape in shapes.values())
    return Layout(kind.cls, kind.collection, shapes, tuple(columns), has_words)


def _shape_of(hint: Any, name: str, table: str) -> Shape:
    if name == "confidence":
        return "probability"
    if get_origin(hint) is tuple:
        if get_args(hint)[0] is Span:
            return "pieces" if table == "statements" else "spans"
        return "probabilities" if get_args(hint)[0] is float else "keys"
    inner = get_args(hint)[0] if get_origin(hint) in {types.UnionType, typing.Union} else hint
    return {Span: "span", DateRange: "day", Place: "place", bool: "flag"}.get(inner, "plain")  # type: ignore[return-value]


#: The kinds of claim, in an order in which they can be inserted: what is pointed to before what points.
CLAIMS: tuple[Layout, ...] = tuple(_make(kind) for kind in CLAIM_KINDS)
