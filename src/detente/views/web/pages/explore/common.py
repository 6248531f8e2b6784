"""What the exploring pages share: which command gives a figure, and which search gives the claims behind a row."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from detente.analysis.events import QUADS
from detente.analysis.periods import next_period
from detente.runs.exploring.networks import MOST_NODES
from detente.runs.exploring.profiles import country_name
from detente.runs.exploring.search import is_country
from detente.views.web.pages.explore.asking import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.analysis.periods import Every
    from detente.analysis.result import Outcome
    from detente.runs.exploring.search import FacetValue
    from detente.views.web.pages.explore.asking import ExploreQuery

#: What every measure of events counts, said as a search.
_COUNTED: Final = {"status": "actual", "news": True, "between": True}


def command(archive: str, *words: str, **options: str | None) -> str:
    """Return a command line of Détente over an archive; options that are None or "" are left out."""
    listed = ["detente", *words, "--archive", archive]
    for name, value in options.items():
        listed += [f"--{name.replace('_', '-')}", value] if value else []
    return shlex.join(listed)


def ties_command(
    archive: str, tone: str, since: date | None, until: date | None, *, by: str = "country", least: int = 1
) -> str:
    """Return the command that gives the ties of a network or a map."""
    days = {"from": None if since is None else since.isoformat(), "to": None if until is None else until.isoformat()}
    told = {"tie": tone, "most": str(MOST_NODES), "by": None if by == "country" else by}
    return command(archive, "network", "--events", **told, **days, min_count=None if least == 1 else str(least))


def name_countries(outcome: Outcome, *sides: str) -> Outcome:
    """Return a result whose question calls these sides as the page around it does: countries by their names."""
    question = outcome.question
    for side in filter(is_country, sides):
        question = re.sub(rf"\b{side}\b", name_side(side), question)
    return replace(outcome, question=question)


def name_side(side: str) -> str:
    """Return what a side is called: a country by its name, an actor as it is, nobody as "all"."""
    return country_name(side) if is_country(side) else side or "all"


def events_link(source: str | None, target: str | None, **more: Any) -> str:
    """Return the address of the events that measures count between two sides."""
    return link("/search", source=source, target=target, **_COUNTED, **more)


def period_link(row: dict[str, Any], source: str | None, target: str | None, every: Every) -> str | None:
    """Return the address of the events behind a row of relations; None where there are none."""
    if not row["events"]:
        return None
    since, until = period_ends(row["period"], every)
    quad = QUADS.index(row["class"]) + 1
    return events_link(source, target, quad=quad, since=since, until=until)


def period_ends(start: str, every: Every) -> tuple[str, str]:
    """Return the first and the last day of a period, ISO 8601."""
    first = date.fromisoformat(start)
    return start, (next_period(first, every) - timedelta(days=1)).isoformat()


def claim_link(claim: str | None, numbers: dict[str, int]) -> str | None:
    """Return the address of a claim by its id "<article>:<key>"; None where the article has no number here."""
    article, _, key = (claim or "").partition(":")
    return f"/article/{numbers[article]}#{key}" if article in numbers else None


@dataclass(frozen=True, slots=True)
class FacetEntry:
    """A value of a facet: what it is, how many found claims have it, and the address that asks for these only."""

    value: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet: its parameter, its name, and its most frequent values."""

    parameter: str
    label: str
    entries: tuple[FacetEntry, ...]


def facets_of(
    query: ExploreQuery, path: str, labels: Mapping[str, str], found: Mapping[str, tuple[FacetValue, ...]]
) -> tuple[Facet, ...]:
    """Return the facets of a search that tell something: those with more than one value.

    Args:
        query: The question, which each value narrows.
        path: The address of the page.
        labels: What each facet is called, in the order in which they stand.
        found: The values of each.
    """
    return tuple(
        Facet(name, label, tuple(_entries(query, path, name, found[name])))
        for name, label in labels.items()
        if len(found.get(name, ())) > 1
    )


def _entries(query: ExploreQuery, path: str, name: str, values: tuple[FacetValue, ...]) -> Iterator[FacetEntry]:
    for one in values:
        changed = (
            {"since": f"{one.value}-01-01", "until": f"{one.value}-12-31"} if name == "year" else {name: one.value}
        )
        yield FacetEntry(one.value, one.count, query.address(path, **changed, skip=None))


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part of the question: what it is called, its value, and the address without it."""

    name: str
    value: str
    address: str


def chosen_of(query: ExploreQuery, path: str, labels: Mapping[str, str]) -> tuple[Chosen, ...]:
    """Return the parts of a question that are asked, with what each is called.

    Args:
        query: The question.
        path: The address of the page.
        labels: What each part is called; a part that has no label is not shown.
    """
    asked = query.model_dump(mode="json", exclude_defaults=True)
    return tuple(
        Chosen(labels[name], _shown(name, value), query.address(path, **{name: None}, skip=None))
        for name, value in asked.items()
        if name in labels
    )


def _shown(name: str, value: object) -> str:
    if value is True:
        return ""
    return "any" if name == "min_confidence" and value == 0 else str(value)
