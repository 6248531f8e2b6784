"""What the builder collects before it writes tables."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where the hand-kept tables lie.
HAND = Path(__file__).parent.parent / "hand"


@dataclass(slots=True)
class RoleFact:
    """One role as one source or several agreeing ones have it; dates as text, "" if unknown."""

    office: str
    country: str
    sector: str
    code: str
    start: str
    end: str
    end_kind: str
    seen: str
    source: str
    trust: str
    org: str = ""


@dataclass(slots=True)
class PersonFact:
    """One person with everything the sources say."""

    name: str
    country: str
    qid: str
    source: str
    aliases: set[str] = field(default_factory=set)
    press_names: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    roles: list[RoleFact] = field(default_factory=list)
    slug: str = ""

    @property
    def entity_id(self) -> str:
        """The id: Wikidata's number, else a slug."""
        return self.qid or f"x:{self.slug}"


@dataclass(slots=True)
class PlaceFact:
    """A place with its names; `strong` ones need no support."""

    place_id: str
    name: str
    lat: float
    lon: float
    country: str
    kind: str
    population: int
    source: str
    names: list[str]


def read_hand(name: str, folder: Path = HAND) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a hand-kept table with their line numbers.

    Args:
        name: The file's name in `hand/`. Lines that begin with # are comments, the first other
            line is the header; a column `source` is required on every row.
        folder: Where the file lies.

    Yields:
        Line number and row.

    Raises:
        KnowledgeError: A row has too few or too many columns, or no source.
    """
    path = folder / name
    header: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        if len(cells) != len(header):
            raise KnowledgeError(
                f"{name}:{number}: {len(cells)} columns where the header has {len(header)}",
                hint="columns are separated by single tabs; an empty one still needs its tab",
            )
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        if not row.get("source"):
            raise KnowledgeError(f"{name}:{number}: no source", hint="say where the row comes from")
        yield number, row


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file, missing cells as ""."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {key: value or "" for key, value in row.items() if key is not None}


@lru_cache(maxsize=8)
def read_words(name: str) -> frozenset[str]:
    """Return one of the lists of `word_lists.tsv`."""
    return frozenset(row["word"] for _, row in read_hand("word_lists.tsv") if row["list"] == name)
