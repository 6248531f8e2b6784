"""`detente who`: what is known of a name, and on which source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.knowledge import describe_name, load_knowledge
from detente.views.cli.options import parse_day
from detente.views.cli.output import write_stdout
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from detente.knowledge import NameNote, RoleNote

#: More bearers of one name than this are counted, not shown, unless asked for.
_SHOWN = 5

_STANDINGS = {"holds": "holds on the day", "before": "later", "ended": "ended before", "unknown": "end not known"}


def who(
    name: Annotated[str, typer.Argument(help="A name in any spelling: a person, state, organisation or bloc.")],
    *,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="The day for which roles are judged.")] = None,
    actors: Annotated[Path | None, typer.Option(metavar="FILE", help="A table of your own actors.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Show every bearer of the name.")] = False,
) -> None:
    """Print who bears a name, in which roles, from when to when. Each says who says so.

    The exit code is 1 if nobody does.
    """
    day = parse_day(on)

    notes = describe_name(load_knowledge(actors), name, day)
    if not notes:
        write_stdout(f"Nobody and nothing is known by the name {neutralise(name)}.\n")
        raise typer.Exit(1)
    shown = notes if everybody else notes[:_SHOWN]
    parts = [_render(note) for note in shown]
    if len(shown) < len(notes):
        parts.append(f"… and {len(notes) - len(shown)} more of this name: --all shows them.\n")
    write_stdout("\n".join(parts))


def _render(note: NameNote) -> str:
    entity = note.entity
    facts = " · ".join(part for part in (entity.kind, entity.country, entity.sector, entity.entity_id) if part)
    # A president who is head of state and of government holds two roles that read the same.
    roles = dict.fromkeys(_render_role(role) for role in note.roles)
    lines = [f"{entity.name}  {facts}", *(f"  {role}" for role in roles)]
    if note.reasons:
        lines.append(f"  because: {'; '.join(note.reasons)}")
    lines.append(f"  source: {entity.source}")
    return "\n".join(lines) + "\n"


def _render_role(note: RoleNote) -> str:
    role = note.role
    start = "?" if role.start is None else _day(role.start, role.start_precision)
    end = "?"
    if role.end is not None:
        end = _day(role.end, role.end_precision) + (" (last seen)" if role.end_kind == "last_seen" else "")
    standing = "" if note.standing is None else f"  [{_STANDINGS[note.standing]}]"
    country = "" if role.country is None else f", {role.country}"
    return f"{start} – {end}  {role.office}{country}{standing}  ({role.source}, trust {role.trust})"


def _day(day: date, precision: str | None) -> str:
    """Return a day as exact as it is known."""
    return {"year": f"{day:%Y}", "month": f"{day:%Y-%m}"}.get(precision or "day", day.isoformat())
