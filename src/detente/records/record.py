"""The record: everything that Détente takes from one article, and the checks that it holds together."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from detente.errors import RecordError
from detente.records.article import Article
from detente.records.claims import (
    Actor,
    Commitment,
    Condition,
    Event,
    Gap,
    Interpretation,
    Position,
    Question,
    Statement,
)
from detente.records.codec import decode, encode, schema_of
from detente.records.kinds import BY_LETTER, CLAIM_KINDS, KINDS, keys_in
from detente.records.spans import Span

FORMAT: Literal["detente-record/1"] = "detente-record/1"


@dataclass(frozen=True, slots=True)
class Run:
    """What made the record. No clock and no machine: the same input gives the same bytes.

    Attributes:
        version: Détente's version.
        models: sha256 of each model used, by its name.
        knowledge: sha256 of the knowledge tables.
    """

    version: str
    models: dict[str, str]
    knowledge: str


@dataclass(frozen=True, slots=True)
class Record:
    """One article's record, format detente-record/1.

    Raises:
        RecordError: A span runs past the text, a key is unknown or stands twice, or a confidence is no probability.
    """

    format: Literal["detente-record/1"]
    article: Article
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    conditions: tuple[Condition, ...]
    interpretations: tuple[Interpretation, ...]
    questions: tuple[Question, ...]
    positions: tuple[Position, ...]
    commitments: tuple[Commitment, ...]
    gaps: tuple[Gap, ...]
    run: Run

    def __post_init__(self) -> None:
        _check_spans(self)
        _check_keys(self)
        _check_confidences(self)

    @classmethod
    def empty(cls, article: Article, run: Run, *gaps: Gap) -> Record:
        """Return a record of an article without actors and claims.

        Args:
            article: The article.
            run: What makes the record.
            gaps: What could not be read, if anything is to be said of it.
        """
        nothing: dict[str, Any] = {kind.collection: () for kind in KINDS}
        return cls(FORMAT, article, **nothing, gaps=gaps, run=run)

    def words(self, spans: Span | tuple[Span, ...] | None) -> str:
        """Return the quoted words of one span or several, joined by an ellipsis; "" for None."""
        if not spans:
            return ""
        listed = (spans,) if isinstance(spans, Span) else spans
        return " … ".join(span.words(self.article.text) for span in listed)

    def actor(self, key: str) -> Actor:
        """Return the actor with this key.

        Raises:
            KeyError: There is none.
        """
        for actor in self.actors:
            if actor.key == key:
                return actor
        raise KeyError(key)

    def to_html(self) -> str:
        """Return the record as a page that needs nothing else, as `detente read --html` writes it."""
        return str(_views().render_page(self))

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the reader in a frame of its own, without scripts, bounded in size."""
        return str(_views().render_notebook(self))

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        encoded: dict[str, Any] = encode(self)
        return encoded

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON text, non-ASCII characters as they are; one line unless `indent` is given."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Record:
        """Build a record from plain JSON values.

        Raises:
            RecordError: The data is not a valid record; the message says where.
        """
        record: Record = decode(cls, data)
        return record

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Build a record from JSON text.

        Raises:
            RecordError: The text is no JSON, or no valid record.
        """
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise RecordError(f"this is not JSON: {error}") from error
        return cls.from_dict(data)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a record, made from the record classes."""
    definitions: dict[str, Any] = {}
    reference = schema_of(Record, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FORMAT,
        **reference,
        "$defs": definitions,
    }


def _iter_spans(value: object, where: str) -> Iterator[tuple[str, Span]]:
    """Yield every span inside a record's part, with its path."""
    if isinstance(value, Span):
        yield where, value
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _iter_spans(item, f"{where}[{i}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        start, end = getattr(value, "start", None), getattr(value, "end", None)
        if isinstance(start, int) and isinstance(end, int):
            yield where, Span(start, end)
        for field in dataclasses.fields(value):
            yield from _iter_spans(getattr(value, field.name), f"{where}.{field.name}")


@functools.cache
def _field_names(cls: type) -> tuple[str, ...] | None:
    """Return the fields of a dataclass; None for any other class."""
    return tuple(f.name for f in dataclasses.fields(cls)) if dataclasses.is_dataclass(cls) else None


def _spans_fit(value: Any, length: int) -> bool:
    """Tell whether every span inside a record's part lies in a text of `length` characters.

    The same walk as `_iter_spans` without the paths, which take most of its time.
    """
    cls = type(value)
    if cls is Span:
        return bool(0 <= value[0] < value[1] <= length)
    if cls is tuple:
        return all(_spans_fit(item, length) for item in value)
    names = _field_names(cls)  # type: ignore[arg-type]
    if names is None:
        return True
    if "start" in names and isinstance(value.start, int) and not 0 <= value.start < value.end <= length:
        return False
    return all(_spans_fit(getattr(value, name), length) for name in names)


def _check_spans(record: Record) -> None:
    length = len(record.article.text)
    if not _spans_fit(record, length):
        where, span = next(
            (where, span) for where, span in _iter_spans(record, "record") if not 0 <= span[0] < span[1] <= length
        )
        raise RecordError(f"{where} is [{span.start}, {span.end}], outside the text of {length} characters")
    end = 0
    for i, block in enumerate(record.article.blocks):
        if block.start < end:
            raise RecordError(f"record.article.blocks[{i}] begins at {block.start}, before the block ahead of it ends")
        end = block.end


def _check_keys(record: Record) -> None:
    keys: dict[str, set[str]] = {}
    for kind in KINDS:
        listed = [claim.key for claim in getattr(record, kind.collection)]
        keys[kind.letter] = set(listed)
        if len(keys[kind.letter]) != len(listed):
            raise RecordError(f"record.{kind.collection} uses a key twice")
    for kind in CLAIM_KINDS:
        for name, letters in kind.reference_fields.items():
            known = frozenset().union(*(keys[letter] for letter in letters))
            for claim in getattr(record, kind.collection):
                unknown = sorted(set(keys_in(getattr(claim, name))) - known)
                if unknown:
                    homes = " or ".join(f"record.{BY_LETTER[letter].collection}" for letter in letters)
                    raise RecordError(f"{kind.singular} {claim.key} names {unknown[0]!r}, which is no key in {homes}")


def _check_confidences(record: Record) -> None:
    for kind in CLAIM_KINDS:
        for claim in getattr(record, kind.collection):
            measured = [() if claim.confidence is None else (claim.confidence,)]
            for name, of in kind.measured_fields.items():
                measured.append(getattr(claim, name))
                if measured[-1] and len(measured[-1]) != len(getattr(claim, of)):
                    raise RecordError(f"{name} of {claim.key} has not one confidence for each of its {of}")
            if not all(0 <= probability <= 1 for listed in measured for probability in listed):
                raise RecordError(f"a confidence of {claim.key} is not from 0 to 1")


def _views() -> Any:
    """Return the room that shows records. Nothing here knows it until somebody asks to see one: decision 8."""
    return importlib.import_module("detente.views.report")
