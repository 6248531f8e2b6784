"""Searching the claims of an archive, with counts of what the found ones are: who, what, when, published by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from detente.runs.exploring.totals import SIDE
from detente.runs.exploring.words import ClaimWords, words_of_claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from detente.archive import Archive
    from detente.runs.exploring.snapshot import Snapshot

Kind = Literal["event", "statement", "position", "commitment", "question", "condition", "interpretation"]
#: The view of each kind of claim.
_TABLES: Final[dict[str, str]] = {kind: f"claim_{kind}" for kind in get_args(Kind)}
Reviewed = Literal["any", "yes", "no"]

#: Values of a facet that are shown, the most frequent ones.
MOST_VALUES: Final = 14
#: Claims that a list can be read to; a narrower question reaches the others.
MOST_LISTED: Final = 10_000
#: Articles with the words that are looked for, the latest of them, whose claims are searched.
MOST_ARTICLES: Final = 20_000


@dataclass(frozen=True, slots=True)
class ClaimQuestion:
    """Which claims are looked for. What is empty or None is not asked.

    Attributes:
        kind: What they are.
        words: Words that their articles hold.
        actor: Name or country (three letters) of an actor on either side.
        source: Name or country of who acts, speaks, or holds it.
        target: Name or country of whom it concerns.
        type: PLOVER type of an event or commitment, form of a statement, issue of a position, direction of a condition.
        quad: Quad class of an event, 1 to 4.
        status: Status of an event, stance of a position.
        publisher: Who published the article.
        since: First day.
        until: Last day.
        reviewed: Whether people have accepted, corrected or added them.
        min_confidence: The least confidence; what people have looked at and what has no estimate is found always.
        news: Only events that are news, not recalled ones.
        between: Only events between two different sides, countries or bodies of states.
        article: Only claims of this article.
        issue: Only claims of articles that tell a position on this issue.
    """

    kind: Kind = "event"
    words: str = ""
    actor: str = ""
    source: str = ""
    target: str = ""
    type: str = ""
    quad: int | None = None
    status: str = ""
    publisher: str = ""
    since: date | None = None
    until: date | None = None
    reviewed: Reviewed = "any"
    min_confidence: float = 0.5
    news: bool = False
    between: bool = False
    article: int | None = None
    issue: str = ""


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim that was found.

    Attributes:
        kind: What it is.
        article: Number of its article, or None for an event of another data set.
        key: Its key in the article's record, or None.
        id: Id of the claim in all files; tellings of one event share it.
        date: Its day, ISO 8601, or None.
        type: PLOVER type, form of the statement, issue, direction of the condition, or None.
        status: Status of the event, stance of the position, or None.
        source: Who acts or speaks, or None.
        source_country: Its country, or None.
        target: Whom it concerns, or None.
        target_country: Its country, or None.
        publisher: Who published it, or None.
        confidence: The least confidence of its parts, or None.
        review: What people made of it, or None.
        before: Words in front of its own, in the article.
        words: Its own words; "" for an event of another data set.
        after: Words behind them.
    """

    kind: str
    article: int | None
    key: str | None
    id: str
    date: str | None
    type: str | None
    status: str | None
    source: str | None
    source_country: str | None
    target: str | None
    target_country: str | None
    publisher: str | None
    confidence: float | None
    review: str | None
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and how many of the found claims have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class FoundClaims:
    """What a search found.

    Attributes:
        distinct: Distinct claims; tellings of one event count once.
        tellings: How often they are told.
        facets: For actor, type, status, publisher, reviewed and year: the most frequent values.
        claims: Some of them, the latest first.
        more: Whether there are further ones behind these.
        cut: Whether the words stand in more articles than were searched.
    """

    distinct: int
    tellings: int
    facets: dict[str, tuple[FacetValue, ...]]
    claims: tuple[FoundClaim, ...]
    more: bool
    cut: bool


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """A question as SQL: the table, WHERE, its values (first the kind), and whether words were cut short."""

    table: str
    where: str
    values: list[object]
    cut: bool


