"""What an archive holds of an actor, of a bloc's members, or of an issue: counts that lead to their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from detente.errors import UsageError
from detente.knowledge.load import load_knowledge
from detente.runs.exploring.search import ClaimQuestion, is_country, search_claims

if TYPE_CHECKING:
    from detente.archive import Archive
    from detente.runs.exploring.search import FoundClaim
    from detente.runs.exploring.snapshot import Snapshot

#: Rows of a profile's lists.
MOST_ROWS: Final = 20
#: What counts, as everywhere: sure enough, or looked at by a person.
_SURE: Final = "(sure IS NULL OR sure >= 0.5 OR review IS NOT NULL)"
_SURE_CLAIM: Final = "(confidence IS NULL OR confidence >= 0.5 OR review IS NOT NULL)"
_SIDE: Final = "CASE WHEN {0}_country = 'IGO' THEN {0} ELSE {0}_country END"


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A role in which an actor appears: words, sector, in how many articles, from which day to which."""

    role: str | None
    sector: str | None
    articles: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody with whom an actor deals: distinct events in each direction, and how many of all are conflict."""

    name: str
    toward: int
    back: int
    conflict: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue, and how many positions are for it, against it, or mixed."""

    issue: str
    pro: int
    contra: int
    mixed: int


@dataclass(frozen=True, slots=True)
class ActorProfile:
    """What an archive holds of an actor.

    Attributes:
        name: Its name, or a country's code.
        label: How it is called: for a country, its name.
        kind: person, state, organization or group; "country" for all actors of a country; None if nobody has the name.
        country: Its country, or None.
        articles: In how many articles it stands.
        acts: Distinct events in which it acts.
        concerns: Distinct events that concern it.
        statements: Statements that it makes.
        positions: Positions that it holds.
        promises: Promises that it makes.
        roles: In which roles it appears, the most frequent first.
        counterparts: With whom it deals most.
        issues: What it stands for and against.
    """

    name: str
    label: str
    kind: str | None
    country: str | None
    articles: int
    acts: int
    concerns: int
    statements: int
    positions: int
    promises: int
    roles: tuple[RoleRow, ...]
    counterparts: tuple[Counterpart, ...]
    issues: tuple[IssueRow, ...]


def profile_actor(snapshot: Snapshot, name: str) -> ActorProfile:
    """Return what an archive holds of an actor.

    Args:
        snapshot: The archive.
        name: A name, or a country's three letters.
    """
    return snapshot.keep(("actor", name), lambda: _profile(snapshot, name))


def _profile(snapshot: Snapshot, name: str) -> ActorProfile:
    by = "country" if is_country(name) else "name"
    who = snapshot.ask(
        f"SELECT count(DISTINCT number) AS n, mode(kind) AS kind, mode(country) AS country FROM person WHERE {by} = ?",
        [name],
    )[0]
    side = {"country": "{0}_country = ?", "name": "{0} = ?"}[by]
    counts = {
        "acts": f"SELECT count(DISTINCT told_no) FROM dyad WHERE {side.format('source')} AND {_SURE}",
        "concerns": f"SELECT count(DISTINCT told_no) FROM dyad WHERE {side.format('target')} AND {_SURE}",
        "statements": f"SELECT count(DISTINCT id) FROM said WHERE {side.format('speaker')} AND {_SURE_CLAIM}",
        "positions": f"SELECT count(*) FROM position WHERE {side.format('actor')} AND {_SURE_CLAIM}",
        "promises": f"SELECT count(*) FROM commitment WHERE {side.format('actor')} AND {_SURE_CLAIM}",
    }
    found = {key: next(iter(snapshot.ask(sql, [name])[0].values())) for key, sql in counts.items()}
    return ActorProfile(
        name=name,
        label=country_name(name) if by == "country" else name,
        kind=("country" if by == "country" else who["kind"]) if who["n"] else None,
        country=who["country"],
        articles=who["n"],
        roles=_roles(snapshot, name) if by == "name" else (),
        counterparts=_counterparts(snapshot, name, by),
        issues=issues_of(snapshot, f"{side.format('actor')}", [name]),
        **found,
    )


def _roles(snapshot: Snapshot, name: str) -> tuple[RoleRow, ...]:
    rows = snapshot.ask(
        "SELECT role, sector, count(DISTINCT number) AS articles, min(published) AS first, max(published) AS last "
        "FROM person JOIN article USING (number) WHERE name = ? AND (role IS NOT NULL OR sector IS NOT NULL) "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 8",
        [name],
    )
    return tuple(RoleRow(**row) for row in rows)


def _counterparts(snapshot: Snapshot, name: str, by: str) -> tuple[Counterpart, ...]:
    source, target = (_SIDE.format(side) if by == "country" else side for side in ("source", "target"))
    own = "country" if by == "country" else "name"
    is_source, is_target = (f"{s}_country = $1" if own == "country" else f"{s} = $1" for s in ("source", "target"))
    sql = f"""
        SELECT name, count(DISTINCT told_no) FILTER (forth) AS toward,
               count(DISTINCT told_no) FILTER (NOT forth) AS back,
               count(DISTINCT told_no) FILTER (quad >= 3) AS conflict
        FROM (SELECT {target} AS name, TRUE AS forth, told_no, quad FROM dyad
              WHERE {is_source} AND {_SURE} AND status = 'actual' AND NOT background
              UNION ALL
              SELECT {source}, FALSE, told_no, quad FROM dyad
              WHERE {is_target} AND {_SURE} AND status = 'actual' AND NOT background)
        WHERE name IS NOT NULL AND name <> $1 GROUP BY 1 ORDER BY toward + back DESC, 1 LIMIT {MOST_ROWS}"""
    return tuple(Counterpart(**row) for row in snapshot.ask(sql, [name]))


