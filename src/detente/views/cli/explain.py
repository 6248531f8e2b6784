"""`detente explain`: which words, row and rules led to an event, and why other words led to none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.runs import ReadingOptions, explain_event, explain_sentences
from detente.views.cli.options import parse_day
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.reading.events import Opinion, SentenceTrace
    from detente.runs import EventExplained, SentencesExplained


def explain(
    location: Annotated[str, typer.Argument(help="A text or HTML file, a web address, or - for standard input.")],
    *,
    event: Annotated[
        str | None, typer.Option(metavar="KEY", help="One event, as the record calls it: e3. Without it, every word.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="The argument is the text itself.")] = False,
    published: Annotated[str | None, typer.Option(metavar="DATE", help="Day of publication.")] = None,
) -> None:
    """Print how an event came about. Without --event: for every word, which rows were looked up and what failed."""
    options = ReadingOptions(published=parse_day(published))
    if event is None:
        write_stdout(_render_sentences(explain_sentences(location, options, is_text=text)))
        return
    if text:
        raise UsageError("--text and --event do not go together", hint="Leave --event out to see every word.")
    try:
        explained = explain_event(location, event, options)
    except KeyError as error:
        raise UsageError(
            f"the article has no event {event!r}", hint=f"`detente read {location}` lists its events."
        ) from error
    write_stdout(_render(explained))


def _render_sentences(explained: SentencesExplained) -> str:
    lines: list[str] = []
    for sentence in explained.sentences:
        lines += [neutralise(" ".join(sentence.span.words(explained.text).split())), *_words(sentence), ""]
    return "\n".join(lines)


def _words(sentence: SentenceTrace) -> Iterator[str]:
    """Yield a line for each word, with its lemma and tag, and below it one for each row that was looked up."""
    width = max((len(word.text) for word in sentence.words), default=0)
    lemmas = max((len(word.lemma) for word in sentence.words), default=0)
    for word in sentence.words:
        outcome = f"  → {word.event}" if word.event else f"  dropped: {word.dropped}" if word.dropped else ""
        yield f"  {neutralise(word.text):{width}}  {neutralise(word.lemma):{lemmas}}  {word.tag:5}{outcome}".rstrip()
        for row in word.rows:
            yield f"      {row.pattern}, line {row.line}: " + (
                "holds" if row.failed is None else f"fails at {row.failed}"
            )


def _render(explained: EventExplained) -> str:
    why, text = explained.explanation, explained.text
    lines = [
        f"{why.key}  “{neutralise(why.words)}”",
        f"  code        {why.cameo or 'none: the words carry the type only'}",
    ]
    if why.pattern is None:
        lines.append("  pattern     none of patterns.tsv fits these words and this type: the code is the type's own")
    else:
        lines += [f"  pattern     {why.pattern}, line {why.line} of patterns.tsv", f"  rests on    {why.source}"]
    lines += [f"  rule        {rule}" for rule in why.rules]
    if why.opinion is not None:
        lines += _network(why.opinion)
    if why.confidence is not None:
        lines.append(f"  confidence  {why.confidence:.2f} that type, status and all actors are right")
    lines += [f"  considered  {pattern}" for pattern in why.considered]
    lines += [f"  dropped     “{neutralise(d.span.words(text))}” ({d.pattern}): {d.reason}" for d in why.dropped]
    return "\n".join(lines) + "\n"


def _network(opinion: Opinion) -> list[str]:
    """Return what the network says, in probabilities."""
    said = (
        f"an event {opinion.event:.2f}, the type {opinion.type:.2f}, the status {opinion.status:.2f}, "
        f"sources {opinion.sources:.2f}, targets {opinion.targets:.2f}, background {opinion.background:.2f}"
    )
    rules = "nothing on these words" if opinion.rules is None else opinion.rules
    return [f"  network     {said}", f"  the rules   {rules}"]
