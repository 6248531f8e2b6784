"""Exports of Factiva: text, RTF, Word or HTML, with field codes ("HD", "LP", "TD") or laid out as articles."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from detente.sources.days import find_day
from detente.sources.exports.factiva_words import end_line, table, words_line
from detente.sources.exports.laid_out import parse_laid_out
from detente.sources.exports.layout import ExportedArticle, make_paragraphs
from detente.sources.exports.markup_lines import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LEAST_FIELDS = 3


class Factiva:
    """Factiva's layouts."""

    name = "Factiva"

    def recognises(self, text: str) -> bool:
        """Tell by the line that ends each article, or by the field codes and the number of words."""
        if end_line().search(text):
            return True
        codes = {match[1] for match in _field_line().finditer(text)}
        return {"HD", "WC", "PD", "SN"} <= codes and bool(words_line().search(text))

    def split(self, text: str) -> Iterator[ExportedArticle]:
        """Yield the articles, each up to the line "Document …"; one without that line is not whole."""
        start = 0
        for end in end_line().finditer(text):
            yield _parse(text[start : end.start()].splitlines())
            start = end.end()
        if words_line().search(text[start:]):
            yield ExportedArticle(None, None, None, (), is_whole=False)

    def count_announced(self, text: str) -> int | None:  # noqa: ARG002 - the protocol's; Factiva does not say it
        """Return None: Factiva does not say how many articles there are."""
        return None


def _parse(lines: Sequence[str]) -> ExportedArticle:
    fields = _read_fields([without_marks(line) for line in lines])
    if len(fields.keys() & {"HD", "PD", "SN", "LP", "TD"}) < _LEAST_FIELDS:
        return parse_laid_out([line.strip() for line in lines])
    title = " ".join(make_paragraphs(fields.get("HD", ())))
    source = " ".join(make_paragraphs(fields.get("SN", ())))
    day = find_day(" ".join(" ".join(fields.get("PD", ())).split()))
    body = [*fields.get("LP", ()), "", *fields.get("TD", ())]
    return ExportedArticle(title or None, day, source or None, make_paragraphs(body))


def _read_fields(lines: Sequence[str]) -> Mapping[str, list[str]]:
    """Return the lines of each field.

    The codes above the text come in any order. From the text on only those count that stand behind it, for a line of
    the text may begin with "IN" too.
    """
    codes = table()
    fields: dict[str, list[str]] = {}
    current = ""
    for line in lines:
        match = _field_line().match(line)
        is_in_text = not fields.keys().isdisjoint(codes["body_fields"])
        allowed = {*codes["body_fields"], *(codes["tail_fields"] if is_in_text else codes["head_fields"])}
        if match and match[1] in allowed - fields.keys():
            current = match[1]
            fields[current] = [line[match.end() :]]
        elif current:
            fields[current].append(line)
    return fields


@functools.cache
def _field_line() -> re.Pattern[str]:
    # two letters may be a word of the text ("IN talks"); the export sets values off by a tab or several blanks
    codes = "|".join(code for kind in ("head_fields", "body_fields", "tail_fields") for code in table()[kind])
    return re.compile(rf"^({codes})(?:[ ]?\t+| {{2,}}|(?<=[A-Z]{{3}}) +|[ \t]*$)", re.MULTILINE)
