"""`detente decide`: does it pass, who is pivotal, who has how much power."""

from __future__ import annotations

import csv as csv_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.analysis.choices import choices_of_positions
from detente.analysis.decide import (
    BodyPosition,
    DecisionOptions,
    measure_decision,
    position_of,
    positions_of_choices,
)
from detente.errors import UsageError
from detente.runs.deciding import body_on
from detente.views.cli.options import parse_day
from detente.views.cli.weigh import options as o

if TYPE_CHECKING:
    from detente.analysis.events import Selection


def decide(  # noqa: PLR0913 - one parameter an option
    rule: Annotated[str, typer.Argument(help="eu-qmv, eu-qmv-reinforced, eu-simple, eu-unanimity or unsc.")],
    *,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day: who is a member then. Needed by unsc.")
    ] = None,
    positions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="CSV: member, for (probability), abstain (optional).")
    ] = None,
    issue: Annotated[str | None, typer.Option(metavar="ISSUE", help="Positions on this issue, of the archive.")] = None,
    archive: o.Archive = None,
    tables: o.Folder = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(metavar="MEMBER=CHOICE", help="HUN=against, FRA=0.8; may be given several times."),
    ] = None,
    usual: Annotated[float, typer.Option(min=0, max=1, metavar="P", help="For members without a position.")] = 0.5,
    reviewed_only: o.ReviewedOnly = False,
    min_confidence: o.MinConfidence = o.USUAL_CONFIDENCE,
    weigh: o.WeighPositions = False,
    json: o.Json = False,
    csv: o.Csv = None,
    plot: o.Plot = None,
    rows: o.Rows = 30,
) -> None:
    """Show whether an act passes under a rule, and who is pivotal. And what power the rule gives to whom.

    Without positions: the power that the rule alone gives. The method and what the numbers do not mean:
    docs/methods/decide.md.
    """
    o.check_targets(csv, plot)
    day = parse_day(on)
    body = body_on(rule, day)
    stands = _read_positions(positions) if positions else {}
    chosen = ""
    if issue is not None:
        selection = o.make_selection(until=on, reviewed_only=reviewed_only, min_confidence=min_confidence, weigh=weigh)
        stands |= _from_records(archive, tables, issue, selection, body.members)
        chosen = selection.describe_claims("positions")
    elif archive is not None or tables is not None or weigh or reviewed_only:
        raise UsageError("positions of an archive on what?", hint="--issue ISSUE names it; detente stances shows some.")
    asked = DecisionOptions(usual=usual, what_if=dict(map(_read_choice, what_if or [])), chosen=chosen)
    o.show(measure_decision(body, stands or None, asked), json=json, csv=csv, plot=plot, rows=rows)


def _from_records(
    archive: Path | None, tables: str | None, issue: str, selection: Selection, members: tuple[str, ...]
) -> dict[str, BodyPosition]:
    place = o.open_place(archive, tables)
    held = place.analysed("positions")
    held = held.filter([one == issue for one in held.column("issue").to_pylist()])
    found = positions_of_choices(choices_of_positions(held, place.analysed("articles"), selection=selection))
    return {member: stand for member, stand in found.items() if member in members}


def _read_positions(path: Path) -> dict[str, BodyPosition]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv_module.DictReader(stream))
        return {
            row["member"].strip().upper(): BodyPosition(float(row["for"]), float(row.get("abstain") or 0))
            for row in rows
        }
    except (OSError, UnicodeDecodeError, csv_module.Error) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path} is no table of positions: {error}", hint="columns member, for and perhaps abstain: FRA,0.9,0.05"
        ) from error


def _read_choice(text: str) -> tuple[str, BodyPosition]:
    member, _, choice = text.partition("=")
    try:
        return member.strip().upper(), position_of(choice.strip())
    except UsageError:
        raise UsageError(
            f"--what-if {text}: no choice", hint="MEMBER=for, against, abstain, or a probability: HUN=0.2"
        ) from None
