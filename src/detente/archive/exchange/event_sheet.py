"""Tab-separated files of events, as GDELT, ICEWS and POLECAT have them: what their formats share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar

from detente.archive.exchange.contract import EVENTS_ONLY, ExportSelection, Losses, Tally
from detente.archive.exchange.files import write_tab_separated
from detente.archive.exchange.gathering import Unheld, gather
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.exchange.gathering import DistinctEvent
    from detente.archive.filed import Filed
    from detente.records import Event

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class EventSheet(Generic[Row]):
    """A format of events, each once.

    Attributes:
        name: The format's name.
        columns: The names in the first line; none for a file without a header.
        make_row: Gives what the file needs of an event's first telling, and counts what it cannot hold.
        iter_lines: Gives the lines of an event: one, or one for each pair of its sides.
        unheld: Fields of an actor that the format has no place for.
        needs_code: Whether an event without a CAMEO code is left out.
        is_dyadic: Whether an event has a line for each pair of its sides, which are counted as "rows".
        counts_mentions: Whether the file says how often an event is told.
    """

    name: str
    columns: tuple[str, ...]
    make_row: Callable[[Filed, Event, Tally], Row]
    iter_lines: Callable[[DistinctEvent[Row], Tally, ExportOptions], Iterable[Iterable[str]]]
    unheld: tuple[str, ...]
    needs_code: bool
    is_dyadic: bool = True
    counts_mentions: bool = False

    def write_events(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the events of some articles; see `ExportFormat.write`."""
        tally = Tally(self.name)
        with (
            gather(
                articles,
                ExportSelection.of_events(options),
                tally,
                lambda filed, event: self._why_not(event) or self.make_row(filed, event, tally),
                see=lambda filed: tally.lose_kinds(filed.record, EVENTS_ONLY, of_actors=self.unheld),
            ) as told,
            replacing(target) as path,
        ):
            if not self.counts_mentions:
                tally.lost["mentions beyond the first of an event: not held"] += told.repeats()
            header = [self.columns] if self.columns else []
            lines = (line for entry in told for line in self.iter_lines(entry, tally, options))
            written = write_tab_separated(chain(header, lines), path, tally) - len(header)
            tally.written["events"] = len(told)
            if self.is_dyadic:
                tally.written["rows"] = written
        return tally.losses()

    def _why_not(self, event: Event) -> Unheld | None:
        if self.needs_code and event.cameo is None:
            return Unheld("events without a CAMEO code: left out")
        if not event.sources and not event.targets:
            return Unheld("events without any known actor: left out")
        return None
