"""Articles as Factiva lays them out: section, headline, byline, words, day, time, source, code, …, text, owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.sources.days import find_day
from detente.sources.exports.factiva_words import table, words_line
from detente.sources.exports.layout import ExportedArticle, make_paragraphs
from detente.sources.exports.markup_lines import HEADLINE, PARAGRAPH, without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s*[AP]M)?(?:\s+\w{2,4})?", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{2,10}")
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright\b)", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:Inc|Ltd|Limited|LLC|L\.L\.C|LLP|Co|Corp|Corporation|Company|plc|PLC|GmbH|AG|KG|SE|S\.?A|SAS|S\.?p\.?A|S\.?r\.?l"
    r"|N\.?V|B\.?V|A/S|AB|AS|Oy|Pty|Publishing|Publications|Verlag\w*|Media|Group|Holdings?)\b\.?"
)
_SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*$")
_MOST_HEADER_LINES = 15
_MOST_BYLINE_WORDS = 8
_MOST_OWNER_WORDS = 10


def parse_laid_out(lines: Sequence[str]) -> ExportedArticle:
    """Return the article in some lines, stripped; empty where no number of words is found."""
    titled = [place for place, line in enumerate(lines) if line.startswith(HEADLINE)]
    after = max(titled, default=-1)
    is_marked = any(line.startswith(PARAGRAPH) for line in lines)
    plain = [without_marks(line).strip() for line in lines]
    counted = next((n for n, line in enumerate(plain) if n > after and words_line().fullmatch(line)), None)
    if counted is None:
        return ExportedArticle(None, None, None, ())
    # where the page says which lines are the headline, what stands between them and the words is the byline
    heads = [plain[place] for place in titled] or _find_title([line for line in plain[:counted] if line])
    day, source, start = _read_header(plain, counted)
    if is_marked:
        start = min(n for n, line in enumerate(lines) if n > counted and line.startswith(PARAGRAPH))
    body = _without_owner(lines, start, known=" ".join(plain[counted:start]), is_marked=is_marked)
    return ExportedArticle(" ".join(heads) or None, day, source, make_paragraphs(body))


def _read_header(lines: Sequence[str], counted: int) -> tuple[date | None, str | None, int]:
    """Return the day, the source and the place at which the text begins."""
    day = source = None
    end = counted
    for place in range(counted + 1, min(len(lines), counted + 2 * _MOST_HEADER_LINES)):
        line = lines[place]
        if not line:
            continue
        if day is None:
            day = find_day(line)
        elif source is None and not _CLOCK.fullmatch(line):
            source = line
        if _COPYRIGHT.match(line):
            end = place
            break
        if line in table()["languages"]:
            end = place
        elif source is not None and line != source and not _CODE.fullmatch(line) and end > counted:
            break
    return day, source, end + 1


def _find_title(heads: Sequence[str]) -> list[str]:
    """Return the headline among the lines above the number of words; a section may stand before, a byline behind."""
    heads = list(heads[-4:])
    if len(heads) > 1 and heads[-1].split()[0].lower() in table()["bylines"]:
        heads.pop()
    if len(heads) > 1 and _is_name(heads[-1]) and len(heads[-2]) > len(heads[-1]):
        heads.pop()
    return heads[-1:]


def _is_name(line: str) -> bool:
    words = line.split()
    return len(words) <= _MOST_BYLINE_WORDS and all(w[0].isupper() or w.lower() in {"and", "de", "van"} for w in words)


def _without_owner(lines: Sequence[str], start: int, *, known: str, is_marked: bool) -> list[str]:
    """Return the lines of the text without the last, if that is the name of the newspaper's owner.

    Args:
        lines: The lines of the article, stripped.
        start: Where the text begins.
        known: What stands above the text: the source, the copyright.
        is_marked: Whether the page says which lines are paragraphs.
    """
    body = list(lines[start:])
    while body and not body[-1]:
        body.pop()
    last = without_marks(body[-1]).strip() if body else ""
    words = last.split()
    is_owner = 0 < len(words) <= _MOST_OWNER_WORDS and (
        not _SENTENCE_END.search(last) or _COMPANY.search(last) is not None
    )
    if is_marked:
        is_owner = is_owner and not body[-1].startswith(PARAGRAPH)
    else:  # a line alone, which is a company's name, or says again what stands above the text
        names = {word.strip(".,").lower() for word in known.split() if len(word) > 3 and word[0].isupper()}
        is_owner = is_owner and (
            _COMPANY.search(last) is not None or bool(names & {word.strip(".,").lower() for word in words})
        )
    return [without_marks(line) for line in (body[:-1] if is_owner else body)]
