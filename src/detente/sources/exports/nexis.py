"""Exports of Nexis: of LexisNexis Academic ("1 of 100 DOCUMENTS") and of Nexis Uni ("End of Document")."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.sources.exports.layout import ExportedArticle
from detente.sources.exports.markup_lines import without_marks
from detente.sources.exports.nexis_new import parse_new
from detente.sources.exports.nexis_old import parse_old
from detente.sources.exports.nexis_words import (
    COPYRIGHT,
    count_fields,
    end_line,
    length_line,
    loaded_line,
    start_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What stands on a cover sheet: how many articles were asked for, and when.
_COVER = re.compile(
    r"^[ \t]*(?:Documents|Dokumente|Documenten|Documentos|Documenti) \((\d{1,6})\)[ \t]*$", re.MULTILINE
)
_COVER_FIELD = re.compile(
    r"^[ \t]*(?:User Name|Date and Time|Job Number|Time Of Request|Client/Matter)[ \t]*:", re.MULTILINE
)


class Nexis:
    """Nexis's layouts, old and new."""

    name = "Nexis"

    def recognises(self, text: str) -> bool:
        """Tell by the lines that begin or end an article, together with its number of words or other fields."""
        has_length = length_line().search(text) is not None
        if start_line().search(text):
            return has_length or count_fields(text) > 0
        if end_line().search(text):
            return has_length or loaded_line().search(text) is not None or COPYRIGHT.search(text) is not None
        return (has_length and count_fields(text) > 1) or _is_cover(text)

    def split(self, text: str) -> Iterator[ExportedArticle]:
        """Yield the articles; in the new layout one without its last line is not whole.

        What stands before the first article, the cover sheet with the name of the user, is passed over.
        """
        text = without_marks(text)
        starts = [match.start() for match in start_line().finditer(text)]
        if starts:
            for start, end in pairwise([*starts, len(text)]):
                yield parse_old(text[start:end].splitlines()[1:])
            return
        start = 0
        for match in end_line().finditer(text):
            yield parse_new(text[start : match.start()].splitlines())
            start = match.end()
        length = length_line().search(text[start:])
        if start and length:
            yield ExportedArticle(None, None, None, (), is_whole=False)
        elif length:  # a single article, without the line that begins or ends one; the old layout writes in capitals
            parse = parse_old if length[1].isupper() else parse_new
            yield parse(text.splitlines())

    def count_announced(self, text: str) -> int | None:
        """Return the number on the cover sheet, or the numbers that the articles should have; None if there is none."""
        numbers = [int(match[1] or match[2]) for match in start_line().finditer(text)]
        if numbers:
            return max(numbers) - min(numbers) + 1
        cover = _COVER.search(text)
        return int(cover[1]) if cover else None


def _is_cover(text: str) -> bool:
    return _COVER.search(text) is not None and len({*_COVER_FIELD.findall(text)}) > 1
