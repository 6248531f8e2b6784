"""What event files share: which events they take, the header, what is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.archive.exchange import ExportOptions
from detente.archive.exchange.event_sheet import EventSheet
from tests.unit.archive.exchange.samples import CREATED, archive

if TYPE_CHECKING:
    from pathlib import Path


def sheet(*, columns: tuple[str, ...] = (), needs_code: bool = False, counts_mentions: bool = False) -> EventSheet[str]:
    return EventSheet(
        "test", columns, lambda filed, event, _: f"{filed.story} {event.type}", lambda entry, _, __: [[entry.row]] * 2,
        unheld=("role",), needs_code=needs_code, counts_mentions=counts_mentions,
    )  # fmt: skip


def test_the_header_is_no_row(tmp_path: Path) -> None:
    target = tmp_path / "events.txt"
    losses = sheet(columns=("what",)).write_events(archive(), target, ExportOptions(CREATED))
    lines = target.read_text(encoding="utf-8").splitlines()
    written = {one.what: one.count for one in losses.written}
    assert lines[0] == "what"
    assert written == {"events": (len(lines) - 1) // 2, "rows": len(lines) - 1}


def test_events_that_a_format_cannot_hold_are_counted(tmp_path: Path) -> None:
    options = ExportOptions(CREATED, statuses=frozenset({"actual", "promised", "proposed", "denied", "possible"}))
    without = sheet().write_events(archive(), tmp_path / "all.txt", options)
    coded = sheet(needs_code=True).write_events(archive(), tmp_path / "coded.txt", options)
    reason = "events without a CAMEO code: left out"
    assert without.count(reason) == 0
    assert coded.count(reason) == without.written[0].count - coded.written[0].count > 0


def test_mentions_are_lost_where_the_file_does_not_count_them(tmp_path: Path) -> None:
    what = "mentions beyond the first of an event: not held"
    lost = [
        sheet(counts_mentions=counts).write_events(archive(), tmp_path / "x.txt", ExportOptions(CREATED)).count(what)
        for counts in (False, True)
    ]
    assert lost[0] > lost[1] == 0
