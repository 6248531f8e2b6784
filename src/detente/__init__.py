"""Détente reads news about diplomacy and keeps the record.

    import detente

    record = detente.read(text, published="2025-03-06")
    for statement in record.statements:
        print(record.words(statement.source), "→", record.words(statement.content))

    with detente.Archive("news.sqlite") as archive:
        print(archive.events().to_pandas())

Reading is loaded when it is first used: `import detente` itself costs nothing.
"""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import ArchiveError, DetenteError, DocumentError, SourceError, UsageError
from detente.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.records import Record
    from detente.runs import FailedArticle, Outcome, ReadArticle, ReadingOptions
    from detente.runs.analyses.weighing import WeighedArchive as Archive

__all__ = [
    "Archive",
    "ArchiveError",
    "DetenteError",
    "DocumentError",
    "FailedArticle",
    "Outcome",
    "ReadArticle",
    "Record",
    "SourceError",
    "UsageError",
    "__version__",
    "read",
    "read_many",
]

_HOMES = {
    "Archive": "detente.runs.analyses.weighing:WeighedArchive",
    "Record": "detente.records",
    "FailedArticle": "detente.runs",
    "Outcome": "detente.runs",
    "ReadArticle": "detente.runs",
}


def __dir__() -> list[str]:
    """Return what is for users, for completion: also what is loaded when it is first used."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Return a public class on first use, so that importing Détente loads no parser."""
    if name in _HOMES:
        module, _, attribute = _HOMES[name].partition(":")
        return getattr(importlib.import_module(module), attribute or name)
    raise AttributeError(f"module 'detente' has no attribute {name!r}")


def read(
    text: str,
    *,
    published: date | str | None = None,
    pipeline: str | None = None,
    actors: Path | str | None = None,
    codebook: Path | str | None = None,
) -> Record:
    """Read one article and return its record.

    Args:
        text: The article, plain text. It is kept unchanged; all spans are code points into it.
        published: Day of publication, a date or ISO 8601 ("2025-03-06"); None takes it from a dateline, if any.
        pipeline: Name or path of an installed spaCy pipeline; None for the default one.
        actors: A table of your own actors, which add to and override the shipped ones.
        codebook: A TOML file of your own issues for positions, instead of the shipped ones.

    Returns:
        The record, format detente-record/1.

    Raises:
        DocumentError: The text cannot be read, for example because it is empty.
        UsageError: The date is wrong, or the pipeline does not exist.
        KnowledgeError: The table of actors or the codebook is wrong.
    """
    from detente.runs import read_text  # noqa: PLC0415 - loads the parser

    return read_text(text, _options(published, pipeline, actors, codebook))


def read_many(
    texts: Iterable[str],
    *,
    published: date | str | None = None,
    pipeline: str | None = None,
    actors: Path | str | None = None,
    codebook: Path | str | None = None,
) -> Iterator[Outcome]:
    """Read articles one after the other, holding only one at a time.

    Args:
        texts: The articles, any iterable.
        published: Day of publication for articles that do not tell their own.
        pipeline: Name or path of an installed spaCy pipeline; None for the default one.
        actors: A table of your own actors.
        codebook: A TOML file of your own issues for positions.

    Yields:
        For each text, in order, a `ReadArticle` with its record, or a `FailedArticle` with stage and reason.

    Raises:
        UsageError: The date is wrong, or the pipeline does not exist.
        KnowledgeError: The table of actors or the codebook is wrong.
    """
    from detente.runs import read_texts  # noqa: PLC0415 - loads the parser

    yield from read_texts(texts, _options(published, pipeline, actors, codebook))


def _options(
    published: date | str | None, pipeline: str | None, actors: Path | str | None, codebook: Path | str | None
) -> ReadingOptions:
    from detente.runs import ReadingOptions  # noqa: PLC0415 - loads the parser

    if isinstance(published, str):
        try:
            published = date.fromisoformat(published)
        except ValueError as error:
            raise UsageError(
                f"{published!r} is no date", hint="Write the publication day as YYYY-MM-DD, such as 2025-03-06."
            ) from error
    own_actors, own_codebook = (None if path is None else Path(path) for path in (actors, codebook))
    return ReadingOptions(published, pipeline, own_actors, own_codebook)
