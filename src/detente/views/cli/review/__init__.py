"""`detente review`: what people accept, correct, reject and add."""

from __future__ import annotations

import typer

from detente.views.cli.calls.lazy import Entry, lazy_group

_COMMANDS = lazy_group(
    Entry(
        "queue",
        "detente.views.cli.review.lists:show_queue",
        "List what nobody has looked at, the least certain first.",
        needs_arguments=False,
    ),
    Entry(
        "next",
        "detente.views.cli.review.one_by_one:review_next",
        "Go through the queue: each claim with its words, and one letter to accept, correct, reject or skip it.",
        needs_arguments=False,
    ),
    Entry(
        "show",
        "detente.views.cli.review.lists:show_claims",
        "Show the claims of an article with their keys, or one claim with its edits.",
    ),
    Entry("accept", "detente.views.cli.review.edits:accept_claims", "Confirm claims as they are."),
    Entry("correct", "detente.views.cli.review.edits:correct_claim", "Give a field of a claim another value."),
    Entry(
        "reject",
        "detente.views.cli.review.edits:reject_claims",
        "Take claims out of the record: the text does not say so.",
    ),
    Entry("add", "detente.views.cli.review.edits:add_claim", "Add a claim that the machine did not find."),
    Entry(
        "settle",
        "detente.views.cli.review.edits:settle_claim",
        "Say what became of a commitment, or whether a question is still open.",
    ),
    Entry(
        "flag",
        "detente.views.cli.review.edits:flag_claims",
        "Ask others to look at claims, with the reason.",
    ),
    Entry(
        "flags",
        "detente.views.cli.review.lists:show_flags",
        "List what people want others to look at.",
        needs_arguments=False,
    ),
    Entry(
        "split",
        "detente.views.cli.review.actors:split",
        "Make some mentions of an actor an actor of their own, or take an article out of its story.",
    ),
    Entry(
        "merge",
        "detente.views.cli.review.actors:merge",
        "Make two actors one, in an article or everywhere; or, given two articles, make their stories one.",
    ),
    Entry("undo", "detente.views.cli.review.edits:undo_edit", "Take an edit back.", needs_arguments=False),
    Entry("redo", "detente.views.cli.review.edits:redo_edit", "Bring an undone edit back.", needs_arguments=False),
    Entry(
        "log",
        "detente.views.cli.review.lists:show_log",
        "List edits with who, when and why, the last one last.",
        needs_arguments=False,
    ),
    Entry(
        "agreement",
        "detente.views.cli.review.lists:show_agreement",
        "Print how far coders agree, field by field: Krippendorff's alpha over claims that two have judged.",
        needs_arguments=False,
    ),
    Entry(
        "unfit",
        "detente.views.cli.review.lists:show_unfit",
        "List the edits that have no place in the present reading.",
        needs_arguments=False,
    ),
)

app = typer.Typer(
    name="review",
    cls=_COMMANDS,
    no_args_is_help=True,
    help="Accept, correct, reject and add claims. Every edit is kept, can be undone, and survives a re-reading.",
)
