"""Score the resolver on the who set: a name in a sentence, a date, and who is meant.

python -m benchmarks.who [--set tests/corpus/who.tsv] [--wrong]

Every sentence is read as an article of its own, published on the given day. A row is right if all that it judges is: the
entity's name ("-": nobody known), kind, country, sector, and one of the words for the role. Where the row says "place",
or that nobody is meant, no actor may have a mention there.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import detente
from detente.knowledge import load_knowledge

if TYPE_CHECKING:
    from detente.knowledge import Knowledge
    from detente.records import Actor, Record

_COLUMNS = 10


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of the who set without comments and header."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:] if len(line.split("\t")) == _COLUMNS]


def judge(record: Record, row: list[str], knowledge: Knowledge) -> list[str]:
    """Return what is wrong with a reading of one row, in words; [] if nothing is.

    Args:
        record: The sentence's record.
        row: The row.
        knowledge: Tells whether another name printed for an entity is one of its names.
    """
    _, _, _, mention, offset, entity, kind, country, sector, role = row
    start, end = int(offset), int(offset) + len(mention)
    found = [a for a in record.actors if any(m.start < end and start < m.end for m in a.mentions)]
    if kind == "place" or (kind == "-" and entity == "-" and country == "-"):
        return [f"found {a.name}" for a in found if a.kind in {"state", "person", "organization", "group"}]
    if not found:
        return ["nobody found"]
    wrong = []
    known = {a.entity: a.name for a in found if a.entity is not None}
    expected = [] if entity == "-" else entity.split(" + ")
    fits = len(known) == len(expected) and all(_is_among(name, known, knowledge) for name in expected)
    if not fits and (entity != "-" or kind == "person"):
        wrong.append(f"entity {sorted(known.values()) or None}")
    wrong += [] if kind == "-" or all(a.kind == kind for a in found) else [f"kind {found[0].kind}"]
    countries = {a.country for a in found}
    wrong += [] if country == "-" or countries == set(country.split(" + ")) else [f"country {found[0].country}"]
    wrong += [] if sector == "-" or all(a.sector == sector for a in found) else [f"sector {found[0].sector}"]
    wrong += [] if role == "-" or any(_has_role(a, role) for a in found) else [f"role {found[0].role}"]
    return wrong


def _is_among(expected: str, known: dict[str, str], knowledge: Knowledge) -> bool:
    """Tell whether an expected entity was found, under this or another of its names."""
    if expected in known.values():
        return True
    return any(c.entity.entity_id in known for c in knowledge.people_named(expected))


def _has_role(actor: Actor, expected: str) -> bool:
    """Tell whether an actor's role has all words of one of the expected roles; "former" also fits no role at all."""
    held = (actor.role or "").lower()
    return any(
        all(word in held for word in words.split()) or (words == "former" and not held)
        for words in expected.split("/")
    )


def main() -> None:
    """Print the share of right rows for plain ones and traps, and with --wrong every wrong row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=Path(__file__).parents[1] / "tests" / "corpus" / "who.tsv")
    parser.add_argument("--wrong", action="store_true", help="print every wrong row")
    options = parser.parse_args()
    knowledge = load_knowledge()
    right: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for row in read_rows(options.set):
        wrong = judge(detente.read(row[2], published=row[1]), row, knowledge)
        rows[row[0]] += 1
        right[row[0]] += not wrong
        if wrong and options.wrong:
            print(f"{row[1]} {row[2]} [{row[3]}] {'; '.join(wrong)}")
    for sort in sorted(rows):
        print(f"  {sort:<8} {right[sort] / rows[sort]:.3f}   {right[sort]} of {rows[sort]}")
    print(f"  {'all':<8} {right.total() / rows.total():.3f}   {right.total()} of {rows.total()}")


if __name__ == "__main__":
    main()
