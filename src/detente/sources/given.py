"""What a person hands over as one article: to the page bytes of a file or an address, to `detente read` a location.

Nothing in such bytes leads to another machine or another file: feeds, crawls, tables and packed files, which may hold
many articles, are left to `detente add`.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.collection import CollectionOptions, Intake
from detente.sources.contract import Limits
from detente.sources.document_file import DocumentFile
from detente.sources.exports.press_export import PressExport
from detente.sources.files import FileSource
from detente.sources.inputs import open_bytes
from detente.sources.intake import COLLECTIONS
from detente.sources.online.polite_client import PoliteClient
from detente.sources.registry import SOURCES, read_location, read_payload
from detente.sources.rows.tables import TableCollection

if TYPE_CHECKING:
    from typing import BinaryIO

    from detente.sources.collection import Collection
    from detente.sources.contract import Found
    from detente.sources.inputs import InputFile


def read_given(location: str, *, limits: Limits | None = None, stdin: BinaryIO | None = None) -> Found:
    """Return the article at a location: of a file what `read_given_bytes` takes, of all else what `read_location` does.

    Args:
        location: "-" for standard input, an http or https address, or the path of a file.
        limits: How much is taken at most; None for the usual limits.
        stdin: What standard input is; None for the process's own.

    Raises:
        UsageError: There can be nothing there: no such file, a folder, an unknown kind of address.
        SourceError: It cannot be read: no network, no access, no text, too large; or it may hold several articles.
        EmptyTextError: There is no article there.
    """
    limits = limits or Limits()
    source = next((source for source in SOURCES if source.accepts(location)), None)
    if not isinstance(source, FileSource):
        return read_location(location, limits=limits, stdin=stdin)
    return read_given_bytes(source.fetch(location, limits=limits).data, location, limits)


def read_given_bytes(data: bytes, name: str, limits: Limits) -> Found:
    """Return the article in a file that somebody uploaded: text, HTML, Word, RTF, or an export of one article.

    Args:
        data: The file.
        name: What it was called, for messages and to tell its kind.
        limits: How much is taken at most.

    Raises:
        SourceError: It holds several articles, or may; or it cannot be read.
        EmptyTextError: There is no article in it.
    """
    file = open_bytes(data, name, limits)
    kind = next(kind for kind in COLLECTIONS if kind.recognises(file))
    if not isinstance(kind, DocumentFile | PressExport):
        raise SourceError(f"{name} is {_kind_in_words(kind)}, which may hold many articles", hint=_add(name))
    items = iter(kind.iter_items(file, _no_intake(limits)))
    first = next(items, None)
    if first is None or first.found is None:
        raise (first.error if first and first.error else SourceError(f"there is no article in {name}"))
    if next(items, None) is not None:
        raise SourceError(f"{name} holds several articles", hint=_add(name))
    return first.found


def _kind_in_words(kind: Collection) -> str:
    return f"a {kind.name} table" if isinstance(kind, TableCollection) else f"a {kind.name} file"


def _add(name: str) -> str:
    return f"Read it into an archive: detente add {shlex.quote(name)} --archive news.sqlite"


def _no_intake(limits: Limits) -> Intake:
    """Return an intake that reads no file inside another one and tells nobody anything."""

    def refuse(file: InputFile, _: Intake) -> None:
        raise SourceError(f"{file.origin} is a file inside another one", hint=_add(file.origin))

    options = CollectionOptions(limits=limits)
    return Intake(options, lambda _: None, PoliteClient(limits, 0.0), refuse, ())  # type: ignore[arg-type]


def read_given_address(address: str, limits: Limits, *, inner: bool) -> Found:
    """Return the article at an address that somebody gave.

    Args:
        address: An http or https address.
        limits: How much is taken at most, and how long it may take.
        inner: Whether a machine of an inner network that the address names may be asked. On a page that others can
            reach it may not: they would see through it what they cannot reach themselves.

    Raises:
        UsageError: It is no such address.
        SourceError: The page cannot be had: no network, no such page, robots.txt, time, size, kind, an inner machine.
        EmptyTextError: There is no article on it.
    """
    from detente.sources.online import web_client as client  # noqa: PLC0415 - TLS and HTTP, which files do not need
    from detente.sources.online.reach import Reach  # noqa: PLC0415 - the same

    checked = client.checked_url(address, address)
    reach = Reach.of(checked) if inner else Reach(checked, "")
    with client.Visit(checked, limits, reach=reach) as visit:
        answer, url = client.get_following(visit, checked, limits)
        return read_payload(client.as_payload(answer, url, checked))
