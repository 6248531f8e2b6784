"""Sums over an archive's claims, made once for each snapshot, so that a page adds up a few rows and not a million.

Each table counts exactly what the question would that it stands for; tests compare the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.analysis.events import NEEDS

if TYPE_CHECKING:
    from detente.analysis.events import Unit

#: What counts, as everywhere: sure enough, or looked at by a person.
SURE: Final = "(sure IS NULL OR sure >= 0.5 OR review IS NOT NULL)"
SURE_CLAIM: Final = "(confidence IS NULL OR confidence >= 0.5 OR review IS NOT NULL)"
#: Sides as measures have them: countries, bodies of states by their names; or everybody by name.
SIDE: Final[dict[Unit, str]] = {
    "country": "CASE WHEN {0}_country = 'IGO' THEN {0} ELSE {0}_country END",
    "actor": "{0}",
}


def _counted(unit: Unit) -> str:
    """Return the events that every measure counts if nothing else is asked, one row for each event and pair of sides.

    It is `analysis.events.events_sql` with the usual `Selection`, in the order of the source.
    """
    source, target = (SIDE[unit].format(side) for side in ("source", "target"))
    return f"""CREATE TABLE counted_{unit} AS
       SELECT told_no, {source} AS source, {target} AS target, min(date) AS date, min(quad)::INTEGER AS quad,
              min(intensity)::DOUBLE AS intensity, sum(coalesce(mentions, 1))::BIGINT AS tellings
       FROM usual
       WHERE date IS NOT NULL AND quad IS NOT NULL AND ({source}) IS NOT NULL AND ({target}) IS NOT NULL
       AND ({source}) <> ({target}) AND status = 'actual'
       GROUP BY ALL ORDER BY source, target"""


def _attention(unit: Unit) -> str:
    """Return how many distinct events of all sides begin on each day, as `analysis.relations.count_attention` does."""
    return f"""CREATE TABLE attention_{unit} AS
       SELECT date, count(*)::DOUBLE AS events FROM (SELECT min(date) AS date FROM counted_{unit} GROUP BY told_no)
       GROUP BY date ORDER BY date"""


def _ties(unit: Unit) -> str:
    """Return how many distinct events two sides share, by the day on which each is first told."""
    source, target = (SIDE[unit].format(side) for side in ("source", "target"))
    return f"""CREATE TABLE tie_{unit} AS
       SELECT one, other, date, count(*) AS events, count(*) FILTER (conflict) AS conflict,
              count(*) FILTER (cooperation) AS cooperation, count(*) FILTER (forth) AS forth,
              count(*) FILTER (back) AS back
       FROM (SELECT one, other, told_no, min(date) AS date, bool_or(quad >= 3) AS conflict,
                    bool_or(quad <= 2) AS cooperation, bool_or(forward) AS forth, bool_or(NOT forward) AS back
             FROM (SELECT least({source}, {target}) AS one, greatest({source}, {target}) AS other,
                          ({source}) < ({target}) AS forward, told_no, date, quad
                   FROM usual WHERE status = 'actual' AND ({source}) IS NOT NULL
                   AND ({target}) IS NOT NULL AND ({source}) <> ({target}))
             GROUP BY one, other, told_no)
       GROUP BY one, other, date ORDER BY date"""


#: What is counted of every actor and every country.
PROFILED: Final = (
    "articles", "acts", "concerns", "statements", "positions", "commitments", "conditions", "interpretations",
)  # fmt: skip
_PROFILES: Final = f"""CREATE TABLE profile AS
    SELECT unit, name, {", ".join(f"coalesce(max(n) FILTER (what = '{what}'), 0) AS {what}" for what in PROFILED)}
    FROM ({
    " UNION ALL ".join(
        f"SELECT '{unit}' AS unit, {column.format(end)} AS name, '{what}' AS what, {count} AS n FROM {table} "
        f"WHERE {test} GROUP BY 2"
        for unit, end in (("country", "_country"), ("actor", ""))
        for what, column, count, table, test in (
            ("acts", "source{0}", "count(DISTINCT told_no)", "dyad", SURE),
            ("concerns", "target{0}", "count(DISTINCT told_no)", "dyad", SURE),
            ("statements", "speaker{0}", "count(DISTINCT (number, key))", "said", SURE_CLAIM),
            ("positions", "actor{0}", "count(*)", "position", SURE_CLAIM),
            ("commitments", "actor{0}", "count(*)", "commitment", SURE_CLAIM),
            ("conditions", "holder{0}", "count(*)", "condition", SURE_CLAIM),
            ("interpretations", "holder{0}", "count(*)", "interpretation", SURE_CLAIM),
        )
    )
} UNION ALL SELECT 'country', country, 'articles', count(DISTINCT number) FROM person GROUP BY 2
       UNION ALL SELECT 'actor', name, 'articles', count(DISTINCT number) FROM person GROUP BY 2)
    WHERE name IS NOT NULL GROUP BY unit, name ORDER BY unit, name"""

_KNOWN_ACTORS: Final = """CREATE TABLE known_actor AS
    SELECT name, CASE WHEN grouping(kind) = 0 THEN kind END AS only_kind, mode(kind) AS kind, mode(country) AS country,
           count(DISTINCT number) AS articles
    FROM person WHERE id NOT LIKE 'text:%' GROUP BY GROUPING SETS ((name), (name, kind)) ORDER BY articles DESC, name"""

_INVOLVED: Final = f"""CREATE TABLE involved AS
    SELECT name, count(DISTINCT told_no) AS events
    FROM (SELECT source AS name, told_no FROM dyad WHERE {SURE} UNION ALL SELECT target, told_no FROM dyad WHERE {SURE})
    WHERE name IS NOT NULL GROUP BY name ORDER BY name"""

#: What every measure looks at if nothing else is asked, a small part of all: news that is actual or promised.
_USUAL: Final = f"""CREATE TABLE usual AS
    SELECT {", ".join(sorted(NEEDS))}, told_no FROM dyad
    WHERE status IN ('actual', 'promised') AND NOT background AND {SURE} ORDER BY source_country, source, date"""

#: The tables of sums, in the order in which they are made.
TOTALS: Final = (
    _USUAL, _counted("country"), _counted("actor"), _attention("country"), _attention("actor"), _ties("country"),
    _ties("actor"), _PROFILES, _KNOWN_ACTORS, _INVOLVED,
)  # fmt: skip
