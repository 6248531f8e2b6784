"""Values of a record as people write them: the other way round of `written_values`, for forms that are filled in."""

from __future__ import annotations

import types
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from detente.archive.review import correctable_fields
from detente.records import DateRange, Place, Span, kind_of
from detente.records.kinds import keys_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.records import ClaimKind, Record

FieldForm = Literal["actor", "words", "choice", "plain"]

_YES_NO = (("yes", "yes"), ("no", "no"))
#: How much of an ISO day says the precision of a date.
_DAY_CHARS = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of a claim as a form shows it.

    Attributes:
        name: The field's name in the record.
        values: What stands there, as `parse_field` understands it; empty for nothing. Keys for actors and claims,
            words as printed for places in the text.
        choices: What may stand there, as pairs of value and meaning; empty for anything.
        is_list: Whether several values may stand there.
        is_main: Whether it is what the claim says: who, what, and in which words. The rest are details.
        is_doubtful: Whether it should say who, and says nothing.
        form: What its values are: "actor" (the key of an actor), "words" (words of the text), "choice" (one of
            `choices`), or "plain".
    """

    name: str
    values: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    is_list: bool
    is_main: bool
    is_doubtful: bool
    form: FieldForm


def show_fields(record: Record, key: str) -> tuple[ShownField, ...]:
    """Return the fields of a claim that a person can correct, in the order of the record.

    Args:
        record: The article's record.
        key: The claim.
    """
    kind = kind_of(key)
    claim = next(claim for claim in getattr(record, kind.collection) if claim.key == key)
    return tuple(_show(record, kind, name, getattr(claim, name)) for name in correctable_fields(kind))


def blank_fields(record: Record, kind: ClaimKind) -> tuple[ShownField, ...]:
    """Return the fields of a claim that is yet to be added, all empty.

    Args:
        record: The article's record, for the actors to choose from.
        kind: What kind of claim it is going to be.
    """
    fields = (_show(record, kind, name, None) for name in correctable_fields(kind) if name != "mentions")
    # whose entity is known is found by typing a name where it acts; here it is a detail
    shown = (replace(field, is_doubtful=False, is_main=field.is_main and field.name != "entity") for field in fields)
    return tuple(shown)


def keep_places(record: Record, key: str, field: str, written: Sequence[str]) -> list[str]:
    """Return values of a field with the words that stood there before as places, for words may stand several times.

    Args:
        record: The article's record.
        key: The claim.
        field: The field.
        written: What a person wrote, or left as it was shown.
    """
    claim = next((c for c in getattr(record, kind_of(key).collection) if c.key == key), None)
    value = getattr(claim, field, None)
    spans = [value] if isinstance(value, Span) else [s for s in value or () if isinstance(s, Span)]
    known = {span.words(record.article.text): f"{span.start}-{span.end}" for span in reversed(spans)}
    return [known.get(words, words) for words in written]


def _form(kind: ClaimKind, name: str, hint: Any, choices: tuple[tuple[str, str], ...]) -> FieldForm:
    if name in kind.actor_fields:
        return "actor"
    if choices:
        return "choice"
    return "words" if Span in _parts(hint) else "plain"


def _parts(hint: Any) -> set[Any]:
    """Return a type and everything that it is made of."""
    return {hint}.union(*(_parts(part) for part in get_args(hint)))


def _show(record: Record, kind: ClaimKind, name: str, value: Any) -> ShownField:
    hint = kind.field_types[name]
    values = tuple(keys_in(value)) if name in kind.reference_fields else write_value(record.article.text, value)
    choices = _choices(record, kind, name, hint)
    main = {*kind.who_fields, *kind.label_fields, *(field for group in kind.span_fields for field in group)}
    return ShownField(
        name=name,
        values=values,
        choices=choices,
        is_list=get_origin(hint) is tuple,
        is_main=name in main or (bool(choices) and name not in kind.actor_fields and choices != _YES_NO),
        is_doubtful=name in kind.who_fields and not values,
        form=_form(kind, name, hint, choices),
    )


def write_value(text: str, value: Any) -> tuple[str, ...]:
    """Return a value as `parse_field` understands it: one string for each part, none for nothing."""
    if value is None:
        return ()
    if isinstance(value, Span):  # a tuple, too
        return (value.words(text),)
    if isinstance(value, tuple):
        return tuple(part for item in value for part in write_value(text, item))
    if isinstance(value, DateRange):
        chars = _DAY_CHARS.get(value.precision)
        return (value.start[:chars] if chars else f"{value.start}..{value.end}",)
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    if isinstance(value, Place):
        return (value.name,)
    # an actor's mentions: split and merge move them, not a form
    span = getattr(value, "span", None)
    return (span.words(text),) if isinstance(span, Span) else (str(value),)


def _choices(record: Record, kind: ClaimKind, name: str, hint: Any) -> tuple[tuple[str, str], ...]:
    if name in kind.actor_fields:
        return tuple((actor.key, actor.name) for actor in record.actors)
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    plain = next((part for part in get_args(inner) if part is not types.NoneType), inner)
    inner = inner if get_origin(inner) is Literal else plain if get_args(inner) else inner
    if get_origin(inner) is Literal:
        return tuple((str(choice), str(choice)) for choice in get_args(inner))
    return _YES_NO if inner is bool else ()