def search_claims(
    archive: Archive,
    snapshot: Snapshot,
    asked: ClaimQuestion,
    *,
    skip: int = 0,
    limit: int = 50,
    with_text: bool = True,
) -> FoundClaims:
    """Return the claims that answer a question, the latest first, with facets.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        asked: Which claims.
        skip: How many of the latest are left out.
        limit: How many are wanted at most.
        with_text: Whether the words of the claims are wanted, too.

    Raises:
        UsageError: The words make no question.
    """
    narrowed = _narrow(archive, asked)
    counts, facets = snapshot.keep(("facets", asked), lambda: _count(snapshot, narrowed))
    listed, more = _list(snapshot, narrowed, skip, limit)
    claims = with_words(archive if with_text else None, listed)
    return FoundClaims(*counts, facets=facets, claims=claims, more=more, cut=narrowed.cut)


def find_claims(
    archive: Archive, snapshot: Snapshot, asked: ClaimQuestion, *, limit: int = 50, with_text: bool = True
) -> tuple[FoundClaim, ...]:
    """Return the latest claims that answer a question, without counting the others.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        asked: Which claims.
        limit: How many are wanted at most.
        with_text: Whether the words of the claims are wanted, too.

    Raises:
        UsageError: The words make no question.
    """
    return with_words(archive if with_text else None, _list(snapshot, _narrow(archive, asked), 0, limit)[0])


def _narrow(archive: Archive, asked: ClaimQuestion) -> _Narrowed:
    tests, cut = ["kind = ?"], False
    values: list[object] = [asked.kind]
    if asked.words.strip():
        numbers = archive.matching_articles(asked.words, most=MOST_ARTICLES + 1)
        cut = len(numbers) > MOST_ARTICLES
        tests.append("number IN (SELECT unnest(?::BIGINT[]))")
        values.append(list(numbers[:MOST_ARTICLES]))
    for test, *more in _tests(asked):
        tests.append(test)
        values += more
    return _Narrowed(_TABLES[asked.kind], " AND ".join(tests), values, cut)


def _tests(asked: ClaimQuestion) -> Iterator[tuple[Any, ...]]:
    """Yield conditions, each with its values."""
    if asked.actor:
        yield f"({_is_side('source', asked.actor)} OR {_is_side('target', asked.actor)})", asked.actor, asked.actor
    for side, name in (("source", asked.source), ("target", asked.target)):
        if name:
            yield _is_side(side, name), name
    for column, value in (("type", asked.type), ("status", asked.status), ("publisher", asked.publisher)):
        if value:
            yield f"{column} = ?", value
    for test, number in (
        ("quad = ?", asked.quad), ("number = ?", asked.article), ("date >= ?", asked.since), ("date <= ?", asked.until)
    ):  # fmt: skip
        if number is not None:
            yield test, number
    if asked.issue:
        yield "number IN (SELECT number FROM position WHERE issue = ?)", asked.issue
    yield from _flags(asked)


def _flags(asked: ClaimQuestion) -> Iterator[tuple[Any, ...]]:
    if asked.reviewed != "any":
        yield (f"review IS {'NOT ' if asked.reviewed == 'yes' else ''}NULL",)
    if asked.min_confidence > 0:
        yield "(sure IS NULL OR sure >= ? OR review IS NOT NULL)", asked.min_confidence
    if asked.news:
        yield ("NOT background",)
    if asked.between:
        one, other = (SIDE["country"].format(side) for side in ("source", "target"))
        yield (f"({one}) <> ({other})",)


def is_country(name: str) -> bool:
    """Tell whether a name is a country's code: three capital letters."""
    return len(name) == 3 and name.isascii() and name.isalpha() and name.isupper() and name != "IGO"


def _is_side(side: str, name: str) -> str:
    return f"{side}_country = ?" if is_country(name) else f"{side} = ?"


