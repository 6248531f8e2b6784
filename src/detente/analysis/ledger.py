"""The ledger: what was promised, to whom, by when, and what has been reported since."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.analysis.result import NotEnough, Outcome, Result

#: Columns that the ledger needs of each table.
NEEDS: Final = {
    "commitments": frozenset({
        "id", "article", "event", "actor", "actor_id", "addressee", "addressee_id", "deadline_end", "conditions",
        "review", "confidence", "leads",
    }),
    "events": frozenset({"id", "type", "trigger", "status"}),
    "articles": frozenset({"article", "published"}),
    "dyads": frozenset({"event", "told", "date", "type", "status", "background", "source_id", "target_id"}),
}  # fmt: skip
_COLUMNS: Final = (
    ("state", "What the rules propose: kept?, lapsed? or open. No person has set it."),
    ("actor", "Who is to act."),
    ("promised", "PLOVER type of the act that was promised."),
    ("words", "The words that carry the promise."),
    ("addressee", "To whom, or of whom it was asked; empty if the text does not say."),
    ("published", "Day of the report."),
    ("deadline", "Last day of the deadline; empty if the text gives none."),
    ("conditional", "Whether it hangs on a condition."),
    ("deed_date", "Day of the first like deed since; empty if none is reported."),
    ("deed_words", "The words that carry it."),
    ("deed", "Id of that event."),
    ("id", "Id of the commitment."),
)
_SCHEMA: Final = pa.schema([
    (
        name,
        pa.bool_() if name == "conditional"
        else pa.date32() if name in {"published", "deadline", "deed_date"} else pa.string(),
    )
    for name, _ in _COLUMNS
])  # fmt: skip


def list_commitments(
    tables: dict[str, pa.Table], *, reviewed_only: bool = False, min_confidence: float = 0.5, within_days: int = 365
) -> Outcome:
    """Return every promised act with the state that the rules propose, the open ones with a deadline first.

    kept?: an event of the same type by the same actor, toward the addressee where one is named, is reported as having
    happened after the report, within `within_days`. lapsed?: the deadline is over on the last day of the archive, and
    no such event is reported. open: neither.

    Args:
        tables: The tables commitments, events, articles and dyads.
        reviewed_only: Only what people accepted, corrected or added.
        min_confidence: From this confidence on; what people have looked at always.
        within_days: How long after the report a deed still counts as that of the promise.

    Raises:
        UsageError: A column is missing.
    """
    for name, needs in NEEDS.items():
        require(tables[name], needs, "the ledger")
    wanted = (
        "c.review IS NOT NULL"
        if reviewed_only
        else "(c.confidence IS NULL OR c.confidence >= ? OR c.review IS NOT NULL)"
    )
    sql = f"""
        WITH promise AS (
            SELECT c.*, e.type AS promised, e.trigger AS words, a.published
            FROM commitments AS c JOIN events AS e ON e.id = c.event JOIN articles AS a ON a.article = c.article
            WHERE c.leads AND a.published IS NOT NULL AND e.status = 'promised' AND {wanted}),
        deed AS (
            SELECT p.id, min_by(d.event, (d.date, d.event)) AS deed, min(d.date) AS deed_date
            FROM promise AS p JOIN dyads AS d ON d.source_id = p.actor_id AND d.type = p.promised
                 AND d.status = 'actual' AND NOT d.background AND d.event <> p.event
                 AND d.date > p.published AND d.date <= p.published + ?::INTEGER
                 AND (p.addressee_id IS NULL OR d.target_id = p.addressee_id)
            GROUP BY p.id),
        entry AS (
        SELECT CASE WHEN deed IS NOT NULL THEN 'kept?'
                    WHEN deadline_end < (SELECT max(published) FROM articles) THEN 'lapsed?' ELSE 'open' END AS state,
               actor, promised, words, addressee, published, deadline_end AS deadline,
               conditions IS NOT NULL AS conditional, deed_date, later.trigger AS deed_words, deed, p.id AS id
        FROM promise AS p LEFT JOIN deed USING (id) LEFT JOIN events AS later ON later.id = deed)
        SELECT * FROM entry ORDER BY state = 'open' DESC, deadline NULLS LAST, published DESC, id"""  # fmt: skip
    values = [within_days] if reviewed_only else [min_confidence, within_days]
    found = ask(sql, tables, values).cast(_SCHEMA)
    question = "What was promised, and what became of it?"
    if not len(found):
        why = "No promise of an actor is recorded with that confidence, in an article with a day."
        return NotEnough("ledger", question, 0, 1, "promises", why)
    states = found.column("state").to_pylist()
    return Result(
        measure="ledger",
        question=question,
        table=found,
        columns=_COLUMNS,
        estimate=None,
        estimate_of="",
        interval=None,
        n=len(found),
        n_distinct=len(found),
        counted=f"promises: {', '.join(f'{states.count(one)} {one}' for one in ('open', 'kept?', 'lapsed?'))}",
        controls=(),
        floor=1,
        method=(
            f"like deed: same actor, same PLOVER type, toward the addressee where one is named, within "
            f"{within_days} days "
            "after the report; "
            + (
                "only what people have reviewed"
                if reviewed_only
                else f"confidence {min_confidence:g} or more, or reviewed"
            )
        ),
        caution=(
            "A proposal by rule for a person to check: a deed of the same kind need not be the one that was "
            "promised, and what "
            "is not in the archive has not been seen, which is not that it did not happen. Nothing here calls a "
            "promise "
            "broken."
        ),
        reference="",
        citation="",
    )
