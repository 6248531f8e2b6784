"""`detente about`: the error card."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.views.cli.output import write_stdout
from detente.views.itself.card import card_as_json, render_text


def about(*, json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False) -> None:
    """Print how often it is wrong: the error card. With typical failures, and what Détente is not for.

    Field by field with n and intervals, by kind of text, status, bloc and speech. The same stands in docs/errors.md.
    """
    write_stdout(card_as_json() if json else render_text())
