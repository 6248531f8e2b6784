"""`detente demo`: a first look, with an article that comes with Détente."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from detente.errors import InternalError
from detente.runs import FailedArticle, ReadingOptions, read_example
from detente.views.cli.output import (
    check_target,
    complain,
    has_colour,
    open_target,
    terminal_width,
    write_raw,
)
from detente.views.cli.shapes import SHAPES, Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.runs import Outcome

_EXAMPLE: Final = "strait"


def demo(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where the page goes.")] = Path(
        "detente-demo.html"
    ),
    *,
    no_colour: Annotated[bool, typer.Option("--no-colour", "--no-color", help="No colours.")] = False,
) -> None:
    """Read a bundled article, print its record and write the page."""
    check_target(output)

    show_example(lambda: read_example(_EXAMPLE, ReadingOptions()), output, colour=has_colour() and not no_colour)


def show_example(read_example: Callable[[], Outcome], output: Path, *, colour: bool) -> None:
    """Print the record of an example and write its page.

    Args:
        read_example: What reads it.
        output: Where the page goes.
        colour: Whether to print in colour.

    Raises:
        InternalError: Our own article could not be read.
    """
    outcome = read_example()

    if isinstance(outcome, FailedArticle):
        raise InternalError(f"the bundled article failed ({outcome.stage}): {outcome.reason}", hint=outcome.hint)
    with open_target(output) as write:
        write(SHAPES["html"].render(outcome.record, Look()))
    write_raw(SHAPES["terminal"].render(outcome.record, Look(terminal_width(), colour)))
    complain(
        f"The page is in {output}",
        "Open it in a browser. Next: detente read ARTICLE.txt, or detente add FOLDER --archive news.sqlite",
    )
