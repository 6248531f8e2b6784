"""Values as people write them, made into those of a record: names into actors, quoted words into places."""

from __future__ import annotations

import calendar
import json
import re
import types
import typing
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from detente.archive.review import correctable_fields
from detente.errors import UsageError
from detente.records import DateRange, Place, Span, kind_of
from detente.records.codec import encode
from detente.records.kinds import KEY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.records import Actor, ClaimKind, Record

_PLACE = re.compile(r"(\d+)-(\d+)")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_NOTHING = frozenset({"none", "nobody", "nothing", "-", ""})
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_LISTED = 8


def parse_field(record: Record, key: str, field: str, written: Sequence[str]) -> Any:
    """Return the value of a field as plain JSON, from the words of a person.

    Actors are named by key or name, places in the text by their words or as START-END, days as 2025-03-10, 2025-03 or
    2025-03-10..2025-03-12; "none" empties a field; what begins with [ or { is JSON.

    Args:
        record: The article's record.
        key: The claim, or any key of its kind for a new one.
        field: The field.
        written: The value; several for a list.

    Raises:
        UsageError: There is no such field, or nothing of that name or those words; the message names the choices.
    """
    kind = kind_of(key)
    hint = kind.field_types.get(field)
    if hint is None:
        known = ", ".join(correctable_fields(kind))
        raise UsageError(f"{kind.singular} has no field {field!r}", hint=f"Its fields: {known}.")
    if len(written) == 1 and written[0][:1] in {"[", "{"}:
        return _parse_json(field, written[0])
    if get_origin(hint) is tuple:
        items = [item for item in written if item.strip().lower() not in _NOTHING]
        return [_parse_one(record, kind, field, item) for item in items]
    if len(written) != 1:
        raise UsageError(f"{field} takes one value", hint="Put a value of several words in quotation marks.")
    if written[0].strip().lower() in _NOTHING:
        return None
    return _parse_one(record, kind, field, written[0])


def _parse_json(field: str, written: str) -> Any:
    try:
        return json.loads(written)
    except RecursionError as error:
        raise UsageError(f"{field}: this JSON is nested too deep") from error
    except ValueError as error:  # also a number of more digits than Python reads
        raise UsageError(f"{field}: this is not JSON: {error}") from error


def _parse_one(record: Record, kind: ClaimKind, field: str, written: str) -> Any:
    if field in kind.reference_fields:
        return _find_reference(record, field, written.strip(), is_actor=field in kind.actor_fields)
    hint = kind.field_types[field]
    hint = get_args(hint)[0] if get_origin(hint) is tuple else hint
    inner = next((a for a in get_args(hint) if a is not types.NoneType), hint) if _is_optional(hint) else hint
    if get_origin(inner) is Literal:
        return _find_choice(field, get_args(inner), written.strip())
    if inner is Span:
        return list(find_words(record, written))
    if inner is bool:
        return _find_flag(field, written.strip())
    if inner in {float, int}:
        return _parse_number(field, written)
    if inner is DateRange:
        return encode(_parse_days(field, written.strip()))
    if inner is Place:
        return encode(Place(written.strip(), None, None, None, None, find_words(record, written)))
    return written.strip()


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in {types.UnionType, typing.Union}


def _find_choice(field: str, choices: tuple[str, ...], written: str) -> str:
    found = next((choice for choice in choices if choice.lower() == written.lower()), None)
    if found is None:
        raise UsageError(f"{field} cannot be {written!r}", hint=f"Choose one of {', '.join(choices)}.")
    return found


def _find_flag(field: str, written: str) -> bool:
    if written.lower() not in _YES_NO:
        raise UsageError(f"{field} is yes or no, not {written!r}")
    return _YES_NO[written.lower()]


def _parse_number(field: str, written: str) -> float:
    try:
        return float(written)
    except ValueError as error:
        raise UsageError(f"{field} is a number, not {written!r}") from error


