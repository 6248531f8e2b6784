"""`detente review split` and `merge`: actors of an article, actors of the whole archive, stories."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.archive.review import Edit, Edited
from detente.runs import reviewing
from detente.views.cli.options import ArchiveOption
from detente.views.cli.output import write_stdout
from detente.views.cli.review.common import CoderOption, WhyOption, open_for_review, render_edited
from detente.views.cli.review.words import render_edit


def split(  # noqa: PLR0913 - one parameter an option
    what: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="An actor, such as 12:a1; or an article.")],
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FIELD=VALUE…", help="What the new actor is: name, kind, entity, country, sector, role."
        ),
    ] = None,
    *,
    archive: ArchiveOption,
    mention: Annotated[
        list[str] | None, typer.Option("--mention", metavar="WORDS", help="A mention that goes; words or START-END.")
    ] = None,
    claim: Annotated[
        list[str] | None, typer.Option("--claim", metavar="KEY", help="A claim that speaks of the new actor.")
    ] = None,
    coder: CoderOption = "",
    why: WhyOption = None,
) -> None:
    """Make some mentions of an actor an actor of their own, or take an article out of its story."""
    signed = reviewing.sign(coder, why)
    part = reviewing.WrittenPart(mention or (), reviewing.parse_pairs(fields or ()), claim or ())
    with open_for_review(archive) as connection:
        address = reviewing.find_address(connection, what)
        write_stdout(_tell(address, reviewing.split(connection, address, part, signed)))


def merge(
    first: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="The actor, or story, that stays.")],
    second: Annotated[str, typer.Argument(metavar="ARTICLE[:KEY]", help="The one that is the same.")],
    *,
    archive: ArchiveOption,
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="In all articles, also those added later; implied by two articles.")
    ] = False,
    coder: CoderOption = "",
    why: WhyOption = None,
) -> None:
    """Make two actors one, in an article or everywhere; or, given two articles, make their stories one."""
    signed = reviewing.sign(coder, why)
    with open_for_review(archive) as connection:
        kept, other = (reviewing.find_address(connection, written) for written in (first, second))
        write_stdout(_tell(kept, reviewing.merge(connection, kept, other, signed, everywhere=everywhere)))


def _tell(address: reviewing.Address, done: Edited | Edit) -> str:
    return render_edited(address.article, done) if isinstance(done, Edited) else render_edit(done)
