"""Whose words a whole text is: "Remarks by Foreign Minister Ann Hall", "We, the ministers of Chad and Mali, …".

In such a text the first person outside of quotation marks is whoever the title, or the text's own "We, …", names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.records import Span

if TYPE_CHECKING:
    from detente.reading.cast import Cast
    from detente.reading.document import Document

#: Names of what somebody says or writes in his or her own words.
_FORM = (
    r"(?:remarks|statement|speech|address|press (?:conference|briefing|remarks|statement|availability)|briefing"
    r"|interview|message|testimony|keynote|letter|comments|declaration|communiqu[eé]|lecture|toast|eulogy)"
)
_FROM = r"\b(?:by|of|from|with|attributable to)\s+(?:an?\s+|the\s+)?"
_BY = re.compile(rf"\b{_FORM}\b[^.\n]{{0,60}}?{_FROM}", re.IGNORECASE)
_OWNED = re.compile(rf"['’]s?\s+(?:[\w-]+\s+){{0,4}}?{_FORM}\b", re.IGNORECASE)

#: A line under the title that says who spoke the text: "Delivered by the head of the mission, Ann Hall".
_DELIVERED = re.compile(
    r"[^.\n]{0,40}?\b(?:delivered|presented|given|read out) by\s+(?:(?:mr|ms|mrs|dr|h\.? ?e)\.?\s+|the\s+)?",
    re.IGNORECASE,
)

#: A line that brings a text in, and what in it leads to those who issue the text.
_LEAD = re.compile(
    r"(?:the )?(?:text of the )?(?:following|below)\b|(?:this|here) is the (?:full )?(?:text|transcript) of\b",
    re.IGNORECASE,
)
_RELEASED = re.compile(
    rf"(?:\b{_FORM}\b[^.\n]{{0,60}}?\b(?:by|of|from)|\b(?:released|issued|attributable|made)\b[^.\n]{{0,30}}?\b(?:by|to))"
    r"\s+(?:the\s+)?",
    re.IGNORECASE,
)

#: What stands between the members of a list of states and bodies.
_BETWEEN = re.compile(
    r"[\s,]*(?:(?:and|as well as)\s+)?(?:the\s+)?(?:(?:Republic|Kingdom|Federation|Governments?) of\s+)?(?:the\s+)?",
    re.IGNORECASE,
)

#: The title stands in one of so many blocks at the top, and is no longer than this.
_TOP_BLOCKS = 4
_LONGEST_TITLE = 240

#: How far behind "by" the name may begin: "by the new Minister of State Ann Hall".
_REACH = 30


def voice_of(document: Document, cast: Cast) -> tuple[str, ...]:
    """Return the keys of those in whose own words a text is written or spoken; () for reports and all others.

    Args:
        document: The article being read.
        cast: Its actors.
    """
    return _of_we(document, cast) or _of_title(document, cast)


def _of_title(document: Document, cast: Cast) -> tuple[str, ...]:
    top = [block for block in document.article.blocks if block.is_read][:_TOP_BLOCKS]
    for block in top:
        if (speaker := _delivered_by(document, cast, block.span)) is not None:
            return (speaker,)
    for block in top:
        is_lead = _LEAD.match(document.text, block.start, block.end) is not None
        if block.end - block.start > _LONGEST_TITLE or (not is_lead and _tells_something(document, block.span)):
            continue
        for match in (_RELEASED if is_lead else _BY).finditer(document.text, block.start, block.end):
            found = [
                (mention.start, actor.key)
                for actor in cast.actors
                for mention in actor.mentions
                if match.end() - len("the ") <= mention.start <= match.end() + _REACH and mention.end <= block.end
            ]
            if found:
                start, first = min(found)
                return _joint(cast, start, first) or _listed_from(document, cast, start, block.end)
        owned = _OWNED.search(document.text, block.start, block.end)
        if owned is not None:
            return tuple(
                a.key for a in cast.actors if any(m.start < owned.start() <= m.end <= owned.end() for m in a.mentions)
            )
    return ()


def _joint(cast: Cast, start: int, first: str) -> tuple[str, ...]:
    """Return all whom a plural means that begins at one place: "the foreign ministers of Chad and Mali", or ()."""
    for offset, keys in sorted(cast.heads.items()):
        if start <= offset <= start + _REACH and len(keys) > 1 and first in keys:
            return keys
    return ()


def _delivered_by(document: Document, cast: Cast, line: Span) -> str | None:
    """Return the first person whom a line names that says who spoke the text, or None."""
    match = _DELIVERED.match(document.text, line.start, line.end)
    if match is None:
        return None
    reach = Span(match.end() - len("the "), line.end)
    persons = [
        (mention.form != "name", mention.start, actor.key)
        for actor in cast.actors
        for mention in actor.mentions
        if actor.kind == "person" and reach.contains(mention.span)
    ]
    return min(persons)[2] if persons else None


def _listed_from(document: Document, cast: Cast, start: int, end: int) -> tuple[str, ...]:
    """Return whom a list names from one place of a title on: "Chad, Mali, and the African Union"."""
    named = sorted({(m.start, m.end) for a in cast.actors for m in a.mentions if start <= m.start and m.end <= end})
    reached = start
    kept: set[int] = set()
    for first, last in named:
        is_next = first >= reached and _BETWEEN.fullmatch(document.text, reached, first) is not None
        if first == start or is_next:
            kept.add(first)
            reached = max(reached, last)
    found = [(m.start, a.key) for a in cast.actors for m in a.mentions if m.start in kept and m.end <= end]
    return tuple(dict.fromkeys(key for _, key in sorted(found)))


def _tells_something(document: Document, title: Span) -> bool:
    """Tell whether a title has a verb of its own and so reports: "Chad rejects statement by Mali"."""
    return any(token.tag_ in {"VBZ", "VBD", "VBP"} for _, token in document.tokens_in(title))


def _of_we(document: Document, cast: Cast) -> tuple[str, ...]:
    """Return those whom a "We" is said to be, in apposition: "We, the foreign ministers of the Group of Seven,"."""
    for sentence in document.sentences:
        if not sentence.span.words(document.text).lstrip("“\"'").startswith("We, "):
            continue
        for token in document.parsed(sentence):
            if token.lower_ != "we":
                continue
            apposed = [c for c in token.children if c.dep_ == "appos"]
            listed = tuple(key for c in apposed for key in cast.of_token(sentence, c, joined=False))
            if len(listed) > 1:
                return tuple(dict.fromkeys(listed))
            start = document.span_of(sentence, token).end
            stop = document.text.find(",", start + 2)
            beside = [
                (mention.start, actor.key)
                for actor in cast.actors
                for mention in actor.mentions
                if start < mention.start <= start + len(", the ") and mention.start < stop
            ]
            return tuple(dict.fromkeys(key for _, key in sorted(beside)))
    return ()
