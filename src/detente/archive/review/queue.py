"""What to look at next: the claims that are least certain, or those that another coder has judged.

The order: claims whose confidence is below one half, the lowest first; then those that say nothing of who (a statement
without speaker, an event without source or target, a condition or interpretation without holder); then all others, the
lowest confidence first, and last those for which no confidence is estimated. Ties stand in the order of the
articles and of their text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from detente.archive.database import snapshot
from detente.archive.review.agreement import judged_claims
from detente.archive.review.apply import live_edits
from detente.archive.review.edit import View, look
from detente.archive.review.log import select_edits
from detente.archive.review.model import ON_RECORDS, Anchor
from detente.archive.review.store import machine_reading
from detente.errors import UsageError
from detente.records import BY_COLLECTION, CLAIM_KINDS, KINDS, kind_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

    from detente.records import ClaimKind, CollectionName

#: What is reviewed if nothing else is asked for: the kinds with words of their own. The others follow from these.
USUAL_KINDS: tuple[CollectionName, ...] = tuple(kind.collection for kind in CLAIM_KINDS if kind.span_fields)

#: A claim as the queue sorts it: class, confidence in ten thousandths, article, kind, length of its key, key.
Row: TypeAlias = tuple[int, int, int, int, int, str]

_CONTEXT_CHARS = 160


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A claim to look at.

    Attributes:
        article: The article's number.
        id: Its id.
        title: Its title, or None.
        published: Day of publication, or None.
        anchor: What the claim is found by.
        claim: The claim.
        view: The article's record as it is shown.
        before: The words before it in its paragraph.
        after: The words behind it.
    """

    article: int
    id: str
    title: str | None
    published: str | None
    anchor: Anchor
    claim: Any
    view: View
    before: str
    after: str

    @property
    def confidence(self) -> float | None:
        """The machine's confidence in the claim, or None."""
        confidence: float | None = getattr(self.claim, "confidence", None)
        return confidence


def queue(
    connection: sqlite3.Connection, limit: int = 20, kinds: Sequence[CollectionName] = USUAL_KINDS
) -> tuple[QueueItem, ...]:
    """Return the claims that nobody has looked at, the least certain first. Of a story only the leading text is asked.

    Args:
        connection: The archive.
        limit: How many at most.
        kinds: The kinds of claim.

    Raises:
        UsageError: A kind is none.
    """
    with snapshot(connection):
        return make_items(connection, select_rows(connection, limit, kinds))


def select_rows(
    connection: sqlite3.Connection,
    limit: int,
    kinds: Sequence[CollectionName],
    *,
    articles: Collection[int] | None = None,
) -> list[Row]:
    """Return the first claims of the queue as rows, in its order.

    Args:
        connection: The archive.
        limit: How many at most.
        kinds: The kinds of claim.
        articles: Only claims of these articles; None for all.

    Raises:
        UsageError: A kind is none.
    """
    _check_kinds(kinds)
    among = "" if articles is None else f"AND article IN ({', '.join(map(str, articles))}) "
    rows: list[Row] = []
    for collection in dict.fromkeys(kinds):
        rows += connection.execute(_queue_sql(BY_COLLECTION[collection], among), (limit,)).fetchall()
    rows.sort()
    return rows[:limit]


def make_items(connection: sqlite3.Connection, rows: Sequence[Row]) -> tuple[QueueItem, ...]:
    """Return rows of the queue as what is shown of them."""
    views: dict[int, View] = {}
    asked = [(row[2], row[-1]) for row in rows]
    for article in dict.fromkeys(article for article, _ in asked):
        views[article] = look(connection, article)
    return tuple(_item(article, key, views[article]) for article, key in asked)


def is_as_before(connection: sqlite3.Connection, row: Row) -> bool:
    """Tell whether a row of the queue would be read again as it is."""
    among = "AND article = ? AND key = ? "
    found = connection.execute(_queue_sql(KINDS[row[3]], among), (row[2], row[5], 1)).fetchone()
    return found is not None and tuple(found) == row


def _queue_sql(kind: ClaimKind, among: str) -> str:
    """Return the query for the first claims of a kind; its columns before the article's are what rows are sorted by."""
    lacks = " OR ".join(f"{name} IS NULL" for name in kind.who_fields) or "0"
    return (
        f"SELECT CASE WHEN confidence < 5000 THEN 0 WHEN {lacks} THEN 1 ELSE 2 END AS class, "
        f"ifnull(confidence, 10001) AS sure, article, {KINDS.index(kind)} AS kind, length(key), key "
        f"FROM {kind.collection} "
        f"WHERE review IS NULL {among}AND article NOT IN (SELECT article FROM articles WHERE story <> article) "
        "ORDER BY class, sure, article, length(key), key LIMIT ?"
    )


def second_queue(
    connection: sqlite3.Connection, coder: str, limit: int = 20, kinds: Sequence[CollectionName] = USUAL_KINDS
) -> tuple[QueueItem, ...]:
    """Return the claims that others have judged and this coder has not, as the coder alone would see them.

    What two coders have judged independently can be compared: see `agreement`.

    Args:
        connection: The archive.
        coder: The coder.
        limit: How many at most.
        kinds: The kinds of claim.

    Raises:
        UsageError: A kind is none.
    """
    _check_kinds(kinds)
    found: list[QueueItem] = []
    for item in _iter_second(connection, coder, kinds):
        found.append(item)
        if len(found) == limit:
            break
    return tuple(found)


def _iter_second(connection: sqlite3.Connection, coder: str, kinds: Sequence[CollectionName]) -> Iterator[QueueItem]:
    sql = "SELECT DISTINCT article FROM edits WHERE action IN ('accept', 'correct', 'reject') AND coder <> ?"
    for (article,) in sorted(connection.execute(sql, (coder,)).fetchall()):
        with snapshot(connection):
            machine = machine_reading(connection, article)
            live = [edit for edit in live_edits(select_edits(connection, article)) if edit.action in ON_RECORDS]
            view = look(connection, article, only=coder)
        own = set(judged_claims(machine, live, coder)[1])
        others = {
            key
            for other in {edit.coder for edit in live} - {coder}
            for key in judged_claims(machine, live, other)[1]
            if kind_of(key).collection in kinds and key in view.anchors
        }
        for key in sorted(others - own, key=lambda key: (KINDS.index(kind_of(key)), int(key[1:]))):
            yield _item(article, key, view)


def _check_kinds(kinds: Sequence[str]) -> None:
    known = [kind.collection for kind in CLAIM_KINDS]
    for kind in kinds:
        if kind not in known:
            raise UsageError(f"{kind!r} is no kind of claim", hint=f"Known: {', '.join(known)}.")


def _item(article: int, key: str, view: View) -> QueueItem:
    record = view.record
    claim = next(c for c in getattr(record, kind_of(key).collection) if c.key == key)
    anchor = view.anchors[key]
    before, after = context_of(record.article.text, anchor)
    about = record.article
    return QueueItem(article, about.id, about.title, about.published, anchor, claim, view, before, after)


def context_of(text: str, anchor: Anchor) -> tuple[str, str]:
    """Return the words before and behind a claim, at most some 160 characters of its paragraph on each side."""
    if anchor.span is None:
        return "", ""
    start, end = anchor.span
    before = text[max(0, start - _CONTEXT_CHARS) : start].rpartition("\n")[2]
    after = text[end : end + _CONTEXT_CHARS].partition("\n")[0]
    if len(before) == _CONTEXT_CHARS:
        before = "… " + before.partition(" ")[2]
    if len(after) == _CONTEXT_CHARS:
        after = after.rpartition(" ")[0] + " …"
    return before, after
