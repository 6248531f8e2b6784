"""Who stood where on what: roll calls, positions and events in one table, the table of choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa

from detente.analysis.engine import ask, require
from detente.analysis.events import NEEDS as EVENTS_NEED
from detente.analysis.events import Selection, events_sql

if TYPE_CHECKING:
    from detente.analysis.periods import Every

#: Columns of the table of choices. `weight` says how sure a choice is, 0 to 1; where it is missing or null it is 1.
NEEDS: Final = frozenset({"call", "date", "bloc", "member", "choice", "count"})
SCHEMA: Final = pa.schema([
    ("call", pa.string()),
    ("date", pa.date32()),
    ("bloc", pa.string()),
    ("member", pa.string()),
    ("choice", pa.string()),
    ("count", pa.int64()),
    ("weight", pa.float64()),
])
#: What can be chosen, in the order of the counts.
CHOICES: Final = ("for", "against", "abstain")
#: Columns of the table of positions that choices are made of, and those of `articles`.
POSITIONS_NEED: Final = frozenset({
    "article", "actor_country", "toward_country", "issue", "stance", "confidence", "review", "leads",
})  # fmt: skip
ARTICLES_NEED: Final = frozenset({"article", "published"})
#: What a position is on, as SQL: the issue, and whom it concerns: a country, or by name who is of none or of several.
CONCEPT: Final = """(replace(issue, '_', ' ') || coalesce(' toward ' || CASE
    WHEN toward_country IS NULL OR toward_country IN ('-', 'IGO') OR toward_country LIKE '%;%' THEN toward
    ELSE toward_country END, ''))"""


#: How much a position counts where confidence weighs, as SQL over positions `p`.
POSITION_WEIGHT: Final = "CASE WHEN p.review IS NOT NULL THEN 1.0 ELSE coalesce(p.confidence, 1.0) END"
#: A position whose holder is of one country, as conditions of SQL over positions `p`.
OF_ONE_COUNTRY: Final = ("p.actor_country NOT IN ('-', 'IGO')", "p.actor_country NOT LIKE '%;%'")


def pick_positions(selection: Selection) -> tuple[list[str], list[object]]:
    """Return which positions count, copies of an article left out, as conditions of SQL and the values in them.

    Args:
        selection: Confidence, review and days. The conditions name positions `p` and their articles `a`.
    """
    wanted, values = ["p.leads"], list[object]()
    if selection.reviewed_only:
        wanted.append("p.review IS NOT NULL")
    else:
        wanted.append("(p.confidence IS NULL OR p.confidence >= ? OR p.review IS NOT NULL)")
        values.append(selection.min_confidence)
    for bound, day in ((">=", selection.since), ("<=", selection.until)):
        if day is not None:
            wanted.append(f"a.published {bound} ?")
            values.append(day)
    return wanted, values


def choices_of_positions(
    positions: pa.Table, articles: pa.Table, *, every: Every = "month", selection: Selection | None = None
) -> pa.Table:
    """Return positions as choices: what a country stands for on an issue, toward a country, in a period.

    One call is an issue (with the country that it concerns) in a period. A country's choice is the side that more of
    its positions take; "abstain" where they are as many, or mixed. Where the selection weighs, a position counts as
    much as its confidence (one without an estimate, or looked at by a person, as one), and the choice weighs as much as
    its positions do on average.

    Args:
        positions: The table `positions`.
        articles: The table `articles`, for the days.
        every: How long positions are taken for one call.
        selection: Confidence, review and days; None for the usual ones.

    Returns:
        A table of choices without blocs: `join_blocs` adds them.

    Raises:
        UsageError: A column is missing.
    """
    require(positions, POSITIONS_NEED | {"toward"}, "cohesion by positions")
    require(articles, ARTICLES_NEED, "cohesion by positions")
    selection = selection or Selection()
    picked, values = pick_positions(selection)
    weight = POSITION_WEIGHT if selection.weigh else "1.0"
    wanted = [*picked, *OF_ONE_COUNTRY, "a.published IS NOT NULL"]
    sql = f"""
        SELECT {CONCEPT} || ' in '
                   || date_trunc('{every}', published)::DATE AS call,
               date_trunc('{every}', published)::DATE AS date, NULL::VARCHAR AS bloc, actor_country AS member,
               CASE sign(round(sum({weight} * CASE stance WHEN 'for' THEN 1 WHEN 'against' THEN -1 ELSE 0 END), 9))
                   WHEN 1 THEN 'for' WHEN -1 THEN 'against' ELSE 'abstain' END AS choice, 1::BIGINT AS count,
               avg({weight})::DOUBLE AS weight
        FROM positions AS p JOIN articles AS a USING (article)
        WHERE {" AND ".join(wanted)} GROUP BY ALL ORDER BY ALL"""
    return ask(sql, {"positions": positions, "articles": articles}, values).cast(SCHEMA)


def choices_of_events(
    dyads: pa.Table, target: str, *, every: Every = "month", selection: Selection | None = None
) -> pa.Table:
    """Return events as choices: how a country deals with one target in a period, by more cooperation or more conflict.

    Args:
        dyads: The table `dyads`.
        target: Toward whom.
        every: How long events are taken for one call.
        selection: Which events count; None for the usual ones.

    Returns:
        A table of choices without blocs, "abstain" where cooperation and conflict are as many.

    Raises:
        UsageError: A column is missing.
    """
    require(dyads, EVENTS_NEED, "cohesion by events")
    inner, values = events_sql(selection or Selection(), target=target)
    sql = f"""
        SELECT target || ' in ' || date_trunc('{every}', date)::DATE AS call, date_trunc('{every}', date)::DATE AS date,
               NULL::VARCHAR AS bloc, source AS member,
               CASE sign(round(sum(CASE WHEN quad <= 2 THEN weight ELSE -weight END), 9))
                   WHEN 1 THEN 'for' WHEN -1 THEN 'against' ELSE 'abstain' END AS choice, 1::BIGINT AS count,
               avg(weight)::DOUBLE AS weight
        FROM ({inner}) GROUP BY target, 2, source ORDER BY ALL"""
    return ask(sql, {"dyads": dyads}, values).cast(SCHEMA)


def join_blocs(choices: pa.Table, members: pa.Table) -> pa.Table:
    """Return the choices of those who were in a bloc on the day, with the bloc.

    Args:
        choices: A table of choices by member.
        members: Columns bloc, member, start and end (days; empty for ever).

    Raises:
        UsageError: A column is missing.
    """
    require(choices, NEEDS, "cohesion")
    require(members, frozenset({"bloc", "member", "start", "end"}), "cohesion")
    weight = "c.weight" if "weight" in choices.schema.names else "NULL::DOUBLE AS weight"
    sql = f"""
        SELECT DISTINCT call, date, m.bloc AS bloc, c.member AS member, choice, count, {weight}
        FROM choices AS c JOIN members AS m ON m.member = c.member
             AND (m.start IS NULL OR m.start <= c.date) AND (m."end" IS NULL OR m."end" >= c.date)
        ORDER BY date, call, bloc, member"""
    return ask(sql, {"choices": choices, "members": members}).cast(SCHEMA)


def count_choices(choices: pa.Table, *, period: Every | None) -> pa.Table:
    """Return for, against and abstentions by bloc and call; absence is no choice.

    Returns:
        Columns bloc, period (first day of each, or empty for all), date, call, for, against, abstain; in that order.

    Raises:
        UsageError: A column is missing.
    """
    require(choices, NEEDS, "cohesion")
    start = f"date_trunc('{period}', min(date))::DATE" if period else "NULL::DATE"
    counts = ", ".join(f"coalesce(sum(count) FILTER (choice = '{one}'), 0)::BIGINT AS \"{one}\"" for one in CHOICES)
    sql = f"""
        SELECT bloc, {start} AS period, min(date) AS date, call, {counts} FROM choices
        WHERE bloc IS NOT NULL AND choice IN {CHOICES} GROUP BY bloc, call ORDER BY bloc, period, date, call"""
    return ask(sql, {"choices": choices})
