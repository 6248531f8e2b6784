"""Reading in this process, one article after the other. One bad article never loses the others."""

from __future__ import annotations

import functools
import gc
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from detente.errors import DetenteError, DocumentError, UsageError, stage_of, unexpected
from detente.knowledge import load_codebook, load_knowledge
from detente.reading.parse import DEFAULT_PIPELINE, Parser
from detente.reading.reader import Reader
from detente.text import make_article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from detente.reading.events import Explanation, SentenceTrace
    from detente.records import Article, Record, Run


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article that was read.

    Attributes:
        origin: Where it came from, as the caller named it.
        record: Its record.
    """

    origin: str
    record: Record


@dataclass(frozen=True, slots=True)
class FailedArticle:
    """An article that could not be read.

    Attributes:
        origin: Where it came from, as the caller named it.
        stage: The part of reading that failed: "source", "text", "parse", …
        reason: What happened.
        hint: What to do next, or None.
    """

    origin: str
    stage: str
    reason: str
    hint: str | None


Outcome = ReadArticle | FailedArticle


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How to read.

    Attributes:
        published: Publication day for articles that do not tell their own; None leaves it unknown.
        pipeline: Name of the spaCy pipeline; None for the default one.
        actors: A table of the user's own actors; None for the shipped ones only.
        codebook: A TOML file of the user's own issues for positions; None for the shipped ones.
    """

    published: date | None = None
    pipeline: str | None = None
    actors: Path | None = None
    codebook: Path | None = None


def load_reader(options: ReadingOptions) -> Reader:
    """Return the reader for these options, loaded once."""
    return _load_reader(options.pipeline or DEFAULT_PIPELINE, options.actors, options.codebook)


def current_maker(options: ReadingOptions) -> Run:
    """Return the version, models and knowledge that records are made with now."""
    return load_reader(options).run


def check_options(options: ReadingOptions) -> None:
    """Find out before a long run whether the user's own tables can be read.

    Raises:
        KnowledgeError: The table of actors or the codebook is wrong; the message names file and line.
    """
    load_knowledge(options.actors)
    load_codebook(options.codebook)


@functools.lru_cache(maxsize=2)
def _load_reader(pipeline: str, actors: Path | None, codebook: Path | None) -> Reader:
    """Load a reader, and take it and what was there before out of what Python's collector looks through.

    The tables and the networks stay as long as the process, and hold a million objects: looking through them again and
    again costs a twentieth of reading. Objects that nothing holds are freed as before, but for circles from before.
    """
    with _collector_paused():
        reader = Reader(load_knowledge(actors), Parser(pipeline), load_codebook(codebook))
        gc.freeze()
        return reader


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python's collector from looking for what can be freed among objects that are still being made."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_text(text: str, options: ReadingOptions, *, url: str | None = None, source: str | None = None) -> Record:
    """Return the record of one article's text.

    Args:
        text: The article, plain text; it is kept unchanged.
        options: How to read.
        url: Where it was found, for the record.
        source: Who published it, for the record.

    Raises:
        DocumentError: The text cannot be read; the stage says why.
        UsageError: The pipeline does not exist.
        KnowledgeError: The table of actors or the codebook is wrong; the message names file and line.
    """
    article = make_article(text, published=options.published, url=url, source=source)
    reader = load_reader(options)
    with _collector_paused():  # what an article is made of lives until its record is there
        return reader.read(article)


def read_texts(texts: Iterable[str], options: ReadingOptions) -> Iterator[Outcome]:
    """Read texts one after the other, yielding each outcome as soon as it is there, in order.

    Args:
        texts: Articles; only one is held at a time.
        options: How to read.

    Yields:
        A `ReadArticle`, or a `FailedArticle` with the position ("text 3") as its origin.
    """
    for number, text in enumerate(texts, start=1):
        origin = f"text {number}"
        try:
            outcome: Outcome = ReadArticle(origin, read_text(text, options))
        except DocumentError as error:
            outcome = _failed(origin, error)
        yield outcome


def read_locations(locations: Iterable[str], options: ReadingOptions) -> Iterator[Outcome]:
    """Read files, web addresses and standard input ("-"), yielding each outcome in order.

    Args:
        locations: Paths, http(s) addresses, or "-".
        options: How to read. A publication day given here goes before the page's own.

    Yields:
        A `ReadArticle`, or a `FailedArticle` if the article could not be fetched or read.

    Raises:
        UsageError: The pipeline does not exist.
        KnowledgeError: The table of actors or the codebook is wrong; the message names file and line.
    """
    reader = load_reader(options)
    for location in locations:
        try:
            outcome: Outcome = ReadArticle(location, reader.read(_fetch(location, options)))
        except DetenteError as error:
            outcome = _failed(location, error)
        except Exception as error:  # noqa: BLE001 - our own bug, which must not cost the other articles
            outcome = _failed(location, unexpected(error, location, "it was read"))
        yield outcome


def _fetch(location: str, options: ReadingOptions) -> Article:
    """Return the article at a location. A publication day in the options goes before the page's own."""
    from detente.sources.given import read_given  # noqa: PLC0415 - reading plain text loads no web and HTML libraries

    found = read_given(location)
    published = options.published or found.published
    return make_article(found.text, published=published, url=found.url, source=found.source, title=found.title)


@dataclass(frozen=True, slots=True)
class EventExplained:
    """How one event came about, with the text that its spans point into.

    Attributes:
        text: The article's text.
        explanation: Words, pattern, rules, and what was dropped.
    """

    text: str
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class SentencesExplained:
    """The sentences of an article word by word, with the article's text.

    Attributes:
        text: The article's text.
        sentences: Its sentences, in order, with the event rows that were looked up for each word.
    """

    text: str
    sentences: tuple[SentenceTrace, ...]


def explain_sentences(location: str, options: ReadingOptions, *, is_text: bool = False) -> SentencesExplained:
    """Return what of an article is coded as an event and what is not, word by word, with the reasons.

    Args:
        location: A path, an http(s) address, "-" for standard input, or the text itself.
        options: How to read.
        is_text: Whether `location` is the text itself.

    Raises:
        DetenteError: The article cannot be fetched or read.
    """
    article = make_article(location, published=options.published) if is_text else _fetch(location, options)
    return SentencesExplained(article.text, load_reader(options).trace(article))


def explain_event(location: str, key: str, options: ReadingOptions) -> EventExplained:
    """Return how one event of an article came about.

    Args:
        location: A path, an http(s) address, or "-".
        key: The event's key in the article's record, such as "e3".
        options: How to read.

    Raises:
        KeyError: The article has no such event.
        DetenteError: The article cannot be fetched or read.
    """
    article = _fetch(location, options)
    return EventExplained(article.text, load_reader(options).explain(article, key))


def read_example(name: str, options: ReadingOptions) -> Outcome:
    """Read one of the bundled articles.

    Args:
        name: Its name, one of `example_names()`.
        options: How to read.

    Raises:
        UsageError: There is no such example.
    """
    if name not in example_names():
        raise UsageError(f"there is no example {name!r}", hint=f"There are: {', '.join(example_names())}.")
    text = resources.files("detente.examples").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return ReadArticle(name, read_text(text, options))


def example_names() -> tuple[str, ...]:
    """Return the names of the bundled articles, sorted."""
    files = resources.files("detente.examples").iterdir()
    return tuple(sorted(f.name.removesuffix(".txt") for f in files if f.name.endswith(".txt")))


def _failed(origin: str, error: DetenteError) -> FailedArticle:
    return FailedArticle(origin, stage_of(error), error.message, error.hint)
