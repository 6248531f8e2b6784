"""Generic nouns: PLOVER's agents file, and hand corrections that win over it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.knowledge.build.facts import read_hand
from detente.knowledge.folding import fold_name

if TYPE_CHECKING:
    from pathlib import Path

# PLOVER and CAMEO codes to the sectors of the record; what is not here has no sector of ours (crime).
_SECTORS = {
    "GOV": "GOV",
    "COP": "GOV",
    "SPY": "GOV",
    "ELI": "GOV",
    "MIL": "MIL",
    "LEG": "LEG",
    "JUD": "JUD",
    "OPP": "OPP",
    "REB": "REB",
    "UAF": "REB",
    "SEP": "REB",
    "INS": "REB",
    "RAD": "REB",
    "MED": "MED",
    "JRN": "MED",
    "BUS": "BUS",
    "MNC": "BUS",
    "PTY": "PTY",
    "IGO": "IGO",
    "NGO": "NGO",
    "NGM": "NGO",
    "CVL": "CVL",
    "AGR": "CVL",
    "EDU": "CVL",
    "HLH": "CVL",
    "LAB": "CVL",
    "REL": "CVL",
    "REF": "CVL",
    "ENV": "CVL",
    "HRI": "NGO",
    "SET": "CVL",
    "PRM": "CVL",
    "SOC": "CVL",
}
_LINE = re.compile(r"(?P<phrase>[^\[{#]+)(?:\{(?P<plural>[^}]*)\})?\s*\[~(?P<code>[A-Z]{3})")
_SETS = {
    "!PERSON!": ("MAN", "MEN", "WOMAN", "WOMEN", "PERSON"),
    "!MINIST!": ("MINISTER", "MINISTERS", "MINISTRY", "MINISTRIES"),
}


def read_agents(sources: Path) -> list[tuple[str, ...]]:
    """Return rows of phrase, sector and source, by phrase."""
    found: dict[str, tuple[str, str]] = {}
    path = sources / "agents" / "PLOVER_agents.txt"
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _LINE.match(line)
        sector = _SECTORS.get(match["code"]) if match else None
        if match is None or sector is None:
            continue
        for phrase in _expand(match["phrase"]) + _expand(match["plural"] or ""):
            key = fold_name(phrase.replace("_", " "))
            if key:
                found.setdefault(key, (sector, "PLOVER agents"))
    for _, row in read_hand("agents.tsv"):
        key = fold_name(row["phrase"])
        if row["sector"]:
            found[key] = (row["sector"], row["source"])
        else:
            found.pop(key, None)
    return [(key, *found[key]) for key in sorted(found)]


def _expand(phrase: str) -> list[str]:
    phrases = [phrase.strip().rstrip("_")]
    for name, words in _SETS.items():
        phrases = [
            one.replace(name, f"_{word}" if name == "!MINIST!" else word)
            for one in phrases
            for word in (words if name in one else ("",))
        ]
    return [one for one in phrases if one]
