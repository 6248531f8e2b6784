"""`detente review next`: the queue, claim by claim, with one letter a decision."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from detente.archive.review import last_edit
from detente.errors import UsageError
from detente.runs import reviewing
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import complain, write_stdout
from detente.views.cli.review.common import CoderOption, open_for_review, render_edited
from detente.views.cli.review.lists import KindOption, LimitOption, SecondOption
from detente.views.cli.review.words import render_edit, render_item

if TYPE_CHECKING:
    import sqlite3

    from detente.archive.review import QueueItem

_HELP = "a accept · c FIELD VALUE… correct · r reject · s skip or go on · u undo your last edit · q quit"


def review_next(
    *,
    archive: ArchiveOption,
    limit: LimitOption = 100,
    kind: KindOption = None,
    second: SecondOption = False,
    coder: CoderOption = "",
) -> None:
    """Go through the queue: each claim with its words, and one letter to accept, correct, reject or skip it."""
    name = reviewing.sign(coder).coder
    with open_for_review(archive) as connection:
        items = reviewing.ask_queue(connection, limit, kind, name if second else None)
        if not items:
            write_stdout("Nothing is left to review.\n")
            return
        for n, item in enumerate(items, start=1):
            if not _review(_Turn(connection, item, name, second), f"{n} of {len(items)}"):
                return


@dataclass(slots=True)
class _Turn:
    """One claim on the screen.

    Attributes:
        connection: The archive.
        item: The claim as it was shown.
        coder: Who decides.
        blind: The person sees nobody else's edits.
        is_corrected: The person has corrected it since it was shown.
    """

    connection: sqlite3.Connection
    item: QueueItem
    coder: str
    blind: bool
    is_corrected: bool = False


def _review(turn: _Turn, place: str) -> bool:
    """Ask about one claim until it is decided or skipped; return whether to go on."""
    write_stdout(f"\n[{place}]  {render_item(turn.item)}{_HELP}\n")
    while True:
        letter, _, rest = _ask().partition(" ")
        if letter in {"q", "s"}:
            return letter == "s"
        try:
            if _decide(turn, letter, rest):
                return True
        except UsageError as error:
            complain(error.message, error.hint)


def _ask() -> str:
    """Return what the person wrote; "q" at the end of the input."""
    try:
        return str(typer.prompt("", prompt_suffix="> ", default="", show_default=False)).strip()
    except typer.Abort:
        return "q"


def _decide(turn: _Turn, letter: str, rest: str) -> bool:
    """Do what a letter says; return whether the claim is done with.

    Raises:
        UsageError: It cannot be done.
    """
    signed, item, connection = reviewing.sign(turn.coder), turn.item, turn.connection
    claim = reviewing.Claim(item.article, item.anchor, turn.blind)
    if letter == "a":
        seen = None if turn.is_corrected else item.claim
        edited = reviewing.accept_claim(connection, claim, signed, seen=seen)
    elif letter == "r":
        edited = reviewing.reject_claim(connection, claim, signed)
    elif letter == "c":
        edited = reviewing.correct_claim(connection, claim, _parse_correction(rest), signed)
        turn.is_corrected = True
    elif letter == "u":
        if last_edit(connection, turn.coder) is None:
            raise UsageError("there is nothing to undo")
        write_stdout(render_edit(reviewing.undo_edit(connection, None, signed)))
        return False
    else:
        raise UsageError(_HELP)
    write_stdout(render_edited(item.article, edited))
    return letter != "c"


def _parse_correction(rest: str) -> dict[str, list[str]]:
    """Return the field and its values; the claim stays on the screen, for further fields."""
    try:
        field, *values = shlex.split(rest)
    except ValueError as error:
        raise UsageError("write c FIELD VALUE…", hint='Such as: c speakers "Maria Olsen"') from error
    return {field: values}
