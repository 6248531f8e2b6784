"""What an archive holds of an actor, of a bloc's members, or of an issue: counts that lead to their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from detente.errors import UsageError
from detente.knowledge.load import load_knowledge
from detente.runs.exploring.search import ClaimQuestion, find_claims, is_country
from detente.runs.exploring.totals import PROFILED, SURE_CLAIM

if TYPE_CHECKING:
    from detente.analysis.events import Unit
    from detente.archive import Archive
    from detente.runs.exploring.search import FoundClaim
    from detente.runs.exploring.snapshot import Snapshot

#: Rows of a profile's lists.
MOST_ROWS: Final = 20


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
    """Somebody with whom an actor deals.

    Attributes:
        name: A name, or a country's code.
        label: How it is called: for a country, its name.
        toward: Distinct events from the actor to it.
        back: Distinct events from it to the actor.
        conflict: How many of all are conflict.
    """

    name: str
    label: str
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
        commitments: Commitments that it makes.
        conditions: Conditions that it sets.
        interpretations: What it reads as one thing and not another.
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
    commitments: int
    conditions: int
    interpretations: int
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
    unit: Unit = "country" if is_country(name) else "actor"
    counts = snapshot.ask("SELECT * EXCLUDE (unit, name) FROM profile WHERE unit = ? AND name = ?", [unit, name])
    found = counts[0] if counts else dict.fromkeys(PROFILED, 0)
    kind, country = _kind_of(snapshot, name) if unit == "actor" else ("country", name)
    return ActorProfile(
        name=name,
        label=country_name(name) if unit == "country" else name,
        kind=kind if found["articles"] else None,
        country=country if found["articles"] else None,
        roles=_roles(snapshot, name) if unit == "actor" else (),
        counterparts=_counterparts(snapshot, name, unit),
        issues=issues_of(snapshot, "actor_country = ?" if unit == "country" else "actor = ?", [name]),
        **found,
    )


def _kind_of(snapshot: Snapshot, name: str) -> tuple[str | None, str | None]:
    row = snapshot.ask("SELECT mode(kind) AS kind, mode(country) AS country FROM person WHERE name = ?", [name])[0]
    return row["kind"], row["country"]


def _roles(snapshot: Snapshot, name: str) -> tuple[RoleRow, ...]:
    rows = snapshot.ask(
        "SELECT role, sector, count(DISTINCT number) AS articles, min(published) AS first, max(published) AS last "
        "FROM person JOIN article USING (number) WHERE name = ? AND (role IS NOT NULL OR sector IS NOT NULL) "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 8",
        [name],
    )
    return tuple(RoleRow(**row) for row in rows)


def _counterparts(snapshot: Snapshot, name: str, unit: Unit) -> tuple[Counterpart, ...]:
    sql = f"""
        SELECT name, sum(toward)::BIGINT AS toward, sum(back)::BIGINT AS back, sum(conflict)::BIGINT AS conflict
        FROM (SELECT other AS name, forth AS toward, back, conflict FROM tie_{unit} WHERE one = $1 UNION ALL
              SELECT one, back, forth, conflict FROM tie_{unit} WHERE other = $1)
        GROUP BY name ORDER BY sum(toward) + sum(back) DESC, name LIMIT {MOST_ROWS}"""
    rows = snapshot.ask(sql, [name])
    return tuple(Counterpart(label=_label(row["name"], unit), **row) for row in rows)


def _label(name: str, unit: Unit) -> str:
    return country_name(name) if unit == "country" else name


def issues_of(snapshot: Snapshot, test: str, values: list[Any]) -> tuple[IssueRow, ...]:
    """Return the issues of some positions with their counts; `test` is a condition of our own on `position`."""
    sql = f"""
        SELECT issue, count(*) FILTER (stance = 'for') AS pro, count(*) FILTER (stance = 'against') AS contra,
               count(*) FILTER (stance = 'mixed') AS mixed
        FROM position WHERE leads AND {SURE_CLAIM} AND {test} GROUP BY 1 ORDER BY count(*) DESC, 1"""
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
    return find_claims(archive, snapshot, ClaimQuestion(**asked), limit=limit)


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
            SELECT name, kind, country, articles, coalesce(events, 0) AS events
            FROM known_actor LEFT JOIN involved USING (name)
            WHERE only_kind IS NOT DISTINCT FROM ? AND (? = '' OR contains(lower(name), lower(?)))
            ORDER BY articles DESC, name LIMIT {int(limit)}"""
        return tuple(ActorRow(**row) for row in snapshot.ask(sql, [kind or None, part, part]))

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
        FROM position WHERE leads AND {SURE_CLAIM} AND actor_country IN (SELECT unnest(?::VARCHAR[]))
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
    """An actor of an issue: its country or name, how it is called, and its positions for, against and mixed."""

    actor: str
    label: str
    pro: int
    contra: int
    mixed: int


def _stand(row: dict[str, Any]) -> StandRow:
    return StandRow(label=_label(row["actor"], "country" if is_country(row["actor"]) else "actor"), **row)


def stands_on(snapshot: Snapshot, issue: str) -> tuple[StandRow, ...]:
    """Return who stands where on an issue: countries, and bodies and people without one by their names.

    Returns:
        Those with most positions first; none where all positions are uncertain.

    Raises:
        UsageError: No position is about it.
    """
    sql = f"""
        SELECT CASE WHEN actor_country IN ('-', 'IGO') THEN actor ELSE actor_country END AS actor,
               count(*) FILTER (stance = 'for') AS pro, count(*) FILTER (stance = 'against') AS contra,
               count(*) FILTER (stance = 'mixed') AS mixed
        FROM position WHERE leads AND {SURE_CLAIM} AND issue = ? GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 40"""
    rows = snapshot.keep(("stands", issue), lambda: tuple(_stand(row) for row in snapshot.ask(sql, [issue])))
    if not rows and not snapshot.ask("SELECT 1 FROM position WHERE issue = ? LIMIT 1", [issue]):
        raise UsageError(f"no position is about {issue!r}", hint="/issue lists the issues of this archive.")
    return rows
