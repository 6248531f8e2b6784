"""The analyses against known answers: unity in two assemblies, power in two councils, words and deeds, speed.

python -m benchmarks.weigh --shared ../shared
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from benchmarks.icews_sets import read_set
from benchmarks.million import million
from detente.analysis.choices import join_blocs
from detente.analysis.cohesion import CohesionOptions, measure_cohesion
from detente.analysis.decide import measure_decision
from detente.analysis.events import Selection, make_dyads
from detente.analysis.follow import FollowOptions, matched_strata, measure_follow
from detente.analysis.relations import RelationsOptions, count_attention, count_dyads, measure_relations
from detente.analysis.result import Result
from detente.analysis.statistics.matched import matched_ratio, shuffle_signals
from detente.analysis.statistics.power import Game, measure_power
from detente.runs.deciding import body_on
from detente.runs.roll_calls import bloc_members, layouts, read_roll_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.analysis.statistics.matched import Strata

_YEARS = (1985, 1990, 1998, 2004, 2010, 2015, 2019)
_TERMS = {"EP9": (date(2019, 7, 2), date(2024, 7, 15)), "EP10": (date(2024, 7, 16), date(2029, 7, 1))}
_DRAWS = 400
_EVENTS = 1_000_000
_PARTS = ("assembly", "parliament", "power", "words", "speed", "million")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="Folder with the data beside the project.")
    parser.add_argument("--parts", nargs="*", choices=_PARTS, default=_PARTS)
    options = parser.parse_args()
    data = options.shared / "data"
    parts = {
        "assembly": lambda: assembly(data / "unga"), "parliament": lambda: parliament(data / "ep_groups"),
        "power": power, "words": lambda: words(data / "icews18"), "speed": speed,
        "million": lambda: million(options.shared),
    }  # fmt: skip
    for name in options.parts:
        for line in parts[name]():
            print(line, flush=True)


def assembly(folder: Path) -> Iterator[str]:
    """Yield the unity of the EU's members of the time in the General Assembly."""
    votes = read_roll_calls(folder / "un_votes.csv.gz", layouts()["unga"], calls=folder / "un_roll_calls.csv.gz")
    yield "UN General Assembly   agreement [95 %]           Rice  Attinà  entropy  unanimous  votes"
    for bloc, years in (("eu", _YEARS), ("BRA,RUS,IND,CHN,ZAF", (2019,))):
        found = measure_cohesion(join_blocs(votes, bloc_members(bloc)), CohesionOptions(period="year"))
        for row in _rows(found):
            if row["period"].year in years:
                yield f"  {'EU' if bloc == 'eu' else 'BRICS':<6} {row['period'].year}          {_indices(row)}"


def parliament(folder: Path) -> Iterator[str]:
    """Yield the unity of the groups of the European Parliament."""
    path = folder / "group_votes.csv"
    votes = read_roll_calls(path, layouts()["groups"], calls=folder / "vote_index.csv")
    days = votes.column("date").to_pylist()
    for term, (first, last) in _TERMS.items():
        found = measure_cohesion(votes.filter([first <= day <= last for day in days]), CohesionOptions(least_members=2))
        for row in _rows(found):
            if row["calls"] > 100:
                yield f"  {term:<5} {row['bloc']:<11}         {_indices(row)}"


def _rows(outcome: object) -> list[dict[str, Any]]:
    return _result(outcome).table.to_pylist()


def _result(outcome: object) -> Result:
    if not isinstance(outcome, Result):
        raise SystemExit(f"no result: {outcome}")
    return outcome


def _indices(row: dict[str, Any]) -> str:
    interval = f"[{row['low']:.3f} {row['high']:.3f}]"
    names = ("rice", "attina", "entropy", "unanimous")
    return (
        f"{row['agreement']:.3f} {interval}  " + "  ".join(f"{row[name]:.3f}" for name in names) + f"  {row['calls']:,}"
    )


def power() -> Iterator[str]:
    """Yield the power in the two councils, that of the EU compared with all coalitions gone through one by one."""
    body = body_on("eu-qmv", None)
    result = measure_decision(body)
    rows = {row["member"]: row for row in _rows(result)}
    weights = {member: rows[member]["weight"] for member in body.members}
    begun = time.process_time()
    winning, swings = _count_all(body.members)
    exact = {member: share / sum(swings) for member, share in zip(body.members, swings, strict=True)}
    apart = max(abs(exact[member] - rows[member]["banzhaf"]) for member in body.members)
    yield f"EU-27: {winning:,} of 2^27 coalitions win; Banzhaf apart from a count one by one by {apart:.1e} at most"
    yield f"  (counting one by one {time.process_time() - begun:.0f} CPU s)"
    for member in sorted(body.members, key=lambda one: -weights[one])[:6]:
        row = rows[member]
        indices = f"Banzhaf {row['banzhaf']:.4f}  Shapley-Shubik {row['shapley']:.4f}"
        yield f"  {member}  weight {row['weight']:.4f}  {indices}"
    council = measure_power(Game((0,) * 15, ((9, 0),), (0, 1, 2, 3, 4)))
    known = f"(421/2145 = {421 / 2145:.7f}, 4/2145 = {4 / 2145:.7f})"
    yield f"Security Council: permanent {council.shapley[0]:.7f}, elected {council.shapley[14]:.7f} {known}"


