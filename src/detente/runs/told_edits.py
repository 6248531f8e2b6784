"""What an edit changed, in words that people read: names in the place of keys, words in the place of offsets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.errors import RecordError
from detente.records import kind_of
from detente.records.codec import decode
from detente.records.kinds import keys_in
from detente.runs.shown_values import write_value

if TYPE_CHECKING:
    from detente.archive.review import Edit
    from detente.records import ClaimKind, Record


def tell_edit(edit: Edit, record: Record) -> tuple[tuple[str, str, str], ...]:
    """Return the fields that an edit changed, each with what stood there and what it set, "" for nothing.

    Args:
        edit: The edit.
        record: The article's record as it is now, for the names of actors.
    """
    if edit.action not in {"correct", "add"}:
        return ()
    key = edit.subject.key if edit.subject else str(edit.new.get("key", ""))
    if not key:
        return ()
    kind = kind_of(key)
    told = (
        (name, _tell(kind, record, name, edit.old.get(name)), _tell(kind, record, name, value))
        for name, value in edit.new.items()
        if name != "key"
    )
    return tuple((name, before, after) for name, before, after in told if before != after)


def _tell(kind: ClaimKind, record: Record, name: str, value: Any) -> str:
    if value is None or name not in kind.field_types:
        return ""
    if name in kind.reference_fields:
        names = {actor.key: actor.name for actor in record.actors}
        return ", ".join(names.get(key, key) for key in keys_in(value))
    try:
        decoded = decode(kind.field_types[name], value, name)
    except RecordError:  # of another version of the record
        return str(value)
    return ", ".join(write_value(record.article.text, decoded))
