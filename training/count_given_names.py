"""Count which gender the bearers of each given name have, and write the reading room's table of given names.

    python training/count_given_names.py ../shared/data/actors/every-politician-scrapers

Reads every table with the columns `id`, `name` and `gender` (facts of Wikidata, CC0), counts each person once, and
keeps the first names that at least two people bear, 95 % of them of one gender. Names that the counts lack are kept by
hand at the top of the table; they are taken over unchanged.
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "detente" / "knowledge" / "words" / "given_names.tsv"

_LEAST_BEARERS = 2
_LEAST_SHARE = 0.95


def count_names(folder: Path) -> dict[str, str]:
    """Return given name in lower case → "he" or "she".

    Args:
        folder: Holds the tables, at any depth.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seen: set[str] = set()
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                person, name, gender = row.get("id"), row.get("name"), row.get("gender")
                if not person or person in seen or not name or gender not in {"male", "female"}:
                    continue
                seen.add(person)
                counts[name.split()[0].casefold()]["he" if gender == "male" else "she"] += 1
    kept = {}
    for name, genders in counts.items():
        (gender, bearers), total = genders.most_common(1)[0], genders.total()
        if total >= _LEAST_BEARERS and bearers >= _LEAST_SHARE * total and _is_latin(name):
            kept[name] = gender
    return kept


def _is_latin(name: str) -> bool:
    return len(name) > 1 and unicodedata.name(name[0], "").startswith("LATIN")


def main() -> None:
    """Rewrite the counted rows of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    by_hand = [line for line in lines if line.startswith(("#", "name\t")) or line.endswith("\thand")]
    names = {line.split("\t")[0] for line in by_hand}
    counted = [
        f"{name}\t{gender}\twikidata"
        for name, gender in sorted(count_names(Path(sys.argv[1])).items())
        if name not in names
    ]
    TABLE.write_text("\n".join([*by_hand, *counted]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
