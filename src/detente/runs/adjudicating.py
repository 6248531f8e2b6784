"""Where coders differ: what each says of a claim, side by side, and the decision that stands above them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.archive.review import (
    ADJUDICATED,
    LEAST_ITEMS,
    Anchor,
    Signature,
    agreement,
    coded_claims,
    correct,
    live_edits,
    look,
    machine_reading,
    reject,
    select_edits,
)
from detente.archive.review.queue import context_of
from detente.errors import UsageError
from detente.records import kind_of
from detente.records.codec import encode
from detente.records.kinds import keys_in
from detente.runs.shown_values import write_value

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from detente.archive.review import Edited, View
    from detente.records import Record

__all__ = ["LEAST_ITEMS", "Adjudicable", "CoderView", "adjudicate", "agreement", "iter_adjudicable"]


@dataclass(frozen=True, slots=True)
class CoderView:
    """What one coder, or the record as it stands, says of a claim.

    Attributes:
        coder: Who says it; "" for the record as it stands.
        is_claim: Whether it is one at all.
        values: For each field what stands there, in words; "" for nothing.
    """

    coder: str
    is_claim: bool
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Adjudicable:
    """A claim that several coders have judged.

    Attributes:
        article: The article's number.
        title: Its title, or None.
        anchor: What the claim is found by.
        before: The words before it.
        after: The words behind it.
        fields: The fields in which coders differ; empty where all agree.
        coders: What each coder says, by name.
        now: What the record says.
        decided_by: Who decided between them, or None.
    """

    article: int
    title: str | None
    anchor: Anchor
    before: str
    after: str
    fields: tuple[str, ...]
    coders: tuple[CoderView, ...]
    now: CoderView
    decided_by: str | None

    @property
    def agree(self) -> bool:
        """Whether all coders say the same."""
        return not self.fields and len({view.is_claim for view in self.coders}) == 1


def iter_adjudicable(connection: sqlite3.Connection, *, from_article: int = 0) -> Iterator[Adjudicable]:
    """Yield the claims that at least two coders have judged, in the order of the articles and of their keys.

    Args:
        connection: The archive.
        from_article: The number of the first article that is wanted.
    """
    rows = connection.execute(
        "SELECT article FROM edits WHERE action IN ('accept', 'correct', 'reject') AND article >= ? "
        "AND ifnull(why, '') NOT LIKE ? GROUP BY article HAVING count(DISTINCT coder) > 1 ORDER BY article",
        (from_article, f"{ADJUDICATED}%"),
    ).fetchall()
    for (article,) in rows:
        yield from _of_article(connection, article)


def _of_article(connection: sqlite3.Connection, article: int) -> Iterator[Adjudicable]:
    machine = machine_reading(connection, article)
    live = live_edits(select_edits(connection, article))
    coded = coded_claims(machine, live)
    view = look(connection, article)
    decided = {
        edit.subject.key: edit.coder for edit in live if edit.subject and (edit.why or "").startswith(ADJUDICATED)
    }
    for key, claims in coded.items():
        if len(claims) > 1:
            yield _item(article, key, (machine, view), claims, decided.get(key))


def _item(
    article: int, key: str, records: tuple[Record, View], claims: Mapping[str, Any], decided_by: str | None
) -> Adjudicable:
    machine, view = records
    views = tuple(
        CoderView(coder, claim is not None, {} if claim is None else _values(draft.claims, machine, claim))
        for coder, (draft, claim) in claims.items()
    )
    names = kind_of(key).field_types
    said = [view.values for view in views if view.is_claim]
    fields = tuple(name for name in names if len({values.get(name, "") for values in said}) > 1)
    anchor = next(iter(claims.values()))[0].anchor(key)
    now = _find(view.record, anchor, view)
    shown = {actor.key: actor for actor in view.record.actors}
    current = CoderView("", now is not None, {} if now is None else _values(shown, view.record, now))
    before, after = context_of(machine.article.text, anchor)
    return Adjudicable(article, machine.article.title, anchor, before, after, fields, views, current, decided_by)


def _find(record: Record, anchor: Anchor, view: View) -> Any:
    key = next((key for key, other in view.anchors.items() if _same(other, anchor)), anchor.key)
    return next((c for c in getattr(record, anchor.kind.collection) if c.key == key), None)


def _same(one: Anchor, other: Anchor) -> bool:
    return one.key == other.key


def _values(actors: Mapping[str, Any], record: Record, claim: Any) -> dict[str, str]:
    kind = kind_of(claim.key)
    values: dict[str, str] = {}
    for name in kind.field_types:
        if name in kind.machine_fields or name in kind.claim_fields or name == "mentions":
            continue
        value = getattr(claim, name)
        if name in kind.actor_fields:
            values[name] = ", ".join(sorted(actors[key].name for key in keys_in(value)))
        else:
            values[name] = " … ".join(write_value(record.article.text, value))
    return values


def adjudicate(connection: sqlite3.Connection, article: int, key: str, coder: str, signed: Signature) -> Edited:
    """Let a claim say what one of its coders says.

    Args:
        connection: The archive.
        article: The article's number.
        key: The claim's key in the machine's reading.
        coder: Whose value is taken.
        signed: Who decides, and when; that it was decided so is noted as the reason.

    Raises:
        UsageError: The coder has not judged this claim, or names an actor that the record does not have.
    """
    live = live_edits(select_edits(connection, article))
    claims = coded_claims(machine_reading(connection, article), live).get(key, {})
    if coder not in claims:
        raise UsageError(f"{coder} has not judged {article}:{key}")
    draft, wanted = claims[coder]
    why = f"{ADJUDICATED} as {coder}" + (f": {signed.why}" if signed.why else "")
    decision = Signature(signed.coder, signed.at, why)
    if wanted is None:
        return reject(connection, article, draft.anchor(key), decision)
    record = look(connection, article).record
    kind = kind_of(key)
    changes: dict[str, Any] = {}
    for name in kind.field_types:
        if name in kind.machine_fields or name in kind.claim_fields or name == "mentions":
            continue
        value = getattr(wanted, name)
        if name in kind.actor_fields:
            keys = [_same_actor(record, draft.claims[one]) for one in keys_in(value)]
            changes[name] = keys if isinstance(value, tuple) else (keys[0] if keys else None)
        else:
            changes[name] = encode(value)
    return correct(connection, article, draft.anchor(key), changes, decision)


def _same_actor(record: Record, wanted: Any) -> str:
    found = next((a.key for a in record.actors if wanted.entity and a.entity == wanted.entity), None)
    found = found or next((a.key for a in record.actors if a.name == wanted.name and a.kind == wanted.kind), None)
    if found is None:
        raise UsageError(f"the record has no actor {wanted.name}", hint="It was deleted: see the history.")
    return found
