"""The parts of a page: which lines are the article's own text, and which hang around it.

Three passes over the units of the page. The first looks at each line alone (rules, date lines, bylines, credits,
page furniture). The second decides for each stretch behind a rule, or under "Related", whether the article goes on
in it. The third finds the title and the section headings among what is left, and datelines in front of paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.records import Block
from detente.text.datelines import dateline_prefix, is_date_line, is_turn
from detente.text.furniture import caption_body, furniture_kind, is_byline, is_rule
from detente.text.lines import NO_WIDTH, Unit, find_units
from detente.text.tables import load_word_classes, words_of_class

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.records import BlockKind

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_LIST_ITEM = re.compile(r"(?:[-–—•·*▪●◦‣>+]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)])\s")
_CLOSING = "\"'”’»›)]」』*_"

#: Titles and headings have at most this many words; measured on agency and broadcaster headlines, the longest is 24.
_MOST_TITLE_WORDS = 26
_MOST_HEADING_WORDS = 12
_MOST_HEADING_CHARS = 100

#: A paragraph of this many words, or several that sum up to it, shows that the article goes on behind a rule.
_CLEARLY_TEXT_WORDS = 40


class _Part:
    """A unit of the page with what the passes find out about it."""

    __slots__ = ("kind", "line", "unit", "words")

    def __init__(self, text: str, unit: Unit) -> None:
        self.unit = unit
        self.line = text[unit.start : unit.end]
        self.words: list[str] = _WORD.findall(self.line)
        self.kind: str | None = _kind_alone(self.line)

    @property
    def is_prose(self) -> bool:
        """Whether it ends as a sentence does."""
        return bool(self.words) and _ends_as_prose(self.line)

    @property
    def is_headline(self) -> bool:
        """Whether it is short and does not end as a sentence does."""
        return (
            0 < len(self.words) <= _MOST_TITLE_WORDS
            and not self.is_prose
            and _LIST_ITEM.match(self.line) is None
            and not self.line.rstrip(NO_WIDTH).endswith((",", ";", ":"))
        )


def _ends_as_prose(line: str) -> bool:
    stripped = line.rstrip(NO_WIDTH + _CLOSING + " \t\u00a0")
    if stripped.endswith(("...", "…", "!", "?")):
        # headlines end so too: only several sentences, or a closing quotation, make prose of it
        return len(_WORD.findall(line)) > _MOST_HEADING_WORDS or line[-1] in '”"»'
    if not stripped.endswith((".", "。", "।", "؟")):
        return False
    last = _WORD.findall(stripped)[-1:]
    word = last[0].rstrip(".") if last else ""
    if load_word_classes("abbreviations").get(word) in {"end", "time"} or re.fullmatch(
        r"(?:[^\W\d_]\.)+[^\W\d_]", word
    ):
        # "Iran vows response to U.S." is a headline; so much of a line that capitals do not settle is prose
        return len(_WORD.findall(line)) > _MOST_HEADING_WORDS
    return True


def _kind_alone(line: str) -> str | None:
    """Return what a line is by itself, or None if it is a line of text."""
    if is_rule(line):
        return "rule"
    if is_date_line(line):
        return "dateline"
    return furniture_kind(line)


def find_blocks(text: str, *, title: str | None = None) -> tuple[Block, ...]:
    """Return the blocks of a page in the order of the text.

    Args:
        text: The text, unchanged.
        title: The title, if it is known from elsewhere; a first line with the same words is the title block.

    Returns:
        Blocks that never overlap and together hold everything that can be seen.
    """
    parts = [_Part(text, unit) for unit in find_units(text)]
    for part in parts:
        if not part.words and part.kind is None:
            part.kind = "rule" if not any(c.isalnum() for c in part.line) else None
    _settle_sections(parts)
    _settle_head(parts, title)
    _settle_body(parts)
    transcript = sum(is_turn(part.line) for part in parts) > 1
    blocks: list[Block] = []
    paragraphs = 0
    for part in parts:
        kind = part.kind or "paragraph"
        start, end = part.unit.start, part.unit.end
        if kind == "paragraph":
            paragraphs += 1
            cut = dateline_prefix(part.line, transcript=transcript) if paragraphs <= 3 else None
            if cut is not None:
                length, rest = cut
                blocks.append(Block("dateline", start, start + length))
                start += rest
        if kind == "caption":
            blocks += _caption_blocks(part.line, start)
        elif start < end:
            blocks.append(Block(_as_block_kind(kind), start, end))
    return tuple(blocks)


def _caption_blocks(line: str, start: int) -> Iterator[Block]:
    """Yield a caption's own words, with the label before and the credit behind them, which nobody reads for claims."""
    first, last = caption_body(line)
    for kind, low, high in (("teaser", 0, first), ("caption", first, last), ("teaser", last, len(line))):
        own = line[low:high]
        begin = low + len(own) - len(own.lstrip())
        if own.strip():
            yield Block(_as_block_kind(kind), start + begin, start + begin + len(own.strip()))


