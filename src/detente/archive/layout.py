"""How the parts of a record lie in the tables, derived from the fields of the record classes.

Each kind of claim has a table with a column for each plain field. A span is two columns, `<field>_start` and
`<field>_end`; the days and the places of all claims have tables of their own. Lists are JSON, and an empty list is
NULL; the views unfold them.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from detente.records import (
    Commitment,
    Condition,
    DateRange,
    Event,
    Interpretation,
    Place,
    Position,
    Question,
    Span,
    Statement,
)

#: How one field is kept: as it is; as 0 or 1; as a probability in ten-thousandths; as a span in two columns; the
#: same with further pieces in `pieces`; as a list of spans or of keys in JSON; as a day; as a place.
Shape = Literal["plain", "flag", "probability", "span", "pieces", "spans", "keys", "day", "place"]

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
                values.append(as_json([list(span) for span in spans]))
            else:
                values += spans[0] if spans else (None, None)
        elif shape == "keys":
            values.append(as_json(list(value)))
        elif shape in {"plain", "flag"}:
            values.append(int(value) if shape == "flag" else value)
        elif shape == "probability":
            values.append(None if value is None else round(value * _PROBABILITY_UNITS))
    if "pieces" in layout.columns:
        values.append(as_json(pieces))
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
            fields[name] = _span(given[f"{name}_start"], given[f"{name}_end"])
        elif shape == "pieces":
            first = _span(given[f"{name}_start"], given[f"{name}_end"])
            fields[name] = tuple(Span(*p) for p in pieces[name]) if name in pieces else (first,) if first else ()
        elif shape == "spans":
            fields[name] = tuple(Span(*p) for p in json.loads(given[name] or "[]"))
        elif shape == "keys":
            fields[name] = tuple(json.loads(given[name] or "[]"))
        elif shape == "plain":
            fields[name] = given[name]
        elif shape == "flag":
            fields[name] = bool(given[name])
        elif shape == "probability":
            fields[name] = None if given[name] is None else given[name] / _PROBABILITY_UNITS
        else:
            fields[name] = found.get(name)
    return layout.cls(**fields)


def field_of_shape(layout: Layout, shape: Shape) -> str | None:
    """Return the first field that is kept in this way, or None."""
    return next((name for name, s in layout.shapes.items() if s == shape), None)


def as_json(value: Any) -> str | None:
    """Return a list or a mapping as JSON; None for an empty one."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _make(cls: type, table: str) -> Layout:
    hints = typing.get_type_hints(cls)
    listed = tuple(f.name for f in dataclasses.fields(cls))
    shapes = {name: _shape_of(hints[name], name, table) for name in listed}
    columns: list[str] = []
    for name, shape in shapes.items():
        if shape in {"span", "pieces"}:
            columns += [f"{name}_start", f"{name}_end"]
        elif shape in {"plain", "flag", "probability", "spans", "keys"}:
            columns.append(name)
    if "pieces" in shapes.values():
        columns.append("pieces")
    has_words = any(shape in {"span", "pieces", "spans"} for shape in shapes.values())
    return Layout(cls, table, shapes, tuple(columns), has_words)


def _shape_of(hint: Any, name: str, table: str) -> Shape:
    if name == "confidence":
        return "probability"
    if get_origin(hint) is tuple:
        if get_args(hint)[0] is Span:
            return "pieces" if table == "statements" else "spans"
        return "keys"
    inner = get_args(hint)[0] if get_origin(hint) in {types.UnionType, typing.Union} else hint
    return {Span: "span", DateRange: "day", Place: "place", bool: "flag"}.get(inner, "plain")  # type: ignore[return-value]


#: The kinds of claim, in an order in which they can be inserted: what is pointed to before what points.
CLAIMS: tuple[Layout, ...] = (
    _make(Statement, "statements"),
    _make(Event, "events"),
    _make(Condition, "conditions"),
    _make(Interpretation, "interpretations"),
    _make(Question, "questions"),
    _make(Position, "positions"),
    _make(Commitment, "commitments"),
)
