"""What every command of review needs: its options, the archive, and a line on what was done."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from detente.archive import connect, connect_to_read

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from detente.archive.review import Edited

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


@contextmanager
def open_for_review(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to look into it and to edit it."""
    with closing(connect(path)) as connection:
        yield connection


@contextmanager
def open_to_look(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an archive to look into it only, also where it cannot be written."""
    with closing(connect_to_read(path)) as connection:
        yield connection


def render_edited(article: int, edited: Edited) -> str:
    """Return a line on what an edit did, and one on each edit that it left without a place."""
    edit = edited.edit
    words = f" “{edit.subject.words}”" if edit.subject and edit.subject.words else ""
    done = {
        "accept": "accepted",
        "correct": "corrected",
        "reject": "rejected",
        "add": "added",
        "split_actor": "split off",
        "flag": "flagged",
        "merge_actors": f"merged with {edit.new.get('merged')}",
    }[edit.action]
    lines = [f"edit {edit.number}: {article}:{edited.key} {done}{words}"]
    lines += [f"  edit {u.edit.number} has no place now: {u.reason}" for u in edited.applied.unfit]
    return "\n".join(lines) + "\n"
