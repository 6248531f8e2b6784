"""Articles as LexisNexis Academic lays them out: source, day, headline, "LENGTH: …", text, "LOAD-DATE: …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.sources.exports.layout import ExportedArticle, make_paragraphs
from detente.sources.exports.nexis_words import (
    has_label,
    is_aside,
    is_bare_length,
    is_field,
    is_period,
    is_rights,
    read_day,
    read_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_EDITION = re.compile(r"\(.*\)|.*\b(?:edition|ausgabe|final|[ECMP][SD]T|GMT)\b.*", re.IGNORECASE)
_CENTRED = re.compile(r"[ \t]{10,}")
_MOST_TITLE_WORDS = 60
_MOST_SOURCE_WORDS = 12
#: The day stands among the first lines, under the copyright and the source.
_MOST_HEAD_GROUPS = 8

#: Lines without a blank one between them.
Group = list[str]


@dataclass(frozen=True, slots=True)
class _Top:
    day: date | None
    source: str | None
    title: str | None
    #: The place of the first group behind it.
    end: int


def parse_old(lines: Sequence[str]) -> ExportedArticle:
    """Return the article in some lines, from behind the line "1 of 100 DOCUMENTS"."""
    groups = [*_groups(lines)]
    top = _read_top(groups)
    place = top.end
    while place < len(groups) and _is_remark(groups[place]):
        place += 1
    field = next((n for n in range(place, len(groups)) if _is_label(groups, n)), len(groups))
    heads = groups[place:field]
    headline, rest = _read_fields(groups, field)
    text = [*_before_tail(rest)]
    title = headline or top.title
    if _count_words(heads) > max(_count_words(text), _MOST_TITLE_WORDS) or (heads and not text and title):
        text, heads = (heads, []) if title else (heads[1:], heads[:1])  # the fields stand behind the text
    elif len(heads) > 1 and not text:
        text, heads = heads[1:], heads[:1]
    if title is None and heads:
        title = _join(heads[0])
    body = [line for group in text for line in (*group, "")]
    return ExportedArticle(title or None, top.day, top.source, make_paragraphs(body))


def _groups(lines: Sequence[str]) -> Iterator[Group]:
    group: Group = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _read_top(groups: Sequence[Group]) -> _Top:
    """Return what stands down to the day; where there is no day, the source alone."""
    above: list[Group] = []
    for place, group in enumerate(groups):
        if _is_head_field(group[0]):
            break
        dated = next((n for n, line in enumerate(group) if read_day(line) or (is_period(line) and (n or above))), None)
        named = _without_rights(group[:dated])
        if named:
            above.append(named)
        if dated is not None:
            return _name_top(above, read_day(group[dated]), place + 1)
    # no day: the source is the first group that says more than whose the article is
    for place, group in enumerate(groups[:_MOST_HEAD_GROUPS]):
        named = _without_rights(group)
        if named and not _is_head_field(group[0]):
            return _Top(None, named[-1].strip(), None, place + 1)
    return _Top(None, None, None, 0)


def _name_top(above: Sequence[Group], day: date | None, end: int) -> _Top:
    """Return the top of an article by the groups above its day: the source, remarks, with some agencies a headline."""
    above = list(above)
    title = None
    is_flush = all(not line[0].isspace() for line in above[-1]) if above else False
    if len(above) > 1 and _CENTRED.match(above[0][0]) and is_flush:
        title = _join(above.pop())
    names = [group for group in above if len(group) == 1 and len(group[0].split()) <= _MOST_SOURCE_WORDS]
    source = names[-1][0] if names else above[0][0] if above else None
    return _Top(day, source.strip() if source else None, title, end)


def _without_rights(group: Sequence[str]) -> Group:
    """Return the lines of a group that say neither whose the article is nor that it was corrected."""
    rights = [place for place, line in enumerate(group) if is_rights(line)]
    if len(rights) > 1:  # a name of several lines between "Copyright 2015 …" and "All Rights Reserved"
        group = [*group[: rights[0]], *group[rights[-1] + 1 :]]
    return [line for line in group if not (is_rights(line) or is_aside(line))]


def _join(group: Group) -> str:
    return " ".join(" ".join(line.split()) for line in group)


def _count_words(groups: Sequence[Group]) -> int:
    return sum(len(line.split()) for group in groups for line in group)


def _is_head_field(line: str) -> bool:
    return (
        is_field(line, "heads", in_capitals=True)
        or is_field(line, "body_labels", in_capitals=True)
        or is_bare_length(line)
    )


def _is_remark(group: Group) -> bool:
    """Tell whether a group is no headline: another day, an edition, a remark. Those are centred in text."""
    first = group[0].strip()
    return (
        _CENTRED.match(group[0]) is not None
        or is_aside(first)
        or read_day(first) is not None
        or (len(group) == 1 and len(first.split()) < 6 and _EDITION.fullmatch(first) is not None)
    )


def _is_label(groups: Sequence[Group], place: int) -> bool:
    """Tell whether a group of the head is a field; one of an unknown name if a known one follows."""
    if _is_head_field(groups[place][0]):
        return True
    following = groups[place + 1 : place + 4]
    return has_label(groups[place][0]) and any(_is_head_field(group[0]) for group in following)


def _read_fields(groups: Sequence[Group], place: int) -> tuple[str | None, list[Group]]:
    """Return the headline if it is a field, and the groups behind the fields."""
    headline = None
    while place < len(groups) and _is_label(groups, place):
        first, *others = groups[place]
        if is_field(first, "body_labels", in_capitals=True):
            return headline, [[read_value(first), *others], *groups[place + 1 :]]
        if is_field(first, "headlines", in_capitals=True):
            headline = " ".join([read_value(first), *(line.strip() for line in others)]).strip() or None
        place += 1
    return headline, list(groups[place:])


def _before_tail(groups: Sequence[Group]) -> Sequence[Group]:
    """Return the groups of the text: up to the fields behind it, which fill at least half of what follows."""
    end = len(groups)
    for place, group in enumerate(groups):
        if is_field(group[0], "tails", in_capitals=True) or is_field(group[0], "lengths", in_capitals=True):
            rest = groups[place:]
            if 2 * sum(has_label(other[0]) or is_rights(other[0]) for other in rest) >= len(rest):
                end = place
                break
    while end and (all(is_rights(line) for line in groups[end - 1]) or _is_head_field(groups[end - 1][0])):
        end -= 1
    return groups[:end]