def _count(snapshot: Snapshot, narrowed: _Narrowed) -> tuple[tuple[int, int], dict[str, tuple[FacetValue, ...]]]:
    reviewed = "CASE WHEN review IS NULL THEN 'no' ELSE 'yes' END"
    sql = f"""
        WITH hit AS MATERIALIZED (
            SELECT told_no, telling_no, type, status, publisher, {reviewed} AS reviewed, year(date)::VARCHAR AS year,
                   source, target FROM {narrowed.table} WHERE {narrowed.where}),
        counted AS (
            SELECT type, status, publisher, reviewed, year, grouping(type, status, publisher, reviewed, year) AS level,
                   count(DISTINCT told_no) AS n, count(DISTINCT telling_no) AS tellings
            FROM hit GROUP BY GROUPING SETS ((type), (status), (publisher), (reviewed), (year), ()))
        SELECT level, coalesce(type, status, publisher, reviewed, year) AS value, n, tellings FROM counted
        UNION ALL
        SELECT -1, name, count(DISTINCT told_no), 0 FROM (
            SELECT source AS name, told_no FROM hit UNION ALL SELECT target, told_no FROM hit)
        WHERE name IS NOT NULL GROUP BY name ORDER BY 1, 3 DESC, 2"""
    rows = snapshot.ask(sql, narrowed.values)
    totals = next(((row["n"], row["tellings"]) for row in rows if row["level"] == _ALL), (0, 0))
    facets = {
        name: tuple(
            FacetValue(row["value"], row["n"]) for row in rows if row["level"] == level and row["value"] is not None
        )
        for name, level in _LEVELS.items()
    }
    facets["year"] = tuple(sorted(facets["year"], key=lambda one: one.value))
    return totals, {
        name: values if name == "year" else values[:MOST_VALUES] for name, values in facets.items() if values
    }


#: What `grouping` says where one column is grouped by: a bit for each that is not, the first column's the highest.
_LEVELS: Final = {"actor": -1, "type": 15, "status": 23, "publisher": 27, "reviewed": 29, "year": 30}
_ALL: Final = 31


def _list(snapshot: Snapshot, narrowed: _Narrowed, skip: int, limit: int) -> tuple[list[dict[str, Any]], bool]:
    """Return distinct claims, the latest first, and whether there are more; an event's pairs and tellings are one.

    Claims of a kind lie in this order, and DuckDB keeps it (`preserve_insertion_order`), so that the first places are
    found without sorting; all else is read of these alone.
    """
    wanted, rows = skip + limit + 1, 3 * (skip + limit + 1)
    while True:
        sql = f"""
            SELECT kind, number, key, told, told_no, date, type, status, source, source_country, target, target_country,
                   publisher, sure, review FROM {narrowed.table} WHERE kind = ? AND place IN (
                SELECT place FROM {narrowed.table} WHERE {narrowed.where} LIMIT {rows})
            ORDER BY place"""
        found = snapshot.ask(sql, [narrowed.values[0], *narrowed.values])
        distinct: dict[int, dict[str, Any]] = {}
        for row in found:
            held = distinct.setdefault(row["told_no"], row)
            if held is not row and (held["number"], held["key"]) == (row["number"], row["key"]):
                _join_sides(held, row)
        if len(distinct) >= wanted or len(found) < rows:
            listed = list(distinct.values())
            return listed[skip : skip + limit], len(listed) > skip + limit
        rows *= 2


def _join_sides(held: dict[str, Any], row: dict[str, Any]) -> None:
    """Add the sides of another pair of the same event in the same article."""
    for side in ("source", "target"):
        names = (held[side] or "").split("; ")
        if row[side] and row[side] not in names:
            held[side] = "; ".join(filter(None, (held[side], row[side])))


def with_words(archive: Archive | None, rows: Sequence[Mapping[str, Any]]) -> tuple[FoundClaim, ...]:
    """Return claims as they are shown, with their words and those around.

    Args:
        archive: For the words; None where they are not wanted.
        rows: Columns kind, number, key, told, date, type, status, source, source_country, target, target_country,
            publisher, sure, review.
    """
    places = [(row["number"], row["key"]) for row in rows if row["number"]]
    found = {} if archive is None else words_of_claims(archive, places)
    none = ClaimWords("", "", "")
    return tuple(
        FoundClaim(
            kind=row["kind"],
            article=row["number"] or None,
            key=row["key"],
            id=row["told"],
            date=None if row["date"] is None else row["date"].isoformat(),
            type=row["type"],
            status=row["status"],
            source=row["source"],
            source_country=row["source_country"],
            target=row["target"],
            target_country=row["target_country"],
            publisher=row["publisher"],
            confidence=row["sure"],
            review=row["review"],
            before=(told := found.get((row["number"], row["key"]), none)).before,
            words=told.words,
            after=told.after,
        )
        for row in rows
    )
