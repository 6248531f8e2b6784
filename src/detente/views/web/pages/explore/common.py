"""What the exploring pages share: which command gives a figure, and which search gives the claims behind a row."""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from detente.analysis.events import QUADS
from detente.analysis.periods import next_period
from detente.runs.exploring.networks import MOST_NODES
from detente.views.web.pages.explore.asking import link

if TYPE_CHECKING:
    from detente.analysis.periods import Every

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