def _find_reference(record: Record, field: str, written: str, *, is_actor: bool) -> str:
    if KEY.fullmatch(written):
        return written
    if is_actor:
        return find_actor(record, written)
    raise UsageError(f"{field} names claims by their keys, not {written!r}", hint="Such as s3 or e2.")


def find_actor(record: Record, name: str) -> str:
    """Return the key of the article's actor with this name, or these words of it, or this entity.

    Raises:
        UsageError: None has it, or several have; the message lists them.
    """
    wanted = name.casefold()
    exact = [a for a in record.actors if wanted in {a.name.casefold(), (a.entity or "").casefold(), a.key}]
    words = set(wanted.split())
    found = exact or [a for a in record.actors if words and words <= set(a.name.casefold().split())]
    if len(found) == 1:
        return found[0].key
    choices = found or list(record.actors)
    listed = ", ".join(f"{actor.key} {actor.name}" for actor in choices[:_LISTED])
    more = f" and {len(choices) - _LISTED} more" if len(choices) > _LISTED else ""
    raise UsageError(
        f"several actors of the article are called {name!r}"
        if found
        else f"no actor of the article is called {name!r}",
        hint=f"Choose one by its key: {listed or 'there are none yet'}{more}; or add one: detente review add.",
    )


def find_words(record: Record, written: str) -> Span:
    """Return the place of some words in the text, or of "START-END".

    Raises:
        UsageError: The words do not stand there, or several times.
    """
    text = record.article.text
    if place := _PLACE.fullmatch(written.strip()):
        return Span(int(place[1]), int(place[2]))
    starts = [found.start() for found in re.finditer(f"(?={re.escape(written)})", text)] if written else []
    if len(starts) == 1:
        return Span(starts[0], starts[0] + len(written))
    if not starts:
        raise UsageError(f"the text has no {written!r}", hint="Copy the words exactly as printed, or give START-END.")
    listed = "; ".join(
        f"{start}-{start + len(written)} “{_around(text, start, start + len(written))}”" for start in starts[:_LISTED]
    )
    raise UsageError(f"{written!r} stands {len(starts)} times in the text", hint=f"Choose a place: {listed}.")


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 20) : end + 20].split())


def _parse_days(field: str, written: str) -> DateRange:
    first, dots, last = written.partition("..")
    last = last if dots else first
    if not (_DAY.fullmatch(first) and _DAY.fullmatch(last)):
        raise UsageError(f"{field}: {written!r} is no day", hint="Write 2025-03-10, 2025-03, 2025, or FIRST..LAST.")
    precision: Any = "range" if dots else {10: "day", 7: "month", 4: "year"}[len(first)]
    return DateRange(_edge(first, last=False), _edge(last, last=True), precision)


def _edge(written: str, *, last: bool) -> str:
    """Return the first or the last day of a day, month or year."""
    if len(written) == 4:
        return f"{written}-12-31" if last else f"{written}-01-01"
    if len(written) == 7:
        year, month = (int(part) for part in written.split("-"))
        if not 1 <= month <= 12:
            raise UsageError(f"{written!r} is no month")
        return f"{written}-{calendar.monthrange(year, month)[1]:02}" if last else f"{written}-01"
    return written


def find_mention(record: Record, actor: Actor, written: str) -> Span:
    """Return the place of a mention of an actor, from its words or from START-END.

    Raises:
        UsageError: The actor has no such mention, or several.
    """
    text = record.article.text
    places = {f"{m.start}-{m.end}": m.span for m in actor.mentions}
    if written in places:
        return places[written]
    found = [span for span in places.values() if span.words(text) == written]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{place} “{span.words(text)}”" for place, span in places.items() if not found or span in found)
    problem = f"has {len(found)} mentions" if found else "has no mention"
    raise UsageError(f"{actor.key} {actor.name} {problem} {written!r}", hint=f"Choose by place: {listed or 'none'}.")
