"""The ledger: what was promised and what was left open, what has been reported since, and what people say of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.analysis.result import Chart, NotEnough, Outcome, Result
from detente.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Columns that the ledger needs of each table.
NEEDS: Final = {
    "commitments": frozenset({
        "id", "article", "event", "actor", "actor_id", "addressee", "addressee_id", "deadline_end", "conditions",
        "review", "confidence", "leads", "state", "settled_by",
    }),
    "questions": frozenset({
        "id", "article", "question", "events", "actors", "review", "confidence", "leads", "state",
        "settled_by",
    }),
    "events": frozenset({"id", "type", "trigger", "status"}),
    "articles": frozenset({"article", "published"}),
    "dyads": frozenset({
        "event", "told", "date", "type", "status", "background", "source_id", "target_id", "review", "confidence",
        "source_confidence", "target_confidence",
    }),
}  # fmt: skip
_SINCE: Final = (
    ("deed_date", "Day of the first like event since; empty if none is reported."),
    ("deed_words", "The words that carry it."),
    ("deed", "Id of that event."),
    ("contrary_date", "Day of the first contrary event since: the act denied, or one that contradicts it."),
    ("contrary_words", "The words that carry it."),
    ("contrary", "Id of that event."),
    ("settled_by", "Id of the event or statement that a person named."),
    ("sure", "How sure entry and event are on which the proposed state rests: product of their confidences, 0 to 1; "
     "1 what a person has set or looked at, and what has no estimate."),
)  # fmt: skip
_COMMITMENT_COLUMNS: Final = (
    ("state", "What a person has set; with a question mark what the rules propose; open where neither has."),
    ("actor", "Who is to act."),
    ("promised", "PLOVER type of the act that was promised."),
    ("words", "The words that carry the commitment."),
    ("addressee", "To whom, or of whom it was asked; empty if the text does not say."),
    ("published", "Day of the report."),
    ("deadline", "Last day of the deadline; empty if the text gives none."),
    ("conditional", "Whether it hangs on a condition."),
    *_SINCE,
    ("id", "Id of the commitment: detente review settle takes its first characters and its key."),
)
_QUESTION_COLUMNS: Final = (
    ("state", "What a person has set; with a question mark what the rules propose; open where neither has."),
    ("question", "The clause that leaves it open."),
    ("asked", "PLOVER types of the events that it is about; empty if it is about none that is coded."),
    ("about", "Whom it is about."),
    ("published", "Day of the report."),
    *_SINCE,
    ("id", "Id of the question: detente review settle takes its first characters and its key."),
)
_SINCE_MARKS: Final = (("deed_date", "first like event"), ("contrary_date", "first contrary event"))
_CHARTS: Final = {
    "commitments": Chart(
        "timeline", "published", "actor", by="state", value="words", marks=(("deadline", "deadline"), *_SINCE_MARKS)
    ),
    "questions": Chart("timeline", "published", "question", by="state", marks=_SINCE_MARKS),
}
_CAUTION: Final = (
    "A state with a question mark is a proposal by rule for a person to check: a deed of the same kind need not be the "
    "one that was meant, a contrary one need not break it, and what is not in the archive has not been seen, which is "
    "not that it did not happen."
)


#: What may become of an entry; a question mark behind it says that rules propose it.
STATES: Final = ("open", "kept", "broken", "lapsed", "closed", "unclear")


@dataclass(frozen=True, slots=True)
class LedgerOptions:
    """What is asked of the ledger.

    Attributes:
        reviewed_only: Only entries and events that people accepted, corrected or added.
        min_confidence: Entries and events count from this confidence on, 0 to 1; what people have looked at always.
        within_days: How long after the report an event still counts as about the entry.
        weigh: Whether entries are counted by how sure they are, and the surest of each state stand first.
        states: Only entries in these states, with or without the question mark of a proposal; none for all.
    """

    reviewed_only: bool = False
    min_confidence: float = 0.5
    within_days: int = 365
    weigh: bool = False
    states: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            UsageError: The confidence is no share, or there is no day.
        """
        if not 0 <= self.min_confidence <= 1 or self.within_days < 1:
            raise UsageError("a ledger takes a confidence between 0 and 1, and a day or more")
        unknown = {state.rstrip("?") for state in self.states} - set(STATES)
        if unknown:
            raise UsageError(f"there is no state {', '.join(sorted(unknown))}", hint=f"There are: {', '.join(STATES)}.")

    def describe(self) -> str:
        """Return the choices in words, for the method of a result."""
        which = (
            "only what people have reviewed"
            if self.reviewed_only
            else f"confidence {self.min_confidence:g} or more, or reviewed, or without an estimate"
        )
        counted = "each weighted by how sure it is" if self.weigh else "each counted once"
        return f"within {self.within_days} days after the report; {which}; {counted}"


