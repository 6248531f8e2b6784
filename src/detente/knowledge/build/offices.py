"""Offices: from the title in a source to a class of office, a sector and a printed title."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.knowledge.build.facts import read_hand

_PRINTED = {
    "FM": "foreign minister",
    "DM": "defence minister",
    "FIN": "finance minister",
    "INT": "interior minister",
}
#: The sector of a class of office where the row does not say otherwise.
SECTORS = {
    "OPP": "OPP", "PARTY": "PTY", "LEG": "LEG", "SPK": "LEG", "JUD": "JUD", "CHIEF": "MIL", "CMD": "MIL",
}  # fmt: skip
#: Offices that one person holds at a time.
SINGLE_HOLDER = frozenset({"HOS", "HOG", "FM", "DM", "FIN", "INT"})


@lru_cache(maxsize=1)
def _read_rules() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = (row for _, row in read_hand("offices.tsv"))
    return tuple((re.compile(row["pattern"]), row["code"], row["sector"]) for row in rows)


@lru_cache(maxsize=16384)
def classify_office(title: str) -> tuple[str, str, str]:
    """Return code, sector and printed title of an office.

    Args:
        title: The title as a source has it, such as "Minister of Foreign Affairs".

    Returns:
        Class of office (see `roles.py`), PLOVER sector, and the title to print.
    """
    lowered = title.lower().strip()
    for pattern, code, sector in _read_rules():
        if pattern.search(lowered):
            return code, sector, _PRINTED.get(code) or lowered
    return "OTH", "GOV", lowered
