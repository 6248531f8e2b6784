"""The words and lines by which Nexis's layouts are known, in the languages of its pages."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Literal

from detente.sources.days import find_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: "1 of 100 DOCUMENTS", "Dokument 1 von 20", "Document 1 de 20"
_COUNT = r"(\d{1,6})[ \t]+(?:of|von|de|di|van|sur)[ \t]+\d{1,6}"
COPYRIGHT = re.compile(
    r"^\s*(?:copyright|©|\(c\))[ \t]*(?:©|\(c\))?[ \t,]*(?:19|20)\d\d\b", re.IGNORECASE | re.MULTILINE
)
_RIGHTS = re.compile(r"\s*(?:(?:copyright\b|©|\(c\)).{0,80}\d{4}.*|distributed by .{1,60})", re.IGNORECASE)
_MOST_RIGHTS_WORDS = 8
_CAPITALS = re.compile(r"[ \t]*([A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ/&\- ]{2,30}):(?=\s|$)")
_BARE_LENGTH = re.compile(
    r"[ \t]*\d[\d.,]*[ \t]+(?:words|wörter|mots|palabras|parole|woorden|palavras)[ \t]*", re.IGNORECASE
)
#: "June 2010", "Spring 2003": the day of a magazine, which is none.
_PERIOD = re.compile(r"\s*(?:[^\W\d_]{3,12}[ /-]+){0,3}(?:19|20)\d\d\s*")
#: A day may stand before the time, the edition, or a message of Nexis that it could not read the time.
_MOST_DAY_CHARS = 300
_DAY_CHARS = 60

Kind = Literal["heads", "tails", "lengths", "headlines", "bodies", "body_labels"]


@functools.cache
def start_line() -> re.Pattern[str]:
    """Match the line that begins an article in the old layout; one of its two groups is the number of the article."""
    return re.compile(
        rf"^[ \t\f]*(?:{_COUNT}[ \t]+(?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTEN|DOCUMENTOS?|DOCUMENTI)"
        rf"|(?:Document|Dokument|Documento)[ \t]+{_COUNT})[ \t]*$",
        re.MULTILINE | re.IGNORECASE,
    )


@functools.cache
def end_line() -> re.Pattern[str]:
    """Match the line that ends an article in the new layout."""
    return re.compile(rf"^[ \t]*(?:{'|'.join(table()['ends'])})[ \t]*$", re.MULTILINE | re.IGNORECASE)


@functools.cache
def length_line() -> re.Pattern[str]:
    """Match the line with the number of words; its first group is the label."""
    return re.compile(rf"^[ \t]*({'|'.join(table()['lengths'])})[ \t]*:[ \t]*\d", re.MULTILINE | re.IGNORECASE)


@functools.cache
def loaded_line() -> re.Pattern[str]:
    """Match the line that tells when Nexis took the article in."""
    return re.compile(rf"^[ \t]*(?:{'|'.join(table()['loaded'])})[ \t]*:", re.MULTILINE | re.IGNORECASE)


def count_fields(text: str) -> int:
    """Return how many different fields that only Nexis has stand in a text, the number of words aside."""
    found = {match[1].lower() for match in _field_line().finditer(text)}
    return len(found & {*table()["telling"]})


def is_field(line: str, kind: Kind, *, in_capitals: bool = False) -> bool:
    """Tell whether a line begins with the label of a field of some kind."""
    match = _field_line().match(line)
    if match is None or (in_capitals and not match[1].isupper()):
        return False
    return match[1].lower() in table()[kind]


def is_bare_length(line: str) -> bool:
    """Tell whether a line is a number of words without a label, "184 words"."""
    return _BARE_LENGTH.fullmatch(line) is not None


def has_label(line: str) -> bool:
    """Tell whether a line begins with a label in capitals, of whatever field."""
    return _CAPITALS.match(line) is not None


def read_value(line: str) -> str:
    """Return what stands behind the label of a field."""
    return line.partition(":")[2].strip()


def is_rights(line: str) -> bool:
    """Tell whether a line says whose the article is."""
    if _RIGHTS.fullmatch(line):
        return True
    return len(line.split()) <= _MOST_RIGHTS_WORDS and _rights_words().search(line) is not None


def is_aside(line: str) -> bool:
    """Tell whether a line of the head is a remark: "Correction Appended", "FINAL EDITION"."""
    return line.strip().lower() in table()["asides"]


def read_day(line: str) -> date | None:
    """Return the day that a line of the head is, or None."""
    line = " ".join(line.split())
    return find_day(line[:_DAY_CHARS]) if len(line) <= _MOST_DAY_CHARS else None


def is_period(line: str) -> bool:
    """Tell whether a line of the head is a month or a season, as of magazines."""
    return _PERIOD.fullmatch(line) is not None


@functools.cache
def _rights_words() -> re.Pattern[str]:
    return re.compile("|".join(table()["rights"]), re.IGNORECASE)


@functools.cache
def _field_line() -> re.Pattern[str]:
    kinds = ("heads", "tails", "body_labels")
    names = sorted({name for kind in kinds for name in table()[kind]}, key=len, reverse=True)
    # all in capitals in the old layout, the first one in the new
    spelt = "|".join(
        f"{re.escape(name.upper())}|{re.escape(name.title())}|{re.escape(name.capitalize())}" for name in names
    )
    return re.compile(rf"^[ \t]*({spelt})[ \t]*:", re.MULTILINE)


@functools.cache
def table() -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words by their names."""
    text = resources.files("detente.sources").joinpath("data/nexis.toml").read_text(encoding="utf-8")
    return {key: tuple(words) for key, words in tomllib.loads(text).items()}
