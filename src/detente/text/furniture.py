"""What a single line of a page is, by its words alone: a rule, a byline, a credit, a pointer to another story."""

from __future__ import annotations

import functools
import re

from detente.text.tables import load_word_list

#: A line of at least three signs of one sort, spaces aside: "____", "* * *", "———", "=====", "###".
_RULE = re.compile(r"(?:[_\-=*~#+·•.—–―─━═⸻\s]){2,}")
_RULE_SIGNS = frozenset("_-=*~#+·•—–―─━═⸻")

#: Longer lines than this are paragraphs, whatever they begin with.
_MOST_FURNITURE_CHARS = 420

_NAME = r"(?:[A-Z][\w'’.-]*|(?:al|bin|ibn|de|der|den|di|du|la|le|van|von|el)(?:-[A-Z]\w+)?)"
_BYLINE = re.compile(
    rf"(?:(?i:by|written by|words by|story by|analysis by|opinion by|from)\s*:?\s+)"
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{0,4}}(?:(?:,\s+|\s+(?:and|&)\s+|,\s+and\s+){_NAME}(?:\s+{_NAME}){{0,4}}){{0,5}})"
    rf"(?P<rest>(?:\s*[,|/•·–—-]\s*|\s+(?:in|for|at|of)\s+)[^.!?]{{2,90}})?\s*[.]?"
)
_AGENCY_BYLINE = re.compile(
    r"(?i:(?:the )?(?:reuters|associated press|ap|afp|agence france-presse|dpa|xinhua|tass|bbc news"
    r"|news agenc(?:y|ies)|al jazeera|euronews)"
    r"(?: (?:staff|news|with afp|and agencies|with reuters|staff writers?)){0,2}"
    r"|(?:our |a )?(?:staff (?:writers?|reporters?)|own correspondent"
    r"|(?:diplomatic|foreign|political) (?:correspondent|editor))"
    r"|(?:staff|agencies))"
)


def is_rule(line: str) -> bool:
    """Tell whether a line is a rule: signs that draw a line, and no words."""
    if not _RULE.fullmatch(line):
        return False
    signs = [c for c in line if c in _RULE_SIGNS]
    return len(signs) >= 3 or (len(signs) >= 2 and all(c in "—―─━═⸻" for c in signs)) or line.strip() == "⸻"


def is_byline(line: str) -> bool:
    """Tell whether a line says who wrote the article: "By Jane Doe and John Roe in Geneva"."""
    if len(line) > 200:
        return False
    if _AGENCY_BYLINE.fullmatch(line):
        return True
    match = _BYLINE.fullmatch(line)
    if not match:
        return False
    # "By Thursday", "From Moscow with love": a byline by a single word needs something behind it, or "By"
    words = match["name"].split()
    return len(words) >= 2 and not _DAY_OR_MONTH.match(words[0])


_DAY_OR_MONTH = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December"
)


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in load_word_list("furniture"))


def furniture_kind(line: str) -> str | None:
    """Return what a line is by the table of page furniture, or None for a line of text.

    Args:
        line: One unit of the page, without white space at its ends.

    Returns:
        "opener" (a list of other stories begins), "lead" (points to another story), "teaser" (no part of the
        article), "caption", or None.
    """
    if len(line) > _MOST_FURNITURE_CHARS:
        return None
    bare = line.strip(" \t\u00a0\u00ad\ufeff*_#>[]").rstrip(":… ") or line
    for pattern, kind in _patterns():
        if kind == "opener":
            if pattern.fullmatch(bare):
                return kind
        elif pattern.fullmatch(line):
            return kind
    return None


#: What stands in front of a caption's own words ("FILE - ", "Photo: ", "[1/5]") and behind them ("(AP Photo)").
_CAPTION_LABEL = re.compile(
    r"(?:\[\d{1,2}/\d{1,2}\]\s*|(?:file(?: photo| image)?|archive(?: photo)?|handout|photo|photograph|image|picture"
    r"|(?:image |media )?caption)\s*[-–—:|]\s*)+",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:[\[(](?=[^\[\]()]*(?:/|\b(?:photo|image|picture|credit|courtesy|via|handout|file|AP|AFP|Reuters|Getty)\b))"
    r"[^\[\]()]{2,90}[\])]\.?|REUTERS/.{2,80})\s*\Z",
    re.IGNORECASE,
)


def caption_body(line: str) -> tuple[int, int]:
    """Return where a caption's own words begin and end in its line; the whole line if nothing else is in it.

    Args:
        line: A caption, without white space at its ends.
    """
    label, credit = _CAPTION_LABEL.match(line), _CREDIT.search(line)
    start, end = label.end() if label else 0, credit.start() if credit else len(line)
    return (start, end) if start < end else (0, len(line))