def _as_block_kind(kind: str) -> BlockKind:
    kinds: dict[str, BlockKind] = {
        "rule": "rule",
        "dateline": "dateline",
        "byline": "byline",
        "caption": "caption",
        "title": "title",
        "heading": "heading",
        "paragraph": "paragraph",
    }
    return kinds.get(kind, "teaser")


def _settle_sections(parts: Sequence[_Part]) -> None:
    """Mark as teasers what stands behind a rule or under an opener, where the article does not go on in it."""
    own: list[_Part] = []  # the article's text so far
    at = 0
    while at < len(parts):
        kind = parts[at].kind
        if kind not in {"rule", "opener"}:
            if kind is None:
                own.append(parts[at])
            at += 1
            continue
        end = at + 1
        while end < len(parts) and parts[end].kind not in {"rule", "opener"}:
            end += 1
        section = [part for part in parts[at + 1 : end] if part.kind is None]
        if any(part.is_prose for part in own):
            resumed = _resumption(section, own, after_rule=kind == "rule")
        elif kind == "opener":
            resumed = next((i for i, part in enumerate(section) if part.is_prose), len(section))
        else:
            resumed = 0
        _mark(section[:resumed], "teaser")
        own.extend(section[resumed:])
        at = end


def _resumption(section: Sequence[_Part], own: Sequence[_Part], *, after_rule: bool) -> int:
    """Return with which part of a section the article goes on, or the section's length if it does not.

    Behind a rule the article may go on with a heading; under an opener, headlines are always other stories.
    """
    prose = [i for i, part in enumerate(section) if part.is_prose]
    if not prose:
        return len(section)
    first = prose[0]
    if after_rule and first == 0:
        return 0
    tail = section[first:]
    words = sum(len(part.words) for part in tail if part.is_prose)
    headlines = sum(part.is_headline for part in tail)
    running = words >= _CLEARLY_TEXT_WORDS and headlines < max(1, len(tail) - headlines)
    akin = headlines < max(1, len(tail) - headlines) and _shares_names(tail, own)
    if not (running or akin):
        return len(section)
    if after_rule and first == 1 and section[0].is_headline:
        return 0
    return first


def _shares_names(tail: Sequence[_Part], own: Sequence[_Part]) -> bool:
    """Tell whether two stretches of text speak of at least one same name."""
    return bool(_names(tail) & _names(own))


def _names(parts: Sequence[_Part]) -> set[str]:
    starters = load_word_classes("starters")
    return {w.rstrip(".") for part in parts for w in part.words if w[0].isupper() and len(w) > 2 and w not in starters}


def _settle_head(parts: Sequence[_Part], title: str | None) -> None:
    """Mark the title and what stands around it, down to the first paragraph."""
    given = _folded(title) if title else None
    titled = False
    for i, part in enumerate(parts):
        if part.kind not in {None, "lead"}:
            continue
        kind = _head_kind(part, parts[i + 1 :], given, titled=titled)
        if kind is not None:
            part.kind = kind
            titled = titled or kind == "title"
        elif part.is_prose or len(part.words) > _MOST_TITLE_WORDS:
            break
    if len(parts) > 1 and parts[-1].kind is None and is_byline(parts[-1].line):
        parts[-1].kind = "byline"


