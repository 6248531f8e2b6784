"""Score event coding on the contrast set and count false events on sentences without any.

python -m benchmarks.contrast [--failures]

Both sets are shipped in tests/corpus; each says at its top what it is and what it does not measure. A sentence is right
if its events are exactly the expected ones: type, countries of sources and targets, status with its words, whether it
lies in a statement, whether it is background.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import detente

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.records import Event, Record

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
PUBLISHED = "2024-05-10"


@dataclass(frozen=True)
class Case:
    """One sentence of a set: its id, its kind, its text, and the expected events as written in the file."""

    key: str
    kind: str
    text: str
    expected: str = "none"


def read_cases(name: str) -> Iterator[Case]:
    """Yield the cases of a file in tests/corpus."""
    header = True
    for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if header:
            header = False
            continue
        yield Case(*line.split("\t"))


def describe(record: Record, event: Event) -> str:
    """Return an event in the notation of the contrast set: "ASSAULT IRN>ISR denied/not said"."""
    country = {actor.key: actor.country or "?" for actor in record.actors}
    sides = [",".join(dict.fromkeys(country[key] for key in keys)) or "-" for keys in (event.sources, event.targets)]
    cue = "" if event.status_cue is None else "/" + record.words(event.status_cue)
    marks = (" said" if event.said_in else "") + (" bg" if event.background else "")
    return f"{event.type} {'>'.join(sides)} {event.status}{cue}{marks}"


def is_right(expected: str, found: list[str]) -> bool:
    """Tell whether the found events are the expected ones, in any order."""
    if expected == "*":
        return True
    wanted = [] if expected == "none" else expected.split(" ; ")
    left = list(found)
    for one in wanted:
        match = next((other for other in left if _alike(one, other)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _alike(wanted: str, found: str) -> bool:
    kind, sides, rest = wanted.split(" ", 2)
    other_kind, other_sides, other_rest = found.split(" ", 2)
    if rest.endswith(" said?"):
        rest, other_rest = rest.removesuffix(" said?"), other_rest.removesuffix(" said")
    if (kind, rest) != (other_kind, other_rest):
        return False
    pairs = zip(sides.split(">"), other_sides.split(">"), strict=True)
    return all(one == "*" or set(one.split(",")) == set(other.split(",")) for one, other in pairs)


def main() -> None:
    """Print the share of right sentences by kind, and the false events by kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="print what was expected and found where it differs")
    options = parser.parse_args()
    for title, name in (("contrast", "contrast_events.tsv"), ("no event", "no_events.tsv")):
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for case in read_cases(name):
            record = detente.read(case.text, published=PUBLISHED)
            found = [describe(record, event) for event in record.events]
            total[case.kind] += 1
            right[case.kind] += is_right(case.expected, found)
            if options.failures and not is_right(case.expected, found):
                print(
                    f"{case.key}: {case.text}\n    expected {case.expected}\n    found    {' ; '.join(found) or 'none'}"
                )
        for kind in sorted(total):
            print(f"{title}, {kind:<22}  {right[kind] / total[kind]:.3f}   {right[kind]} of {total[kind]}")
        every, all_right = sum(total.values()), sum(right.values())
        print(f"{title}, all                     {all_right / every:.3f}   {all_right} of {every}")


if __name__ == "__main__":
    main()
