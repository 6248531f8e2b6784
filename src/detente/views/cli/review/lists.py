"""`detente review queue`, `show`, `log`, `agreement` and `unfit`: looking without changing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import UsageError
from detente.views.cli.add import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.review.common import CoderOption, find_address, open_for_review, sign

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from detente.archive.review import QueueItem
    from detente.archive.review.model import Table

LimitOption = Annotated[int, typer.Option(min=1, max=10_000, metavar="N", help="How many at most.")]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND", help="Only this kind: statement, event, position, …")
]
SecondOption = Annotated[
    bool, typer.Option("--second", help="What others have judged and you have not, as the machine read it.")
]


def show_queue(
    *,
    archive: ArchiveOption,
    limit: LimitOption = 10,
    kind: KindOption = None,
    second: SecondOption = False,
    coder: CoderOption = "",
) -> None:
    """List what nobody has looked at, the least certain first."""
    from detente.views.cli.review.words import render_item  # noqa: PLC0415 - `--help` needs no database

    with open_for_review(archive) as connection:
        items = ask_queue(connection, limit, kind, sign(coder, None).coder if second else None)
    write_stdout("\n".join(render_item(item) for item in items) or "Nothing is left to review.\n")


def ask_queue(
    connection: sqlite3.Connection, limit: int, kinds: Sequence[str] | None, second: str | None
) -> tuple[QueueItem, ...]:
    """Return the next claims to look at.

    Args:
        connection: The archive.
        limit: How many at most.
        kinds: Names of kinds, singular or plural; None or empty for the usual ones.
        second: The coder who looks at what others have judged; None for what nobody has.

    Raises:
        UsageError: A kind is none.
    """
    from detente.archive.review import USUAL_KINDS, queue, second_queue  # noqa: PLC0415 - `--help` needs no database

    tables = tuple(_table(kind) for kind in kinds) if kinds else USUAL_KINDS
    return queue(connection, limit, tables) if second is None else second_queue(connection, second, limit, tables)


def _table(kind: str) -> Table:
    from detente.archive.review.model import NAMES  # noqa: PLC0415 - `--help` needs no database

    for table, name in NAMES.items():
        if kind.lower() in {table, name} and table != "actors":
            return table
    known = ", ".join(name for name in NAMES.values() if name != "actor")
    raise UsageError(f"{kind!r} is no kind of claim", hint=f"Known: {known}.")


def show_claims(
    what: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="An article, or one claim of it.")],
    *,
    archive: ArchiveOption,
) -> None:
    """Show the claims of an article with their keys, or one claim with its edits."""
    from detente.archive.review import look, select_edits, undone_edits  # noqa: PLC0415 - `--help` needs no database
    from detente.archive.review.model import TABLES  # noqa: PLC0415
    from detente.views.cli.review.words import render_claim, render_edit  # noqa: PLC0415

    address = find_address(archive, what)
    with open_for_review(archive) as connection:
        view = look(connection, address.article)
        edits = select_edits(connection, address.article)
    keys = [claim.key for table in TABLES.values() for claim in getattr(view.record, table)]
    if address.key is not None and address.key not in keys:
        raise UsageError(f"article {address.article} has no {address.key}", hint=f"It has {', '.join(keys) or 'none'}.")
    wanted = keys if address.key is None else [address.key]
    parts = [render_claim(view.record, key, view.applied.reviews.get(key)) for key in wanted]
    if address.key is not None:
        anchor = view.anchors[address.key]
        undone = undone_edits(edits)
        about = (edit for edit in edits if edit.subject is not None and edit.subject == anchor)
        parts += [render_edit(edit, undone.get(edit.number)) for edit in about]
    write_stdout("\n".join(parts) or "The article has no claims.\n")


def show_log(
    article: Annotated[
        str | None, typer.Argument(metavar="ARTICLE", help="Only this article's edits.", show_default=False)
    ] = None,
    *,
    archive: ArchiveOption,
    limit: LimitOption = 50,
    coder: CoderOption = "",
) -> None:
    """List edits with who, when and why, the last one last."""
    from detente.archive.review import select_all_edits, select_edits, undone_edits  # noqa: PLC0415 - not for `--help`
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415

    number = None if article is None else find_address(archive, article).article
    with open_for_review(archive) as connection:
        edits = select_all_edits(connection) if number is None else select_edits(connection, number)
    undone = undone_edits(edits)
    shown = [edit for edit in edits if not coder or edit.coder == coder.strip()][-limit:]
    write_stdout("".join(render_edit(edit, undone.get(edit.number)) for edit in shown) or "There are no edits.\n")


def show_agreement(*, archive: ArchiveOption) -> None:
    """Print how far coders agree, field by field: Krippendorff's alpha over claims that two have judged."""
    from detente.archive.review import agreement  # noqa: PLC0415 - `--help` needs no database
    from detente.views.cli.review.words import render_agreement  # noqa: PLC0415

    with open_for_review(archive) as connection:
        rows = agreement(connection)
    write_stdout(render_agreement(rows))


def show_unfit(*, archive: ArchiveOption) -> None:
    """List the edits that have no place in the present reading. They are tried again at each re-reading."""
    from detente.archive.review import select_unfit  # noqa: PLC0415 - `--help` needs no database
    from detente.views.cli.review.words import render_edit  # noqa: PLC0415
    from detente.views.safety import neutralise  # noqa: PLC0415

    with open_for_review(archive) as connection:
        listed = select_unfit(connection)
    lines = [f"{render_edit(unfit.edit)}         {neutralise(unfit.reason)}\n" for unfit in listed]
    write_stdout("".join(lines) or "Every edit has its place.\n")
