"""The articles as literature: BibTeX, RIS, and the JSON of CSL, for Zotero, LaTeX, Word and web pages."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from detente.archive.exchange.contract import Losses, Tally, kinds_beside
from detente.archive.exchange.gathering import published_by, published_on
from detente.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from detente.archive.exchange.contract import ExportOptions
    from detente.archive.filed import Filed

#: An article without a title is called by its first words.
_TITLE_CHARS: Final = 120
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_TEX: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


class BibTex:
    """Writes BibTeX, an entry `@misc` an article."""

    name = "bibtex"
    suffix = ".bib"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the articles as literature; see `ExportFormat.write`."""
        tally = Tally(self.name)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
            for item in _iter_items(articles, options, tally):
                out.write(format_bibtex(item))
        return tally.losses()


def format_bibtex(item: Mapping[str, Any]) -> str:
    """Return an article as an entry of BibTeX, with an empty line behind it.

    Args:
        item: "id", "title" and "day" ("" if it is unknown); "container-title" (publisher) and "URL" where there are.
    """
    fields = {
        "title": f"{{{_tex(item['title'])}}}",
        "howpublished": _tex(item.get("container-title", "")),
        "year": item["day"][:4],
        "date": item["day"],
        "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
        "note": f"detente:{item['id']}",
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{_key(item)},\n{body}\n}}\n\n"


class Ris:
    """Writes RIS, a reference of type NEWS an article."""

    name = "ris"
    suffix = ".ris"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the articles as literature; see `ExportFormat.write`."""
        tally = Tally(self.name)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\r\n", errors="replace") as out:
            for item in _iter_items(articles, options, tally):
                day = item["day"]
                fields = {
                    "TI": item["title"],
                    "T2": item.get("container-title", ""),
                    "PY": day[:4],
                    "DA": day.replace("-", "/") + "/" if day else "",
                    "UR": item.get("URL", ""),
                    "ID": item["id"],
                }
                lines = ["TY  - NEWS", *(f"{tag}  - {value}" for tag, value in fields.items() if value), "ER  - "]
                out.write("\n".join(lines) + "\n\n")
        return tally.losses()


class CslJson:
    """Writes the JSON of the Citation Style Language, an item an article."""

    name = "csl-json"
    suffix = ".json"

    def write(self, articles: Iterable[Filed], target: Path, options: ExportOptions) -> Losses:
        """Write the articles as literature; see `ExportFormat.write`."""
        tally = Tally(self.name)
        with replacing(target) as path, path.open("w", encoding="utf-8", newline="\n", errors="replace") as out:
            out.write("[")
            for number, item in enumerate(_iter_items(articles, options, tally)):
                day = item.pop("day")
                if day:
                    item["issued"] = {"date-parts": [[int(part) for part in day.split("-")]]}
                out.write((",\n" if number else "\n") + json.dumps(item, ensure_ascii=False))
            out.write("\n]\n")
        return tally.losses()


def _iter_items(articles: Iterable[Filed], options: ExportOptions, tally: Tally) -> Iterator[dict[str, Any]]:
    """Yield each article as CSL names its fields, with "day" for its publication, "" if it is unknown."""
    for filed in articles:
        if options.reviewed_only and not filed.reviews:
            tally.lost["articles of which nobody has reviewed a claim: left out"] += 1
            continue
        article = filed.record.article
        tally.written["articles"] += 1
        tally.lose_kinds(filed.record, kinds_beside())
        tally.lost["further places where a text appeared: not held"] += len(filed.appearances) - 1
        publisher, day = published_by(filed), published_on(filed)
        tally.lost["articles without a day of publication"] += day is None
        url = article.url or next((one.url for one in filed.appearances if one.url), None)
        item: dict[str, Any] = {
            "id": article.id,
            "type": "article-newspaper",
            "title": _line(article.title or article.text[:_TITLE_CHARS]),
        }
        if publisher:
            item["container-title"] = _line(publisher)
        if url:
            item["URL"] = _line(url)
        if article.language:
            item["language"] = article.language
        yield {**item, "day": day or ""}


def _line(text: str) -> str:
    """Return a text as one line: what ends a field in these formats is gone from it."""
    return _SPACES.sub(" ", text).strip()


def _tex(text: str) -> str:
    return "".join(_TEX.get(char, char) for char in text)


def _key(item: Mapping[str, Any]) -> str:
    """Return a key of publisher, year and the beginning of the article's id."""
    publisher = re.sub(r"[^a-z0-9]", "", item.get("container-title", "").lower())[:20]
    return f"{publisher or 'article'}{item['day'][:4]}-{item['id'][:8]}"
