"""The ICEWS benchmarks with names (icews14, icews18) as tables of dyads, for the benchmarks of the analyses.

A row of them is (source, relation, target, time). Names end with their country ("Police (Ukraine)") or are one; leaders
without a country are left out, so that about a quarter of the rows stands between two countries. Relations are CAMEO
categories by name.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from detente.analysis.events import make_dyads
from detente.knowledge.load import load_knowledge

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

#: First day, and length of a step of time in days.
_CLOCKS = {"icews14": (date(2014, 1, 1), 1, 1), "icews18": (date(2018, 1, 1), 24, 0)}


def read_set(folder: Path, parts: tuple[str, ...] = ("train", "valid")) -> pa.Table:
    """Return the events of a set between two countries as a table of dyads.

    Args:
        folder: "icews14" or "icews18", with entity2id.txt, relation2id.txt and the parts.
        parts: Which parts are taken.
    """
    first, step, offset = _CLOCKS[folder.name]
    names = _ids(folder / "entity2id.txt")
    relations = _ids(folder / "relation2id.txt")
    codes = _codes(folder.parent / "cameo" / "cameo-codes.csv")
    countries = _countries()
    rows: list[dict[str, Any]] = []
    for part in parts:
        for line in (folder / f"{part}.txt").read_text(encoding="utf-8").splitlines():
            source, relation, target, time = (int(cell) for cell in line.split("\t")[:4])
            sides = [_country(names[side], countries) for side in (source, target)]
            code, goldstein = codes.get(_fold(relations[relation]), (None, None))
            if None in sides or sides[0] == sides[1] or code is None:
                continue
            day = first + timedelta(days=time // step - offset)
            rows.append({
                "event": f"{folder.name}:{len(rows)}", "told": f"{folder.name}:{len(rows)}", "date": day,
                "source": names[source], "target": names[target], "source_country": sides[0],
                "target_country": sides[1], "cameo": code, "quad": _quad(code), "intensity": goldstein,
                "type": {"11": "ACCUSE", "13": "THREATEN", "04": "CONSULT"}.get(code[:2]),
            })  # fmt: skip
    return make_dyads(rows)


def _ids(path: Path) -> dict[int, str]:
    rows = (line.rsplit("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {int(number): name for name, number in rows}


def _fold(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


def _codes(path: Path) -> dict[str, tuple[str, float | None]]:
    """Return CAMEO code and Goldstein value of each category, by its name without case and signs."""
    with path.open(encoding="cp1252", errors="replace", newline="") as stream:
        rows = list(csv.DictReader(stream))
    # the two-digit headings come first, and some bear the name of a category below them
    return {_fold(row["name"]): (row["code"], float(row["goldstein"])) for row in rows if row["goldstein"] != "NA"}


def _quad(code: str) -> int:
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def _countries() -> dict[str, str]:
    known = load_knowledge().countries.by_code.values()
    return {one.name.casefold(): one.iso3 for one in known} | {
        "russia": "RUS", "south korea": "KOR", "north korea": "PRK", "iran": "IRN", "syria": "SYR", "vietnam": "VNM",
        "united states": "USA", "venezuela": "VEN", "palestinian territory, occupied": "PSE", "turkey": "TUR",
        "occupied palestinian territory": "PSE", "tanzania": "TZA", "bolivia": "BOL", "moldova": "MDA", "laos": "LAO",
    }  # fmt: skip


def _country(name: str, countries: dict[str, str]) -> str | None:
    inside = name[name.rfind("(") + 1 : -1] if name.endswith(")") else name
    return countries.get(inside.strip().casefold())
