"""What a person hands to the page: bytes of a file, or an address. One article, within tight bounds.

Nothing in such bytes leads to another machine or another file: feeds, crawls, tables and packed files, which may hold
many articles, are left to `detente add`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import SourceError
from detente.sources.collection import CollectionOptions, Intake
from detente.sources.document_file import DocumentFile
from detente.sources.exports.press_export import PressExport
from detente.sources.inputs import open_bytes
from detente.sources.intake import COLLECTIONS
from detente.sources.online.polite_client import PoliteClient
from detente.sources.registry import read_payload

if TYPE_CHECKING:
    from detente.sources.contract import Found, Limits
    from detente.sources.inputs import InputFile

_MANY = "Add such a file to an archive: detente add FILE --archive ARCHIVE."


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
        raise SourceError(f"{name} is a {kind.name}, which may hold many articles", hint=_MANY)
    items = iter(kind.iter_items(file, _no_intake(limits)))
    first = next(items, None)
    if first is None or first.found is None:
        raise (first.error if first and first.error else SourceError(f"there is no article in {name}"))
    if next(items, None) is not None:
        raise SourceError(f"{name} holds several articles", hint=_MANY)
    return first.found


def _no_intake(limits: Limits) -> Intake:
    """Return an intake that reads no file inside another one and tells nobody anything."""

    def refuse(file: InputFile, _: Intake) -> None:
        raise SourceError(f"{file.origin} is a file inside another one", hint=_MANY)

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
