"""The record for a terminal: made for reading from top to bottom, in any width from 40 columns up."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

from detente.views.outline import Link, Plain, Who, Words, build_outline
from detente.views.safety import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detente.records import Record, Span
    from detente.views.outline import Card, Fact, Outline, Piece, Quote, Section, Tag

_NARROWEST = 40
#: Lines longer than this are hard to read, however wide the terminal is.
_WIDEST = 100
_MARGIN = "  "
_INDENT = "  "
#: A deeper nesting than this is shown at this depth, so that words keep room on a narrow screen.
_DEEPEST = 4
_BAR = "│ "
_DOT = " · "

_TONES: Final = {"plain": "", "strong": "bold", "quiet": "dim", "type": "bold cyan", "code": "cyan"}
_CAVEATS: Final = frozenset({"denied", "conditional", "possible", "background"})


def render_record(record: Record, *, width: int, colour: bool) -> str:
    """Return `record` as text for a terminal, ending in a line feed.

    Args:
        record: What to show.
        width: Columns of the terminal; fewer than 40 count as 40.
        colour: Whether to use ANSI styles. Without them the text says the same.

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
    for line in _Page(console, build_outline(record), min(width, _WIDEST) - len(_MARGIN)).lines():
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return stream.getvalue()


class _Page:
    """Lays an outline out in lines of at most `width` cells, the left margin not counted."""

    def __init__(self, console: Console, outline: Outline, width: int) -> None:
        self._console = console
        self._outline = outline
        self._text = outline.record.article.text
        self._width = width
        self._key_width = 2 + max((len(card.anchor) for card in outline.cards), default=0)

    def lines(self) -> Iterator[Text]:
        """Yield the page from top to bottom."""
        yield Text()
        yield from self._header()
        for section in self._outline.sections:
            yield Text()
            yield self._section_title(section)
            for card in section.cards:
                # Actors are short and belong together; other claims need air.
                if section.kind != "actor" or card is section.cards[0]:
                    yield Text()
                yield from self._card(card)
        yield Text()

    def _header(self) -> Iterator[Text]:
        outline = self._outline
        yield from self._wrap(Text(neutralise(outline.title), style="bold"), "")
        yield from self._fill((Text(neutralise(part), style="dim") for part in outline.dateline), "")
        if outline.counts:
            yield from self._fill(map(Text, outline.counts), "")
        else:
            yield from self._wrap(Text("Nothing was found to record.", style="dim"), "")

    def _section_title(self, section: Section) -> Text:
        return Text.assemble(_MARGIN, (section.title.upper(), "bold cyan"), (f"  {len(section.cards)}", "dim"))

    def _card(self, card: Card) -> Iterator[Text]:
        indent = _INDENT * min(card.depth, _DEEPEST)
        key = Text(indent + card.anchor.ljust(self._key_width), style="dim")
        hang = " " * len(key.plain)
        short = [quote for quote in card.quotes if quote.role == "trigger"]
        long = [quote for quote in card.quotes if quote.role != "trigger"]
        label_width = max((len(quote.label) + 1 for quote in long if quote.label), default=0)
        blocks = [self._quote(quote, hang, label_width) for quote in long]
        if card.lead:
            lead = _join("", (self._piece(piece) for piece in card.lead))
            yield from self._wrap(lead, hang, first=key)
        elif blocks:
            yield from _replace_head(blocks.pop(0), key, len(_MARGIN))
        for block in blocks:
            yield from block
        words = (Text(f"“{self._words(quote.spans)}”") for quote in short)
        yield from self._fill([*words, *map(self._tag, card.tags), *map(self._fact, card.facts)], hang)

    def _quote(self, quote: Quote, hang: str, label_width: int) -> Iterator[Text]:
        """Yield the words of a quote behind a bar, its label in front of the first line."""
        label = quote.label.ljust(label_width) if quote.label else ""
        bar = Text(hang + " " * len(label) + _BAR, style="dim")
        first = Text.assemble(hang, (label + _BAR, "dim"))
        yield from self._wrap(Text(self._words(quote.spans)), bar, first=first)

    def _fact(self, fact: Fact) -> Text:
        value = _join("", (self._piece(piece) for piece in fact.pieces))
        return Text.assemble((f"{fact.label} ", "dim"), value) if fact.label else value

    def _tag(self, tag: Tag) -> Text:
        text = Text(tag.text, style="yellow" if tag.text in _CAVEATS else "")
        if tag.words:
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
            case Words(spans):
                return Text(f"“{self._words(spans)}”", style="italic")

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


def _replace_head(lines: Iterable[Text], head: Text, margin: int) -> Iterator[Text]:
    """Yield `lines` with `head` written over the blanks after the margin of the first one."""
    for number, line in enumerate(lines):
        yield line if number else Text.assemble(line[:margin], head, line[margin + len(head.plain) :])
