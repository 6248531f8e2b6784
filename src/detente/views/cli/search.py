"""`detente search`: what an archive holds of some words."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from detente.archive import connect_to_read
from detente.archive.imported_search import search_imported
from detente.archive.search import Bounds, search_actors, search_articles, search_statements
from detente.counts import say_count
from detente.errors import UsageError
from detente.views.cli.options import ArchiveOption, parse_day
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.archive.imported_search import ImportedHit
    from detente.archive.search import ActorHit, ArticleHit, StatementHit

_TITLE_CHARS = 90


def search(  # noqa: PLR0913 - one parameter an option
    query: Annotated[str, typer.Argument(help='Words, "a phrase", -not; for --actors a name.')],
    *,
    archive: ArchiveOption,
    statements: Annotated[bool, typer.Option("--statements", help="Find statements by their words.")] = False,
    actors: Annotated[bool, typer.Option("--actors", help="Find actors by their names.")] = False,
    imported: Annotated[
        bool, typer.Option("--imported", help="Find events of other data sets by actors, places, types, codes.")
    ] = False,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Statements of this speaker only.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Published on this day or later.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Published on this day or earlier.")] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Published by this source.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="Results at most.")] = 20,
) -> None:
    """Search an archive: articles, statements, actors, events.

    The exit code is 1 if nothing is found.
    """
    if statements + actors + imported > 1:
        raise UsageError("--statements, --actors and --imported contradict each other", hint="Choose one of them.")
    if speaker and (actors or imported):
        raise UsageError("--speaker is for statements only", hint="Give the name as what to look for.")
    days = [None if day is None else day.isoformat() for day in (parse_day(since), parse_day(until))]

    bounds = Bounds(days[0], days[1], source)
    with closing(connect_to_read(archive)) as connection:
        if imported:
            lines = [_render_imported(hit) for hit in search_imported(connection, query, bounds=bounds, limit=limit)]
        elif actors:
            lines = [_render_actor(hit) for hit in search_actors(connection, query, limit=limit)]
        elif statements or speaker:
            found = search_statements(connection, query, speaker=speaker, bounds=bounds, limit=limit)
            lines = [_render_statement(hit) for hit in found]
        else:
            lines = [_render_article(hit) for hit in search_articles(connection, query, bounds=bounds, limit=limit)]
    write_stdout("\n".join(lines) or "Nothing found.\n")
    raise typer.Exit(0 if lines else 1)


def short_line(text: str | None, most: int = _TITLE_CHARS) -> str:
    """Return a text as one harmless line of at most `most` characters; a dash for none."""
    line = neutralise(" ".join((text or "–").split()))
    return line if len(line) <= most else line[: most - 1] + "…"


def _render_article(hit: ArticleHit) -> str:
    place = ", ".join(part for part in (hit.published, hit.source) if part) or "no date"
    return (
        f"{hit.article}  {short_line(hit.title)}  ({short_line(place)}; {hit.id[:12]})\n    {neutralise(hit.excerpt)}\n"
    )


def _render_statement(hit: StatementHit) -> str:
    said = f"{neutralise(hit.speakers or '?')} · {neutralise(hit.cue or '–')} · {short_line(hit.content, 400)}"
    return f"{hit.article}:{hit.key}  {said}\n    {hit.published or 'no date'}  {short_line(hit.title)}\n"


def _render_actor(hit: ActorHit) -> str:
    what = ", ".join(part for part in (hit.role, hit.country, hit.sector, hit.entity) if part)
    days = f", {hit.first} to {hit.last}" if hit.first else ""
    count = say_count(hit.articles, "article")
    return f"{neutralise(hit.name)}  ({neutralise(what) or 'not in the tables'}): {count}{days}\n"


def _render_imported(hit: ImportedHit) -> str:
    sides = [
        f"{neutralise(name or '?')} ({country})" if country else neutralise(name or "?")
        for name, country in ((hit.source, hit.source_country), (hit.target, hit.target_country))
    ]
    what = " ".join(part for part in (hit.type, hit.mode, hit.cameo) if part) or "no type"
    where = ", ".join(neutralise(part) for part in (hit.place, hit.publisher, hit.url) if part)
    return f"{hit.event}  {hit.date or 'no date'}  {what}  {sides[0]} → {sides[1]}\n    {where or 'no place'}\n"
