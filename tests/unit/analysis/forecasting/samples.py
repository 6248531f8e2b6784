"""A small world for the tests of the forecaster: habits, and what follows what, drawn with a seed."""

from __future__ import annotations

import numpy as np

from detente.analysis.forecasting.facts import Facts, make_facts

TYPES = ("offers", "helps", "blames")


def small_world(*, seed: int = 1, days: int = 120, actors: int = 12) -> Facts:
    """Return facts in which each actor deals mostly with the next one, and help follows an offer on the next day."""
    draw = np.random.default_rng(seed)
    rows: list[tuple[int, int, int, int]] = []
    offered: list[tuple[int, int]] = []
    for day in range(days):
        rows += [(source, 1, target, day) for source, target in offered]
        offered = []
        for source in range(actors):
            near = draw.random() < 0.7
            target = (source + 1) % actors if near else int((source + draw.integers(1, actors)) % actors)
            kind = int(draw.choice([0, 2], p=[0.4, 0.6]))
            rows.append((source, kind, target, day))
            if kind == 0:
                offered.append((source, target))
    columns = np.array(rows, dtype=np.int64).T
    names = [f"actor {number}" for number in range(actors)]
    country = [f"country {number // 3}" for number in range(actors)]
    return make_facts((columns[0], columns[1], columns[2], columns[3]), names, TYPES, country=country)