def list_commitments(tables: Mapping[str, pa.Table], options: LedgerOptions) -> Outcome:
    """Return every promised act with its state, those that nobody and nothing has settled first.

    The state is a person's, or proposed: `kept?` an event of the same type by the same actor, toward the addressee
    where one is named, is reported as having happened since; `broken?` that act is reported as denied, or the actor
    does to the addressee what contradicts it (data/contraries.tsv); `unclear?` both; `lapsed?` the deadline is over on
    the archive's last day, and neither is reported; else `open`.

    Args:
        tables: The tables commitments, events, articles and dyads.
        options: What counts.

    Raises:
        UsageError: A column is missing.
    """
    _require(tables, "commitments")
    asked = f"""
        SELECT c.id, c.event AS own, a.published AS since, e.type, c.actor_id AS source_id, c.addressee_id AS target_id
        FROM commitments AS c JOIN events AS e ON e.id = c.event JOIN articles AS a ON a.article = c.article
        WHERE c.leads AND a.published IS NOT NULL AND e.status = 'promised' AND {_counts(options, "c")}"""
    sql = f"""
        {_since(asked, options)},
        entry AS (
            SELECT CASE WHEN c.state IS NOT NULL THEN c.state WHEN deed IS NOT NULL AND contrary IS NOT NULL
                        THEN 'unclear?' WHEN deed IS NOT NULL THEN 'kept?' WHEN contrary IS NOT NULL THEN 'broken?'
                        WHEN c.deadline_end < (SELECT max(published) FROM articles) THEN 'lapsed?' ELSE 'open' END
                        AS state,
                   c.actor, e.type AS promised, e.trigger AS words, c.addressee, q.since AS published,
                   c.deadline_end AS deadline, c.conditions IS NOT NULL AS conditional, found.*, c.settled_by, c.id,
                   {_SURE.format("c")} AS sure
            FROM asked AS q JOIN commitments AS c USING (id) JOIN events AS e ON e.id = c.event
                 JOIN found ON found.entry = q.id)
        SELECT {", ".join(name for name, _ in _COMMITMENT_COLUMNS)} FROM entry
        {_chosen(options)}
        ORDER BY state = 'open' DESC, state LIKE '%?' DESC, {_first(options)} deadline NULLS LAST, published DESC, id"""
    method = (
        "like deed: same actor, same PLOVER type, toward the addressee where one is named; contrary: the same act "
        f"denied, or a type that contradicts it, toward the addressee; {options.describe()}"
    )
    question = "What was promised, and what became of it?"
    return _list(tables, sql, _COMMITMENT_COLUMNS, (question, "commitments", method), options)


