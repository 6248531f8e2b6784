"""Articles as Nexis Uni lays them out: headline, source, day, copyright, fields, "Body", text, "Load-Date: …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.sources.exports.layout import ExportedArticle, make_paragraphs
from detente.sources.exports.nexis_words import (
    is_aside,
    is_field,
    is_period,
    is_rights,
    loaded_line,
    read_day,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

#: "(Green)", a name that comes with a time: a section or a show, and no source.
_NO_SOURCE = re.compile(r"^\(.*\)$|\d:\d\d")
_APPENDED = re.compile(r"\s*[-–;]?\s*Corrections? Appended\s*$", re.IGNORECASE)


def parse_new(lines: Sequence[str]) -> ExportedArticle:
    """Return the article in some lines; a cover sheet may stand before it."""
    start, head_end = _find_text(lines)
    head = [line.strip() for line in lines[:head_end]]
    dated = next((place for place in reversed(range(len(head))) if read_day(head[place])), None)
    day = read_day(head[dated]) if dated is not None else None
    above = head[:dated]
    while above and (not above[-1] or is_aside(above[-1]) or (day is None and is_period(above[-1]))):
        above.pop()
    title, source = _read_names(above)
    text = _before_tail(lines[start:])
    return ExportedArticle(_APPENDED.sub("", title or "") or None, day, source, make_paragraphs(text))


def _read_names(above: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the headline and the source, as they stand above the day; of two sources the nearer one."""
    first = next((n + 1 for n in reversed(range(len(above))) if not above[n]), 0)
    group = above[first:]
    if len(group) < 2:  # a blank line between the two
        group = [line for line in above if line][-2:]
    if not group:
        return None, None
    while len(group) > 2 and _NO_SOURCE.search(group[-1]):
        group = group[:-1]
    return (group[0] if len(group) > 1 else None), group[-1]


def _find_text(lines: Sequence[str]) -> tuple[int, int]:
    """Return where the text begins, and where the lines above the fields and the copyright end."""
    counted = next((n for n, line in enumerate(lines) if is_field(line, "lengths")), None)
    body = next((n for n, line in enumerate(lines) if _is_alone(line, "bodies") and n > (counted or 0)), None)
    limit = counted if counted is not None else body if body is not None else len(lines)
    head_end = next((n for n, line in enumerate(lines[:limit]) if is_rights(line)), None)
    if head_end is None:
        fields = (n for n, line in enumerate(lines[:limit]) if is_field(line, "heads"))
        head_end = next(fields, limit)
    if body is None:  # printed without "Body": the text begins behind the last field
        body = limit if limit < len(lines) else head_end
        while body + 1 < len(lines) and (not lines[body + 1].strip() or is_field(lines[body + 1], "heads")):
            body += 1
    return body + 1, head_end


def _before_tail(lines: Sequence[str]) -> list[str]:
    """Return the lines of the text: without the fields behind it, captions and the export's own lines."""
    end = next(
        (n for n, line in enumerate(lines) if _is_alone(line, "behind") or loaded_line().match(line)), len(lines)
    )
    appendix = next((n for n in range(end) if _is_alone(lines[n], "appendices") and 2 * n >= end - n), end)
    kept = [line for line in lines[:appendix] if line.strip().lower() not in table()["furniture"]]
    while kept and (not kept[-1].strip() or is_field(kept[-1], "tails") or is_rights(kept[-1])):
        kept.pop()
    return kept


def _is_alone(line: str, kind: str) -> bool:
    line = line.strip()
    return line[:1].isupper() and line.rstrip(":").lower() in table()[kind]