def _count_all(members: tuple[str, ...]) -> tuple[int, list[int]]:
    """Go through all coalitions of the EU-27 one by one: winning ones, and swings of each member."""
    from detente.analysis.decide import weights_named  # noqa: PLC0415 - loaded only if it is asked for

    table = weights_named("eu_population")
    weights = np.array([table[member] for member in members], dtype=np.int64)
    quota, n = -(-65 * int(weights.sum()) // 100), len(members)
    low = 18
    inside = (np.arange(2**low)[:, None] >> np.arange(low)) & 1
    sizes, sums = inside.sum(axis=1), inside @ weights[:low]
    winning, holding = 0, np.zeros(n, dtype=np.int64)
    for above in range(2 ** (n - low)):
        bits = np.array([(above >> bit) & 1 for bit in range(n - low)])
        size, weight = sizes + bits.sum(), sums + int(bits @ weights[low:])
        wins = ((size >= 15) & (weight >= quota)) | (size >= 24)
        many = int(wins.sum())
        winning += many
        holding[:low] += wins @ inside
        holding[low:] += many * bits
    return winning, [int(2 * held - winning) for held in holding]


def words(folder: Path) -> Iterator[str]:
    """Yield words and deeds on ICEWS 2018: coverage under shuffled signals, a planted effect, the real result."""
    dyads, options = read_set(folder), FollowOptions()
    for kind, horizon in (("offers", 7), ("offers", 30), ("threats", 7), ("threats", 30)):
        strata = matched_strata(dyads, options, kind, horizon)
        draw = np.random.default_rng(7)
        dealt = [matched_ratio(shuffle_signals(strata, draw)) for _ in range(_DRAWS)]
        covered = sum(1.0 in ratio.interval for ratio in dealt if ratio) / _DRAWS
        planted = [matched_ratio(_plant(shuffle_signals(strata, draw), draw)) for _ in range(_DRAWS)]
        found = sum(ratio.interval.low > 1 for ratio in planted if ratio) / _DRAWS
        # within 30 days two of three equal days are followed at many dyads, and half as often again is not possible
        held = sum(1.5 in ratio.interval for ratio in planted if ratio) / _DRAWS
        covered_planted = f", covered in {held:.1%}" if horizon == 7 else ""
        yield (
            f"{kind}, {horizon} days: shuffled signals cover 1 in {covered:.1%} of {_DRAWS} draws; planted 1.5 "
            f"is found in "
            f"{found:.1%}{covered_planted}"
        )
    begun = time.process_time()
    result = _result(measure_follow(dyads, options))
    yield f"ICEWS 2018, material cooperation, {time.process_time() - begun:.1f} CPU s; {result.method.split(',')[0]}"
    for row in result.table.to_pylist():
        naive = f"  naive {row['naive']:.2f}" if row["naive"] else ""
        yield (
            f"  {row['words']:<12} {row['role']:<8} {row['label']:<17} {row['ratio']:.2f} [{row['low']:.2f} "
            f"{row['high']:.2f}]"
            f"  p {row['p']:.3f}  Holm {row['p_holm']:.3f}{naive}"
        )
    for control in result.controls:
        ends = f" [{control.interval.low:.2f} {control.interval.high:.2f}]" if control.interval else ""
        yield f"  {control.name}: {control.estimate:.2f}{ends}  p {control.p:.3f}"


def _plant(strata: Strata, draw: np.random.Generator) -> Strata:
    """Return strata in which the deed follows the signal 1.5 times as often as it follows equal days without."""
    rate = np.minimum(1, 1.5 * strata.other_followed / strata.other)
    return replace(strata, followed=draw.binomial(strata.signal.astype(int), rate).astype(float))


def speed() -> Iterator[str]:
    """Yield how long a million events take, in CPU seconds of one core."""
    draw = np.random.default_rng(0)
    codes = np.array([f"{chr(65 + n // 26)}{chr(65 + n % 26)}A" for n in range(200)])
    sides = [pa.array(codes[draw.integers(0, 200, _EVENTS)]) for _ in range(2)]
    days = np.datetime64("2018-01-01") + draw.integers(0, 365, _EVENTS).astype("timedelta64[D]")
    empty = make_dyads([])
    own = {"source": sides[0], "source_country": sides[0], "target": sides[1], "target_country": sides[1],
           "event": pa.array([f"x:{n}" for n in range(_EVENTS)]), "told": pa.array([f"x:{n}" for n in range(_EVENTS)]),
           "date": pa.array(days), "quad": pa.array(draw.integers(1, 5, _EVENTS)),
           "intensity": pa.array(draw.normal(size=_EVENTS)), "status": pa.array(["actual"] * _EVENTS),
           "background": pa.array(np.zeros(_EVENTS, dtype=bool)),
           "mentions": pa.array(np.ones(_EVENTS, dtype=np.int64))}  # fmt: skip
    table = pa.table(
        [own.get(field.name, pa.nulls(_EVENTS, field.type)) for field in empty.schema], schema=empty.schema
    )
    count_dyads(table.slice(0, 1000))  # what is loaded once
    begun = time.process_time()
    rows = len(count_dyads(table))
    yield f"1,000,000 events: dyad-month series of everything, {rows:,} rows, {time.process_time() - begun:.2f} CPU s"
    attention = count_attention(table, every="month", selection=Selection())
    wanted = np.asarray(sides[0]) == codes[0]
    one = table.filter(wanted & (np.asarray(sides[1]) == codes[1]))
    begun = time.process_time()
    measure_relations(one, RelationsOptions(codes[0], codes[1]), attention=attention)
    spent = (time.process_time() - begun) * 1000
    yield f"  one dyad, its rows by the index and attention counted before: {spent:.0f} CPU ms"


if __name__ == "__main__":
    main()
