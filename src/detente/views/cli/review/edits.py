"""`detente review accept`, `correct`, `reject`, `add`, `settle`, `flag`, `undo` and `redo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.runs import reviewing
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.review.common import (
    BlindOption,
    ClaimArgument,
    CoderOption,
    WhyOption,
    open_for_review,
    render_edited,
)
from detente.views.cli.review.words import render_edit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from detente.archive.review import Edited, Signature
    from detente.runs.reviewing import Claim

ClaimArguments = Annotated[
    list[str], typer.Argument(metavar="ARTICLE:KEY…", help="Claims, such as 12:s3 12:e1.", show_default=False)
]
EditArgument = Annotated[
    int | None, typer.Argument(metavar="EDIT", help="Its number; your own last one if left out.", show_default=False)
]


def accept_claims(
    claims: ClaimArguments,
    *,
    archive: ArchiveOption,
    coder: CoderOption = "",
    why: WhyOption = None,
    blind: BlindOption = False,
) -> None:
    """Confirm claims as they are. They keep their values whatever a later reading finds."""
    _judge(reviewing.accept_claim, claims, archive, reviewing.sign(coder, why), blind=blind)


def reject_claims(
    claims: ClaimArguments,
    *,
    archive: ArchiveOption,
    coder: CoderOption = "",
    why: WhyOption = None,
    blind: BlindOption = False,
) -> None:
    """Take claims out of the record: the text does not say so."""
    _judge(reviewing.reject_claim, claims, archive, reviewing.sign(coder, why), blind=blind)


def _judge(
    verb: Callable[[sqlite3.Connection, Claim, Signature], Edited],
    claims: list[str],
    archive: Path,
    signed: Signature,
    *,
    blind: bool,
) -> None:
    """Do the same to several claims. All are looked for before anything is written."""
    with open_for_review(archive) as connection:
        for found in [reviewing.find_claim(connection, claim, blind=blind) for claim in claims]:
            write_stdout(render_edited(found.article, verb(connection, found, signed)))


def correct_claim(  # noqa: PLR0913 - one parameter an option
    claim: ClaimArgument,
    field: Annotated[str, typer.Argument(help="The field: speakers, type, status, targets, stance, name, …")],
    values: Annotated[list[str], typer.Argument(metavar="VALUE…", help="The new value, several for a list, or none.")],
    *,
    archive: ArchiveOption,
    coder: CoderOption = "",
    why: WhyOption = None,
    blind: BlindOption = False,
) -> None:
    """Give a field of a claim another value.

    Actors are named by key or name, words as printed or as START-END, days as 2025-03-10 or 2025-03. What begins with [
    or { is JSON.
    """
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        found = reviewing.find_claim(connection, claim, blind=blind)
        write_stdout(render_edited(found.article, reviewing.correct_claim(connection, found, {field: values}, signed)))


def add_claim(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's number or id.")],
    kind: Annotated[str, typer.Argument(help="statement, event, condition, position, actor, …")],
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE…", help="Its fields; a list takes several FIELD=VALUE.")
    ],
    *,
    archive: ArchiveOption,
    coder: CoderOption = "",
    why: WhyOption = None,
) -> None:
    """Add a claim that the machine did not find.

    Values are written as for `detente review correct`: type=REJECT trigger="turned down" sources=Vestland.
    """
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        number = reviewing.find_address(connection, article).article
        edited = reviewing.add_claim(connection, number, kind, reviewing.parse_pairs(fields), signed)
        write_stdout(render_edited(number, edited))


def settle_claim(  # noqa: PLR0913 - one parameter an option
    claim: ClaimArgument,
    state: Annotated[
        str, typer.Argument(help="open, kept, broken, lapsed, unclear; of a question open, closed, unclear; or none.")
    ],
    *,
    archive: ArchiveOption,
    by: Annotated[
        str | None, typer.Option(metavar="ARTICLE:KEY", help="The event or the statement that shows it, such as 34:e2.")
    ] = None,
    coder: CoderOption = "",
    why: WhyOption = None,
    blind: BlindOption = False,
) -> None:
    """Say what became of a commitment, or whether a question is still open. detente ledger lists both."""
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        found = reviewing.find_claim(connection, claim, blind=blind)
        write_stdout(render_edited(found.article, reviewing.settle_claim(connection, found, state, signed, by=by)))


def flag_claims(
    claims: ClaimArguments, *, archive: ArchiveOption, coder: CoderOption = "", why: WhyOption = None
) -> None:
    """Ask others to look at claims, with the reason.

    The reason is --why, and must be there. The claims stay as they are; undo takes a flag back.
    """
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        for found in [reviewing.find_claim(connection, claim) for claim in claims]:
            write_stdout(render_edited(found.article, reviewing.flag_claim(connection, found, signed)))


def undo_edit(
    edit: EditArgument = None, *, archive: ArchiveOption, coder: CoderOption = "", why: WhyOption = None
) -> None:
    """Take an edit back. It stays in the list, and can be redone."""
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        write_stdout(render_edit(reviewing.undo_edit(connection, edit, signed)))


def redo_edit(
    edit: EditArgument = None, *, archive: ArchiveOption, coder: CoderOption = "", why: WhyOption = None
) -> None:
    """Bring an undone edit back."""
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        write_stdout(render_edit(reviewing.redo_edit(connection, edit, signed)))
