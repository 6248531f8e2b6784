"""Options that several commands share, and what is written in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import UsageError

ArchiveOption = Annotated[
    Path, typer.Option("--archive", "-a", metavar="FILE", help="The archive, one SQLite file.", show_default=False)
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Show what is uncertain, left uncoded or without a part too, not only counts.")
]
CodesOption = Annotated[bool, typer.Option("--codes", help="Show codes, markers, references and confidences.")]


def parse_day(written: str | None) -> date | None:
    """Return a day from how it was written on the command line, None if it was not given.

    Raises:
        UsageError: It is no date.
    """
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise UsageError(f"{written!r} is no date", hint="Write it as YYYY-MM-DD, such as 2025-03-06.") from error
