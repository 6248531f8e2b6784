"""Exports of Factiva: text, RTF, Word or HTML, with field codes ("HD", "LP", "TD") or laid out as articles."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

from detente.sources.days import find_day
from detente.sources.export_layout import ExportedArticle, make_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: "Document EXTM000020200102eg120000d": code of the source, day, serial.
_NUMBER = r"(?=[A-Za-z0-9]*\d{8})[A-Z][A-Za-z0-9]{14,40}"
_END = re.compile(rf"^[ \t]*(?:AN[ \t]+|AN[ \t]*\n[ \t]*)?Documento?[ \t]+{_NUMBER}[ \t]*$", re.MULTILINE)
# one line end at most between the parts: with any white space, a file of empty lines would take minutes
_GAP = r"[ \t]*(?:\n[ \t]*)?"
_END_ANYWHERE = re.compile(
    rf"(?:^|>){_GAP}(?:AN[ \t]{_GAP}|AN\n[ \t]*)?Documento?[ \t]+{_NUMBER}{_GAP}(?:<|$)", re.MULTILINE
)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?(?:\s+\w{2,4})?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b)", re.IGNORECASE)
_LEAST_FIELDS = 3
_MOST_HEADER_LINES = 15
_MOST_BYLINE_WORDS = 8


class Factiva:
    """Factiva's layouts."""

    name = "Factiva"

    def recognises(self, text: str) -> bool:
        """Tell by the line that ends each article, or by the field codes and the number of words."""
        if _END_ANYWHERE.search(text):
            return True
        codes = {match[1] for match in _field_line().finditer(text)}
        return {"HD", "WC", "PD", "SN"} <= codes and bool(_words_line().search(text))

    def split(self, text: str) -> Iterator[ExportedArticle]:
        """Yield the articles, each up to the line "Document …"; one without that line is not whole."""
        start = 0
        for end in _END.finditer(text):
            yield _parse(text[start : end.start()].splitlines())
            start = end.end()
        rest = text[start:]
        if _words_line().search(rest):
            yield ExportedArticle(None, None, None, (), is_whole=False)


def _parse(lines: Sequence[str]) -> ExportedArticle:
    fields = _read_fields(lines)
    if len(fields.keys() & {"HD", "PD", "SN", "LP", "TD"}) >= _LEAST_FIELDS:
        title = " ".join(make_paragraphs(fields.get("HD", ())))
        source = " ".join(make_paragraphs(fields.get("SN", ())))
        day = find_day(" ".join(fields.get("PD", ())).strip())
        body = [*fields.get("LP", ()), "", *fields.get("TD", ())]
        return ExportedArticle(title or None, day, source or None, make_paragraphs(body))
    return _parse_plain(lines)


def _read_fields(lines: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the lines of each field; the codes count only in their order, for a text may begin with "IN" too."""
    order = _table()["fields"]
    fields: dict[str, list[str]] = {}
    last = -1
    for line in lines:
        match = _field_line().match(line)
        if match and order.index(match[1]) > last:
            last = order.index(match[1])
            fields[match[1]] = [line[match.end() :]]
        elif last >= 0:
            fields[order[last]].append(line)
    return fields


def _parse_plain(lines: Sequence[str]) -> ExportedArticle:
    """Read an article as it is laid out: section, headline, byline, words, day, time, source, code, …, text."""
    lines = [line.strip() for line in lines]
    counted = next((place for place, line in enumerate(lines) if _words_line().fullmatch(line)), None)
    if counted is None:
        return ExportedArticle(None, None, None, ())
    title = _find_title([line for line in lines[:counted] if line])
    day = source = None
    end = counted
    for place, line in _filled(lines, counted + 1):
        if place - counted > 2 * _MOST_HEADER_LINES:
            break
        if day is None:
            day = find_day(line)
        elif source is None and not _CLOCK.fullmatch(line):
            source = line
        if _COPYRIGHT.match(line):
            end = place
            break
        if line in _table()["languages"]:
            end = place
        elif source is not None and line != source and not _is_header(line) and end > counted:
            break
    return ExportedArticle(title, day, source, make_paragraphs(lines[end + 1 :]))


def _filled(lines: Sequence[str], start: int) -> Iterator[tuple[int, str]]:
    return ((place, line) for place, line in enumerate(lines) if place >= start and line)


def _is_header(line: str) -> bool:
    return bool(_CODE.fullmatch(line)) or line in _table()["languages"]


def _find_title(heads: Sequence[str]) -> str | None:
    """Return the headline among the lines above the number of words; a section may stand before, a byline behind."""
    heads = list(heads[-4:])
    if len(heads) > 1 and heads[-1].split()[0].lower() in _table()["bylines"]:
        heads.pop()
    if not heads:
        return None
    if len(heads) > 1 and _is_name(heads[-1]) and len(heads[-2]) > len(heads[-1]):
        heads.pop()
    return heads[-1]


def _is_name(line: str) -> bool:
    words = line.split()
    return len(words) <= _MOST_BYLINE_WORDS and all(w[0].isupper() or w.lower() in {"and", "de", "van"} for w in words)


@functools.cache
def _field_line() -> re.Pattern[str]:
    # two letters may be a word of the text ("IN talks"); the export sets values off by a tab or several blanks
    codes = "|".join(_table()["fields"])
    return re.compile(rf"^({codes})(?:\t+| {{2,}}|(?<=[A-Z]{{3}}) +|[ \t]*$)", re.MULTILINE)


@functools.cache
def _words_line() -> re.Pattern[str]:
    return re.compile(
        rf"^(?:WC)?[ \t]*\d[\d.,\u00a0]* ?(?:{'|'.join(_table()['words'])})[ \t]*$", re.MULTILINE | re.IGNORECASE
    )


@functools.cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = resources.files("detente.sources").joinpath("data/factiva.toml").read_text(encoding="utf-8")
    return {key: tuple(words) for key, words in tomllib.loads(text).items()}
