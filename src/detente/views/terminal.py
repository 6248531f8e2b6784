"""The record for a terminal: made for reading from top to bottom, in any width from 40 columns up."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from detente.views.outline import SURE, Link, Plain, Who, Words, build_outline
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.records import Record, Span
    from detente.views.outline import Card, Fact, Outline, Piece, Section, Tag

_NARROWEST = 40
#: Lines longer than this are hard to read, however wide the terminal is.
_WIDEST = 100
_MARGIN = "  "
_INDENT = "  "
#: A deeper nesting than this is shown at this depth, so that words keep room on a narrow screen.
_DEEPEST = 4
_DOT = " · "

_TONES: Final = {"plain": "", "strong": "bold", "quiet": "dim", "type": "bold cyan", "code": "cyan"}
_CAVEATS: Final = frozenset({"denied", "conditional", "possible", "background"})


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of a record is shown.

    Attributes:
        everything: Uncertain claims, actors without a part and gaps too, which are else only counted.
        codes: CAMEO codes, markers, the words for dates and speakers, references between claims, confidences.
    """

    everything: bool = False
    codes: bool = False


def render_record(record: Record, *, width: int, colour: bool, detail: Detail = Detail()) -> str:
    """Return `record` as text for a terminal, ending in a line feed.

    Args:
        record: What to show.
        width: Columns of the terminal; fewer than 40 count as 40.
        colour: Whether to use ANSI styles. Without them the text says the same.
        detail: How much is shown.

    Returns:
        The text. Control characters and bidirectional overrides of the article are shown, never sent.
    """
    width = max(width, _NARROWEST)
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    for line in _Page(console, build_outline(record), min(width, _WIDEST) - len(_MARGIN), detail).lines():
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return stream.getvalue()


class _Page:
    """Lays an outline out in lines of at most `width` cells, the left margin not counted."""

    def __init__(self, console: Console, outline: Outline, width: int, detail: Detail) -> None:
        self._console = console
        self._outline = outline
        self._text = outline.record.article.text
        self._width = width
        self._detail = detail
        self._key_width = 2 + max((len(card.anchor) for card in outline.cards), default=0)

    def lines(self) -> Iterator[Text]:
        """Yield the page from top to bottom."""
        yield Text()
        yield from self._header()
        for section in self._outline.sections:
            yield Text()
            yield from self._section_title(section)
            for card in (*section.cards, *(section.folded if self._detail.everything else ())):
                yield from self._card(card)
            if section.kind == "actor" and section.folded and not self._detail.everything:
                yield from self._idle(section)
        yield Text()
        yield from self._more()

    def _header(self) -> Iterator[Text]:
        outline = self._outline
        yield from self._wrap(Text(neutralise(outline.title), style="bold"), "")
        yield from self._fill((Text(neutralise(part), style="dim") for part in outline.dateline), "")
        if outline.counts:
            yield from self._fill(map(Text, outline.counts), "")
        else:
            yield from self._wrap(Text("Nothing was found to record.", style="dim"), "")

    def _section_title(self, section: Section) -> Iterator[Text]:
        shown = len(section.cards)
        title = Text.assemble((section.title.upper(), "bold cyan"), (f"  {shown}" if shown else "", "dim"))
        if section.folded and section.kind != "actor":
            title.append(f"  {section.folded_as}", style="dim")
        yield from self._wrap(title, "")

    def _idle(self, section: Section) -> Iterator[Text]:
        """Yield one line that sums up the actors without a part in what is shown."""
        names = ", ".join(piece.name for card in section.folded for piece in card.lead if isinstance(piece, Who))
        line = Text(neutralise(f"and {section.folded_as}: {names}"), style="dim")
        line.truncate(self._width, overflow="ellipsis")
        yield from self._wrap(line, "")

    def _more(self) -> Iterator[Text]:
        """Yield a line that says how to see the rest, if there is any."""
        folded = any(section.folded for section in self._outline.sections)
        if folded and not self._detail.everything:
            yield from self._wrap(Text("--all shows what is only counted here, --codes the codes.", style="dim"), "")
            yield Text()

    def _card(self, card: Card) -> Iterator[Text]:
        """Yield a claim with what is known of it as running text, its details in smaller lines below."""
        key = Text(_INDENT * min(card.depth, _DEEPEST) + card.anchor.ljust(self._key_width), style="dim")
        hang = " " * len(key.plain)
        uncertain = card.confidence is not None and card.confidence < SURE
        known = [
            *([Text("uncertain", style="yellow")] if uncertain else []),
            *(self._tag(tag) for tag in card.tags if not tag.detail),
            *(self._fact(fact) for fact in card.facts if not fact.detail),
        ]
        claim = _join("", map(self._piece, card.line))
        yield from self._wrap(_join(_DOT, [claim, *known]), hang, first=key)
        if self._detail.codes:
            details = [self._tag(tag, words=True) for tag in card.tags if tag.detail or tag.words]
            yield from self._fill([*details, *(self._fact(fact) for fact in card.facts if fact.detail)], hang)

    def _fact(self, fact: Fact) -> Text:
        value = _join("", (self._piece(piece) for piece in fact.pieces))
        return Text.assemble((f"{fact.label} ", "dim"), value) if fact.label else value

    def _tag(self, tag: Tag, *, words: bool = False) -> Text:
        text = Text(tag.text, style="yellow" if tag.text in _CAVEATS else "")
        if words and tag.words:
            text.append(f" “{self._words(tag.words)}”")
        return text

    def _piece(self, piece: Piece) -> Text:
        match piece:
            case Plain(text, tone):
                return Text(neutralise(text), style=_TONES[tone])
            case Who(_, name):
                return Text(neutralise(name), style="bold")
            case Link(anchor):
                return Text(anchor, style="cyan")
            case Words(spans, bare):
                return Text(self._words(spans) if bare else f"“{self._words(spans)}”", style="" if bare else "italic")

    def _words(self, spans: tuple[Span, ...]) -> str:
        """Return words as printed, white space and line ends closed up so that they can be wrapped anew."""
        quoted = " … ".join(span.words(self._text) for span in spans)
        return " ".join(neutralise(quoted).replace("\xad", "").split())

    def _fill(self, items: Iterable[Text], hang: str) -> Iterator[Text]:
        """Yield short items in as few lines as they need, none broken that fits a line, dots between them."""
        room = self._width - len(hang)
        line = Text()
        for item in items:
            if line and line.cell_len + len(_DOT) + item.cell_len > room:
                yield from self._wrap(line, hang)
                line = Text()
            line = Text.assemble(line, (_DOT, "dim"), item) if line else item
        if line:
            yield from self._wrap(line, hang)

    def _wrap(self, text: Text, hang: str | Text, *, first: Text | None = None) -> Iterator[Text]:
        """Yield `text` in lines, each behind the margin and `hang`; `first` replaces the first `hang`."""
        rest = Text(hang) if isinstance(hang, str) else hang
        room = max(self._width - rest.cell_len, 8)
        for number, line in enumerate(text.wrap(self._console, room)):
            line.rstrip()
            head = first if first is not None and number == 0 else rest
            whole = Text.assemble(_MARGIN, head, line)
            whole.rstrip()
            yield whole


def _join(between: str, parts: Iterable[Text], *, style: str = "") -> Text:
    return Text(between, style=style).join(parts)
