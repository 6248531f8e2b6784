"""The literature of the methods: what a result prints as its reference and as BibTeX."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that a method comes from.

    Attributes:
        key: Its key here and in BibTeX.
        text: Author, year, title and place, as in a list of literature.
        bibtex: The same as BibTeX.
    """

    key: str
    text: str
    bibtex: str


@cache
def references() -> dict[str, Reference]:
    """Return all works, by key, from references.toml."""
    listed = tomllib.loads((resources.files(__package__) / "data" / "references.toml").read_text(encoding="utf-8"))
    return {key: Reference(key, _text(entry), _bibtex(key, entry)) for key, entry in listed.items()}


def cite(*keys: str) -> tuple[str, str]:
    """Return works as text, joined by "; ", and as BibTeX.

    >>> cite("rice1925")[0]
    'Rice, Stuart A. (1925): The behavior of legislative groups. Political Science Quarterly 40(1)'
    """
    listed = [references()[key] for key in keys]
    return "; ".join(one.text for one in listed), "\n".join(one.bibtex for one in listed)


def _text(entry: dict[str, str]) -> str:
    return f"{entry['author'].replace(' and ', '; ')} ({entry['year']}): {entry['title']}. {entry['in']}"


def _bibtex(key: str, entry: dict[str, str]) -> str:
    fields = {"author": entry["author"], "year": entry["year"], "title": entry["title"], "howpublished": entry["in"]}
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{body}\n}}"
