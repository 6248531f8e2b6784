"""`detente review accept`, `correct`, `reject`, `add`, `undo` and `redo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import UsageError
from detente.views.cli.add import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.review.common import (
    BlindOption,
    ClaimArgument,
    CoderOption,
    WhyOption,
    find_address,
    find_claim,
    open_for_review,
    sign,
    tell_edit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.records import Record

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
    from detente.archive.review import accept  # noqa: PLC0415 - `--help` needs no database

    signed = sign(coder, why)
    found = [find_claim(archive, claim) for claim in claims]
    with open_for_review(archive) as connection:
        for article, key in found:
            write_stdout(tell_edit(article, accept(connection, article, key, signed, blind=blind)))


def reject_claims(
    claims: ClaimArguments,
    *,
    archive: ArchiveOption,
    coder: CoderOption = "",
    why: WhyOption = None,
    blind: BlindOption = False,
) -> None:
    """Take claims out of the record: the text does not say so."""
    from detente.archive.review import reject  # noqa: PLC0415 - `--help` needs no database

    signed = sign(coder, why)
    found = [find_claim(archive, claim) for claim in claims]
    with open_for_review(archive) as connection:
        for article, key in found:
            write_stdout(tell_edit(article, reject(connection, article, key, signed, blind=blind)))


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
    from detente.archive.review import correct, look  # noqa: PLC0415 - `--help` needs no database
    from detente.views.cli.review.values import parse_field  # noqa: PLC0415

    signed = sign(coder, why)
    article, key = find_claim(archive, claim)
    with open_for_review(archive) as connection:
        view = look(connection, article, only=signed.coder if blind else None)
        changes = {field: parse_field(view.record, key, field, values)}
        changes |= code_values(view.record, key, changes)
        subject = view.anchors.get(key, key)
        write_stdout(tell_edit(article, correct(connection, article, subject, changes, signed, blind=blind)))


def code_values(record: Record, key: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Return what follows from another CAMEO code: its place on the Goldstein scale.

    Raises:
        UsageError: There is no such code, or it belongs to another type of event.
    """
    if key[0] != "e" or changes.get("cameo") is None:
        return {}
    from detente.knowledge.plover import load_event_lexicon  # noqa: PLC0415 - only a code needs the tables

    codes = load_event_lexicon().codes
    code = codes.get(changes["cameo"])
    if code is None:
        near = sorted(known for known in codes if known[:2] == str(changes["cameo"])[:2])
        raise UsageError(f"there is no CAMEO code {changes['cameo']}", hint=f"Near it: {', '.join(near) or 'none'}.")
    event = next((event for event in record.events if event.key == key), None)
    wanted = changes.get("type", event.type if event else None)
    if code.type is not None and wanted is not None and code.type != wanted:
        raise UsageError(
            f"code {changes['cameo']} ({code.name}) is of type {code.type}, and the event is {wanted}",
            hint=f"Correct the type first: {key} type {code.type}.",
        )
    return {"intensity": code.goldstein}


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
    from detente.archive.review import add, look  # noqa: PLC0415 - `--help` needs no database
    from detente.archive.review.model import NAMES, TABLES  # noqa: PLC0415

    table = next((table for table, name in NAMES.items() if kind.lower() in {name, table}), None)
    if table is None:
        raise UsageError(f"there is no kind of claim called {kind!r}", hint=f"Known: {', '.join(NAMES.values())}.")
    signed = sign(coder, why)
    number = find_address(archive, article).article
    letter = next(letter for letter, name in TABLES.items() if name == table)
    with open_for_review(archive) as connection:
        record = look(connection, number).record
        values = parse_fields(record, f"{letter}0", fields)
        values |= code_values(record, f"{letter}0", values)
        write_stdout(tell_edit(number, add(connection, number, table, values, signed)))


def parse_fields(record: Record, key: str, written: Sequence[str]) -> dict[str, Any]:
    """Return the values of FIELD=VALUE pairs as plain JSON; a field given several times is a list.

    Raises:
        UsageError: A pair is none, or its value means nothing.
    """
    from detente.views.cli.review.values import parse_field  # noqa: PLC0415 - `--help` needs no database

    given: dict[str, list[str]] = {}
    for pair in written:
        field, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{pair!r} is no FIELD=VALUE", hint='Such as status=actual or trigger="turned down".')
        given.setdefault(field.strip(), []).append(value)
    return {field: parse_field(record, key, field, values) for field, values in given.items()}


def undo_edit(
    edit: EditArgument = None, *, archive: ArchiveOption, coder: CoderOption = "", why: WhyOption = None
) -> None:
    """Take an edit back. It stays in the list, and can be redone."""
    from detente.archive.review import last_edit, undo  # noqa: PLC0415 - `--help` needs no database
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415

    signed = sign(coder, why)
    with open_for_review(archive) as connection:
        number = last_edit(connection, signed.coder) if edit is None else edit
        if number is None:
            raise UsageError(f"{signed.coder} has no edit to undo", hint="detente review log lists all edits.")
        write_stdout(render_edit(undo(connection, number, signed)))


def redo_edit(
    edit: EditArgument = None, *, archive: ArchiveOption, coder: CoderOption = "", why: WhyOption = None
) -> None:
    """Bring an undone edit back."""
    from detente.archive.review import last_undone, redo  # noqa: PLC0415 - `--help` needs no database
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415

    signed = sign(coder, why)
    with open_for_review(archive) as connection:
        number = last_undone(connection, signed.coder) if edit is None else edit
        if number is None:
            raise UsageError(f"{signed.coder} has undone nothing", hint="detente review log lists all edits.")
        write_stdout(render_edit(redo(connection, number, signed)))
