"""Forecasts from events of GDELT and POLECAT, imported as they are released."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

import detente
from detente.analysis.result import Result
from detente.archive.exchange.formats.polecat import COLUMNS
from detente.archive.imports import import_events
from tests.unit.analysis.samples import habits
from tests.unit.archive.builders import new_archive

if TYPE_CHECKING:
    from pathlib import Path

CODES = dict(
    zip((f"C{number:02}" for number in range(10)), "NOR SWE DNK FIN ISL EST LVA LTU POL DEU".split(), strict=True)
)
CAMEO = {"CONSULT": "040", "AID": "070", "ACCUSE": "112", "ASSAULT": "190"}
QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")


def gdelt(number: int, row: dict[str, Any]) -> str:
    cells = [""] * 61
    cells[0], cells[1] = str(number), row["date"].strftime("%Y%m%d")
    for first, side in ((5, "source"), (15, "target")):
        code = CODES[row[side]]
        cells[first], cells[first + 1], cells[first + 2], cells[first + 7] = f"{code}GOV", code, code, "GOV"
    cells[26] = cells[27] = CAMEO[row["type"]]
    cells[28], cells[29], cells[30], cells[31] = cells[26][:2], str(row["quad"]), "1.0", "3"
    return "\t".join(cells)


def polecat(number: int, row: dict[str, Any]) -> str:
    known = {
        "Event ID": f"E{number}", "Event Date": row["date"].isoformat(), "Event Type": row["type"],
        "Intensity": "1.0", "Quad Code": QUADS[row["quad"] - 1], "Actor Name": row["source"],
        "Actor Country": CODES[row["source"]], "Primary Actor Sector": "GOV", "Recipient Name": row["target"],
        "Recipient Country": CODES[row["target"]], "Primary Recipient Sector": "GOV",
    }  # fmt: skip
    return "\t".join(known.get(name, "None") for name in COLUMNS)


@pytest.mark.parametrize(("kind", "write", "head"), [("gdelt", gdelt, []), ("polecat", polecat, ["\t".join(COLUMNS)])])
def test_what_comes_next_is_forecast_from_imported_events(
    kind: str, write: Any, head: list[str], tmp_path: Path
) -> None:
    rows = habits().to_pylist()
    lines = [*head, *(write(number, row) for number, row in enumerate(rows, start=1))]
    (tmp_path / "events.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with closing(new_archive(tmp_path / "news.sqlite")) as connection:
        taken = import_events(connection, tmp_path / "events.txt", "2026-01-01T00:00:00+00:00", kind)
    assert (taken.rows, taken.malformed) == (len(rows), 0)
    with detente.Archive(tmp_path / "news.sqlite") as archive:
        partner, sort = archive.forecast("FIN"), archive.forecast("FIN", "ISL")
    assert isinstance(partner, Result)
    assert partner.table.to_pylist()[0]["forecast"] == "ISL", "the neighbour that it mostly deals with"
    assert isinstance(sort, Result)
    assert {"AID", "CONSULT"} & {row["forecast"] for row in sort.table.to_pylist()[:3]}