def list_questions(tables: Mapping[str, pa.Table], options: LedgerOptions) -> Outcome:
    """Return every question that a text leaves open, with what has been reported since; the open ones first.

    The state is a person's, or proposed: `closed?` an event such as the question is about (same type, same actor,
    toward the same target) is reported since as having happened, or as denied, or the actor does to the target what
    contradicts it; `unclear?` both ways; else `open`. A question that is about no coded event stays open.

    Args:
        tables: The tables questions, events, articles and dyads.
        options: What counts.

    Raises:
        UsageError: A column is missing.
    """
    _require(tables, "questions")
    chosen = f"""
        SELECT q.*, a.published AS since, string_split(coalesce(q.events, ''), '; ') AS about_events
        FROM questions AS q JOIN articles AS a ON a.article = q.article
        WHERE q.leads AND a.published IS NOT NULL AND {_counts(options, "q")}"""
    asked = f"""
        SELECT DISTINCT c.id, d.event AS own, c.since, d.type, d.source_id, d.target_id
        FROM ({chosen}) AS c, unnest(c.about_events) AS one(event) JOIN dyads AS d ON d.event = one.event"""
    sql = f"""
        {_since(asked, options, whole=f"SELECT id FROM ({chosen})")},
        entry AS (
            SELECT CASE WHEN c.state IS NOT NULL THEN c.state WHEN deed IS NOT NULL AND contrary IS NOT NULL
                        THEN 'unclear?' WHEN deed IS NOT NULL OR contrary IS NOT NULL THEN 'closed?' ELSE 'open' END
                        AS state,
                   c.question, kinds.types AS asked, c.actors AS about, c.since AS published, found.*, c.settled_by,
                   c.id, {_SURE.format("c")} AS sure
            FROM ({chosen}) AS c JOIN found ON found.entry = c.id
                 LEFT JOIN (SELECT id, string_agg(DISTINCT type, ', ' ORDER BY type) AS types FROM asked GROUP BY id)
                 AS kinds ON kinds.id = c.id)
        SELECT {", ".join(name for name, _ in _QUESTION_COLUMNS)} FROM entry
        {_chosen(options)}
        ORDER BY state = 'open' DESC, state LIKE '%?' DESC, {_first(options)} published DESC, id"""
    method = (
        "like event: same actor, same PLOVER type and same target as an event that the question is about; contrary: "
        f"that act denied, or a type that contradicts it; {options.describe()}"
    )
    question = "What was left open, and has it been answered?"
    return _list(tables, sql, _QUESTION_COLUMNS, (question, "questions", method), options)


