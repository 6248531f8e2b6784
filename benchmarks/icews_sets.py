"""The ICEWS benchmarks with names (icews14, icews18) as tables of dyads, for the benchmarks of the analyses.

A row of them is (source, relation, target, time). Names end with their country ("Police (Ukraine)") or are one; leaders
without a country are left out, so that about a quarter of the rows stands between two countries. Relations are CAMEO
categories by name.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.events import make_dyads
from detente.analysis.forecasting.facts import make_facts
from detente.knowledge.load import load_knowledge

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from detente.analysis.forecasting.facts import Facts

#: First day, and length of a step of time in days.
_CLOCKS = {"icews14": (date(2014, 1, 1), 24, 0), "icews18": (date(2018, 1, 1), 24, 0)}

#: Both files count hours.
_HOURS = 24
#: A country or sector that fewer names bear is no group.
_LEAST_GROUP = 3


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


def read_facts(folder: Path, parts: tuple[str, ...]) -> tuple[Facts, dict[str, tuple[int, int]]]:
    """Return all events of a set, of states and of others, and the first day of each part and the day after its last.

    Country and sector of an actor come from its name: "Police (Ukraine)".

    Args:
        folder: "icews14" or "icews18".
        parts: Which parts are taken; days count from the first of the training part.
    """
    names, relations = (_ids(folder / f"{name}2id.txt") for name in ("entity", "relation"))
    rows = {part: np.loadtxt(folder / f"{part}.txt", dtype=np.int64, usecols=range(4)) for part in parts}
    start = rows["train"][:, 3].min()
    for table in rows.values():
        table[:, 3] = (table[:, 3] - start) // _HOURS
    actors = [names[number].replace("_", " ") for number in range(len(names))]
    columns = np.concatenate(list(rows.values())).T
    facts = make_facts(
        (columns[0], columns[1], columns[2], columns[3]),
        actors,
        [relations[number].replace("_", " ") for number in range(len(relations))],
        **_groups(actors),
    )
    return facts, {part: (int(table[:, 3].min()), int(table[:, 3].max()) + 1) for part, table in rows.items()}


def _groups(actors: list[str]) -> dict[str, list[str | None]]:
    """Return country and sector of each actor by its name; rare ones are no group."""
    parted = [re.match(r"^(.*?)\s*\(([^()]*)\)\s*$", name) for name in actors]
    sectors, countries = (Counter(found[at] for found in parted if found) for at in (1, 2))
    of: dict[str, list[str | None]] = {"country": [], "sector": []}
    for name, found in zip(actors, parted, strict=True):
        country = found[2] if found else name
        sector = found[1] if found and sectors[found[1]] >= _LEAST_GROUP else "other" if found else "state"
        known = countries[country] >= _LEAST_GROUP
        of["country"].append(country if known else None)
        of["sector"].append(sector if found or known else None)
    return of


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
