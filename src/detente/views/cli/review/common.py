"""What every command of review needs: the archive, who signs, and which claim is meant."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from detente.archive.review import Edited, Signature

CoderOption = Annotated[
    str,
    typer.Option("--coder", "-c", metavar="NAME", envvar="DETENTE_CODER", help="Who you are.", show_default=False),
]
WhyOption = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason, kept with the edit.")]
BlindOption = Annotated[
    bool, typer.Option("--blind", help="Judge what the machine read, as if nobody else had edited it.")
]
ClaimArgument = Annotated[
    str, typer.Argument(metavar="ARTICLE:KEY", help="A claim: the article's number or id, and the key, such as 12:s3.")
]


@dataclass(frozen=True, slots=True)
class Address:
    """What a person names on the command line.

    Attributes:
        article: The article's number.
        key: The claim's key; None for the article as a whole.
    """

    article: int
    key: str | None

    def __str__(self) -> str:
        return f"{self.article}:{self.key}" if self.key else str(self.article)


@contextmanager
def open_for_review(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to look into it and to edit it."""
    from detente.archive import connect  # noqa: PLC0415 - `--help` needs no database

    with closing(connect(path)) as connection:
        yield connection


def sign(coder: str, why: str | None) -> Signature:
    """Return the signature of an edit made now.

    Raises:
        UsageError: Nobody is named.
    """
    from detente.archive.review import Signature  # noqa: PLC0415 - `--help` needs no database

    if not coder.strip():
        raise UsageError("an edit must be signed", hint="Say who you are: --coder NAME, or set DETENTE_CODER.")
    return Signature(coder.strip(), datetime.now(UTC).isoformat(timespec="seconds"), why)


def find_address(path: Path, written: str) -> Address:
    """Return what "ARTICLE" or "ARTICLE:KEY" names.

    Raises:
        UsageError: There is no such article, or several ids begin so.
    """
    from detente.archive import Archive  # noqa: PLC0415 - `--help` needs no database

    article, colon, key = written.partition(":")
    if colon and not (key[:1] in set("aseciqpm") and key[1:].isdecimal()):
        raise UsageError(f"{written!r} names no claim", hint="Write ARTICLE:KEY, such as 12:s3 or 3fa9c1:e2.")
    with Archive(path) as archive:
        return Address(archive.find(article.strip()), key or None)


def find_claim(path: Path, written: str) -> tuple[int, str]:
    """Return the article and the key that "ARTICLE:KEY" names.

    Raises:
        UsageError: It names no claim, or no such article.
    """
    address = find_address(path, written)
    if address.key is None:
        raise UsageError(f"{written!r} names an article", hint=f"Name a claim of it, such as {written}:s1.")
    return address.article, address.key


def tell_edit(article: int, edited: Edited) -> str:
    """Return a line on what an edit did, and one on each edit that it left without a place."""
    edit = edited.edit
    words = f" “{edit.subject.words}”" if edit.subject and edit.subject.words else ""
    done = {
        "accept": "accepted",
        "correct": "corrected",
        "reject": "rejected",
        "add": "added",
        "split_actor": "split off",
        "merge_actors": f"merged with {edit.new.get('merged')}",
    }[edit.action]
    lines = [f"edit {edit.number}: {article}:{edited.key} {done}{words}"]
    lines += [f"  edit {u.edit.number} has no place now: {u.reason}" for u in edited.applied.unfit]
    return "\n".join(lines) + "\n"
