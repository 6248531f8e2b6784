"""The article as the page sets it: paragraphs, headings and what hangs around them, made of segments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.records import Span
from detente.views.report.segments import cut_segments
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.records import Article, BlockKind
    from detente.views.outline import Kind, Outline, SpanRole
    from detente.views.report.segments import Segment

_BREAK = re.compile(r"\s*[\r\n]\s*|[^\r\n]+")

#: Why a part of the page was not read for claims. Headings speak for themselves.
WHY_NOT_READ: Final[Mapping[BlockKind | None, str]] = {
    "byline": "byline",
    "dateline": "dateline",
    "teaser": "another story, not read",
    "rule": "rule",
    None: "not read",
}

#: Which words get a line under them while nothing is chosen: those that a claim consists of, not its details.
#: Actors come last. Positions and commitments rest on words that other claims have marked.
LINED: Final[Mapping[Kind, frozenset[SpanRole]]] = {
    "event": frozenset({"trigger", "mention"}),
    "condition": frozenset({"content"}),
    "interpretation": frozenset({"content", "denied"}),
    "question": frozenset({"content"}),
    "gap": frozenset({"content"}),
    "actor": frozenset({"mention"}),
}
#: Words in front of which a claim's key stands on paper, and where a keyboard stops.
_OPENING: Final[frozenset[SpanRole]] = frozenset({"content", "trigger", "bearing", "denied"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A segment as the page shows it.

    Attributes:
        start: First code point, for its address `#t123`.
        text: What is shown: the words, with control characters made visible.
        target: Anchor of the most specific claim, or None for words that belong to no claim.
        anchors: Anchors of all claims here.
        classes: CSS classes: "k-event" for each kind here, "u-event" for the kind that draws the line under the
            words, "said" inside a statement's content.
        opens: Anchors of claims whose main words begin here.
    """

    start: int
    text: str
    target: str | None
    anchors: tuple[str, ...]
    classes: tuple[str, ...]
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockRun:
    """Stretches of one block, in line with others. `kind` is None for words of no block."""

    kind: BlockKind | None
    why: str | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One element of the page: a block of its own, or a paragraph with a dateline running in.

    Attributes:
        kind: The block's kind, None for words of no block.
        runs: Its parts in order.
        after: The white space behind it.
    """

    kind: BlockKind | None
    runs: tuple[BlockRun, ...]
    after: str


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: BlockKind | None
    start: int
    end: int
    breaks: bool = False


def set_article(outline: Outline) -> tuple[Paragraph, ...]:
    """Return the whole text of the outline's article as paragraphs, in order, nothing left out."""
    article = outline.record.article
    pieces = list(_pieces(article))
    cuts = [piece.start for piece in pieces]
    segments = cut_segments(len(article.text), outline.cards, cuts) if article.text else ()
    by_start = _group(segments, cuts)
    kinds = {card.anchor: card.kind for card in outline.cards}
    paragraphs: list[Paragraph] = []
    runs: list[BlockRun] = []
    for piece in pieces:
        if piece.breaks:
            paragraphs += _close(runs, article.text[piece.start : piece.end])
            runs = []
        else:
            here = by_start[piece.start]
            kind = _kind(piece, here, kinds)
            stretches = tuple(_stretch(article.text, segment, kinds) for segment in here)
            blank = not article.text[piece.start : piece.end].strip()
            runs.append(BlockRun(kind, None if blank else WHY_NOT_READ.get(kind), stretches))
    return (*paragraphs, *_close(runs, ""))


def _pieces(article: Article) -> Iterator[_Piece]:
    """Yield blocks, what stands between them, and breaks between lines: a partition of the text."""
    at = 0
    for block in article.blocks:
        yield from _loose(article.text, at, block.start)
        words = block.span.trimmed(article.text)
        yield from _loose(article.text, block.start, words.start)
        if words.start < words.end:
            yield _Piece(block.kind, words.start, words.end)
        yield from _loose(article.text, max(words.end, block.start), block.end)
        at = block.end
    yield from _loose(article.text, at, len(article.text))


def _loose(text: str, start: int, end: int) -> Iterator[_Piece]:
    for found in _BREAK.finditer(text, start, end):
        yield _Piece(None, found.start(), found.end(), breaks=not {"\r", "\n"}.isdisjoint(found[0]))


def _group(segments: tuple[Segment, ...], cuts: list[int]) -> dict[int, list[Segment]]:
    """Return the segments of each piece, by the place where the piece starts."""
    groups: dict[int, list[Segment]] = {start: [] for start in cuts}
    starts = set(cuts)
    current = 0
    for segment in segments:
        current = segment.start if segment.start in starts else current
        groups[current].append(segment)
    return groups


def _kind(piece: _Piece, here: list[Segment], kinds: Mapping[str, Kind]) -> BlockKind | None:
    """Return the kind of a piece. Words of no block that bear a claim have been read, whatever they are."""
    claimed = any(kinds[anchor] != "gap" for segment in here for anchor in segment.anchors)
    return "paragraph" if piece.kind is None and claimed else piece.kind


def _close(runs: list[BlockRun], after: str) -> list[Paragraph]:
    """Return the paragraph made of `runs`, or none if there are none."""
    if not runs:
        return []
    kinds = {run.kind for run in runs if run.kind is not None or run.why}
    kind: BlockKind | None = kinds.pop() if len(kinds) == 1 else "paragraph"
    return [Paragraph(kind, tuple(runs), after)]


def _stretch(text: str, segment: Segment, kinds: Mapping[str, Kind]) -> Stretch:
    classes = {f"k-{kinds[anchor]}": None for anchor in segment.anchors}
    roles = [(kinds[anchor], role) for anchor, role in segment.claims]
    lined = [kind for kind, role in roles if role in LINED.get(kind, ())]
    if lined:
        classes[f"u-{lined[0]}"] = None
    if ("statement", "content") in roles:
        classes["said"] = None
    return Stretch(
        start=segment.start,
        text=neutralise(Span(segment.start, segment.end).words(text)),
        target=next(iter(segment.anchors), None),
        anchors=segment.anchors,
        classes=tuple(classes),
        opens=tuple(dict.fromkeys(anchor for anchor, role in segment.opens if role in _OPENING)),
    )