def issues_of(snapshot: Snapshot, test: str, values: list[Any]) -> tuple[IssueRow, ...]:
    """Return the issues of some positions with their counts; `test` is a condition of our own on `position`."""
    sql = f"""
        SELECT issue, count(*) FILTER (stance = 'for') AS pro, count(*) FILTER (stance = 'against') AS contra,
               count(*) FILTER (stance = 'mixed') AS mixed
        FROM position WHERE leads AND {_SURE_CLAIM} AND {test} GROUP BY 1 ORDER BY count(*) DESC, 1"""
    return tuple(IssueRow(**row) for row in snapshot.ask(sql, values))


def country_name(code: str) -> str:
    """Return a country's name, or the code where there is no such country."""
    known = load_knowledge().countries.by_code.get(code)
    return code if known is None else known.name


def latest(archive: Archive, snapshot: Snapshot, limit: int = 6, **asked: Any) -> tuple[FoundClaim, ...]:
    """Return the latest claims that answer a question, with their words.

    Args:
        archive: For the words.
        snapshot: The same archive in memory.
        limit: How many at most.
        asked: Parts of a `ClaimQuestion`.
    """
    return search_claims(archive, snapshot, ClaimQuestion(**asked), limit=limit).claims


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the list: name, kind, country, and in how many articles and events it stands."""

    name: str
    kind: str
    country: str | None
    articles: int
    events: int


def list_actors(snapshot: Snapshot, part: str = "", kind: str = "", limit: int = 100) -> tuple[ActorRow, ...]:
    """Return actors that are named or known, those in most articles first.

    Args:
        snapshot: The archive.
        part: Only names that hold this, in whatever case.
        kind: Only of this kind; "" for all.
        limit: How many at most.
    """

    def make() -> tuple[ActorRow, ...]:
        sql = f"""
            WITH listed AS (
                SELECT name, mode(kind) AS kind, mode(country) AS country, count(DISTINCT number) AS articles
                FROM person
                WHERE id NOT LIKE 'text:%' AND (? = '' OR contains(lower(name), lower(?))) AND (? = '' OR kind = ?)
                GROUP BY name ORDER BY articles DESC, name LIMIT {int(limit)}),
            involved AS (
                SELECT name, count(DISTINCT told_no) AS events FROM (
                    SELECT source AS name, told_no FROM dyad WHERE {_SURE} AND source IN (SELECT name FROM listed)
                    UNION ALL
                    SELECT target, told_no FROM dyad WHERE {_SURE} AND target IN (SELECT name FROM listed))
                GROUP BY name)
            SELECT name, kind, country, articles, coalesce(events, 0) AS events
            FROM listed LEFT JOIN involved USING (name) ORDER BY articles DESC, name"""
        return tuple(ActorRow(**row) for row in snapshot.ask(sql, [part, part, kind, kind]))

    return snapshot.keep(("actors", part, kind, limit), make)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a bloc: its code and name, and its positions for, against and mixed."""

    member: str
    label: str
    pro: int
    contra: int
    mixed: int


def members_of(snapshot: Snapshot, members: list[str], issue: str | None) -> tuple[MemberRow, ...]:
    """Return the positions of countries, those with most first; who has none is left out."""
    sql = f"""
        SELECT actor_country AS member, count(*) FILTER (stance = 'for') AS pro,
               count(*) FILTER (stance = 'against') AS contra, count(*) FILTER (stance = 'mixed') AS mixed
        FROM position WHERE leads AND {_SURE_CLAIM} AND actor_country IN (SELECT unnest(?::VARCHAR[]))
        AND (? = '' OR issue = ?) GROUP BY 1 ORDER BY count(*) DESC, 1"""
    rows = snapshot.ask(sql, [members, issue or "", issue or ""])
    return tuple(MemberRow(label=country_name(row["member"]), **row) for row in rows)


def list_blocs() -> tuple[str, ...]:
    """Return the ids of the blocs that are known, without "x:"."""
    return tuple(sorted({spell.bloc_id.removeprefix("x:") for spell in load_knowledge().memberships}))


def list_issues(snapshot: Snapshot) -> tuple[IssueRow, ...]:
    """Return all issues with their positions."""
    return snapshot.keep("issues", lambda: issues_of(snapshot, "TRUE", []))


@dataclass(frozen=True, slots=True)
class StandRow:
    """An actor of an issue: its country or name, and its positions for, against and mixed."""

    actor: str
    pro: int
    contra: int
    mixed: int


def stands_on(snapshot: Snapshot, issue: str) -> tuple[StandRow, ...]:
    """Return who stands where on an issue: countries, and bodies and people without one by their names.

    Raises:
        UsageError: No position is about it.
    """
    sql = f"""
        SELECT CASE WHEN actor_country IN ('-', 'IGO') THEN actor ELSE actor_country END AS actor,
               count(*) FILTER (stance = 'for') AS pro, count(*) FILTER (stance = 'against') AS contra,
               count(*) FILTER (stance = 'mixed') AS mixed
        FROM position WHERE leads AND {_SURE_CLAIM} AND issue = ? GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 40"""
    rows = snapshot.keep(("stands", issue), lambda: tuple(StandRow(**row) for row in snapshot.ask(sql, [issue])))
    if not rows and issue not in {row.issue for row in list_issues(snapshot)}:
        raise UsageError(f"no position is about {issue!r}", hint="/issue lists the issues of this archive.")
    return rows
