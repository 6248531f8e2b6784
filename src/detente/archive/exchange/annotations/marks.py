"""What a claim is to a tool for marking text: its words, a label, and what else is known."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from detente.records import CLAIM_KINDS
from detente.records.codec import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.archive.exchange.contract import ExportOptions, Tally
    from detente.archive.filed import Filed
    from detente.records import Span


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A claim with words of its own.

    Attributes:
        id: Its archive-wide id, "<article id>:<key>".
        key: Its key in the record.
        kind: What kind of claim it is, "statement".
        label: The kind, and for events and positions what type or stance: "event: ACCUSE".
        spans: Its words, in the order of the text.
        claim: All its fields as plain JSON values.
        note: Who, toward whom, and how far it happened, in a line.
    """

    id: str
    key: str
    kind: str
    label: str
    spans: tuple[Span, ...]
    claim: dict[str, Any]
    note: str


def iter_marks(filed: Filed, options: ExportOptions, tally: Tally) -> Iterator[ClaimMark]:
    """Yield the claims of an article that have words, kind by kind; those without are counted as lost."""
    record = filed.record
    tally.lost["actors not held as such: named in the notes"] += len(record.actors)
    tally.lost["gaps not held"] += len(record.gaps)
    names = {actor.key: actor.name for actor in record.actors}
    for kind in CLAIM_KINDS:
        for claim in getattr(record, kind.collection):
            spans = tuple(sorted(span for span in kind.spans_of(claim) if span.end > span.start))
            if options.reviewed_only and claim.key not in filed.reviews:
                tally.lost["claims that nobody has reviewed: left out"] += 1
            elif not spans:
                tally.lost[f"{kind.collection} without words of their own: left out"] += 1
            else:
                encoded = encode(claim)
                sort = encoded.get("type") or encoded.get("stance")
                label = f"{kind.singular}: {sort}" if sort else kind.singular
                note = _note(encoded, names)
                yield ClaimMark(
                    f"{record.article.id}:{claim.key}", claim.key, kind.singular, label, spans, encoded, note
                )


def _note(claim: dict[str, Any], names: dict[str, str]) -> str:
    """Return the fields that a person looks for, "sources: Turkey, Ukraine; status: denied"."""
    told = []
    for field, value in claim.items():
        if (
            field in {"speakers", "on_behalf_of", "sources", "targets", "holder", "addressee", "actor", "toward"}
            and value
        ):
            keys = value if isinstance(value, list) else [value]
            told.append(f"{field}: {', '.join(names.get(key) or key for key in keys)}")
        elif field in {"type", "cameo", "status", "stance", "issue", "kind", "date", "place"} and value:
            told.append(f"{field}: {value if isinstance(value, str) else _plain(value)}")
    return "; ".join(told)


def _plain(value: Any) -> str:
    """Return a day or a place as it is known: "2025-03-03", "Ankara"."""
    return str(value.get("name") or value.get("start") or "") if isinstance(value, dict) else str(value)


def utf16(text: str) -> Sequence[int]:
    """Return for each code point of a text, and for its end, where UTF-16 counts it."""
    # An array, for a list of a long text's places would be forty times the text.
    return array("L", accumulate((1 + (ord(c) > 0xFFFF) for c in text), initial=0))
