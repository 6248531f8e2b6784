"""`detente explain`: which words, row and rules led to an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.runs import ReadingOptions, explain_event
from detente.views.cli.options import parse_day
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.runs import EventExplained


def explain(
    location: Annotated[str, typer.Argument(help="A text or HTML file, a web address, or - for standard input.")],
    *,
    event: Annotated[str, typer.Option(metavar="KEY", help="The event, as the record calls it: e3.")],
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Day of publication.")] = None,
) -> None:
    """Print how one event of an article came about, and what was considered and dropped beside it."""
    day = parse_day(published)

    try:
        explained = explain_event(location, event, ReadingOptions(published=day))
    except KeyError as error:
        raise UsageError(
            f"the article has no event {event!r}", hint=f"`detente read {location}` lists its events."
        ) from error
    write_stdout(_render(explained))


def _render(explained: EventExplained) -> str:
    why, text = explained.explanation, explained.text
    lines = [
        f"{why.key}  “{neutralise(why.words)}”",
        f"  code        {why.cameo or 'none: the words carry the type only'}",
        f"  pattern     {why.pattern}, line {why.line} of patterns.tsv",
        f"  rests on    {why.source}",
    ]
    lines += [f"  rule        {rule}" for rule in why.rules]
    lines += [f"  considered  {pattern}" for pattern in why.considered]
    lines += [f"  dropped     “{neutralise(d.span.words(text))}” ({d.pattern}): {d.reason}" for d in why.dropped]
    return "\n".join(lines) + "\n"
