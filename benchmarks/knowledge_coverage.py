"""How complete the holders of offices are by year: `python benchmarks/knowledge_coverage.py`.

For the first day of each month it is asked whether somebody surely holds the office; the cells give
the share of country-months. The groups are the members on that day, and the parties to
open conflicts listed below. Prints Markdown, and the holes.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from detente.knowledge import Knowledge, load_knowledge, role_standing

_YEARS = range(2000, 2027)
_LAST_MONTH = (2026, 1)
_CONFLICT = (
    "RUS",
    "UKR",
    "ISR",
    "PSE",
    "LBN",
    "SYR",
    "IRN",
    "IRQ",
    "YEM",
    "SDN",
    "SSD",
    "ETH",
    "ERI",
    "COD",
    "RWA",
    "MLI",
    "BFA",
    "NER",
    "NGA",
    "SOM",
    "LBY",
    "ARM",
    "AZE",
    "MMR",
    "AFG",
    "PAK",
    "IND",
    "KHM",
    "THA",
)
_FOUNDED = {"TLS": 2002, "MNE": 2006, "SSD": 2011}


def main() -> None:
    """Print the table and the holes."""
    knowledge = load_knowledge()
    holes: dict[tuple[str, str], list[str]] = defaultdict(list)
    print("| year | head of state | head of government | FM of G20, EU, NATO | FM of parties to conflicts |")
    print("|---|---|---|---|---|")
    for year in _YEARS:
        months = [date(year, month, 1) for month in range(1, 13) if (year, month) <= _LAST_MONTH]
        cells = [
            _measure(knowledge, code, group, months, holes)
            for code, group in (("HOS", "UN"), ("HOG", "UN"), ("FM", "blocs"), ("FM", "conflict"))
        ]
        print(f"| {year} | " + " | ".join(cells) + " |")
    print("\nKnown holes (office, country: months without a sure holder, first and last):\n")
    for (code, iso3), found in sorted(holes.items()):
        days = sorted(set(found))
        print(f"- {code} {iso3}: {len(days)} ({days[0]} to {days[-1]})")


def _measure(
    knowledge: Knowledge, code: str, group: str, months: list[date], holes: dict[tuple[str, str], list[str]]
) -> str:
    asked = known = 0
    for day in months:
        for iso3 in _countries(knowledge, group, day):
            asked += 1
            if any(role_standing(role, day) == "holds" for _, role in knowledge.holders(iso3, code, day)):
                known += 1
            else:
                holes[code, iso3].append(f"{day:%Y-%m}")
    return f"{100 * known / asked:.1f} % ({known}/{asked})"


def _countries(knowledge: Knowledge, group: str, day: date) -> list[str]:
    if group == "UN":
        chosen = [country.iso3 for country in knowledge.countries.by_code.values() if country.un_member]
    elif group == "conflict":
        chosen = [*_CONFLICT]
    else:
        blocs = [knowledge.bloc_members(bloc, day) for bloc in ("x:g20", "x:eu", "x:nato")]
        chosen = sorted(frozenset().union(*blocs))
    return [iso3 for iso3 in chosen if day.year > _FOUNDED.get(iso3, 0)]


if __name__ == "__main__":
    main()
