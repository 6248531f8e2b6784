"""`detente review queue`, `show`, `log`, `agreement`, `flags` and `unfit`: looking without changing."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.archive.review import (
    agreement,
    iter_flags,
    look,
    select_all_edits,
    select_edits,
    select_unfit,
    undone_edits,
)
from detente.errors import UsageError
from detente.runs import reviewing
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.review.common import CoderOption, open_to_look
from detente.views.cli.review.words import render_agreement, render_claim, render_edit, render_flag, render_item
from detente.views.safety import neutralise

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
    with open_to_look(archive) as connection:
        items = reviewing.ask_queue(connection, limit, kind, reviewing.sign(coder).coder if second else None)
    write_stdout("\n".join(render_item(item) for item in items) or "Nothing is left to review.\n")


def show_claims(
    what: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="An article, or one claim of it.")],
    *,
    archive: ArchiveOption,
) -> None:
    """Show the claims of an article with their keys, or one claim with its edits."""
    with open_to_look(archive) as connection:
        address = reviewing.find_address(connection, what)
        view = look(connection, address.article)
        edits = select_edits(connection, address.article)
    keys = reviewing.claim_keys(view)
    if address.key is not None and address.key not in keys:
        raise UsageError(f"article {address.article} has no {address.key}", hint=f"It has {', '.join(keys) or 'none'}.")
    wanted = keys if address.key is None else (address.key,)
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
    with open_to_look(archive) as connection:
        number = None if article is None else reviewing.find_address(connection, article).article
        edits = select_all_edits(connection) if number is None else select_edits(connection, number)
    undone = undone_edits(edits)
    shown = [edit for edit in edits if not coder or edit.coder == coder.strip()][-limit:]
    write_stdout("".join(render_edit(edit, undone.get(edit.number)) for edit in shown) or "There are no edits.\n")


def show_flags(*, archive: ArchiveOption) -> None:
    """List what people want others to look at.

    Each claim stands with the reason and with the number of the edit, by which the flag is taken back.
    """
    with open_to_look(archive) as connection:
        flags = tuple(iter_flags(connection))
    write_stdout("".join(render_flag(article, flag) for article, flag in flags) or "Nothing is flagged.\n")


def show_agreement(*, archive: ArchiveOption) -> None:
    """Print how far coders agree, field by field: Krippendorff's alpha over claims that two have judged."""
    with open_to_look(archive) as connection:
        rows = agreement(connection)
    write_stdout(render_agreement(rows))


def show_unfit(*, archive: ArchiveOption) -> None:
    """List the edits that have no place in the present reading. They are tried again at each re-reading."""
    with open_to_look(archive) as connection:
        listed = select_unfit(connection)
    lines = [f"{render_edit(unfit.edit)}         {neutralise(unfit.reason)}\n" for unfit in listed]
    write_stdout("".join(lines) or "Every edit has its place.\n")
