"""An actor's time in office, noted in the user's own table of actors, so that later readings know it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError, UsageError
from detente.knowledge import load_knowledge
from detente.knowledge.own_actors import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WRITING = threading.Lock()


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """When somebody held an office, and under which other names.

    Attributes:
        start: First day, month or year; "" if not known.
        end: Last day, month or year; "" if not known.
        aliases: Other names, separated by semicolons.
    """

    start: str
    end: str
    aliases: str


def note_office(table: Path, actor: Mapping[str, str], time: OfficeTime) -> None:
    """Append an actor to a table of one's own actors; the table stays as it was if the line would be wrong.

    Args:
        table: The table, which must exist.
        actor: Fields of an actor of a record: name, kind, country, sector, role, entity.
        time: Its time in office.

    Raises:
        UsageError: The line would be wrong; the message says what is.
    """
    row = {**actor, "office": actor.get("role", ""), "start": time.start, "end": time.end, "aliases": time.aliases}
    with _WRITING:
        before = table.read_text(encoding="utf-8-sig")
        header = next((line for line in before.splitlines() if line.strip() and not line.startswith("#")), "")
        columns = [cell.strip() for cell in header.split("\t")] if header else list(COLUMNS)
        lacking = [name for name in ("office", "start", "end", "aliases") if row.get(name) and name not in columns]
        if lacking:
            raise UsageError(f"{table.name} has no column {lacking[0]}", hint=f"Columns may be: {', '.join(COLUMNS)}.")
        line = "\t".join(" ".join(row.get(name, "").split()) for name in columns)
        head = "" if header else "\t".join(COLUMNS) + "\n"
        joint = "" if not before or before.endswith("\n") else "\n"
        after = table.with_name(f"{table.name}.new")
        after.write_text(f"{before}{joint}{head}{line}\n", encoding="utf-8")
        try:
            load_knowledge(after)
        except KnowledgeError as error:
            after.unlink()
            raise UsageError(error.message.replace(f"{table.name}.new", table.name), hint=error.hint) from error
        after.replace(table)
