"""`detente ledger`: what was promised and what was left open, and what has been reported since."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.analysis.ledger import LedgerOptions, list_commitments, list_questions
from detente.views.cli.weigh import options as o


def ledger(  # noqa: PLR0913 - one parameter an option
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="List the questions that texts leave open, not the commitments.")
    ] = False,
    within: Annotated[int, typer.Option(min=1, metavar="DAYS", help="How long after it an event counts.")] = 365,
    state: Annotated[
        list[str] | None,
        typer.Option(metavar="STATE", help="Only open, kept, broken, lapsed, closed or unclear; several times."),
    ] = None,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    weigh: Annotated[
        bool, typer.Option("--weigh", help="Count entries by how sure they are; the surest of a state stand first.")
    ] = False,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 30,
) -> None:
    """List commitments or open questions, and what was done since.

    What was done is the first like and the first contrary event that is reported.

    A state with a question mark is proposed by rule; a person sets it with detente review settle. What the states do
    not mean: docs/methods/ledger.md.
    """
    o.check_targets(csv, plot)
    asked = LedgerOptions(
        reviewed_only=reviewed_only,
        min_confidence=min_confidence,
        within_days=within,
        weigh=weigh,
        states=tuple(state or ()),
    )
    place = o.open_place(archive, tables)
    entries, measure = ("questions", list_questions) if questions else ("commitments", list_commitments)
    found = {name: place.dyads() if name == "dyads" else place.analysed(name)
             for name in (entries, "events", "articles", "dyads")}  # fmt: skip
    o.show(measure(found, asked), json=json, csv=csv, plot=plot, rows=rows)
