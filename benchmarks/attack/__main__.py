"""Run the attacks and print the table of docs/reliability.md: python -m benchmarks.attack --help."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.attack.damage import run_damaged
from benchmarks.attack.forked import load_all, tell
from benchmarks.attack.kills import run_kills
from benchmarks.attack.material import make_archive
from benchmarks.attack.mutations import run_mutations

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = (
    "| attack | tried | tracebacks or bugs | lost or mixed | without an end | longest | most memory |\n"
    "|---|--:|--:|--:|--:|--:|--:|\n"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attacks and return 1 if one of them came through."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--archives", type=int, default=50)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=7200.0, help="stop the mutated inputs after so long")
    parser.add_argument("--seed", default="mutations")
    asked = parser.parse_args(arguments)
    came_through = 0
    sys.stdout.write(_HEAD)
    with tempfile.TemporaryDirectory() as made:
        if asked.inputs:
            came_through += _mutate(Path(made), asked.inputs, asked.seconds, asked.seed)
        if asked.kills or asked.archives:
            load_all()
            folder = Path(made) / "base"
            folder.mkdir()
            base = make_archive(folder)
        if asked.kills:
            came_through += _kill(base, Path(made), asked.kills)
        if asked.archives:
            came_through += _damage(base, Path(made), asked.archives)
    return int(came_through > 0)


def _mutate(folder: Path, count: int, seconds: float, seed: str) -> int:
    found = run_mutations(folder, count, seconds=seconds, seed=seed)
    _row(f"mutated sources of {len(found.by_kind)} kinds", f"{found.inputs:,} inputs", found.bugs.total(), "–",
         len(found.late), found.seconds, found.most_mb)  # fmt: skip
    tell([f"{count} {bug}" for bug, count in found.bugs.most_common()] + found.late)
    return found.bugs.total() + len(found.late)


def _kill(base: Path, made: Path, count: int) -> int:
    folder = made / "kills"
    folder.mkdir()
    found = run_kills(base, folder, count)
    spread = ", ".join(f"{deed} {number}" for deed, number in found.by_deed.items())
    _row(f"SIGKILL at SQL statements and renames ({spread})", f"{found.kills:,} kills", len(found.bugs),
         str(len(found.losses)), 0, found.seconds, found.most_mb)  # fmt: skip
    tell(found.bugs + found.losses)
    return len(found.bugs) + len(found.losses)


def _damage(base: Path, made: Path, count: int) -> int:
    folder = made / "damage"
    folder.mkdir()
    found = run_damaged(base, folder, count)
    _row(f"damaged archives ({found.archives}) under every command", f"{found.commands:,} commands", len(found.bugs),
         "–", len(found.late), found.seconds, found.most_mb)  # fmt: skip
    tell(found.bugs + found.late + found.steering)
    return len(found.bugs) + len(found.late) + len(found.steering)


def _row(attack: str, tried: str, bugs: int, lost: str, late: int, seconds: float, most_mb: float) -> None:  # noqa: PLR0913, PLR0917 - a column each
    sys.stdout.write(f"| {attack} | {tried} | {bugs} | {lost} | {late} | {seconds:.1f} s | {most_mb:,.0f} MB |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
