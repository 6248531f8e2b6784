"""How far coders agree, field by field.

An item is a claim that at least two coders have judged: accepted, corrected or rejected. A coder's value is what the
machine's record says after that coder's edits alone; what others did, and who came first, plays no part. Additions are
not compared: nobody else was asked about them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.archive.database import snapshot
from detente.archive.review.alpha import AlphaInterval, alpha_interval, nominal_alpha
from detente.archive.review.apply import live_edits, replay
from detente.archive.review.log import select_edits
from detente.archive.review.model import ADJUDICATED, ON_RECORDS, Edit
from detente.archive.review.store import machine_reading
from detente.records import KINDS, kind_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from detente.archive.review.draft import RecordDraft
    from detente.records import CollectionName, Record

#: Below this many items an alpha says too little to be shown.
LEAST_ITEMS = 20

_JUDGEMENTS = frozenset({"accept", "correct", "reject"})


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far coders agree on one field.

    Attributes:
        field: "decision" (claim or none), "speaker", "source", "target", "type", "status", "stance", "issue", "holder",
            "span" or "actor".
        items: Claims that at least two coders have judged and that have this field.
        coders: How many coders judged any of them.
        alpha: Krippendorff's alpha, nominal; None if there are too few items, or all values are the same.
        interval: Its 95 % bootstrap interval; None where alpha is.
        note: Why there is no alpha, or None.
    """

    field: str
    items: int
    coders: int
    alpha: float | None
    interval: AlphaInterval | None
    note: str | None


def agreement(connection: sqlite3.Connection) -> tuple[FieldAgreement, ...]:
    """Return how far the coders of an archive agree, a field a row; fields without any item are left out."""
    judged: dict[str, list[Mapping[str, Hashable]]] = defaultdict(list)
    for values in _iter_items(connection):
        for field, by_coder in values.items():
            if len(by_coder) > 1:
                judged[field].append(by_coder)
    return tuple(_agree(field, judged[field]) for field in ("decision", *_FIELDS) if field in judged)


def _agree(field: str, items: Sequence[Mapping[str, Hashable]]) -> FieldAgreement:
    units = [list(by_coder.values()) for by_coder in items]
    coders = len({coder for by_coder in items for coder in by_coder})
    if len(items) < LEAST_ITEMS:
        return FieldAgreement(
            field, len(items), coders, None, None, f"not enough data: {LEAST_ITEMS} items are the least"
        )
    alpha = nominal_alpha(units)
    note = "all values are the same" if alpha is None else None
    return FieldAgreement(field, len(items), coders, alpha, alpha_interval(units), note)


def _iter_items(connection: sqlite3.Connection) -> Iterator[Mapping[str, Mapping[str, Hashable]]]:
    """Yield, for each claim that somebody has judged, each coder's value by field."""
    rows = connection.execute(
        "SELECT article FROM edits WHERE action IN ('accept', 'correct', 'reject') "
        "GROUP BY article HAVING count(DISTINCT coder) > 1 ORDER BY article"
    ).fetchall()
    for (article,) in rows:
        with snapshot(connection):
            machine = machine_reading(connection, article)
            edits = select_edits(connection, article)
        yield from _values_by_claim(machine, edits)


def _values_by_claim(machine: Record, edits: Sequence[Edit]) -> Iterator[Mapping[str, Mapping[str, Hashable]]]:
    found: dict[str, dict[str, dict[str, Hashable]]] = defaultdict(lambda: defaultdict(dict))
    for key, by_coder in coded_claims(machine, live_edits(edits)).items():
        for coder, (draft, _) in by_coder.items():
            for field, value in _values(draft, key).items():
                found[key][field][coder] = value
    for key in sorted(found):
        yield found[key]


def coded_claims(machine: Record, live: Sequence[Edit]) -> dict[str, dict[str, tuple[RecordDraft, Any]]]:
    """Return for each claim that somebody judged what each coder says: the coder's draft, and the claim in it, or None.

    Who decided between coders did not code: those edits are left out.

    Args:
        machine: The machine's record.
        live: The article's edits that hold.
    """
    coding = [edit for edit in live if edit.action in ON_RECORDS and not (edit.why or "").startswith(ADJUDICATED)]
    found: dict[str, dict[str, tuple[RecordDraft, Any]]] = {}
    for coder in sorted({edit.coder for edit in coding}):
        draft, judged = judged_claims(machine, coding, coder)
        for key in judged:
            found.setdefault(key, {})[coder] = draft, None if key in draft.rejected else draft.claims[key]
    return dict(sorted(found.items(), key=lambda item: (item[0][0], int(item[0][1:]))))


def judged_claims(machine: Record, live: Sequence[Edit], coder: str) -> tuple[RecordDraft, tuple[str, ...]]:
    """Return the record with one coder's edits alone, and the keys of the machine's claims that the coder judged.

    Args:
        machine: The machine's record.
        live: The article's edits that hold.
        coder: The coder.
    """
    own = [edit for edit in live if edit.coder == coder]
    draft, unfit = replay(machine, own)
    lost = {entry.edit.number for entry in unfit}
    machines = {claim.key for kind in KINDS for claim in getattr(machine, kind.collection)}
    keys = (
        draft.find(edit.subject)
        for edit in own
        if edit.action in _JUDGEMENTS and edit.subject is not None and edit.number not in lost
    )
    return draft, tuple(dict.fromkeys(key for key in keys if key in machines))


def _values(draft: RecordDraft, key: str) -> dict[str, Hashable]:
    """Return what a coder says of a claim: that it is none, or that it is one and what each field holds."""
    if key in draft.rejected:
        return {"decision": "none"}
    claim = draft.claims[key]
    collection = kind_of(key).collection
    values: dict[str, Hashable] = {"decision": "claim"}
    for field, readers in _FIELDS.items():
        if collection in readers:
            values[field] = (collection, readers[collection](draft, claim))
    return values


def _who(draft: RecordDraft, keys: tuple[str, ...] | str | None) -> Hashable:
    """Return actors by what they are known by: two coders may have made different keys for one."""
    listed = (keys,) if isinstance(keys, str) else keys or ()
    return tuple(sorted(str(draft.claims[key].entity or draft.claims[key].name) for key in listed))


_FIELDS: Mapping[str, Mapping[CollectionName, Callable[[RecordDraft, Any], Hashable]]] = {
    "speaker": {"statements": lambda draft, s: _who(draft, s.speakers)},
    "source": {"events": lambda draft, e: _who(draft, e.sources)},
    "target": {"events": lambda draft, e: _who(draft, e.targets)},
    "type": {"events": lambda _, e: e.type},
    "status": {"events": lambda _, e: e.status},
    "stance": {"positions": lambda _, p: p.stance},
    "issue": {"positions": lambda _, p: p.issue},
    "holder": {
        "conditions": lambda draft, c: _who(draft, c.holder),
        "interpretations": lambda draft, i: _who(draft, i.holder),
    },
    "span": {
        "statements": lambda _, s: s.content,
        "events": lambda _, e: e.trigger,
        "conditions": lambda _, c: c.condition,
        "questions": lambda _, q: q.span,
    },
    "actor": {"actors": lambda _, a: a.entity or a.name},
}