def _folded(line: str) -> str:
    return " ".join(line.split()).casefold()


def _head_kind(part: _Part, following: Sequence[_Part], given: str | None, *, titled: bool) -> str | None:
    """Return what a line above the first paragraph is, or None if it is a paragraph."""
    if not titled and given is not None and _folded(part.line) == given:
        return "title"
    if part.kind == "lead":
        # "Analysis: …" on top is a title; lower down it points to another story
        return "title" if not titled and _LABEL.match(part.line) else None
    if is_byline(part.line):
        return "byline"
    prefix = dateline_prefix(part.line)
    if prefix is not None:
        return "dateline" if prefix[1] == len(part.line) else None
    if titled or not (part.is_headline or _is_title_with_stop(part, following)):
        return None
    return "heading" if _is_kicker(part, following) else "title"


def _is_title_with_stop(part: _Part, following: Sequence[_Part]) -> bool:
    """Tell whether a first line is a title although it ends in a full stop: all but small words have capitals."""
    return part.line.endswith(".") and bool(following) and _is_hanging_headline(part)


_LABEL = re.compile(r"(?:opinion|analysis|explainer|explained|in pictures|watch)\s*[:|–-]", re.IGNORECASE)


def _is_kicker(part: _Part, following: Sequence[_Part]) -> bool:
    """Tell whether a short line on top ("WORLD", "Analysis") stands above the title."""
    after = next((p for p in following if p.kind not in {"dateline", "byline", "rule"}), None)
    short = len(part.words) <= 3 and len(part.line) <= 30
    return (
        short
        and after is not None
        and after.kind is None
        and after.is_headline
        and len(after.words) >= 4
        and not is_byline(after.line)
        and any(p.is_prose for p in following)
    )


def _settle_body(parts: Sequence[_Part]) -> None:
    """Mark section headings, and headlines of other stories that hang behind the last paragraph."""
    body = [part for part in parts if part.kind in {None, "caption"}]
    last_prose = max((i for i, part in enumerate(body) if part.kind is None and _is_body_text(part)), default=-1)
    at = 0
    while at < len(body):
        if not _may_be_heading(body[at]):
            at += 1
            continue
        end = at
        while end < len(body) and _may_be_heading(body[end]):
            end += 1
        run = body[at:end]
        if end <= last_prose and len(run) <= 2 and (body[end].kind == "caption" or _is_body_text(body[end])):
            _mark(run, "heading")
        elif end == len(body) and last_prose >= 0:
            _mark([part for part in run if _is_hanging_headline(part)], "teaser")
        at = end


def _mark(parts: Sequence[_Part], kind: str) -> None:
    for part in parts:
        part.kind = kind


def _is_body_text(part: _Part) -> bool:
    return part.is_prose or len(part.words) > _MOST_TITLE_WORDS or part.line.endswith((":", ",", ";"))


def _may_be_heading(part: _Part) -> bool:
    return (
        part.kind is None
        and part.is_headline
        and len(part.words) <= _MOST_HEADING_WORDS
        and len(part.line) <= _MOST_HEADING_CHARS
        and (part.line[0].isupper() or part.line[0].isdigit() or part.line[0] in "‘“'\"«#")
        and not _QUOTED_LINE.fullmatch(part.line)
        and not is_turn(part.line)
    )


#: A quotation that stands by itself, perhaps with who said it: "Never again" — Anna Berg.
_QUOTED_LINE = re.compile(r"[“\"«„].+[”\"»“](?:\s*[-–—―,].*)?")


def _is_hanging_headline(part: _Part) -> bool:
    """Tell whether a last line is written as headlines are: four words or more, all but small ones capitals."""
    words = [w for w in part.words if w.lower() not in words_of_class("words", "small in titles")]
    capitals = sum(w[0].isupper() or w[0].isdigit() for w in words)
    return len(part.words) >= 4 and bool(words) and capitals >= 0.85 * len(words)
