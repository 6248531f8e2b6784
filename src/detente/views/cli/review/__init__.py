"""`detente review`: what people accept, correct, reject and add."""

from __future__ import annotations

import typer

from detente.views.cli.review import actors, edits, lists, one_by_one

app = typer.Typer(
    name="review",
    no_args_is_help=True,
    help="Accept, correct, reject and add claims; every edit is kept, can be undone, and survives a re-reading.",
)
app.command(name="queue")(lists.show_queue)
app.command(name="next")(one_by_one.review_next)
app.command(name="show", no_args_is_help=True)(lists.show_claims)
app.command(name="accept", no_args_is_help=True)(edits.accept_claims)
app.command(name="correct", no_args_is_help=True)(edits.correct_claim)
app.command(name="reject", no_args_is_help=True)(edits.reject_claims)
app.command(name="add", no_args_is_help=True)(edits.add_claim)
app.command(name="split", no_args_is_help=True)(actors.split)
app.command(name="merge", no_args_is_help=True)(actors.merge)
app.command(name="undo")(edits.undo_edit)
app.command(name="redo")(edits.redo_edit)
app.command(name="log")(lists.show_log)
app.command(name="agreement")(lists.show_agreement)
app.command(name="unfit")(lists.show_unfit)