@cache
def contraries() -> pa.Table:
    """Return which type contradicts which: columns promised and contrary."""
    text = (resources.files(__package__) / "data" / "contraries.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return pa.table(dict(zip(lines[0], map(list, zip(*lines[1:], strict=True)), strict=True)))


def _require(tables: Mapping[str, pa.Table], entries: str) -> None:
    for name in (entries, "events", "articles", "dyads"):
        require(tables[name], NEEDS[name], "the ledger")


def _counts(options: LedgerOptions, of: str, confidence: str | None = None) -> str:
    """Return the condition on an entry or an event to count, as SQL; what stands in it are our own names and number."""
    if options.reviewed_only:
        return f"{of}.review IS NOT NULL"
    sure = confidence or f"{of}.confidence"
    return f"({sure} IS NULL OR {sure} >= {float(options.min_confidence)!r} OR {of}.review IS NOT NULL)"


#: How sure an entry is with the event that its proposed state rests on, as SQL; that of several which is least sure.
_SURE: Final = """round(CASE WHEN {0}.state IS NOT NULL THEN 1.0 ELSE
    (CASE WHEN {0}.review IS NOT NULL THEN 1.0 ELSE coalesce({0}.confidence, 1.0) END)
    * least(coalesce(found.deed_sure, 1.0), coalesce(found.contrary_sure, 1.0)) END, 4)"""


def _chosen(options: LedgerOptions) -> str:
    """Return the condition on an entry's state, as SQL; the states are our own words."""
    if not options.states:
        return ""
    listed = ", ".join(f"'{state.rstrip('?')}'" for state in options.states)
    return f"WHERE rtrim(state, '?') IN ({listed})"


def _first(options: LedgerOptions) -> str:
    return "state, sure DESC," if options.weigh else ""


def _since(asked: str, options: LedgerOptions, *, whole: str | None = None) -> str:
    """Return the beginning of a question: `asked`, and `found` with the first like and contrary event of each entry."""
    sureness = "least(d.confidence, d.source_confidence, d.target_confidence)"
    sure = f"CASE WHEN d.review IS NOT NULL THEN 1.0 ELSE coalesce({sureness}, 1.0) END"
    happened = f"""d.event <> q.own AND NOT d.background AND d.date > q.since
                   AND d.date <= q.since + {int(options.within_days)}
                   AND {_counts(options, "d", sureness)}"""
    return f"""
        WITH asked AS ({asked}),
        later AS (
            SELECT q.id, d.event, d.date, {sure} AS sure, d.status = 'actual' AS is_like
            FROM asked AS q JOIN dyads AS d ON d.source_id = q.source_id AND d.type = q.type
            WHERE d.status IN ('actual', 'denied') AND (q.target_id IS NULL OR d.target_id = q.target_id) AND {happened}
            UNION ALL
            SELECT q.id, d.event, d.date, {sure}, FALSE
            FROM asked AS q JOIN contraries AS k ON k.promised = q.type
                 JOIN dyads AS d ON d.source_id = q.source_id AND d.target_id = q.target_id AND d.type = k.contrary
            WHERE d.status = 'actual' AND {happened}),
        first AS (
            SELECT id, min_by(event, (date, event)) FILTER (is_like) AS deed,
                   min(date) FILTER (is_like) AS deed_date,
                   min_by(sure, (date, event)) FILTER (is_like) AS deed_sure,
                   min_by(sure, (date, event)) FILTER (NOT is_like) AS contrary_sure,
                   min_by(event, (date, event)) FILTER (NOT is_like) AS contrary,
                   min(date) FILTER (NOT is_like) AS contrary_date
            FROM later GROUP BY id),
        found AS (
            SELECT whole.id AS entry, deed_date, one.trigger AS deed_words, deed, contrary_date,
                   other.trigger AS contrary_words, contrary, deed_sure, contrary_sure
            FROM (SELECT DISTINCT id FROM ({whole or "SELECT id FROM asked"})) AS whole LEFT JOIN first USING (id)
                 LEFT JOIN events AS one ON one.id = deed LEFT JOIN events AS other ON other.id = contrary)"""


def _list(
    tables: Mapping[str, pa.Table],
    sql: str,
    columns: tuple[tuple[str, str], ...],
    words: tuple[str, str, str],
    options: LedgerOptions,
) -> Outcome:
    """Return the entries as a result; `words` are the question, what is listed, and the method."""
    question, what, method = words
    schema = pa.schema([(name, _type(name)) for name, _ in columns])
    found = ask(sql, {**tables, "contraries": contraries()}).cast(schema)
    if not len(found):
        in_state = f" in the state {' or '.join(options.states)}" if options.states else ""
        why = f"The archive holds no {what} with that confidence{in_state}, in an article with a day."
        return NotEnough("ledger", question, 0, 1, what, why)
    told = ", ".join(_count_states(found, weigh=options.weigh))
    return Result(
        measure="ledger",
        question=question,
        table=found,
        columns=columns,
        estimate=None,
        estimate_of="",
        interval=None,
        n=len(found),
        n_distinct=len(found),
        counted=f"{what} ({told})",
        controls=(),
        floor=1,
        method=f"{method}; a state without a question mark is a person's (detente review settle)",
        caution=_CAUTION,
        reference="",
        citation="",
        chart=_CHARTS[what],
    )


def _type(name: str) -> pa.DataType:
    if name in {"published", "deadline", "deed_date", "contrary_date"}:
        return pa.date32()
    if name == "sure":
        return pa.float64()
    return pa.bool_() if name == "conditional" else pa.string()


def _count_states(found: pa.Table, *, weigh: bool) -> Iterator[str]:
    """Yield how many entries are in each state, in the order of the table; weighted, how much they weigh too."""
    states, sure = (found.column(name).to_pylist() for name in ("state", "sure"))
    for state in dict.fromkeys(states):
        many = f"{states.count(state):,} {state}"
        weight = sum(one for one, of in zip(sure, states, strict=True) if of == state)
        yield f"{many}, weighing {weight:.1f}" if weigh else many
