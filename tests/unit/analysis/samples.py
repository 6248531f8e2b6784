"""Small tables of events for the tests of the measures: drawn with a seed, so that every run sees the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.analysis.events import make_dyads

if TYPE_CHECKING:
    import pyarrow as pa

FIRST = date(2024, 1, 1)


def event(day: int, source: str, target: str, quad: int, **fields: Any) -> dict[str, Any]:
    """Return an event so many days after the first of January 2024."""
    return {"date": FIRST + timedelta(days=day), "source": source, "target": target, "quad": quad, **fields}


def two_regimes(*, seed: int = 1, days: int = 720, change: int = 360) -> pa.Table:
    """Return events among four countries: AAA fights BBB four times as often from a day on, all else stays."""
    draw = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for day in range(days):
        rows += [event(day, "CCC", "DDD", int(draw.integers(1, 5)), intensity=1.0) for _ in range(draw.poisson(0.6))]
        often = 0.4 if day >= change else 0.1
        rows += [event(day, "AAA", "BBB", 4, intensity=-8.0) for _ in range(draw.poisson(often))]
        rows += [event(day, "AAA", "BBB", 1, intensity=3.0) for _ in range(draw.poisson(0.15))]
    return make_dyads(rows)


def habits(*, days: int = 150, seed: int = 5, sides: int = 10, busy: float = 1.0) -> pa.Table:
    """Return events in which each side deals mostly with the next one, and aid follows a consultation."""
    draw, rows = np.random.default_rng(seed), []
    promised: list[tuple[str, str]] = []
    names = [f"C{number:02}" for number in range(sides)]
    for day in range(days):
        rows += [
            {"date": FIRST + timedelta(days=day), "source": one, "target": other, "quad": 2, "type": "AID"}
            for one, other in promised
        ]
        promised = []
        for number, one in enumerate(names):
            if draw.random() > busy:
                continue
            step = 1 if draw.random() < 0.7 else int(draw.integers(1, sides))
            other = names[(number + step) % sides]
            kind, quad = [("CONSULT", 1), ("ACCUSE", 3)][int(draw.random() < 0.5)]
            rows.append({
                "date": FIRST + timedelta(days=day),
                "source": one,
                "target": other,
                "quad": quad,
                "type": kind,
            })
            if kind == "CONSULT":
                promised.append((one, other))
    return make_dyads(rows)
