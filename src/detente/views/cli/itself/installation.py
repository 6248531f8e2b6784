"""What of Détente is installed, what is missing, and how to get it: `detente doctor` without an archive."""

from __future__ import annotations

import importlib
import platform
import sqlite3
import sys
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

from detente import __version__
from detente.errors import DetenteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Extras for those who use Détente, and what each is for. The others are for its developers.
EXTRAS: Final[dict[str, str]] = {
    "page": "the page in the browser",
    "plots": "pictures of analyses",
    "boosting": "a second forecaster",
    "cluster": "Dask and object stores",
    "mcp": "a server for assistants",
}
_WIDTH: Final = 10


@dataclass(frozen=True, slots=True)
class Installation:
    """What `detente doctor` found.

    Attributes:
        lines: What is there and what is not, a line each, for a person.
        problems: What keeps Détente from reading; empty if it reads.
    """

    lines: tuple[str, ...]
    problems: tuple[str, ...]


def examine(requirements: Iterable[str] | None = None, *, read: Callable[[], str] | None = None) -> Installation:
    """Find out what is installed.

    Args:
        requirements: What Détente needs, as its package says; None asks the package.
        read: Loads what reads an article and says what it is; None for the shipped reader.
    """
    needed = _by_extra(metadata.requires("detente") or () if requirements is None else requirements)
    missing = _missing(needed[None])
    lines = [_machine(), _line("core", f"{len(needed[None])} packages" if not missing else f"missing: {missing}")]
    problems = [f"the core lacks {missing}: install Détente anew, docs/install.md says how"] if missing else []
    for examined in (read or describe_reader, describe_database, describe_pages):
        try:
            lines.append(examined())
        except (DetenteError, ImportError, OSError, sqlite3.Error) as error:
            problems.append(f"{error} {getattr(error, 'hint', None) or ''}".rstrip())
    lines += [_extra(name, what, needed[name]) for name, what in EXTRAS.items()]
    return Installation(tuple(lines), tuple(problems))


def render_installation(found: Installation) -> str:
    """Return what was found, a line each, and at the end whether Détente can read."""
    return "".join(f"{line}\n" for line in (*found.lines, *(found.problems or ("Détente can read",))))


def describe_reader() -> str:
    """Load what reads an article, and return a line on it.

    Raises:
        DetenteError: A model or table is missing or damaged.
        ImportError: A package is missing.
    """
    from detente.runs.local import ReadingOptions, current_maker  # noqa: PLC0415 - loads the parser

    maker = current_maker(ReadingOptions())
    return _line("reading", f"{', '.join(maker.models)}; tables {maker.knowledge[:12]}")


def describe_database() -> str:
    """Return a line on the SQLite that archives are kept with.

    Raises:
        sqlite3.Error: It lacks the index for search.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    return _line("archive", f"SQLite {sqlite3.sqlite_version} with FTS5")


def describe_pages() -> str:
    """Load what finds the article on a page of the web, and return a line on it.

    Raises:
        ImportError: Something that it needs is missing, which older versions of pip do not see.
    """
    try:
        importlib.import_module("trafilatura")
    except ImportError as error:
        reason = str(error).splitlines()[0]
        raise ImportError(f"pages of the web cannot be read: {reason} pip install lxml-html-clean") from error
    return _line("pages", f"trafilatura {metadata.version('trafilatura')}")


def _machine() -> str:
    encoding = (getattr(sys.stdout, "encoding", None) or "no encoding").upper()
    return f"Détente {__version__} on Python {platform.python_version()}, {platform.system()}, output in {encoding}"


def _by_extra(requirements: Iterable[str]) -> dict[str | None, list[Requirement]]:
    """Return what the core (None) and each extra need here."""
    needed: dict[str | None, list[Requirement]] = defaultdict(list)
    for requirement in map(Requirement, requirements):
        for extra in (None, *EXTRAS):
            here = requirement.marker is None or requirement.marker.evaluate({"extra": extra or ""})
            if here and (extra is None or requirement.marker is not None):
                needed[extra].append(requirement)
    return needed


def _missing(requirements: Iterable[Requirement]) -> str:
    """Return what is not there, or there in another version; "" if nothing."""
    return ", ".join(filter(None, map(_lack, requirements)))


def _lack(requirement: Requirement) -> str:
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return requirement.name
    fits = requirement.specifier.contains(version, prereleases=True)
    return "" if fits else f"{requirement.name}{requirement.specifier} (here {version})"


def _extra(name: str, what: str, requirements: list[Requirement]) -> str:
    missing = _missing(requirements)
    if not missing:
        return _line(name, f"there: {what}")
    return _line(name, f"not there: {what} (missing {missing}): pip install 'detente[{name}]'")


def _line(name: str, said: str) -> str:
    return f"  {name:<{_WIDTH}}{said}"
