"""`detente ledger`: what was promised, and what has been reported since."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.views.cli.weigh import options as o


def ledger(  # noqa: PLR0913 - one parameter an option
    *,
    archive: o.Archive = None,
    tables: o.Folder = None,
    within: Annotated[int, typer.Option(min=1, metavar="DAYS", help="How long after a promise a deed counts.")] = 365,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    json: o.Json = False,
    csv: o.Csv = None,
    rows: o.Rows = 30,
) -> None:
    """List promises with addressee, deadline, and the first like deed that is reported since.

    The states are proposals by rule. What they do not mean: docs/methods/ledger.md.
    """
    o.check_targets(csv, None)
    place = o.open_place(archive, tables)
    from detente.analysis.ledger import NEEDS, list_commitments  # noqa: PLC0415 - `--help` needs no Arrow

    found = {name: place.dyads() if name == "dyads" else place.table(name) for name in NEEDS}
    outcome = list_commitments(found, reviewed_only=reviewed_only, min_confidence=min_confidence, within_days=within)
    o.show(outcome, json=json, csv=csv, plot=None, rows=rows)
