"""The whole text of a page's article.

What finds the article takes one container and leaves out paragraphs that look like links. Where the page shows that
this is less than its article, by paragraphs of the same containers or by what it says for machines, the rest is added.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.sources.pages.characters import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

    from detente.sources.pages.structured import Structured

#: A body is taken to be cut if the page has so many times the words that were kept of it, and so many more.
_MOST_RATIO = 1.2
_LEAST_MISSING_WORDS = 40
_LEAST_PROSE_WORDS = 8
_BLOCKS = ("p", "h2", "h3", "h4", "li", "blockquote")
_ASIDES = frozenset({"nav", "aside", "footer", "header", "form", "figure", "figcaption", "button"})
#: Elements that hold one article, or all of the page.
_PARTS = frozenset({"article", "main", "body", "html"})
#: So many containers are compared on the way up.
_MOST_LEVELS = 8
_SENTENCE_ENDS = frozenset(".!?…。！？\"'”’»)")


@dataclass(frozen=True, slots=True)
class PageBody:
    """The paragraphs of an article.

    Attributes:
        lines: The paragraphs, headings and list items, in their order.
        note: What was done to have all of them; None if the first search had.
    """

    lines: tuple[str, ...]
    note: str | None = None


def complete_body(
    lines: Sequence[str], tree: HtmlElement, structured: Structured, search_again: Callable[[], Sequence[str] | None]
) -> PageBody:
    """Return the article of a page, the best of what there is.

    Args:
        lines: What was found first.
        tree: The page.
        structured: What it says for machines.
        search_again: Searches once more, less strictly.
    """
    blocks = [_Block(element) for element in _iter_blocks(tree)]
    filled = _fill(lines, blocks)
    stated = _words(structured.body or "")
    if _is_short(lines, max(len(stated), structured.words or 0)):
        found = search_again() or ()
        candidates = [tuple(lines), filled, tuple(found), _fill(found, blocks) if found else ()]
        if structured.body and _is_short(lines, len(stated)):
            candidates.append(_take_stated(structured.body, blocks))
            best = max(candidates, key=lambda candidate: _agreement(candidate, Counter(stated)))
        else:
            best = min(candidates, key=lambda candidate: abs(_count(candidate) - (structured.words or 0)))
    else:
        best = filled
    if not _is_short(lines, _count(best)):
        return PageBody(best)
    return PageBody(best, "the text lies in several parts of the page; they were put together")


@dataclass(frozen=True, slots=True)
class _Block:
    element: HtmlElement

    @property
    def text(self) -> str:
        return " ".join(str(self.element.text_content()).split())

    @property
    def place(self) -> tuple[object, tuple[str, ...]]:
        """The part of the page, and the tags and first classes down to the block; the same in like containers."""
        path: list[str] = []
        parent = self.element.getparent()
        while parent is not None and parent.tag not in _PARTS and len(path) < _MOST_LEVELS:
            path.append(f"{parent.tag}.{' '.join((parent.get('class') or '').split()[:1])}")
            parent = parent.getparent()
        return parent, tuple(path)

    @property
    def is_prose(self) -> bool:
        text = self.text
        return self.element.tag == "p" and len(text.split()) >= _LEAST_PROSE_WORDS and text[-1] in _SENTENCE_ENDS

    @property
    def linked_share(self) -> float:
        links = sum(len(str(link.text_content())) for link in self.element.iter("a"))
        return links / max(len(str(self.element.text_content())), 1)


def _iter_blocks(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield paragraphs, headings and list items outside of what surrounds an article, without those in others."""
    from lxml import etree  # noqa: PLC0415 - loaded by then

    outside = inside = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        step = 1 if event == "start" else -1
        if element.tag in _ASIDES:
            outside += step
        if element.tag in _BLOCKS:
            if event == "start" and not outside and not inside:
                yield element
            inside += step


def _fill(lines: Sequence[str], blocks: Sequence[_Block]) -> tuple[str, ...]:
    """Return the lines, with the paragraphs that stand in the same containers and were left out."""
    joined = letters_and_digits(" ".join(lines))
    texts = [(block, bare) for block in blocks if (bare := letters_and_digits(block.text))]
    kept = [bare in joined for _, bare in texts]
    homes = Counter(
        block.place for (block, bare), is_kept in zip(texts, kept, strict=True) if is_kept and len(bare) > 30
    )
    first = kept.index(True) if True in kept else len(kept)
    result = list(lines)
    bares = [letters_and_digits(line) for line in result]
    at = 0
    for (block, bare), is_kept in list(zip(texts, kept, strict=True))[first:]:
        if is_kept:
            at = next((n + 1 for n in range(len(bares)) if bare in bares[n] and n + 1 >= at), at)
        elif homes[block.place] > 1 and block.is_prose and block.linked_share < 0.9:
            result.insert(at, block.text)
            bares.insert(at, bare)
            at += 1
    return tuple(result)


def _is_short(lines: Sequence[str], words: int) -> bool:
    count = _count(lines)
    return words > _MOST_RATIO * count and words - count >= _LEAST_MISSING_WORDS


def _take_stated(body: str, blocks: Sequence[_Block]) -> tuple[str, ...]:
    """Return the paragraphs of the page that stand in the text which it states; else that text as it is."""
    whole = letters_and_digits(body)
    taken = dict.fromkeys(block.text for block in blocks if (bare := letters_and_digits(block.text)) and bare in whole)
    if _count(tuple(taken)) >= len(_words(body)) / _MOST_RATIO:
        return tuple(taken)
    return tuple(line for part in body.split("\n") if (line := " ".join(part.split())))


def _agreement(lines: Sequence[str], reference: Counter[str]) -> float:
    """Return how well some lines agree with a text: F1 of their words."""
    words = Counter(_words(" ".join(lines)))
    return 2 * sum((words & reference).values()) / max(words.total() + reference.total(), 1)


def _count(lines: Sequence[str]) -> int:
    return len(_words(" ".join(lines)))


def _words(text: str) -> list[str]:
    return [word for word in text.casefold().split() if any(c.isalnum() for c in word)]
