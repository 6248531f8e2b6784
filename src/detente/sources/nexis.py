"""Exports of Nexis: of LexisNexis Academic ("1 of 100 DOCUMENTS") and of Nexis Uni ("End of Document")."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.sources.days import find_day
from detente.sources.export_layout import ExportedArticle, make_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

#: "1 of 100 DOCUMENTS", "Dokument 1 von 20", "Document 1 de 20"
_COUNT = r"\d{1,6}\s+(?:of|von|de|di|van)\s+\d{1,6}"
_START = re.compile(
    rf"^[ \t\f]*(?:{_COUNT}[ \t]+(?:DOCUMENTS?|DOKUMENTEN?)|(?:Document|Dokument|Documento)\s+{_COUNT})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"\s*(?:copyright|©|\(c\))\s", re.IGNORECASE)
_EDITION = re.compile(r"\(.*\)|.*\b(?:edition|ausgabe|final|[ECMP][SD]T|GMT)\b.*", re.IGNORECASE)
_CENTRED = re.compile(r"[ \t]{10,}")
_MOST_DAY_CHARS = 80


class Nexis:
    """Nexis's layouts, old and new."""

    name = "Nexis"

    def recognises(self, text: str) -> bool:
        """Tell by the lines that begin or end an article, together with its number of words."""
        if not _length_line().search(text):
            return False
        return bool(_START.search(text) or _end_line().search(text) or _field_count(text) >= 2)

    def split(self, text: str) -> Iterator[ExportedArticle]:
        """Yield the articles; in the new layout one without its last line is not whole."""
        starts = [match.start() for match in _START.finditer(text)]
        if starts:
            for start, end in pairwise([*starts, len(text)]):
                yield _parse_old(text[start:end].splitlines()[1:])
            return
        start = 0
        for match in _end_line().finditer(text):
            yield _parse_new(text[start : match.start()].splitlines())
            start = match.end()
        if _length_line().search(text[start:]):
            if start:
                yield ExportedArticle(None, None, None, (), is_whole=False)
            else:  # a single article, printed without its last line
                yield _parse_new(text.splitlines())


def _field_count(text: str) -> int:
    """Return how many different fields of Nexis a text has besides the number of words."""
    known = {*_table()["heads"], *_table()["tails"]} - {*_table()["lengths"]}
    found = {match[1].lower() for match in _field_line().finditer(text)}
    return len(found & known & {"load-date", "byline", "section", "publication-type", "dateline", "rubrik"})


def _parse_old(lines: Sequence[str]) -> ExportedArticle:
    first_field = next((place for place, line in enumerate(lines) if _is_field(line, "heads")), len(lines))
    dated = _find_dated(lines[:first_field], last=False)
    day, source = _day_and_source(lines, dated)
    above = [*_groups(lines[(dated if dated is not None else -1) + 1 : first_field])]
    heads = [group for group in above if not (_CENTRED.match(group[0]) or _EDITION.fullmatch(group[0].strip()))]
    title = " ".join(line.strip() for line in heads[-1]) if heads else None
    place = first_field
    while place < len(lines):  # field after field, each up to a blank line
        if lines[place].strip() and not _is_field(lines[place], "heads"):
            break
        if _value(lines[place], "headline"):
            title = _value(lines[place], "headline")
        place = _next_blank(lines, place)
    return ExportedArticle(title, day, source, make_paragraphs(_before_tail(lines[place:])))


def _next_blank(lines: Sequence[str], place: int) -> int:
    while place < len(lines) and lines[place].strip():
        place += 1
    return place + 1


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _parse_new(lines: Sequence[str]) -> ExportedArticle:
    bodies = _table()["bodies"]
    counted = next((place for place, line in enumerate(lines) if _is_field(line, "lengths")), len(lines))
    body = next((n for n, line in enumerate(lines) if n > counted and line.strip().lower() in bodies), None)
    if body is None:  # printed without "Body": the text begins behind the last field
        body = counted
        while body + 1 < len(lines) and (not lines[body + 1].strip() or _is_field(lines[body + 1], "heads")):
            body += 1
    head = lines[:counted]
    marked = next((place for place, line in enumerate(head) if _COPYRIGHT.match(line)), len(head))
    dated = _find_dated(head[:marked], last=True)
    day, source = _day_and_source(lines, dated)
    above = [line.strip() for line in lines[: dated or 0] if line.strip()]
    title = above[-2] if len(above) > 1 else None
    return ExportedArticle(title, day, source, make_paragraphs(_before_tail(lines[body + 1 :])))


def _find_dated(lines: Sequence[str], *, last: bool) -> int | None:
    """Return the place of the line that is a day, the first or the last such; None if there is none."""
    places = [n for n, line in enumerate(lines) if len(line.strip()) <= _MOST_DAY_CHARS and find_day(line.strip())]
    return (places[-1] if last else places[0]) if places else None


def _day_and_source(lines: Sequence[str], dated: int | None) -> tuple[date | None, str | None]:
    if dated is None:
        return None, None
    above = [line.strip() for line in lines[:dated] if line.strip()]
    return find_day(lines[dated].strip()), above[-1] if above else None


def _before_tail(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines of the text, up to the first field behind it or the line of copyright."""
    for place, line in enumerate(lines):
        if _is_field(line, "tails") or _COPYRIGHT.match(line) or line.strip().lower() in {"classification", "graphic"}:
            return lines[:place]
    return lines


def _is_field(line: str, kind: str) -> bool:
    match = _field_line().match(line)
    return match is not None and match[1].lower() in _table()[kind]


def _value(line: str, field: str) -> str | None:
    match = _field_line().match(line)
    return line[match.end() :].strip() or None if match and match[1].lower() == field else None


@functools.cache
def _field_line() -> re.Pattern[str]:
    names = sorted({*_table()["heads"], *_table()["tails"]} - {"end of document"}, key=len, reverse=True)
    # all in capitals in the old layout, the first one in the new
    spelt = "|".join(
        f"{re.escape(name.upper())}|{re.escape(name.title())}|{re.escape(name.capitalize())}" for name in names
    )
    return re.compile(rf"^[ \t]*({spelt})[ \t]*:", re.MULTILINE)


@functools.cache
def _length_line() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:{'|'.join(_table()['lengths'])})[ \t]*:[ \t]*\d", re.MULTILINE | re.IGNORECASE)


@functools.cache
def _end_line() -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:{'|'.join(_table()['ends'])})[ \t]*$", re.MULTILINE | re.IGNORECASE)


@functools.cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = resources.files("detente.sources").joinpath("data/nexis.toml").read_text(encoding="utf-8")
    return {key: tuple(words) for key, words in tomllib.loads(text).items()}
