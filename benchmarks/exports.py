"""Count how exports of press archives in a folder are taken apart.

    python -m benchmarks.exports --folder DIR [--expected FILE.tsv]

For each file below the folder: articles found, failed, and those without a title, a day or a source. A cover sheet of
Nexis lists the headlines, so the titles of text files that have one are compared with it. With `--expected`, lines of
"file name, number of the article, title, day, source", parted by tabs, the articles are compared with these.

The project has no such files and ships none: the texts belong to newspapers. The figures say how well the layouts are
read that are in the folder, and nothing of other archives.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from detente.sources import CollectionOptions, Found, Item, iter_items

_COVER = re.compile(r"^Documents \((\d+)\)", re.MULTILINE)
_LISTED = re.compile(r"^\d+\. (.+)$", re.MULTILINE)


def read_export(path: Path) -> list[Item]:
    """Return all articles of a file, found or failed."""
    return list(iter_items([str(path)], CollectionOptions(), lambda _: None))


def count_items(items: list[Item]) -> Counter[str]:
    """Return how many articles were found, failed, and lack what."""
    found = [item.found for item in items if item.found is not None]
    return Counter({
        "articles": len(items),
        "failed": len(items) - len(found),
        "without a title": sum(one.title is None for one in found),
        "without a day": sum(one.published is None for one in found),
        "without a source": sum(one.source is None for one in found),
    })


def compare_with_cover(path: Path, items: list[Item]) -> tuple[int, int]:
    """Return how many titles are those that a cover sheet lists, and how many it lists; 0 and 0 without one."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    cover = _COVER.search(text)
    if cover is None:
        return 0, 0
    listed = [_bare(title) for title in _LISTED.findall(text[cover.end() : text.find("Copyright", cover.end())])]
    titles = [_bare(item.found.title or "") if item.found else "" for item in items]
    return sum(title in titles for title in listed[: int(cover[1])]), int(cover[1])


def compare_with_expected(items: list[Item], expected: dict[int, tuple[str, str, str]]) -> tuple[int, int]:
    """Return how many articles have the title, day and source that they should have, and how many should."""
    right = sum(
        number <= len(items) and (found := items[number - 1].found) is not None and _cells(found) == cells
        for number, cells in expected.items()
    )
    return right, len(expected)


def read_expected(path: Path) -> dict[str, dict[int, tuple[str, str, str]]]:
    """Return title, day and source by file name and number of the article."""
    wanted: dict[str, dict[int, tuple[str, str, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, number, title, day, source = line.split("\t")
        wanted.setdefault(name, {})[int(number)] = (title, day, source)
    return wanted


def _cells(found: Found) -> tuple[str, str, str]:
    return found.title or "", found.published.isoformat() if found.published else "", found.source or ""


def _bare(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def main() -> None:
    """Print a line a file and the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--expected", type=Path)
    chosen = parser.parse_args()
    expected = read_expected(chosen.expected) if chosen.expected else {}
    total: Counter[str] = Counter()
    for path in sorted(path for path in chosen.folder.rglob("*") if path.is_file()):
        items = read_export(path)
        counts = count_items(items)
        for name, (right, of) in (
            ("titles of cover sheets", compare_with_cover(path, items)),
            ("articles as expected", compare_with_expected(items, expected.get(path.name, {}))),
        ):
            counts[name], counts[f"{name}, of"] = right, of
        total += counts
        print(f"{path.relative_to(chosen.folder)}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items() if n))
    print("together: " + ", ".join(f"{n:,} {what}" for what, n in total.items()))


if __name__ == "__main__":
    main()
